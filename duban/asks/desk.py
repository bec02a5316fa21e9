"""For whom and on which day something is derived, with the rules and the work calendar, read once for all who ask."""

import datetime
from functools import cached_property
from typing import Any

from duban.base.workdays import WorkCalendar
from duban.packs.calendar import work_calendar
from duban.packs.rules import Rulebook, rulebook


class Desk:
    """The person and the day. It lives as long as one page, so what it has read cannot be older than the page."""

    def __init__(self, user: Any, day: datetime.date) -> None:
        self.user, self.day = user, day

    @cached_property
    def book(self) -> Rulebook:
        """The rules of this installation. One query, when somebody asks."""
        return rulebook()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Which days are worked. One query, when somebody asks."""
        return work_calendar()
