"""Reads: the branches whose dues a person may see, the members of one, and what is not recorded."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from duban.ledgers.dues.models import DueReduction, DuesTransfer, MonthlyDue, PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import VIEW_DUES, VIEW_MEMBER, VIEW_TOTALS
from duban.orgs.models import Person, Unit
from duban.orgs.permits import Permit

NOTHING = Decimal("0.00")
MEMBERS = ~Q(membership=Person.Membership.NONE)


def _with_members(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.filter(Exists(Person.objects.filter(MEMBERS, unit=OuterRef("pk"))))


def branches_for(user: Any) -> QuerySet[Unit]:
    """The organisations with members of their own whose totals a person may see, in establishment order."""
    return _with_members(VIEW_TOTALS.scope(user, Unit.objects.standing().select_related("kind").order_by("path")))


def dues_units_for(user: Any) -> QuerySet[Unit]:
    """The organisations whose dues a person may see member by member."""
    return VIEW_DUES.scope(user, Unit.objects.select_related("kind"))


def members_for(user: Any) -> QuerySet[Person]:
    """The members whose dues a person may see."""
    return VIEW_MEMBER.scope(user, Person.objects.select_related("unit"))


def members_of(unit: Unit, year: int) -> QuerySet[Person]:
    """Who is or was a member here in that year: those of the branch, and those who paid here before they went on."""
    paid_here = PaidMonth.objects.filter(person=OuterRef("pk"), unit=unit, month__year=year)
    here = MEMBERS & Q(unit=unit) & (Q(left_on__isnull=True) | Q(left_on__year__gte=year))
    return Person.objects.filter(here | Exists(paid_here)).order_by("pk")


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
    paid = _sums(PaidMonth.objects.filter(unit__in=keys, month__year=year))
    voluntary = _sums(VoluntaryDue.objects.filter(unit__in=keys, paid_on__year=year))
    transferred = _sums(DuesTransfer.objects.filter(unit__in=keys, transferred_on__year=year))
    missing = dict(
        not_recorded(Person.objects.filter(unit__in=keys), month_before(month_of(day))).values_list("unit", "n")
    )
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


def _sums(rows: QuerySet) -> dict[int, Decimal]:
    found = rows.order_by().values_list("unit").annotate(sum=Sum("amount"))
    return {unit: total.quantize(NOTHING) for unit, total in found}


def not_recorded(people: QuerySet[Person], month: datetime.date) -> QuerySet:
    """{unit, unit__name, n}: how many of these members owe dues for that month that are not recorded, by branch."""
    fixed = MonthlyDue.objects.filter(person=OuterRef("pk"), effective_from__lte=month)
    paid = PaidMonth.objects.filter(person=OuterRef("pk"), month=month)
    reductions = DueReduction.objects.filter(
        person=OuterRef("pk"), from_month__lte=month, until_month__gte=month
    ).order_by("-from_month")
    freed = Exists(reductions.filter(amount=0))
    after = (month + datetime.timedelta(days=32)).replace(day=1)
    owing = people.filter(MEMBERS, Exists(fixed) & ~Exists(paid) & ~freed).filter(
        Q(joined_on__isnull=True) | Q(joined_on__lt=after), Q(left_on__isnull=True) | Q(left_on__gte=month)
    )
    return owing.order_by().values("unit", "unit__name", path=F("unit__path")).annotate(n=Count("pk")).order_by("path")


def not_recorded_for(user: Any, permit: Permit, day: datetime.date) -> list[dict[str, Any]]:
    """Branches where dues of last month are to be recorded by this person. One query."""
    return list(not_recorded(permit.scope(user, Person.objects.all()), month_before(month_of(day))))
