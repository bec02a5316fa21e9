"""What organisations owe of organisational life: one organisation over a year, many in the periods of one day."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth

from duban.ledgers.kinds import current_kinds
from duban.ledgers.life import Body, Cell, Owing, Period, Reckoner, owings_of, period_at, periods_of
from duban.ledgers.models import Counted, LedgerRecord
from duban.ledgers.permits import VIEW_LIFE
from duban.ledgers.queries.kin import Kin, ends_of, kin_of
from duban.orgs.models import Person, Stay, Unit
from duban.orgs.roll import full_on, present_on, spells, stayed_on
from duban.packs.calendar import work_calendar
from duban.packs.rules import rulebook

FEW = 200
"""So many organisations are few: their members are counted one by one, those of more in the database."""


def reckoner(today: datetime.date) -> Reckoner:
    """The rules, the work calendar and the day. Two queries at most."""
    return Reckoner(rulebook(), work_calendar(), today)


def owings() -> list[Owing]:
    """What is owed at all. One query."""
    return owings_of(definition for _kind, definition in current_kinds())


def units_that_owe(user: Any, found: Iterable[Owing]) -> QuerySet[Unit]:
    """The organisations a person may see that owe anything, in establishment order."""
    kinds = {kind for owing in found for kind in owing.definition.owed_by}
    return VIEW_LIFE.scope(user, Unit.objects.filter(kind__code__in=kinds)).select_related("kind").order_by("path")


def life_units_for(user: Any) -> QuerySet[Unit]:
    """The organisations whose life a person may look at, dissolved ones among them."""
    return VIEW_LIFE.scope(user, Unit.objects.select_related("kind"))


def kept_since() -> datetime.date | None:
    """The day of the first record of this installation; what ended before it is nobody's fault. One query of an index."""
    kept = LedgerRecord.objects.order_by("held_on").values_list("held_on", flat=True)
    return kept.first()


def bodies_of(
    units: Sequence[Unit], days: Iterable[datetime.date], today: datetime.date, kin: Kin | None = None
) -> dict[int, Body]:
    """What must be known of each of these organisations on these days, by id. Two queries for few, three for many.

    A roll that reaches the reported number of members on one of the days or today is complete: its full members count.
    """
    asked = sorted({*days, today})
    kin = kin or kin_of(units)
    groups, took_over = kin.subgroups(), kin.taken_over()
    counts = _member_counts(units, asked)
    return {
        unit.pk: Body(
            unit.kind.code,
            unit.founded_on,
            unit.dissolved_on,
            _full_of(counts.get(unit.pk, {}), unit.member_count),
            tuple(groups.get(unit.path, ())),
            max(0, (unit.member_count or 0) - max((n for n, _full in counts.get(unit.pk, {}).values()), default=0)),
            tuple(took_over.get(unit.path, ())),
        )
        for unit in units
    }


def _full_of(
    counted: Mapping[datetime.date, tuple[int, int]], reported: int | None
) -> Callable[[datetime.date], int | None]:
    """Full members by name on a day; None where there is neither a name nor a number."""
    if reported is None and not any(everybody for everybody, _full in counted.values()):
        return lambda _day: None
    return lambda day: counted[day][1] if day in counted else 0


def _paths(units: Sequence[Unit], lookup: str) -> Q:
    """The condition of standing in one of the units; a range for many, as a list of thousands fits no statement."""
    if len(units) <= FEW:
        return Q(**{f"{lookup}__in": [unit.pk for unit in units]})
    return Q(**{f"{lookup}__path__range": ends_of(units)})


def _member_counts(
    units: Sequence[Unit], days: Sequence[datetime.date]
) -> dict[int, dict[datetime.date, tuple[int, int]]]:
    """unit → day → (members, full members) by name on that day."""
    if not units or not days:
        return {}
    if len(units) <= FEW:
        return _member_counts_of_few(units, days)
    found: dict[int, dict[datetime.date, tuple[int, int]]] = defaultdict(lambda: dict.fromkeys(days, (0, 0)))
    places: Any = ((Person.objects, present_on, ""), (Stay.objects, stayed_on, "person__"))
    for rows, there, person in places:
        totals: dict[str, Any] = {}
        for number, day in enumerate(days):
            totals[f"all_{number}"] = Count("pk", filter=there(day))
            totals[f"full_{number}"] = Count("pk", filter=there(day) & full_on(day, person))
        for row in rows.filter(_paths(units, "unit")).order_by().values("unit_id").annotate(**totals):
            of_unit = found[row["unit_id"]]
            for number, day in enumerate(days):
                everybody, full = of_unit[day]
                of_unit[day] = everybody + row[f"all_{number}"], full + row[f"full_{number}"]
    return found


def _member_counts_of_few(
    units: Sequence[Unit], days: Sequence[datetime.date]
) -> dict[int, dict[datetime.date, tuple[int, int]]]:
    """The same from the rows themselves, which are quicker read than two dozen sums are asked for. One query."""
    found: dict[int, dict[datetime.date, tuple[int, int]]] = defaultdict(lambda: dict.fromkeys(days, (0, 0)))
    for unit, spell in spells(_paths(units, "unit")):
        of_unit = found[unit]
        for day in days:
            if spell.covers(day):
                everybody, full = of_unit[day]
                of_unit[day] = everybody + 1, full + spell.is_full(day)
    return found


@dataclass(frozen=True)
class YearLine:
    """One rule over a year: its cells in order."""

    owing: Owing
    cells: list[Cell]


def year_of(unit: Unit, year: int, today: datetime.date) -> list[YearLine]:
    """The whole year of one organisation. Six queries or seven."""
    found = owings()
    judge = reckoner(today)
    return years_of([unit], year, found, judge)[unit.pk]


def years_of(units: Sequence[Unit], year: int, found: Sequence[Owing], judge: Reckoner) -> dict[int, list[YearLine]]:
    """The whole year of each of these organisations, by id. Three queries for few, four for many."""
    spans = {owing: periods_of(owing.every, year) for owing in found}
    kin = kin_of(units)
    bodies = bodies_of(units, [period.start for periods in spans.values() for period in periods], judge.today, kin)
    counts = _counts_by_month(units, year, found, kin)
    nothing: dict[str, int] = {}
    return {
        unit.pk: [
            YearLine(
                owing,
                [
                    judge.cell(owing, period, bodies[unit.pk], counts.get((unit.pk, owing.rule, period), nothing))
                    for period in spans[owing]
                ],
            )
            for owing in found
        ]
        for unit in units
    }


Counts = dict[tuple[int, str, Period], dict[str, int]]
"""(unit, rule, period) → part → how many records."""


def _counts_by_month(units: Sequence[Unit], year: int, found: Iterable[Owing], kin: Kin) -> Counts:
    """What counts in each period of the year. One query."""
    if not units:
        return {}
    every = {owing.rule: owing.every for owing in found}
    rows = (
        _counted(units, datetime.date(year, 1, 1), datetime.date(year, 12, 31), kin)
        .values_list("unit__path", "rule", "part", ExtractMonth("held_on"))
        .annotate(number=Count("pk"))
    )
    return _tally(
        units,
        found,
        kin,
        (
            (path, rule, part, period_at(every[rule], datetime.date(year, month, 1)), number)
            for path, rule, part, month, number in rows
            if rule in every
        ),
    )


def _counted(units: Sequence[Unit], first: datetime.date, last: datetime.date, kin: Kin) -> QuerySet[Counted]:
    """What counts in those days of the units, of all below them, and of subgroups that were below them once."""
    where = Q(unit__path__range=ends_of(units))
    if kin.moved:
        where |= Q(unit__in=kin.moved)
    return Counted.objects.filter(where, held_on__range=(first, last)).order_by()


def _tally(
    units: Sequence[Unit], found: Iterable[Owing], kin: Kin, rows: Iterable[tuple[str, str, str, Period, int]]
) -> Counts:
    """(path, rule, part, period, number), each for everybody for whom it counts."""
    by_path = {unit.path: unit.pk for unit in units}
    of_groups = {owing.rule for owing in found if owing.definition.owed_if == "subgroups"}
    counts: Counts = defaultdict(lambda: defaultdict(int))
    for path, rule, part, period, number in rows:
        for owner in kin.owners(path, period):
            if owner in by_path:
                told = kin.part(path, owner, part) if rule in of_groups else part
                counts[by_path[owner], rule, period][told] += number
    return counts


@dataclass(frozen=True)
class NowLine:
    """One organisation in the periods of one day: a cell for each rule."""

    unit: Unit
    cells: list[Cell]


def now_of(units: Sequence[Unit], day: datetime.date, found: Sequence[Owing], judge: Reckoner) -> list[NowLine]:
    """Each of these organisations in the month, quarter and year of that day. Three queries for few, four for many."""
    periods = {every: period_at(every, day) for every in ("month", "quarter", "year")}
    kin = kin_of(units)
    bodies = bodies_of(units, [period.start for period in periods.values()], judge.today, kin)
    counts = _counts_in(units, periods, found, kin)
    nothing: dict[str, int] = {}
    return [
        NowLine(
            unit,
            [
                judge.cell(
                    owing,
                    periods[owing.every],
                    bodies[unit.pk],
                    counts.get((unit.pk, owing.rule, periods[owing.every]), nothing),
                )
                for owing in found
            ],
        )
        for unit in units
    ]


def _counts_in(units: Sequence[Unit], periods: Mapping[str, Period], found: Iterable[Owing], kin: Kin) -> Counts:
    """What counts in the month, the quarter and the year. One query."""
    if not units:
        return {}
    every = {owing.rule: list(periods).index(owing.every) for owing in found}
    whole, year = list(periods.values()), periods["year"]
    totals = {
        each: Count("pk", filter=Q(held_on__range=(period.start, period.end))) for each, period in periods.items()
    }
    rows = _counted(units, year.start, year.end, kin).values_list("unit__path", "rule", "part").annotate(**totals)
    return _tally(
        units,
        found,
        kin,
        (
            (path, rule, part, whole[every[rule]], numbers[every[rule]])
            for path, rule, part, *numbers in rows
            if rule in every
        ),
    )


def counting_in(unit: Unit, period: Period, found: Owing) -> QuerySet[LedgerRecord]:
    """The records that count for the rule in the period of one organisation, wherever they were entered. Two queries."""
    kin = kin_of([unit])
    counted = _counted([unit], period.start, period.end, kin).filter(rule=found.rule)
    places = set(counted.values_list("unit__path", flat=True))
    own = [path for path in places if unit.path in kin.owners(path, period)]
    return LedgerRecord.objects.filter(
        counted__rule=found.rule, held_on__range=(period.start, period.end), unit__path__in=own
    )
