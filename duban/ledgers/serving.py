"""What a record can be evidence of. Rooms above say what waits; this room only shows it beside the form."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from duban.ledgers.kinds import Definition
from duban.orgs.models import Unit


@dataclass(frozen=True)
class Serves:
    """Something that waits for evidence and that the record could serve. `fits` when the kind says it is about this."""

    key: str
    title: str
    unit: str
    due_on: datetime.date
    url: str
    fits: bool


Source = Callable[[Any, Unit, Definition, datetime.date], Iterable[Serves]]
_sources: list[Source] = []


def add_serving(source: Source) -> None:
    """Let `source(user, unit, definition, day)` say what a record of that kind could serve."""
    if source not in _sources:
        _sources.append(source)


def servable(user: Any, unit: Unit, definition: Definition, day: datetime.date) -> list[Serves]:
    """What waits in all rooms above, what fits first, then the nearest due."""
    found = [each for source in _sources for each in source(user, unit, definition, day)]
    return sorted(found, key=lambda each: (not each.fits, each.due_on))
