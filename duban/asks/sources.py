"""Where lines of work come from. A room that asks something of people adds a source in its AppConfig.ready()."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString


class Group(StrEnum):
    """Where a line stands, most urgent first. Each line stands once."""

    LATE = "late"
    MINE = "mine"
    UNIT = "unit"
    SOON = "soon"


@dataclass(frozen=True)
class Ask:
    """One line: in one sentence what to do, why it is asked, by when, and the page where it is done."""

    say: SafeString
    why: str
    state: tuple[str, str]
    url: str
    act: str | Promise
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Batch:
    """Lines of one group from one source, the first of `total`; the rest stand at `more_url`."""

    group: Group
    asks: list[Ask]
    total: int
    more_url: str = ""


Source = Callable[[Any, datetime.date], Iterable[Batch]]
Changes = Callable[[Any, datetime.datetime], Iterable[tuple[str | Promise, int, str]]]

_sources: list[Source] = []
_changes: list[Changes] = []


def add_source(source: Source, changes: Changes | None = None) -> None:
    """Ask people what `source(user, day)` yields; `changes(user, since)` yields (word, how many, address) of news."""
    if source not in _sources:
        _sources.append(source)
        if changes:
            _changes.append(changes)


def batches_of(user: Any, day: datetime.date) -> list[Batch]:
    """What every room asks of the person on that day."""
    return [batch for source in _sources for batch in source(user, day)]


def changes_of(user: Any, since: datetime.datetime) -> list[tuple[str | Promise, int, str]]:
    """What has happened to the person's work since then, without what has not."""
    return [change for changes in _changes for change in changes(user, since) if change[1]]
