"""The money of a year stays in the list and in its sum, once, whatever becomes of the branch that took it."""

import datetime
import random
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from duban.ledgers.dues.models import DuesTransfer, PaidMonth, VoluntaryDue
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Unit
from duban.orgs.resetting import plan_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
JUNE, JULY = datetime.date(2026, 6, 10), datetime.date(2026, 7, 1)


@pytest.fixture
def world():
    return branch(3)


@pytest.fixture
def officer(world):
    return factories.account(factories.person("周敏", unit=world.tree.committee, committee_admin=world.tree.committee))


def listed(user, year=2026):
    client = Client()
    client.force_login(user)
    return client.get(reverse("dues_list"), {"year": year})


def merged(world, officer):
    approval = Approval("县直工委〔2026〕12号", JUNE, JUNE)
    actions.merge_units(Unit.objects.get(pk=world.tree.north_2.pk), by=officer, approval=approval, others=[world.tree.north_1], is_seen=True)  # fmt: skip


def re_set(world, officer):
    text = "北局第二党支部\t北局甲党支部\t2\n北局第二党支部\t北局乙党支部\t1\t李三\n南局党支部\t南局党支部"
    plan = plan_of(world.tree.committee, text)
    assert plan.faults == []
    actions.re_set_branches(
        world.tree.committee, by=officer, approval=Approval("县直工委〔2026〕15号", JULY, JULY), text=text, shown=plan.fingerprint, is_seen=True
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_rows_of_the_list_are_its_sum_and_what_was_recorded(world, officer, seed):
    dice, tree = random.Random(seed), world.tree  # noqa: S311 - reproducible, nothing secret
    everybody = [*world.members, Person.objects.create(name="赵四", unit=tree.south_1, membership="full")]
    for person in everybody:
        for number in dice.sample(range(1, 13), dice.randint(1, 5)):
            PaidMonth.objects.create(
                person=person, unit=person.unit, month=month(number, dice.choice((2025, 2026))), amount=dice.randint(1, 99)
            )  # fmt: skip
    DuesTransfer.objects.create(unit=tree.north_1, amount=dice.randint(1, 99), transferred_on=month(5))
    merged(world, officer)
    for person in Person.objects.filter(pk__in=[each.pk for each in world.members]):
        PaidMonth.objects.get_or_create(person=person, month=month(12), defaults={"unit": person.unit, "amount": 7})
    Unit.objects.filter(pk=tree.north_2.pk).update(member_count=3)
    re_set(world, officer)

    for year in (2025, 2026):
        shown = listed(officer, year).context
        rows = [each for each, _may in shown["rows"]]
        recorded = dict(
            PaidMonth.objects.filter(month__year=year).order_by().values_list("unit").annotate(n=Sum("amount"))
        )
        assert {each.unit.pk: each.paid for each in rows if each.paid} == recorded
        assert shown["paid"] == sum(each.paid for each in rows) == sum(recorded.values())
        assert shown["transferred"] == sum(
            DuesTransfer.objects.filter(transferred_on__year=year).values_list("amount", flat=True)
        )


def test_a_dissolved_branch_is_marked_with_its_day_in_years_in_which_it_had_money(world, officer):
    PaidMonth.objects.create(person=world.members[0], unit=world.tree.north_1, month=month(2), amount=Decimal("15.00"))
    merged(world, officer)

    page = listed(officer).content.decode()
    last_year = listed(officer, 2025).content.decode()

    assert "2026年6月10日已撤销" in page
    assert "北局第一党支部" in page
    assert "北局第一党支部" not in last_year
    assert "北局第二党支部" in last_year


@pytest.mark.parametrize("what", ["voluntary", "transferred"])
def test_what_was_given_freely_or_handed_up_keeps_it_in_the_list_too(world, officer, what):
    unit = world.tree.north_1
    if what == "voluntary":
        VoluntaryDue.objects.create(person=world.members[0], unit=unit, paid_on=month(2), amount=5)
    else:
        DuesTransfer.objects.create(unit=unit, amount=5, transferred_on=month(2))
    merged(world, officer)

    (row,) = [each for each, _may in listed(officer).context["rows"] if each.unit == unit]
    assert (getattr(row, what), row.members) == (Decimal("5.00"), 0)
