"""Arithmetic of working days. Which days are off is data: `duban.packs` keeps the table and makes the calendar."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of an office.

    `days` holds what differs from Monday to Friday: False for a holiday, True for a weekend day that is worked.
    `confirmed` are the years whose notice is entered; in any other year the answer is provisional (暂算).
    """

    days: Mapping[datetime.date, bool] = field(default_factory=dict)
    confirmed: frozenset[int] = frozenset()

    def is_workday(self, day: datetime.date) -> bool:
        """Whether the office works on that day."""
        return self.days.get(day, day.weekday() < SATURDAY)

    def on_or_after(self, day: datetime.date) -> datetime.date:
        """The day itself when it is worked, otherwise the next that is."""
        while not self.is_workday(day):
            day += DAY
        return day

    def on_or_before(self, day: datetime.date) -> datetime.date:
        """The day itself when it is worked, otherwise the last before it that is."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def after(self, day: datetime.date, workdays: int) -> datetime.date:
        """The day on which so many whole working days have passed; the day itself is not counted.

        Raises:
            ValueError: a negative number.
        """
        if workdays < 0:
            raise ValueError("working days are counted forward")
        while workdays:
            day += DAY
            workdays -= self.is_workday(day)
        return day

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """How many working days lie from `first` to `last`, both included; 0 when `last` is earlier."""
        days = range((last - first).days + 1)
        return sum(self.is_workday(first + n * DAY) for n in days)

    def is_provisional(self, first: datetime.date, last: datetime.date | None = None) -> bool:
        """Whether an answer about these days rests on a year without a notice."""
        return any(year not in self.confirmed for year in range(first.year, (last or first).year + 1))
