"""What is recorded of dues, at its edges. Today is 23 November 2026: October is over, the quarter ends in December."""

import datetime
from decimal import Decimal

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, NotAllowed
from duban.ledgers.dues import actions
from duban.ledgers.dues.models import DuesNotice, MonthlyDue, PaidMonth
from duban.ledgers.dues.queries import without_due
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world():
    return branch()


def record(world, *ticks, cleared=(), year=2026):
    actions.record_dues(world.tree.north_1, by=world.secretary, year=year, ticked=ticks, cleared=cleared)


def paid():
    return sorted(PaidMonth.objects.values_list("person__name", "month__month", "amount"))


def test_months_of_many_members_are_recorded_at_once_with_one_entry(world):
    one, two = world.members
    entries = Entry.objects.count()

    record(world, (one.pk, month(1)), (one.pk, month(2)), (two.pk, month(1)))

    assert paid() == [("丁一", 1, Decimal(15)), ("丁一", 2, Decimal(15)), ("王二", 1, Decimal(15))]
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("number").detail == {
        "months": [None, 3],
        "taken_back": [None, 0],
        "sum": [None, "45.00"],
    }


def test_the_same_page_sent_twice_changes_nothing_more(world):
    record(world, (world.members[0].pk, month(1)))
    record(world, (world.members[0].pk, month(1)))

    assert PaidMonth.objects.count() == 1


def test_a_tick_by_mistake_is_taken_back_and_what_others_ticked_stays(world):
    one, two = world.members
    record(world, (one.pk, month(1)), (two.pk, month(1)))

    record(world, cleared=[(one.pk, month(1))])

    assert paid() == [("王二", 1, Decimal(15))]


@pytest.mark.parametrize(("number", "holds"), [(11, True), (12, True)])
def test_a_quarter_may_be_paid_at_once(world, number, holds):
    """中组发〔2008〕3号: 经党支部同意，可以每季度交纳一次."""
    record(world, (world.members[0].pk, month(number)))

    assert PaidMonth.objects.count() == holds


def test_the_next_quarter_may_not_be_recorded_yet(world):
    with pytest.raises(BadInput) as wrong:
        record(world, (world.members[0].pk, month(1, 2027)), year=2027)

    assert wrong.value.places == [("丁一 2027-01", "未到期", "2026-12或更早")]


def test_paying_by_the_month_is_a_setting(world):
    RuleParameter.objects.filter(code="dues.months_at_once").update(value="1")

    with pytest.raises(BadInput):
        record(world, (world.members[0].pk, month(12)))


def test_all_faults_at_once_and_nothing_half_written(world):
    one, two = world.members
    stranger = Person.objects.create(name="外人", unit=world.tree.south_1, membership="full")
    unfixed = Person.objects.create(name="赵四", unit=world.tree.north_1, membership="full")
    Person.objects.filter(pk=two.pk).update(joined_on=datetime.date(2026, 6, 15))

    with pytest.raises(BadInput) as wrong:
        record(world, (one.pk, month(1)), (stranger.pk, month(1)), (unfixed.pk, month(1)), (two.pk, month(5)))

    assert sorted(place[1] for place in wrong.value.places) == ["不是本支部的", "当月不在本支部", "未核定"]
    assert PaidMonth.objects.count() == 0


def test_a_probationary_member_pays_from_the_month_of_the_meeting(world):
    """中组发〔2008〕3号; the probation begins with the meeting's vote, domain rules section 5."""
    one = world.members[0]
    Person.objects.filter(pk=one.pk).update(membership="probationary", joined_on=datetime.date(2026, 6, 30))

    record(world, (one.pk, month(6)))

    assert paid() == [("丁一", 6, Decimal(15))]


def test_amounts_are_fixed_for_many_and_the_same_month_again_replaces(world):
    one, two = world.members

    for amount in ("20", "21.5"):
        actions.fix_dues(
            world.tree.north_1, by=world.secretary, effective_from=month(12),
            dues={one.pk: (Decimal(amount), "in_service"), two.pk: (Decimal(amount), "retired")},
        )  # fmt: skip

    assert list(MonthlyDue.objects.filter(effective_from=month(12)).values_list("amount", flat=True)) == [
        Decimal("21.5"), Decimal("21.5"),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_amount_is_more_than_nothing(world, amount):
    with pytest.raises(BadInput):
        actions.fix_dues(
            world.tree.north_1, by=world.secretary, effective_from=month(12),
            dues={world.members[0].pk: (Decimal(amount), "in_service")},
        )  # fmt: skip


def test_a_new_year_carries_over_with_one_click_and_lists_who_still_lacks(world):
    new = Person.objects.create(name="赵四", unit=world.tree.north_1, membership="probationary")
    assert [each.name for each in without_due(world.tree.north_1, 2027)] == ["丁一", "王二", "赵四"]

    actions.carry_over_dues(world.tree.north_1, by=world.secretary, year=2027)

    assert list(without_due(world.tree.north_1, 2027)) == [new]
    assert [(d.amount, d.effective_from) for d in world.members[0].monthly_dues.all()] == [
        (Decimal(15), month(1)), (Decimal(15), month(1, 2027)),
    ]  # fmt: skip
    with pytest.raises(BadInput):
        actions.carry_over_dues(world.tree.north_1, by=world.secretary, year=2027)


def reduce(world, **said):
    given = {
        "amount": Decimal(0), "from_month": month(3), "until_month": month(5), "approval_symbol": "示党〔2026〕3号",
        "approved_on": datetime.date(2026, 2, 20),
    }  # fmt: skip
    return actions.reduce_due(world.members[0], by=world.secretary, **{**given, **said})


def test_a_reduction_has_a_number_and_no_reason(world):
    made = reduce(world)

    assert {field.name for field in made._meta.concrete_fields} == {
        "id", "created_at", "updated_at", "person", "amount", "from_month", "until_month", "approval_symbol", "approved_on",
    }  # fmt: skip
    with pytest.raises(BadInput) as wrong:
        record(world, (world.members[0].pk, month(4)))
    assert wrong.value.places[0][1] == "无应交"


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({"from_month": month(5), "until_month": month(5)}, True),
        ({"from_month": month(6), "until_month": month(5)}, False),
        ({"approved_on": datetime.date(2026, 11, 23)}, True),
        ({"approved_on": datetime.date(2026, 11, 24)}, False),
    ],
)
def test_a_reduction_at_its_edges(world, said, holds):
    if holds:
        assert reduce(world, **said).pk
    else:
        with pytest.raises(BadInput):
            reduce(world, **said)


@pytest.mark.parametrize(("number", "holds"), [(5, False), (6, True)])
def test_two_reductions_do_not_meet(world, number, holds):
    reduce(world)

    if holds:
        reduce(world, from_month=month(number), until_month=month(12))
    else:
        with pytest.raises(BadInput):
            reduce(world, from_month=month(number), until_month=month(12))


def test_less_than_the_amount_is_recorded_as_less(world):
    reduce(world, amount=Decimal(5))

    record(world, (world.members[0].pk, month(2)), (world.members[0].pk, month(3)))

    assert paid() == [("丁一", 2, Decimal(15)), ("丁一", 3, Decimal(5))]


def test_a_sum_sent_twice_stands_once(world):
    unit, day = world.tree.north_1, datetime.date(2026, 11, 20)
    actions.transfer_dues(unit, by=world.secretary, amount=Decimal(30), transferred_on=day, receipt_number="0001")
    actions.record_voluntary(world.members[0], by=world.secretary, amount=Decimal(1000), paid_on=day)

    with pytest.raises(BadInput):
        actions.transfer_dues(unit, by=world.secretary, amount=Decimal(30), transferred_on=day, receipt_number="0001")
    with pytest.raises(BadInput):
        actions.record_voluntary(world.members[0], by=world.secretary, amount=Decimal(1000), paid_on=day)
    assert (unit.dues_transfers.count(), world.members[0].voluntary_dues.count()) == (1, 1)


def test_a_notice_keeps_the_totals_of_its_day(world):
    record(world, (world.members[0].pk, month(1)), (world.members[1].pk, month(1)))
    unit, day = world.tree.north_1, datetime.date(2026, 11, 20)
    actions.record_voluntary(world.members[0], by=world.secretary, amount=Decimal(100), paid_on=day)

    made = actions.publish_dues_notice(unit, by=world.secretary, year=2026, published_on=day)
    record(world, (world.members[0].pk, month(2)))

    kept = DuesNotice.objects.get()
    assert made == kept
    assert (kept.members, kept.paid, kept.voluntary, kept.transferred) == (2, Decimal(30), Decimal(100), Decimal(0))


@pytest.mark.parametrize("role", ["committee_admin", "committee_leader", "assessor"])
def test_only_those_who_collect_record(world, role):
    other = factories.account(factories.person("周敏", unit=world.tree.committee, **{role: world.tree.committee}))
    world.secretary = other

    with pytest.raises(NotAllowed):
        record(world, (world.members[0].pk, month(1)))
    assert PaidMonth.objects.count() == 0


def test_no_table_of_this_wing_can_hold_a_wage():
    fields = {field.name for field in MonthlyDue._meta.concrete_fields}

    assert fields == {"id", "created_at", "updated_at", "person", "amount", "effective_from", "basis_kind"}


@pytest.mark.parametrize("where", ["north_1", "south_1"])
@pytest.mark.parametrize("verb", ["record_dues", "fix_dues"])
def test_a_branch_of_another_unit_is_not_ones_own(world, verb, where):
    unit = getattr(world.tree, where)
    said = {
        "record_dues": {"year": 2026, "ticked": ()},
        "fix_dues": {"effective_from": month(12), "dues": {}},
    }[verb]

    if where == "north_1":
        getattr(actions, verb)(unit, by=world.secretary, **said)
    else:
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(unit, by=world.secretary, **said)


@pytest.mark.parametrize("whose", ["mine", "foreign", "nobody"])
def test_amounts_of_somebody_elsewhere_are_refused_and_nothing_is_half_written(world, whose):
    foreign = Person.objects.create(name="外人", unit=world.tree.south_1, membership="full")
    key = {"mine": world.members[1].pk, "foreign": foreign.pk, "nobody": 10**9}[whose]
    said = {
        "effective_from": month(12),
        "dues": {world.members[0].pk: (Decimal(20), "in_service"), key: (Decimal(20), "in_service")},
    }

    if whose == "mine":
        actions.fix_dues(world.tree.north_1, by=world.secretary, **said)
    else:
        with pytest.raises(BadInput):
            actions.fix_dues(world.tree.north_1, by=world.secretary, **said)
    assert MonthlyDue.objects.filter(effective_from=month(12)).count() == (2 if whose == "mine" else 0)
