"""What somebody still has in hand when they leave a post. A room above adds its source in its AppConfig.ready()."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from duban.orgs.models import Person, Unit


@dataclass(frozen=True)
class Work:
    """One thing in hand: the key of its record, what it is, by when, and its page."""

    key: str
    say: str
    url: str
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class WorkSource:
    """Where such things come from.

    Args:
        open_of: what the person has in hand in the unit and below it, the first due first. One query.
        pass_on: give these (keys) to another person. Checks its own permits for `by`; raises where one may not or the
            taker does not belong there, and then nothing is passed on.
    """

    name: str
    open_of: Callable[[Person, Unit], Sequence[Work]]
    pass_on: Callable[[Sequence[str], Person, Any], None]


_sources: dict[str, WorkSource] = {}


def add_open_work(source: WorkSource) -> None:
    """Let hand-overs list and pass on what this source knows; the same name twice is taken once."""
    _sources.setdefault(source.name, source)


def open_work_of(person: Person, unit: Unit) -> list[Work]:
    """Everything the person has in hand in the unit and below it, source by source."""
    return [work for source in _sources.values() for work in source.open_of(person, unit)]


def pass_on_all(giver: Person, unit: Unit, taker: Person, *, by: Any) -> list[str]:
    """Give what the one has in hand to the other. Returns the keys of what was given."""
    given: list[str] = []
    for source in _sources.values():
        keys = [work.key for work in source.open_of(giver, unit)]
        if keys:
            source.pass_on(keys, taker, by)
            given += keys
    return given
