"""Where each member's dues stand, month by month, in words that are not each other's. A month belongs to one branch."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from duban.ledgers.dues.models import DueReduction, MonthlyDue, PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import month_of, months_of
from duban.orgs.models import Person, Stay, Unit
from duban.orgs.roll import unit_in_month

NOTHING = Decimal("0.00")


class Kind(StrEnum):
    """What a month of a member is. Not recorded is not "not paid"; nothing due is not "not applicable"."""

    PAID = "paid"
    MISSING = "missing"
    UNFIXED = "unfixed"  # nobody has said what is due: missing too, of another thing
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET = "not_yet"
    ELSEWHERE = "elsewhere"  # another branch has recorded it


BEHIND = (Kind.MISSING, Kind.UNFIXED)
"""What is open once its month is over: nothing is recorded, though something was due or nobody has said how much."""


@dataclass(frozen=True)
class Cell:
    """One month of one member. `amount` is what was received, or else what is due; None where nobody has said it."""

    month: datetime.date
    kind: Kind
    amount: Decimal | None
    may_tick: bool = False

    @property
    def is_paid(self) -> bool:
        """True when it is recorded."""
        return self.kind is Kind.PAID


@dataclass(frozen=True)
class Account:
    """One member's year."""

    person: Person
    cells: list[Cell]
    due: MonthlyDue | None
    voluntary: Decimal = NOTHING

    @property
    def paid(self) -> Decimal:
        """What is recorded of the year, without what is voluntary."""
        return sum((each.amount or NOTHING for each in self.cells if each.is_paid), NOTHING)

    @property
    def is_behind(self) -> bool:
        """True when a month that has passed is not recorded."""
        return any(each.kind in BEHIND for each in self.cells)

    @property
    def is_here(self) -> bool:
        """True when a month of the year belongs to the branch, or something of it came in here."""
        return bool(self.voluntary) or any(each.kind is not Kind.NOT_APPLICABLE for each in self.cells)


@dataclass
class Known:
    """What the tables say about some members, sorted for asking; of one branch, or of all where they were with `unit` None."""

    unit: int | None = None
    stays: dict[int, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    dues: dict[int, list[MonthlyDue]] = field(default_factory=lambda: defaultdict(list))
    reductions: dict[int, list[DueReduction]] = field(default_factory=lambda: defaultdict(list))
    paid: dict[tuple[int, datetime.date], Decimal] = field(default_factory=dict)
    elsewhere: set[tuple[int, datetime.date]] = field(default_factory=set)
    voluntary: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))

    def belongs(self, person: Person, month: datetime.date) -> bool:
        """Whether a month of somebody belongs here. A probationary member pays too, from the month of the meeting on."""
        unit = unit_in_month(person, self.stays[person.pk], month)
        return unit is not None and self.unit in (None, unit)

    def fixed(self, person: Person, month: datetime.date) -> MonthlyDue | None:
        """The amount that holds in that month, before any reduction."""
        held = [each for each in self.dues[person.pk] if each.effective_from <= month]
        return held[-1] if held else None

    def owed(self, person: Person, month: datetime.date) -> Decimal | None:
        """What is due in that month; None when nobody has said it."""
        for each in self.reductions[person.pk]:
            if each.covers(month):
                return each.amount
        fixed = self.fixed(person, month)
        return fixed.amount if fixed else None

    def cell(self, person: Person, month: datetime.date, *, today: datetime.date, last: datetime.date) -> Cell:
        """One month of one member."""
        received = self.paid.get((person.pk, month))
        if received is not None:
            return Cell(month, Kind.PAID, received, may_tick=True)
        if not self.belongs(person, month):
            return Cell(month, Kind.NOT_APPLICABLE, None)
        if (person.pk, month) in self.elsewhere:
            return Cell(month, Kind.ELSEWHERE, None)
        owed = self.owed(person, month)
        if owed == NOTHING:
            return Cell(month, Kind.ZERO, NOTHING)
        if owed is None:
            return Cell(month, Kind.UNFIXED if month <= month_of(today) else Kind.NOT_YET, None)
        # A month is over before it is missed.
        kind = Kind.MISSING if month < month_of(today) else Kind.NOT_YET
        return Cell(month, kind, owed, may_tick=month <= last)

    def account(self, person: Person, year: int, *, today: datetime.date, last: datetime.date) -> Account:
        """One member's year; `due` is what holds today, or in the last month here when that is over."""
        cells = [self.cell(person, month, today=today, last=last) for month in months_of(year)]
        at = min(month_of(today), datetime.date(year, 12, 1))
        here = [cell.month for cell in cells if cell.kind is not Kind.NOT_APPLICABLE]
        # What another branch fixed after somebody went there is not this one's to see.
        due = self.fixed(person, min(at, here[-1])) if here else None
        return Account(person, cells, due, self.voluntary[person.pk])


def known_of(people: Sequence[Person], year: int, unit: Unit | None = None) -> Known:
    """What the tables say of these people for a year, as the branch is to see it. Five queries."""
    known, keys = Known(unit=unit.pk if unit else None), [each.pk for each in people]
    for stay in Stay.objects.filter(person__in=keys).order_by("until_on", "pk"):
        known.stays[stay.person_id].append(stay)
    for due in MonthlyDue.objects.filter(person__in=keys).order_by("effective_from"):
        known.dues[due.person_id].append(due)
    for reduction in DueReduction.objects.filter(person__in=keys).order_by("-from_month"):
        known.reductions[reduction.person_id].append(reduction)
    for paid in PaidMonth.objects.filter(person__in=keys, month__year=year):
        if known.unit in (None, paid.unit_id):
            known.paid[paid.person_id, paid.month] = paid.amount
        else:
            known.elsewhere.add((paid.person_id, paid.month))
    for more in VoluntaryDue.objects.filter(person__in=keys, paid_on__year=year):
        if known.unit in (None, more.unit_id):
            known.voluntary[more.person_id] += more.amount
    return known


@dataclass(frozen=True)
class MonthTotal:
    """A column of the grid: what was received, and how many are not recorded though the month is over."""

    month: datetime.date
    paid: Decimal
    missing: int


def month_totals(accounts: Iterable[Account], year: int) -> list[MonthTotal]:
    """The foot of the grid."""
    columns = list(zip(*(each.cells for each in accounts), strict=True)) or [()] * 12
    return [
        MonthTotal(
            month,
            sum((cell.amount or NOTHING for cell in column if cell.is_paid), NOTHING),
            sum(cell.kind in BEHIND for cell in column),
        )
        for month, column in zip(months_of(year), columns, strict=True)
    ]
