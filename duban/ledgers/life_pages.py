"""What the pages of organisational life show: many organisations in one period, one over a year, one cell, a month."""

import calendar
import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.collector import collector_rests
from duban.ledgers.life import WORDS, Cell, Owing, Period, Reckoner, Stand, period_at, periods_at
from duban.ledgers.models import LedgerRecord
from duban.ledgers.pages import address_with
from duban.ledgers.queries.life import (
    YearLine,
    counting_in,
    now_of,
    owings,
    reckoner,
    stands_of,
    units_that_owe,
    years_of,
)
from duban.ledgers.queries.records import RecordFilter, in_short, records_for
from duban.ledgers.queries.short import Short, units_in_short
from duban.orgs.models import Unit
from duban.orgs.permits import below, grants_of
from duban.orgs.queries import units_for
from duban.ui.shapes import Chip, Link

PAGE = 50
LEADING = "party_group"
FIRST_YEAR = 2000


def day_asked(request: HttpRequest, today: datetime.date) -> datetime.date:
    """The first day of the month in the address, today when it names none or one that is ahead."""
    asked = request.GET.get("month", "")
    try:
        day = datetime.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today
    return (
        day if day.year > FIRST_YEAR and day <= today and (day.year, day.month) != (today.year, today.month) else today
    )


def is_of(owing: Owing, who: str) -> bool:
    """Whether a rule is owed by branches or by leading bodies."""
    return (LEADING in owing.definition.owed_by) == (who == "leading")


@dataclass(frozen=True)
class Column:
    """One rule with how many organisations stand how; each number opens them."""

    owing: Owing
    period: Period
    counts: list[tuple[Stand, str, int, str]]


@collector_rests()
def life_list_page(request: HttpRequest) -> dict[str, Any]:
    """Organisations by rules, in the month, quarter and year of a day. Fifteen queries whatever their number.

    All are reckoned for the sums in the foot, in short; the fifty of the page with every reason.
    """
    today = clock.today()
    day, asked = day_asked(request, today), request.GET
    who = "leading" if asked.get("of") == "leading" else "branches"
    found = [each for each in owings() if is_of(each, who)]
    unit = units_for(request.user).filter(pk=asked["unit"]).first() if asked.get("unit", "").isdecimal() else None
    units = units_that_owe(request.user, found).filter(dissolved_on__isnull=True)
    if unit is not None:
        units = units.filter(below(unit.path))
    elif asked.get("unit"):
        units = units.none()
    short, judge = units_in_short(units), reckoner(today)
    stands = stands_of(short, periods_at(day), found, judge)
    columns = _columns(request, stands, found, day)
    page = Paginator(_fitting(short, stands, found, asked.get("rule", ""), asked.get("state", "")), PAGE).get_page(
        asked.get("page")
    )
    of_page = Unit.objects.filter(pk__in=[each.pk for each in page.object_list]).select_related("kind").order_by("path")
    page.object_list = now_of(list(of_page), day, found, judge)  # type: ignore[assignment]  # in short until here
    return {
        "page": page,
        "columns": columns,
        "unit": unit,
        "month": day,
        "is_now": (day.year, day.month) == (today.year, today.month),
        "earlier": address_with(request, month=_month_before(day)),
        "later": address_with(request, month=_month_after(day)),
        "chosen": _chosen(found, asked.get("rule", ""), asked.get("state", "")),
        "all_url": address_with(request, rule="", state=""),
        "who": [
            Chip(_("branches"), address_with(request, of="", rule="", state=""), who == "branches"),
            Chip(_("party groups"), address_with(request, of="leading", rule="", state=""), who == "leading"),
        ],
    }


def _month_before(day: datetime.date) -> str:
    return f"{day.replace(day=1) - datetime.timedelta(days=1):%Y-%m}"


def _month_after(day: datetime.date) -> str:
    return f"{day.replace(day=28) + datetime.timedelta(days=4):%Y-%m}"


def _columns(
    request: HttpRequest, stands: Sequence[tuple[Stand, ...]], found: Sequence[Owing], day: datetime.date
) -> list[Column]:
    counts = [Counter[Stand]() for _owing in found]
    for line, number in Counter(stands).items():
        for place, stand in enumerate(line):
            counts[place][stand] += number
    return [
        Column(
            owing,
            period_at(owing.every, day),
            [
                (stand, str(WORDS[stand]), counts[place][stand], address_with(request, rule=owing.rule, state=stand))
                for stand in Stand
                if counts[place][stand]
            ],
        )
        for place, owing in enumerate(found)
    ]


def _fitting(
    units: Sequence[Short], stands: Sequence[tuple[Stand, ...]], found: Sequence[Owing], rule: str, state: str
) -> Sequence[Short]:
    """The organisations that stand so with the rule; all when none is asked for."""
    place = next((n for n, owing in enumerate(found) if owing.rule == rule), None)
    if place is None or state not in set(Stand):
        return units
    return [unit for unit, line in zip(units, stands, strict=True) if line[place] == state]


def _chosen(found: Sequence[Owing], rule: str, state: str) -> str:
    names = {owing.rule: owing.definition.name for owing in found}
    return f"{names[rule]} · {WORDS[Stand(state)]}" if rule in names and state in set(Stand) else ""


def unit_life_page(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """One organisation over a year, a cell for each rule and period. Nine queries."""
    today = clock.today()
    year = _year(request, today)
    found = [each for each in owings() if unit.kind.code in each.definition.owed_by]
    lines = years_of([unit], year, found, reckoner(today))[unit.pk] if found else []
    return {
        "unit": unit,
        "year": year,
        "lines": lines,
        "months": [(n, _("month %(n)s") % {"n": n}, (year, n) == (today.year, today.month)) for n in range(1, 13)],
        "rules": [(line.owing, *_rule_of(line)) for line in lines],
        "years": [Chip(str(n), f"?year={n}", n == year) for n in range(today.year - 2, today.year + 1)],
        "crumb": [Link(_("Organisational life"), reverse("life_list")), Link(unit.name)],
        "new_url": f"{reverse('new_record')}?unit={unit.pk}" if _keeps(request.user, unit, found) else "",
        "records_url": RecordFilter(unit=unit).address(),
    }


def _keeps(user: Any, unit: Unit, found: Sequence[Owing]) -> bool:
    """Whether the person enters any of the records that are owed there."""
    roles = {role for role, path in grants_of(user) if unit.path.startswith(path)}
    return unit.dissolved_on is None and any(each.definition.roles & roles for each in found)


def _year(request: HttpRequest, today: datetime.date) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and FIRST_YEAR < int(asked) <= today.year else today.year


def _rule_of(line: YearLine) -> tuple[str, str]:
    """The rule as it stands beside its line: what it says, and where."""
    rule = next((cell.rule for cell in reversed(line.cells) if cell.rule), None)
    return (f"{rule.title}{rule.value}{rule.unit}", rule.cited) if rule else ("", "")


def life_cell_page(request: HttpRequest, unit: Unit, rule: str, day: datetime.date) -> dict[str, Any] | None:
    """One cell: how it stands, by which rule, and the records that count; None when no such rule is owed. Ten queries."""
    owing = next((each for each in owings() if each.rule == rule), None)
    if owing is None:
        return None
    judge: Reckoner = reckoner(clock.today())
    period = period_at(owing.every, day)
    [line] = now_of([unit], day, [owing], judge)
    wanted = RecordFilter(unit=unit, rule=rule, since=period.start, until=period.end)
    records = records_for(request.user).filter(pk__in=counting_in(unit, period, owing).values("pk"))
    may = _keeps(request.user, unit, [owing])
    return {
        "unit": unit,
        "cell": line.cells[0],
        "records": list(in_short(records)[:PAGE]),
        "list_url": wanted.address(),
        "year_url": f"{reverse('unit_life', args=[unit.pk])}?year={period.start.year}",
        "new_url": f"{reverse('new_record')}?unit={unit.pk}&kind={owing.definition.code}" if may else "",
    }


@dataclass(frozen=True)
class DayOf:
    """One day of the calendar: its records, and what is due by it."""

    day: datetime.date
    is_in: bool
    is_today: bool
    is_workday: bool
    records: list[LedgerRecord]
    more: int
    due: list[Cell]


IN_A_DAY = 4


def calendar_page(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """A month of one organisation and those below it: records day by day, and what is due. Twelve queries."""
    today = clock.today()
    asked = request.GET.get("month", "")
    try:
        first = datetime.date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = today.replace(day=1)
    first = min(max(first, datetime.date(FIRST_YEAR, 1, 1)), datetime.date(today.year + 1, 12, 1))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    found = [each for each in owings() if unit.kind.code in each.definition.owed_by]
    judge = reckoner(today)
    due = _due_in(unit, first, found, judge)
    records: dict[datetime.date, list[LedgerRecord]] = {}
    kept = records_for(request.user).filter(
        below(unit.path, "unit__path"), withdrawn_on__isnull=True, held_on__range=(weeks[0][0], weeks[-1][-1])
    )
    for record in in_short(kept).order_by("held_on", "pk")[:2000]:
        records.setdefault(record.held_on, []).append(record)

    def day_of(day: datetime.date) -> DayOf:
        here = records.get(day, [])
        more = max(0, len(here) - IN_A_DAY)
        return DayOf(
            day, day.month == first.month, day == today, judge.workdays.is_workday(day), here[:IN_A_DAY], more,
            [cell for cell in due if cell.due_on == day],
        )  # fmt: skip

    return {
        "unit": unit,
        "month": first,
        "weeks": [[day_of(day) for day in week] for week in weeks],
        "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "earlier": f"?month={_month_before(first)}",
        "later": f"?month={_month_after(first)}",
        "list_url": RecordFilter(unit=unit).address(),
        "crumb": [Link(_("Records"), reverse("record_list")), Link(unit.name, RecordFilter(unit=unit).address())],
    }


def _due_in(unit: Unit, first: datetime.date, found: Sequence[Owing], judge: Reckoner) -> list[Cell]:
    if not found:
        return []
    [line] = now_of([unit], first, found, judge)
    last = period_at("month", first).end
    return [
        cell
        for cell in line.cells
        if cell.due_on and first <= cell.due_on <= last and cell.stand in (Stand.DUE, Stand.OVERDUE, Stand.NOT_YET)
    ]
