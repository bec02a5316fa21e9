"""What the work calendar does to days: a deadline on a holiday moves on, a reminder goes out in working hours."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from duban.base.workdays import DAY, WorkCalendar
from duban.packs.rules import Rulebook

MOVES = "calendar.holiday_moves_deadline"
FROM_HOUR, UNTIL_HOUR = "calendar.remind_from_hour", "calendar.remind_until_hour"


@dataclass(frozen=True)
class Deadline:
    """A day as it was set and as it holds. `is_provisional` when the year's notice is not entered (暂算)."""

    set_on: datetime.date
    holds_on: datetime.date
    is_provisional: bool

    @property
    def is_moved(self) -> bool:
        """True when the day set is none on which the office works."""
        return self.holds_on != self.set_on


def deadline(day: datetime.date, book: Rulebook, calendar: WorkCalendar) -> Deadline:
    """The day, or where the rule says so the next working day when the office does not work on it."""
    rule = book.find(MOVES, day)
    if rule is None or not rule.number:
        return Deadline(day, day, False)
    holds_on = calendar.on_or_after(day)
    return Deadline(day, holds_on, calendar.is_provisional(day, holds_on))


def reminds_on(now: datetime.datetime, book: Rulebook, calendar: WorkCalendar) -> datetime.date:
    """The day on which a reminder given at that moment goes out: the same in working hours, else the next working day (AF-11)."""
    local = timezone.localtime(now)
    today = local.date()
    until = book.find(UNTIL_HOUR, today)
    is_late = until is not None and local.hour >= until.number
    return calendar.on_or_after(today + DAY if is_late else today)


def in_working_time(now: datetime.datetime, book: Rulebook, calendar: WorkCalendar) -> bool:
    """Whether somebody may be reminded at that moment."""
    local = timezone.localtime(now)
    first, last = book.find(FROM_HOUR, local.date()), book.find(UNTIL_HOUR, local.date())
    in_hours = (first is None or local.hour >= first.number) and (last is None or local.hour < last.number)
    return in_hours and calendar.is_workday(local.date())
