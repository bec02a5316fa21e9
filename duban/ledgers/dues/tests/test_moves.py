"""Somebody goes to another branch in the middle of a year: each month stays with one of the two. Today is 23 November 2026."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.base.errors import BadInput
from duban.ledgers.dues import actions
from duban.ledgers.dues.models import DueReduction, DuesNotice, MonthlyDue, PaidMonth
from duban.ledgers.dues.months import months_of
from duban.ledgers.dues.queries import accounts_of, members_of, not_recorded, totals_of
from duban.ledgers.dues.standing import BEHIND, Kind
from duban.ledgers.dues.tests.factories import Branch, branch, month
from duban.ledgers.dues.tests.test_views import at
from duban.orgs.actions import transfer_membership
from duban.orgs.models import Person, Stay, Unit, User
from duban.orgs.roll import in_month, unit_in_month
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
APRIL = datetime.date(2026, 4, 1)


@dataclass
class Move:
    """丁一 paid January to March in A and goes to B, where 99 yuan are fixed; 王二 stays in A."""

    world: Branch
    a: Unit
    b: Unit
    there: User
    mover: Person

    def record(self, unit, by, *numbers):
        actions.record_dues(unit, by=by, year=2026, ticked=[(self.mover.pk, month(each)) for each in numbers])

    def year_in(self, unit):
        """{month: what it is} of 丁一 in the grid of a branch; {} when not in it."""
        return {
            cell.month.month: cell.kind
            for account in accounts_of(unit, 2026)
            if account.person == self.mover
            for cell in account.cells
        }


def moved(on=APRIL):
    world = branch()
    tree, mover = world.tree, world.members[0]
    there = factories.account(factories.person("范平", unit=tree.north_2, branch_secretary=tree.north_2))
    move = Move(world, tree.north_1, tree.north_2, there, mover)
    move.record(move.a, world.secretary, 1, 2, 3)
    cadre = factories.account(factories.person("赵立", unit=tree.north, unit_cadre=tree.north))
    transfer_membership(mover, by=cadre, unit=move.b, since_on=on)
    actions.fix_dues(
        move.b, by=there, effective_from=max(month(on.month), APRIL), dues={mover.pk: (Decimal(99), "in_service")}
    )
    move.mover = Person.objects.get(pk=mover.pk)
    return move


def test_a_year_is_divided_between_two_branches():
    move = moved()
    move.record(move.b, move.there, 4)

    assert move.year_in(move.a) == dict.fromkeys((1, 2, 3), Kind.PAID) | dict.fromkeys(
        range(4, 13), Kind.NOT_APPLICABLE
    )
    assert move.year_in(move.b) == (
        dict.fromkeys((1, 2, 3), Kind.NOT_APPLICABLE)
        | {4: Kind.PAID}
        | dict.fromkeys(range(5, 11), Kind.MISSING)
        | dict.fromkeys((11, 12), Kind.NOT_YET)
    )


def test_the_branch_before_sees_no_amount_of_the_branch_after():
    move = moved()
    desk = at(move.world.secretary)

    account = next(each for each in accounts_of(move.a, 2026) if each.person == move.mover)
    page = desk.get(reverse("unit_dues", args=[move.a.pk])).content.decode()
    notice = desk.get(reverse("dues_notice", args=[move.a.pk])).content.decode()

    assert account.due.amount == Decimal(15)
    assert "99" not in page.split("<table")[1].split("</table>")[0]
    assert "99.00" not in notice
    # The page of a member is the present branch's; the grid of the one before leads nowhere that is refused.
    assert reverse("member_dues", args=[move.mover.pk]) not in page


@pytest.mark.parametrize(("number", "holds"), [(3, True), (4, False), (5, False)])
def test_a_month_is_recorded_where_the_member_was_by_the_branch_before(number, holds):
    move = moved()
    PaidMonth.objects.filter(month=month(3)).delete()

    if holds:
        move.record(move.a, move.world.secretary, number)
    else:
        with pytest.raises(BadInput) as wrong:
            move.record(move.a, move.world.secretary, number)
        assert wrong.value.places[0][1] == "当月不在本支部"
    assert PaidMonth.objects.filter(month=month(number), unit=move.a).exists() == holds


@pytest.mark.parametrize(("number", "holds"), [(3, False), (4, True)])
def test_a_month_is_recorded_where_the_member_was_by_the_branch_after(number, holds):
    move = moved()
    PaidMonth.objects.all().delete()

    if holds:
        move.record(move.b, move.there, number)
    else:
        with pytest.raises(BadInput):
            move.record(move.b, move.there, number)
    assert PaidMonth.objects.filter(unit=move.b).exists() == holds


@pytest.mark.parametrize(("day", "first_of_b"), [(1, 4), (2, 5), (30, 5)])
def test_the_month_of_the_move_stays_where_it_began(day, first_of_b):
    move = moved(datetime.date(2026, 4, day))

    applicable = [number for number, kind in move.year_in(move.b).items() if kind is not Kind.NOT_APPLICABLE]

    assert applicable[0] == first_of_b
    # No month falls between two branches, none belongs to both.
    assert [
        sum(move.year_in(unit)[number] is not Kind.NOT_APPLICABLE for unit in (move.a, move.b))
        for number in range(1, 13)
    ] == [1] * 12


def test_what_another_branch_recorded_is_said_and_can_be_taken_back_there():
    """Months may stand with the wrong branch: from before the move was entered."""
    move = moved()
    PaidMonth.objects.create(person=move.mover, unit=move.a, month=month(5), amount=15)
    assert move.year_in(move.b)[5] is Kind.ELSEWHERE
    assert "其他支部已登记" in at(move.there).get(reverse("unit_dues", args=[move.b.pk])).content.decode()
    with pytest.raises(BadInput):
        move.record(move.b, move.there, 5)

    actions.record_dues(move.a, by=move.world.secretary, year=2026, ticked=[], cleared=[(move.mover.pk, month(5))])
    move.record(move.b, move.there, 5)

    assert PaidMonth.objects.get(month=month(5)).unit == move.b


def test_the_page_the_list_and_the_notice_have_the_same_sums():
    move = moved()
    move.record(move.b, move.there, 4, 5)
    actions.record_voluntary(move.mover, by=move.there, amount=Decimal(7), paid_on=TODAY)

    for unit, by, sums in (
        (move.a, move.world.secretary, (Decimal(45), Decimal(0), 2)),
        (move.b, move.there, (Decimal(198), Decimal(7), 1)),
    ):
        actions.publish_dues_notice(unit, by=by, year=2026, published_on=TODAY)
        kept = DuesNotice.objects.get(unit=unit)
        (totals,) = totals_of([unit], 2026, TODAY)
        accounts = accounts_of(unit, 2026)
        page = at(by).get(reverse("dues_notice", args=[unit.pk])).context
        assert (kept.paid, kept.voluntary, kept.members) == sums
        assert (totals.paid, totals.voluntary) == sums[:2]
        assert (sum(a.paid for a in accounts), sum(a.voluntary for a in accounts)) == sums[:2]
        assert (page["paid"], page["voluntary"], len(page["rows"])) == sums


def test_amounts_are_fixed_by_the_present_branch_only():
    move = moved()

    with pytest.raises(BadInput):
        actions.fix_dues(
            move.a, by=move.world.secretary, effective_from=month(11), dues={move.mover.pk: (Decimal(1), "in_service")}
        )
    assert sorted(MonthlyDue.objects.filter(person=move.mover).values_list("amount", flat=True)) == [15, 99]


@pytest.mark.parametrize(("number", "holds"), [(3, False), (4, True)])
def test_what_the_branch_before_had_fixed_is_not_replaced(number, holds):
    move = moved()
    said = {"effective_from": month(number), "dues": {move.mover.pk: (Decimal(50), "in_service")}}

    if holds:
        actions.fix_dues(move.b, by=move.there, **said)
    else:
        with pytest.raises(BadInput) as wrong:
            actions.fix_dues(move.b, by=move.there, **said)
        assert wrong.value.places == [("丁一", "2026-03", "2026-04或更晚")]
    assert MonthlyDue.objects.filter(amount=50).exists() == holds


def test_who_is_behind_is_asked_of_the_branch_of_the_month():
    move = moved(datetime.date(2026, 11, 2))

    # October was A's: its secretary is asked for both, B's for nobody.
    assert not_recorded(Unit.objects.all(), month(10)) == {move.a.pk: 2}
    assert "2人未登记" in at(move.world.secretary).get("/").content.decode()
    assert "的党费：" not in at(move.there).get("/").content.decode()


spans = st.lists(st.tuples(st.sampled_from((0, 1)), st.sampled_from(("full", "none")), st.integers(1, 70)), max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    before=spans,
    membership=st.sampled_from(("full", "probationary", "none")),
    joined=st.none() | st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)),
    left=st.none() | st.integers(0, 90),
    fixed=st.booleans(),
    free=st.none() | st.sampled_from((0, 5)),
    paid=st.none() | st.tuples(st.sampled_from((0, 1)), st.integers(1, 10)),
)
def test_list_and_grid_agree_on_who_is_behind(before, membership, joined, left, fixed, free, paid):
    """One definition of what is owed: in Python for the grid, in the database for lists, warnings and to-dos."""
    units = _units()
    for kind in (PaidMonth, DueReduction, MonthlyDue, Stay):
        kind.objects.all().delete()
    Person.objects.filter(name="丁一").delete()
    person = Person.objects.create(name="丁一", unit=units[0], membership=membership, joined_on=joined)
    since = None
    begin = datetime.date(2026, 2, 10)
    for place, word, days in before:
        until = begin + datetime.timedelta(days=days)
        Stay.objects.create(person=person, unit=units[place], membership=word, since_on=since, until_on=until)
        since = begin = until + datetime.timedelta(days=1)
    person.since_on, person.left_on = since, None if left is None else begin + datetime.timedelta(days=left)
    person.save()
    if fixed:
        MonthlyDue.objects.create(person=person, amount=15, effective_from=month(5), basis_kind="in_service")
    if free is not None:
        DueReduction.objects.create(
            person=person,
            amount=free,
            from_month=month(3),
            until_month=month(6),
            approval_symbol="一",
            approved_on=APRIL,
        )
    if paid:
        PaidMonth.objects.create(person=person, unit=units[paid[0]], month=month(paid[1]), amount=15)

    stays = list(person.stays.order_by("until_on", "pk"))
    for each in months_of(2026):
        said = in_month(Person.objects.filter(pk=person.pk), each).values_list("month_unit", flat=True).get()
        assert said == unit_in_month(person, stays, each)
    for each in months_of(2026)[:10]:
        grid = {
            unit.pk: n
            for unit in units
            if (
                n := sum(
                    cell.kind in BEHIND
                    for account in accounts_of(unit, 2026)
                    for cell in account.cells
                    if cell.month == each
                )
            )
        }
        assert not_recorded(Unit.objects.all(), each) == grid
    # Whoever a month belongs to stands in that branch's grid.
    homes = {unit_in_month(person, stays, each) for each in months_of(2026)} - {None}
    assert homes <= {unit.pk for unit in units if members_of(unit, 2026).exists()}


def _units():
    """The two branches, made once for all examples."""
    found = list(Unit.objects.filter(name__in=("北局第一党支部", "北局第二党支部")).order_by("path"))
    if found:
        return found
    tree = branch(0).tree
    return [tree.north_1, tree.north_2]
