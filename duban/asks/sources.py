"""Where lines of work come from. A room that asks something of people adds a source in its AppConfig.ready()."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from duban.asks.desk import Desk


class Group(StrEnum):
    """Where a line stands, most urgent first. Each line stands once."""

    LATE = "late"
    MINE = "mine"
    UNIT = "unit"
    SOON = "soon"


@dataclass(frozen=True)
class Ask:
    """One line: in one sentence what to do, why it is asked, by when, and the page where it is done.

    `stands_for` says how many matters of one kind the line stands for; its page then lists them.
    """

    say: SafeString
    why: str
    state: tuple[str, str]
    url: str
    act: str | Promise
    due_on: datetime.date | None = None
    stands_for: int = 1


@dataclass(frozen=True)
class Batch:
    """Lines of one group from one source: they stand for the first of `total` matters; the rest stand at `more_url`."""

    group: Group
    asks: list[Ask]
    total: int
    more_url: str = ""

    @property
    def is_cut(self) -> bool:
        """True when there are matters that no line stands for."""
        return self.total > sum(ask.stands_for for ask in self.asks)


@dataclass(frozen=True)
class Ahead:
    """A day that is coming up, beyond what waits already: what falls due then, in one sentence."""

    on: datetime.date
    say: str
    url: str


Source = Callable[[Desk], Iterable[Batch]]
Changes = Callable[[Any, datetime.datetime], Iterable[tuple[str | Promise, int, str]]]
Days = Callable[[Desk], Iterable[Ahead]]

_sources: list[Source] = []
_changes: list[Changes] = []
_days: list[Days] = []


def add_source(source: Source, changes: Changes | None = None, days: Days | None = None) -> None:
    """Ask people what `source(desk)` yields.

    Args:
        changes: `changes(user, since)` yields (word, how many, address) of news.
        days: `days(desk)` yields the next days on which something falls due.
    """
    if source not in _sources:
        _sources.append(source)
        if changes:
            _changes.append(changes)
        if days:
            _days.append(days)


def batches_of(desk: Desk) -> list[Batch]:
    """What every room asks of the person on that day."""
    return [batch for source in _sources for batch in source(desk)]


def changes_of(user: Any, since: datetime.datetime) -> list[tuple[str | Promise, int, str]]:
    """What has happened to the person's work since then, without what has not."""
    return [change for changes in _changes for change in changes(user, since) if change[1]]


def days_of(desk: Desk, *, most: int = 3) -> list[Ahead]:
    """The next days on which something falls due for the person, the nearest first."""
    return sorted((ahead for days in _days for ahead in days(desk)), key=lambda ahead: ahead.on)[:most]
