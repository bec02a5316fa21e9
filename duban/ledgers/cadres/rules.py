"""What the rules say of staffing, of training and of years in party affairs, on plain numbers and days.

Sources: 党和国家机关基层组织工作条例 art. 30 (one to two in a hundred, at least one); 全国党员教育培训工作规划 (hours, a class for
those newly in office). Each result cites the parameter it rests on.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.base.months import months_after
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

NEEDED = (
    "staffing.share_min",
    "staffing.share_max",
    "staffing.dedicated_min",
    "staffing.secondment_register",
    "training.member_hours",
    "training.secretary_hours",
    "training.new_secretary_months",
    "privacy.cell_min",
)


@dataclass(frozen=True)
class Staffing:
    """How many dedicated people a unit has and how many it needs. `low` and `high` are None when staff is not reported."""

    staff: int | None
    dedicated: int
    low: int | None
    high: int | None
    rule: RuleParameter

    @property
    def kind(self) -> str:
        """missing, below, within or above. It describes; it is never a penalty."""
        if self.low is None or self.high is None:
            return "missing"
        return "below" if self.dedicated < self.low else "above" if self.dedicated > self.high else "within"

    @property
    def word(self) -> str | Promise:
        """The kind for people."""
        return {
            "missing": _("staff not reported"),
            "below": _("below"),
            "within": _("within"),
            "above": _("above"),
        }[self.kind]

    @property
    def differs_by(self) -> int | None:
        """How many too few (negative) or too many; 0 within; None when it cannot be said."""
        if self.low is None or self.high is None:
            return None
        return min(0, self.dedicated - self.low) or max(0, self.dedicated - self.high)


def staffing_of(staff: int | None, dedicated: int, day: datetime.date, book: Rulebook) -> Staffing:
    """The check of one unit: 1 % to 2 % of its staff, rounded up, and at least one whatever its size."""
    rule = book.at("staffing.share_min", day)
    if staff is None:
        return Staffing(None, dedicated, None, None, rule)
    least = book.whole("staffing.dedicated_min", day)
    low = max(least, ceil(rule.number * staff))
    high = max(low, ceil(book.number("staffing.share_max", day) * staff))
    return Staffing(staff, dedicated, low, high, rule)


def years_between(first: datetime.date, day: datetime.date) -> int:
    """Whole years from one day to another."""
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def age_on(born_in: str, day: datetime.date) -> int | None:
    """Whole years since the month of birth, as 1985-03; None when it is not entered or is no month."""
    year, _dash, month = born_in.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        return None
    return day.year - int(year) - (day.month < int(month))


MONTH_OF_DAYS = 31
"""So many odd days of several times in office are one month more: no month is longer, and one time alone leaves fewer."""


def months_held(spans: Iterable[tuple[datetime.date, datetime.date | None]], day: datetime.date) -> int:
    """Whole months in office up to that day, the last day of each time included, two posts at once counted once.

    Each unbroken time is counted by the calendar; the days left over of all of them are put together.
    """
    months, odd = 0, 0
    for since, over in _merged(spans, day):
        whole = (over.year - since.year) * 12 + over.month - since.month
        whole -= months_after(since, whole) > over
        months, odd = months + whole, odd + (over - months_after(since, whole)).days
    return months + odd // MONTH_OF_DAYS


def _merged(
    spans: Iterable[tuple[datetime.date, datetime.date | None]], day: datetime.date
) -> list[tuple[datetime.date, datetime.date]]:
    """The unbroken times in office: the first day, and the day after the last one."""
    found: list[tuple[datetime.date, datetime.date]] = []
    for since, until in sorted((since, min(until or day, day)) for since, until in spans if since <= day):
        over = until + datetime.timedelta(days=1)
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], over))
        else:
            found.append((since, over))
    return found


@dataclass(frozen=True)
class HoursRule:
    """How many hours of training a year are asked of somebody, and by which rule."""

    hours: int
    rule: RuleParameter


def hours_rule(*, as_secretary: bool, is_member: bool, day: datetime.date, book: Rulebook) -> HoursRule | None:
    """What is asked of somebody that year; None of those who are no members and hold no such post."""
    if not as_secretary and not is_member:
        return None
    rule = book.at("training.secretary_hours" if as_secretary else "training.member_hours", day)
    return HoursRule(int(rule.number), rule)


def class_due_by(since_on: datetime.date, book: Rulebook) -> datetime.date:
    """The day by which somebody newly in office has taken part in a class."""
    return months_after(since_on, book.whole("training.new_secretary_months", since_on))


def counts_for_new(since_on: datetime.date, due_by: datetime.date, held: Collection[tuple[datetime.date, str]]) -> bool:
    """Whether one of the classes (day, stage) trained somebody for a post that began on a day.

    Held in office until the day it is due, or before the post in as many months before it.
    """
    months = (due_by.year - since_on.year) * 12 + due_by.month - since_on.month
    earliest = months_after(since_on, -months)
    return any(since_on <= day <= due_by or (stage == "before" and earliest <= day < since_on) for day, stage in held)
