"""Reads: the branches whose dues a person may see, the members of one, and what is not recorded."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from duban.base import clock
from duban.ledgers.dues.models import DueReduction, DuesTransfer, MonthlyDue, PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import VIEW_DUES, VIEW_MEMBER, VIEW_TOTALS
from duban.ledgers.dues.rules import last_payable
from duban.ledgers.dues.standing import NOTHING, Account, known_of
from duban.orgs.models import Person, Stay, Unit
from duban.orgs.roll import in_month
from duban.packs.rules import rulebook

MEMBERS = ~Q(membership=Person.Membership.NONE)


def branches_for(user: Any, year: int) -> QuerySet[Unit]:
    """The organisations whose totals a person may see, in establishment order: those that stand and have members of their
    own, and those that took in or handed up something in that year, whatever became of them since. No money leaves the sum.
    """
    mine = {"unit": OuterRef("pk")}
    has_members = Exists(Person.objects.filter(MEMBERS, **mine))
    had_money = (
        Exists(PaidMonth.objects.filter(**mine, month__year=year))
        | Exists(VoluntaryDue.objects.filter(**mine, paid_on__year=year))
        | Exists(DuesTransfer.objects.filter(**mine, transferred_on__year=year))
    )
    units = (
        Unit.objects.select_related("kind").order_by("path").filter(Q(Unit.objects.stands(), has_members) | had_money)
    )
    return VIEW_TOTALS.scope(user, units)


def dues_units_for(user: Any) -> QuerySet[Unit]:
    """The organisations whose dues a person may see member by member."""
    return VIEW_DUES.scope(user, Unit.objects.select_related("kind"))


def members_for(user: Any) -> QuerySet[Person]:
    """The members whose dues a person may see."""
    return VIEW_MEMBER.scope(user, Person.objects.select_related("unit"))


def members_of(unit: Unit, year: int) -> QuerySet[Person]:
    """Who is or was a member here in that year, and whoever paid here, wherever they have gone since."""
    mine = {"person": OuterRef("pk"), "unit": unit}
    paid_here = PaidMonth.objects.filter(**mine, month__year=year)
    more_here = VoluntaryDue.objects.filter(**mine, paid_on__year=year)
    begun = Q(since_on__isnull=True) | Q(since_on__year__lte=year)
    was_here = Stay.objects.filter(begun, **mine, until_on__year__gte=year).exclude(membership=Person.Membership.NONE)
    here = MEMBERS & begun & Q(unit=unit) & (Q(left_on__isnull=True) | Q(left_on__year__gte=year))
    joined = Q(joined_on__isnull=True) | Q(joined_on__year__lte=year)
    before = Exists(was_here.filter(person__joined_on__gt=F("until_on")))
    there = joined & (here | Exists(was_here)) | before
    return Person.objects.filter(there | Exists(paid_here) | Exists(more_here)).order_by("pk")


def members_now(unit: Unit) -> QuerySet[Person]:
    """The members that belong to the branch today: whose amounts it fixes."""
    return Person.objects.here().filter(MEMBERS, unit=unit).order_by("pk")


def accounts_of(unit: Unit, year: int, people: Sequence[Person] | None = None) -> list[Account]:
    """The year of each member of a branch, as far as it is of this branch."""
    people = list(members_of(unit, year)) if people is None else people
    known, today = known_of(people, year, unit), clock.today()
    last = last_payable(today, rulebook())
    return [known.account(person, year, today=today, last=last) for person in people]


def sums_of(unit: Unit, year: int) -> tuple[Decimal, Decimal, Decimal]:
    """(received, voluntary, transferred) of one branch in a year, as the list of branches and the notice have them."""
    paid, voluntary, transferred = _yearly([unit.pk], year)
    return paid.get(unit.pk, NOTHING), voluntary.get(unit.pk, NOTHING), transferred.get(unit.pk, NOTHING)


def without_due(unit: Unit, year: int) -> QuerySet[Person]:
    """Members of the branch for whom no amount is fixed from a month of that year on: the yearly re-fixing still lacks them."""
    fixed = MonthlyDue.objects.filter(person=OuterRef("pk"), effective_from__year=year)
    return Person.objects.filter(MEMBERS, ~Exists(fixed), unit=unit, left_on__isnull=True).order_by("pk")


@dataclass(frozen=True)
class BranchTotals:
    """One line of the list: a branch and its sums of the year."""

    unit: Unit
    members: int
    paid: Decimal
    voluntary: Decimal
    transferred: Decimal
    missing: int


def totals_of(units: Sequence[Unit], year: int, day: datetime.date) -> list[BranchTotals]:
    """The sums of these branches. Five queries whatever their number."""
    keys = [unit.pk for unit in units]
    members = dict(
        Person.objects.filter(MEMBERS, unit__in=keys, left_on__isnull=True)
        .order_by()
        .values_list("unit")
        .annotate(n=Count("pk"))
    )
    paid, voluntary, transferred = _yearly(keys, year)
    missing = not_recorded(Unit.objects.filter(pk__in=keys), month_before(month_of(day)))
    return [
        BranchTotals(
            unit,
            members.get(unit.pk, 0),
            paid.get(unit.pk, NOTHING),
            voluntary.get(unit.pk, NOTHING),
            transferred.get(unit.pk, NOTHING),
            missing.get(unit.pk, 0),
        )
        for unit in units
    ]


def _yearly(keys: Sequence[int], year: int) -> tuple[dict[int, Decimal], dict[int, Decimal], dict[int, Decimal]]:
    return (
        _sums(PaidMonth.objects.filter(unit__in=keys, month__year=year)),
        _sums(VoluntaryDue.objects.filter(unit__in=keys, paid_on__year=year)),
        _sums(DuesTransfer.objects.filter(unit__in=keys, transferred_on__year=year)),
    )


def _sums(rows: QuerySet) -> dict[int, Decimal]:
    found = rows.order_by().values_list("unit").annotate(sum=Sum("amount"))
    return {unit: total.quantize(NOTHING) for unit, total in found}


def not_recorded(units: QuerySet[Unit], month: datetime.date) -> dict[int, int]:
    """How many members of each of these branches are behind with a month that is over, by its key. One query.

    The same as `standing.BEHIND` says cell by cell, a test compares: the month belongs to the branch, nothing is recorded
    anywhere, and nobody has said that nothing is due. Whose amount is not fixed is behind too.
    """
    keys = units.order_by().values("pk")
    near = Person.objects.filter(
        Q(unit__in=keys) | Exists(Stay.objects.filter(person=OuterRef("pk"), unit__in=keys, until_on__gte=month))
    )
    paid = PaidMonth.objects.filter(person=OuterRef("pk"), month=month)
    free = DueReduction.objects.filter(person=OuterRef("pk"), from_month__lte=month, until_month__gte=month, amount=0)
    behind = in_month(near, month).filter(~Exists(paid), ~Exists(free), month_unit__in=keys)
    return dict(behind.order_by().values_list("month_unit").annotate(n=Count("pk")))


def not_recorded_for(user: Any, day: datetime.date) -> list[tuple[Unit, int]]:
    """Branches where dues of last month are to be recorded by this person, and for how many. Two queries, one when none."""
    found = not_recorded(VIEW_DUES.scope(user, Unit.objects.all()), month_before(month_of(day)))
    units = Unit.objects.filter(pk__in=found).order_by("path") if found else ()
    return [(unit, found[unit.pk]) for unit in units]
