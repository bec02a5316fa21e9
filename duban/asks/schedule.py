"""What is done by itself, and when. A room registers its jobs in its AppConfig.ready(); `background` carries them out.

A job is idempotent: it looks at the rows as they are when it runs, and done twice it does no more than done once.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base.workdays import DAY, WorkCalendar
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import FROM_HOUR, in_working_time, reminds_on
from duban.packs.rules import Rulebook, rulebook


@dataclass(frozen=True)
class Almanac:
    """Which days are worked and from which hour on people may be reminded, read once."""

    calendar: WorkCalendar
    book: Rulebook

    def opens(self, day: datetime.date) -> int:
        """The hour of that day from which people may be reminded, by the rule that holds on it."""
        rule = self.book.find(FROM_HOUR, day)
        return int(rule.number) if rule else 0

    def next_open(self, now: datetime.datetime) -> datetime.datetime:
        """That moment when people may be reminded at it, otherwise the beginning of the next working time."""
        if self.is_open(now):
            return now
        day = reminds_on(now, self.book, self.calendar)
        return max(_at(day, self.opens(day)), now)

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether people may be reminded at that moment."""
        return in_working_time(now, self.book, self.calendar)


def almanac() -> Almanac:
    """The almanac of this installation. Two queries."""
    return Almanac(work_calendar(), rulebook())


@dataclass(frozen=True)
class Due:
    """One time a job is due. `key` is the same however the hour or the calendar change: a day, a month, a minute."""

    key: str
    at: datetime.datetime

    @property
    def day(self) -> datetime.date:
        """The day in the time zone of the installation."""
        return timezone.localdate(self.at)


class When(Protocol):
    """How often a job is due; as a text, in words."""

    def between(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> Iterator[Due]:
        """When it is due after the one moment and not after the other, the earliest first."""


def _days(after: datetime.datetime, until: datetime.datetime) -> Iterator[datetime.date]:
    day, last = timezone.localdate(after), timezone.localdate(until)
    while day <= last:
        yield day
        day += DAY


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@dataclass(frozen=True)
class EachDay:
    """Every day at that hour, whether it is worked or not: for what nobody notices."""

    hour: int

    def __str__(self) -> str:
        return _("each day at %(hour)s:00") % {"hour": self.hour}

    def between(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> Iterator[Due]:
        """As When."""
        for day in _days(after, until):
            if after < _at(day, self.hour) <= until:
                yield Due(day.isoformat(), _at(day, self.hour))


@dataclass(frozen=True)
class EachWorkday:
    """Every working day, at the hour from which people may be reminded."""

    def __str__(self) -> str:
        return _("each working day, when reminding begins")

    def between(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> Iterator[Due]:
        """As When."""
        for day in _days(after, until):
            if by.calendar.is_workday(day) and after < (at := _at(day, by.opens(day))) <= until:
                yield Due(day.isoformat(), at)


@dataclass(frozen=True)
class EachMonth:
    """The first working day of every month, at the hour from which people may be reminded."""

    def __str__(self) -> str:
        return _("first working day of the month, when reminding begins")

    def between(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> Iterator[Due]:
        """As When."""
        for day in _days(after, until):
            is_first = day == by.calendar.on_or_after(day.replace(day=1))
            if is_first and after < (at := _at(day, by.opens(day))) <= until:
                yield Due(f"{day:%Y-%m}", at)


@dataclass(frozen=True)
class Every:
    """Every so many minutes. Of several that were missed only the newest is due."""

    minutes: int

    def __str__(self) -> str:
        return _("every %(n)s minutes") % {"n": self.minutes}

    def between(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> Iterator[Due]:
        """As When, the newest alone."""
        step = self.minutes * 60
        at = datetime.datetime.fromtimestamp(until.timestamp() // step * step, datetime.UTC)
        if at > after:
            yield Due(f"{at:%Y-%m-%dT%H:%MZ}", at)


class CatchUp(Enum):
    """What becomes of the times that passed while nothing ran."""

    LATEST = "latest"
    """The newest stands for all of them."""
    ALL = "all"
    """Each is done, the earliest first."""


Run = Callable[[Due], str | None]


@dataclass(frozen=True)
class Job:
    """Something that is done by itself.

    Args:
        run: does it; what it returns says in one sentence what was done.
        in_hours: only in working time, because somebody is told.
    """

    code: str
    label: str | Promise
    when: When
    run: Run
    catch_up: CatchUp = CatchUp.LATEST
    in_hours: bool = False

    def due(self, after: datetime.datetime, until: datetime.datetime, by: Almanac) -> tuple[list[Due], int]:
        """What is due between the two, and how many times the first of it stands for that are not done by themselves."""
        found = list(self.when.between(after, until, by))
        return (found, 0) if self.catch_up is CatchUp.ALL else (found[-1:], max(0, len(found) - 1))

    def next_after(self, now: datetime.datetime, by: Almanac) -> datetime.datetime | None:
        """When it is due next; None when that is further off than two months."""
        if isinstance(self.when, Every):
            step = self.when.minutes * 60
            at = datetime.datetime.fromtimestamp((now.timestamp() // step + 1) * step, datetime.UTC)
            return by.next_open(at) if self.in_hours else at
        return next((due.at for due in self.when.between(now, now + 62 * DAY, by)), None)


_jobs: dict[str, Job] = {}


def add_job(job: Job) -> None:
    """Have it done.

    Raises:
        ValueError: another job has this code.
    """
    if _jobs.setdefault(job.code, job) is not job:
        raise ValueError(f"the job {job.code!r} is registered twice")


def all_jobs() -> list[Job]:
    """Every job of every room, in the order of their codes."""
    return [_jobs[code] for code in sorted(_jobs)]


def job_with(code: str) -> Job | None:
    """The job with that code; None when no room has it any more."""
    return _jobs.get(code)
