"""What organisations owe of organisational life: one organisation over a year, many in the periods of one day."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth

from duban.base.collector import collector_rests
from duban.ledgers.kinds import current_kinds
from duban.ledgers.life import Body, Cell, Owing, Period, Reckoner, Stand, owings_of, period_at, periods_at, periods_of
from duban.ledgers.models import Counted, LedgerRecord
from duban.ledgers.permits import VIEW_LIFE
from duban.ledgers.queries.kin import Kin, ends_of, kin_of
from duban.ledgers.queries.short import AnyUnit
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
    units: Sequence[AnyUnit],
    days: Iterable[datetime.date],
    today: datetime.date,
    kin: Kin | None = None,
    known_on: Iterable[datetime.date] = (),
) -> dict[int, Body]:
    """What must be known of each of these organisations on these days, by id. Two queries for few, three for many.

    A roll that reaches the reported number of members on one of the days or today is complete: its full members count.

    Args:
        known_on: only these of the days, and today, say whether it is complete; all when empty.
    """
    days, known_on = list(days), list(known_on)
    asked = sorted({*days, today})
    known = sorted({*(known_on or days), today})
    kin = kin or kin_of(units)
    groups, took_over = kin.subgroups(), kin.taken_over()
    counts, nobody = _member_counts(units, asked), dict.fromkeys(asked, (0, 0))

    def body_of(unit: AnyUnit) -> Body:
        counted = counts.get(unit.pk, nobody)
        most = max(counted[day][0] for day in known)
        return Body(
            unit.kind.code,
            unit.founded_on,
            unit.dissolved_on,
            _nobody_knows if unit.member_count is None and not most else _full_of(counted),
            tuple(groups.get(unit.path, ())),
            max(0, (unit.member_count or 0) - most),
            tuple(took_over.get(unit.path, ())),
        )

    return {unit.pk: body_of(unit) for unit in units}


def _nobody_knows(_day: datetime.date) -> None:
    """There is neither a name nor a number."""


def _full_of(counted: Mapping[datetime.date, tuple[int, int]]) -> Callable[[datetime.date], int]:
    """Full members by name on a day."""
    return lambda day: counted[day][1] if day in counted else 0


def _paths(units: Sequence[AnyUnit], lookup: str) -> Q:
    """The condition of standing in one of the units; a range for many, as a list of thousands fits no statement."""
    if len(units) <= FEW:
        return Q(**{f"{lookup}__in": [unit.pk for unit in units]})
    return Q(**{f"{lookup}__path__range": ends_of(units)})


def _member_counts(
    units: Sequence[AnyUnit], days: Sequence[datetime.date]
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
    units: Sequence[AnyUnit], days: Sequence[datetime.date]
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
        _counted(units, [(datetime.date(year, 1, 1), datetime.date(year, 12, 31))], kin)
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


def _counted(
    units: Sequence[AnyUnit], spans: Iterable[tuple[datetime.date, datetime.date]], kin: Kin
) -> QuerySet[Counted]:
    """What counts in those days of the units, of all below them, and of subgroups that were below them once."""
    where, days = Q(unit__path__range=ends_of(units)), Q()
    if kin.moved:
        where |= Q(unit__in=kin.moved)
    for span in spans:
        days |= Q(held_on__range=span)
    return Counted.objects.filter(where, days).order_by()


Row = tuple[str, str, str, Period, int]
"""(path, rule, part, period, how many)."""


def _tally(units: Sequence[AnyUnit], found: Iterable[Owing], kin: Kin, rows: Iterable[Row]) -> Counts:
    """Each row for everybody for whom it counts."""
    counts: Counts = defaultdict(lambda: defaultdict(int))
    for owner, rule, part, period, number in _owned(units, found, kin, rows):
        counts[owner, rule, period][part] += number
    return counts


def _owned(
    units: Sequence[AnyUnit], found: Iterable[Owing], kin: Kin, rows: Iterable[Row]
) -> Iterator[tuple[int, str, str, Period, int]]:
    """(id, rule, part, period, how many): each row, once for everybody for whom it counts."""
    by_path = {unit.path: unit.pk for unit in units}
    of_groups = {owing.rule for owing in found if owing.definition.owed_if == "subgroups"}
    alone = not kin.groups and not kin.ended
    for path, rule, part, period, number in rows:
        for owner in (path,) if alone else kin.owners(path, period):
            if owner in by_path:
                yield by_path[owner], rule, kin.part(path, owner, part) if rule in of_groups else part, period, number


@dataclass(frozen=True)
class NowLine:
    """One organisation in the periods of one day: a cell for each rule."""

    unit: Unit
    cells: list[Cell]


def now_of(units: Sequence[Unit], day: datetime.date, found: Sequence[Owing], judge: Reckoner) -> list[NowLine]:
    """Each of these organisations in the month, quarter and year of that day. Three queries for few, four for many."""
    periods = periods_at(day)
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


@collector_rests()
def stands_of(
    units: Sequence[AnyUnit], periods: Mapping[str, Period], found: Sequence[Owing], judge: Reckoner
) -> list[tuple[Stand, ...]]:
    """How each of these organisations stands with each rule in its period, without a word why. Three queries or four.

    What `now_of` says in full; a test compares the two.
    """
    kin = kin_of(units)
    # Members of the month are judged as `now_of` judges them on a day of that month, whatever other periods are asked for.
    first = [period.start for period in periods_at(next(iter(periods.values())).end).values()]
    bodies = bodies_of(
        units, [*first, *(period.start for period in periods.values())], judge.today, kin, known_on=first
    )
    by_unit: dict[int, dict[str, dict[str, int]]] = {}
    for pk, rule, part, _period, number in _owned(units, found, kin, _rows_in(units, periods, found, kin)):
        of_rule = by_unit.setdefault(pk, {}).setdefault(rule, {})
        of_rule[part] = of_rule.get(part, 0) + number
    asked = [(each, each.rule, periods[each.every]) for each in found]
    signs = list(periods.values())
    known: dict[Any, Stand] = {}
    idle: dict[Any, tuple[Stand, ...]] = {}
    nothing: dict[str, int] = {}

    def line_of(unit: AnyUnit) -> tuple[Stand, ...]:
        body, done = bodies[unit.pk], by_unit.get(unit.pk, {})
        sign = judge.sign_of(body, signs)
        if not done and not body.subgroups and sign in idle:
            return idle[sign]
        line = tuple(
            judge.stand_of(each, period, body, done.get(rule, nothing), known, sign) for each, rule, period in asked
        )
        if not done and not body.subgroups:
            idle[sign] = line
        return line

    return [line_of(unit) for unit in units]


def _counts_in(units: Sequence[AnyUnit], periods: Mapping[str, Period], found: Sequence[Owing], kin: Kin) -> Counts:
    """What counts in the month, the quarter and the year. One query."""
    return _tally(units, found, kin, _rows_in(units, periods, found, kin))


def _rows_in(
    units: Sequence[AnyUnit], periods: Mapping[str, Period], found: Iterable[Owing], kin: Kin
) -> Iterator[Row]:
    """What counts in these periods, by their length. One query."""
    if not units:
        return
    every = {owing.rule: list(periods).index(owing.every) for owing in found}
    whole = list(periods.values())
    totals = {each: Count("pk", filter=Q(held_on__range=period.span)) for each, period in periods.items()}
    spans = [period.span for period in whole if not any(period.is_within(other) for other in whole)]
    rows = (
        _counted(units, spans, kin).filter(rule__in=every).values_list("unit__path", "rule", "part").annotate(**totals)
    )
    for path, rule, part, *numbers in rows:
        if number := numbers[every[rule]]:
            yield path, rule, part, whole[every[rule]], number


def counting_in(unit: Unit, period: Period, found: Owing) -> QuerySet[LedgerRecord]:
    """The records that count for the rule in the period of one organisation, wherever they were entered. Two queries."""
    kin = kin_of([unit])
    counted = _counted([unit], [period.span], kin).filter(rule=found.rule)
    places = set(counted.values_list("unit__path", flat=True))
    own = [path for path in places if unit.path in kin.owners(path, period)]
    return LedgerRecord.objects.filter(
        counted__rule=found.rule, held_on__range=(period.start, period.end), unit__path__in=own
    )
