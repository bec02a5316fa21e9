"""When a task may be pressed for again."""

import datetime
from functools import cached_property

from duban.base.workdays import WorkCalendar
from duban.duties.models import Task
from duban.duties.rules import REMIND_WORKDAYS
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import reminds_on
from duban.packs.rules import Rulebook, rulebook


class Pressing:
    """The rules of reminding on one day, read once for all tasks: at most two queries."""

    def __init__(self, day: datetime.date) -> None:
        self.day = day

    @cached_property
    def book(self) -> Rulebook:
        """The rules of this installation."""
        return rulebook()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Which days are worked."""
        return work_calendar()

    def next_on(self, task: Task) -> datetime.date:
        """The first day on which somebody may be reminded of it; today when nobody was, or no rule holds."""
        rule = self.book.find(REMIND_WORKDAYS, self.day)
        if task.reminded_on is None or rule is None or not rule.number:
            return self.day
        return self.calendar.after(task.reminded_on, int(rule.number))

    def may_remind(self, task: Task) -> bool:
        """Whether somebody may be reminded of it on that day."""
        return self.next_on(task) <= self.day

    def goes_out_on(self, now: datetime.datetime) -> datetime.date:
        """The day on which a reminder given at that moment is read."""
        return reminds_on(now, self.book, self.calendar)
