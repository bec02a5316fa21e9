"""Reads: packs that are installed or could be, rules with their versions, years of the calendar."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from duban.base.workdays import DAY
from duban.packs.calendar import work_calendar
from duban.packs.folder import Head, heads
from duban.packs.models import Pack, RuleParameter, WorkCalendarYear
from duban.packs.permits import VIEW_PACK, VIEW_RULE

GROUPS = {
    "people": _("what is kept of people"),
    "org": _("setting up organisations"),
    "term": _("terms"),
    "election": _("elections"),
    "life": _("organisational life"),
    "training": _("study and training"),
    "staffing": _("party-affairs staff"),
    "dues": _("party dues"),
    "admission": _("admission of members"),
    "privacy": _("counts that are published"),
    "calendar": _("work calendar and reminders"),
    "weak": _("weak organisations"),
}
"""What the first word of a rule's code is about."""


@dataclass(frozen=True)
class Shelf:
    """One pack: as it is installed, as it lies in a folder, or both."""

    code: str
    installed: Pack | None
    found: Head | None

    @property
    def title(self) -> str:
        """What it calls itself; the folder's word goes first, as the newer one."""
        return self.found.title if self.found else str(self.installed)

    @property
    def can_upgrade(self) -> bool:
        """True when the folder holds another version than the one installed."""
        return bool(self.installed and self.found and self.installed.version != self.found.version)


def shelf_for(user: Any) -> list[Shelf]:
    """Every pack that is installed or could be. One query."""
    installed = {pack.code: pack for pack in packs_for(user)}
    found = {head.code: head for _path, head in heads()}
    return [Shelf(code, installed.get(code), found.get(code)) for code in sorted({*installed, *found})]


def packs_for(user: Any) -> QuerySet[Pack]:
    """The installed packs, for those who may see packs."""
    return Pack.objects.all() if VIEW_PACK.reach(user) else Pack.objects.none()


def rules_for(user: Any) -> QuerySet[RuleParameter]:
    """The rule parameters: everybody with business here may read what binds them."""
    return RuleParameter.objects.all() if VIEW_RULE.reach(user) else RuleParameter.objects.none()


@dataclass(frozen=True)
class RuleLine:
    """One rule: the version in force on the day, those before and those to come."""

    now: RuleParameter
    others: list[RuleParameter]
    is_in_force: bool


def rule_groups(user: Any, day: datetime.date) -> list[tuple[str, list[RuleLine]]]:
    """The rules under their headings, as they hold on that day. One query."""
    versions: dict[str, list[RuleParameter]] = defaultdict(list)
    for parameter in rules_for(user).order_by("pk"):
        versions[parameter.code].append(parameter)
    groups: dict[str, list[RuleLine]] = defaultdict(list)
    for code, found in versions.items():
        held = [p for p in found if (p.from_on or day) <= day <= (p.until_on or day)]
        now = max(held or found, key=lambda p: p.from_on or datetime.date.min)
        groups[code.split(".")[0]].append(RuleLine(now, [p for p in found if p is not now], bool(held)))
    return [(str(GROUPS.get(name, name)), lines) for name, lines in groups.items()]


WORKED = "班"
"""What stands beside a day at the weekend that is worked, as calendars print it."""


@dataclass(frozen=True)
class Month:
    """One month of a year: weeks of (day of the month or None, worked, name of the day when it differs)."""

    number: int
    weeks: list[list[tuple[int | None, bool, str]]]


@dataclass(frozen=True)
class CalendarYear:
    """A year as the page shows it. `is_confirmed` is false while it is computed Monday to Friday (暂算)."""

    year: int
    notice: str
    is_confirmed: bool
    workdays: int
    months: list[Month]


def calendar_years_for(user: Any) -> QuerySet[WorkCalendarYear]:
    """The years whose notice is entered."""
    return WorkCalendarYear.objects.all() if VIEW_RULE.reach(user) else WorkCalendarYear.objects.none()


def calendar_year_for(user: Any, year: int) -> CalendarYear:
    """A year, month by month. Three queries."""
    kept = calendar_years_for(user).filter(year=year).first()
    names = dict(kept.days.values_list("day", "name")) if kept else {}
    calendar = work_calendar()
    months = []
    for number in range(1, 13):
        day = datetime.date(year, number, 1)
        cells: list[tuple[int | None, bool, str]] = [(None, False, "")] * day.weekday()
        while day.month == number:
            word = names.get(day) or (WORKED if day in names else "")
            cells.append((day.day, calendar.is_workday(day), word))
            day += DAY
        months.append(Month(number, [cells[start : start + 7] for start in range(0, len(cells), 7)]))
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return CalendarYear(year, kept.notice if kept else "", kept is not None, calendar.between(first, last), months)
