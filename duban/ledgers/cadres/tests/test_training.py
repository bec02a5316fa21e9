"""培训: hours are the record's, entered once; everybody reads their own, and who lacks a class is named without hours."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.base import clock
from duban.base.errors import BadInput
from duban.ledgers.cadres import actions
from duban.ledgers.cadres.models import PostKind
from duban.ledgers.cadres.tests.factories import post
from duban.ledgers.cadres.training import gaps_for, own_hours
from duban.ledgers.models import Attendance, LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    ledgers.core()
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("孙立", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def secretary(tree):
    made = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    Person.objects.filter(pk=made.person_id).update(membership="full")
    made.person.refresh_from_db()
    return made


def held(unit, *people, on=TODAY, hours: str | None = "8", title: str = "支部书记培训班") -> LedgerRecord:
    made = LedgerRecord.objects.create(
        unit=unit, kind=ledgers.kind("training_class"), held_on=on, title=title, hours=hours
    )
    Attendance.objects.bulk_create(Attendance(record=made, person=person) for person in people)
    return made


def hours_of(person: Person, year: int = 2026):
    return own_hours(person, year, clock.today(), rulebook())


@pytest.mark.parametrize(("hours", "left"), [("31", 1), ("32", 0), ("32.5", 0), (None, 32)])
def test_a_member_is_asked_for_32_hours(tree, hours, left):
    member = Person.objects.create(name="党员", unit=tree.north_1, membership="full")
    held(tree.committee, member, hours=hours)

    own = hours_of(member)

    assert (own.asked.hours, own.left, own.lacks_class) == (32, left, False)


@pytest.mark.parametrize(("hours", "left"), [("55", 1), ("56", 0)])
def test_a_secretary_is_asked_for_56_hours_and_one_class(tree, secretary, hours, left):
    post(secretary.person, tree.north_1, of=PostKind.objects.get(code="secretary"))
    assert hours_of(secretary.person).lacks_class
    held(tree.committee, secretary.person, hours=hours)

    own = hours_of(secretary.person)

    assert (own.asked.hours, own.left, own.lacks_class) == (56, left, False)


def test_hours_count_in_the_year_of_the_class_and_not_when_it_is_withdrawn_or_one_was_absent(tree, secretary):
    held(tree.committee, secretary.person, on=datetime.date(2025, 12, 31))
    withdrawn = held(tree.committee, secretary.person)
    LedgerRecord.objects.filter(pk=withdrawn.pk).update(withdrawn_on=TODAY, reason="重复")
    absent = held(tree.committee, secretary.person)
    Attendance.objects.filter(record=absent).update(is_present=False)

    assert (hours_of(secretary.person).hours, hours_of(secretary.person, 2025).hours) == (0, 8)


def test_nobody_else_opens_the_page_of_ones_own_hours(tree, secretary, officer):
    held(tree.committee, secretary.person, title="某某培训班")
    shown = []
    for user in (secretary, officer):
        client = Client()
        client.force_login(user)
        shown.append("某某培训班" in client.get(reverse("my_training")).content.decode())

    assert shown == [True, False]


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ("2024-03-01", "今年还没有参加培训班"),
        ("2026-08-01", "新任职，还没有参加任职培训"),
        ("2026-05-23", "新任职，还没有参加任职培训"),
    ],
)
def test_who_lacks_a_class_is_named_with_the_rule_and_without_hours(tree, secretary, since, why):
    post(
        secretary.person,
        tree.north_1,
        of=PostKind.objects.get(code="secretary"),
        since_on=datetime.date.fromisoformat(since),
    )

    (gap,) = gaps_for(secretary, 2026, TODAY, rulebook())

    assert (gap.person, str(gap.why)) == (secretary.person, why)
    assert gap.rule.basis == "2019—2023年全国党员教育培训工作规划"
    client = Client()
    client.force_login(secretary)
    page = client.get(reverse("training_gaps")).content.decode().split("<main", 1)[1]
    assert why in page
    assert "export" not in page.split("</main", 1)[0]


def test_a_class_closes_the_gap_for_those_who_were_there_only(tree, officer, secretary):
    kind = PostKind.objects.get(code="secretary")
    other = factories.person("南一", unit=tree.south_1)
    post(secretary.person, tree.north_1, of=kind)
    post(other, tree.south_1, of=kind)
    planned = actions.plan_class(
        tree.committee, by=officer, year=2026, month=5, title="支部书记轮训", stage="in_post", hours=16, audience=[kind]
    )
    actions.match_class(planned, by=officer, record=held(tree.committee, secretary.person))

    gaps = [(gap.person.name, str(gap.why)) for gap in gaps_for(officer, 2026, TODAY, rulebook())]

    assert gaps == [("南一", "今年还没有参加培训班"), ("南一", "已办的计划内培训班没有参加")]


def test_a_planned_class_that_was_not_held_is_nobodys_gap(tree, officer, secretary):
    kind = PostKind.objects.get(code="organisation_member")
    post(secretary.person, tree.north_1, of=PostKind.objects.get(code="party_affairs_worker"))
    actions.plan_class(
        tree.committee, by=officer, year=2026, month=5, title="轮训", stage="in_post", hours=16, audience=[kind]
    )

    assert gaps_for(officer, 2026, TODAY, rulebook()) == []


def test_gaps_of_another_branch_are_not_seen(tree, secretary):
    post(factories.person("南一", unit=tree.south_1), tree.south_1, of=PostKind.objects.get(code="secretary"))

    assert gaps_for(secretary, 2026, TODAY, rulebook()) == []


def test_match_class_of_another_year_unit_or_kind_is_refused_with_each_fault(tree, officer):
    planned = actions.plan_class(
        tree.committee, by=officer, year=2026, month=5, title="轮训", stage="in_post", hours=16, audience=[]
    )
    record = LedgerRecord.objects.create(
        unit=tree.north_1, kind=ledgers.kind("theme_day"), held_on=datetime.date(2025, 5, 1), title="主题党日"
    )

    with pytest.raises(BadInput) as refused:
        actions.match_class(planned, by=officer, record=record)

    assert len(refused.value.places) == 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("training_list", 10), ("training_gaps", 11)])
def test_lists_cost_the_same_with_one_and_with_three(tree, officer, django_assert_num_queries, count, name, queries):
    kind = PostKind.objects.get(code="secretary")
    for number in range(count):
        person = factories.person(f"许{number}", unit=tree.north_1)
        post(person, tree.north_1, of=kind)
        planned = actions.plan_class(
            tree.committee, by=officer, year=2026, month=5, title="轮训", stage="before", hours=16, audience=[kind]
        )
        actions.match_class(planned, by=officer, record=held(tree.committee, person))
    client = Client()
    client.force_login(officer)
    client.get(reverse(name))

    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200
