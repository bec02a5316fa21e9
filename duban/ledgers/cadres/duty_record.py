"""履职纪实: what a cadre's years are made of, as lines that other records know. Nothing is typed here twice.

A room adds its source in its AppConfig.ready(): posts, tasks accepted, training, honours, what the unit achieved while the
person was in office. No line scores a person. Rooms below this one are read here; rooms above add themselves.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.models import Objection
from duban.orgs.models import Person, Unit


class Part(StrEnum):
    """The parts of a record in their order."""

    POSTS = "posts"
    TASKS = "tasks"
    TRAINING = "training"
    HONOURS = "honours"
    RESULTS = "results"
    COMMENTS = "comments"


TITLES: dict[Part, str | Promise] = {
    Part.POSTS: _("Posts"),
    Part.TASKS: _("Tasks done"),
    Part.TRAINING: _("Training"),
    Part.HONOURS: _("Honours"),
    Part.RESULTS: _("Results of the unit while in office"),
    Part.COMMENTS: _("Yearly comments"),
}


@dataclass(frozen=True)
class Line:
    """One line of a record.

    Args:
        key: of the record it comes from; the same each time, as objections stand beside it by this key.
        on: the day it is sorted by; `until` the last day of what lasts.
        kept_by: the unit that keeps the source, and whose secretary answers an objection.
        url: the page of the source, where there is one that the reader may see.
    """

    part: Part
    key: str
    on: datetime.date
    say: str
    kept_by: Unit
    until: datetime.date | None = None
    more: str = ""
    url: str = ""
    lasts: bool = False


Source = Callable[[Person], Iterable[Line]]
_sources: list[Source] = []


def add_lines(source: Source) -> None:
    """Let records hold the lines that `source(person)` yields, in constant queries; the same source twice is taken once."""
    if source not in _sources:
        _sources.append(source)


def lines_of(person: Person) -> list[Line]:
    """Every line of the person, the newest first."""
    return sorted((line for source in _sources for line in source(person)), key=lambda line: line.on, reverse=True)


@dataclass(frozen=True)
class Shown:
    """A line with what was held against it and what was answered."""

    line: Line
    objections: list[Objection]

    @property
    def is_contested(self) -> bool:
        """True while an objection is not answered."""
        return any(each.is_open() for each in self.objections)


@dataclass(frozen=True)
class DutyRecord:
    """The whole record: its parts that are not empty, and objections to lines whose source is gone since."""

    person: Person
    parts: list[tuple[Part, str | Promise, list[Shown]]]
    gone: list[Objection]

    @property
    def count(self) -> int:
        """How many lines."""
        return sum(len(lines) for _part, _title, lines in self.parts)


def duty_record_of(person: Person) -> DutyRecord:
    """The record of one person. The queries of the sources and one more."""
    against: dict[str, list[Objection]] = defaultdict(list)
    for objection in Objection.objects.filter(person=person).select_related("unit", "answered_by"):
        against[objection.line].append(objection)
    found: dict[Part, list[Shown]] = defaultdict(list)
    for line in lines_of(person):
        found[line.part].append(Shown(line, against.pop(line.key, [])))
    gone = [objection for left in against.values() for objection in left]
    return DutyRecord(person, [(part, TITLES[part], found[part]) for part in Part if found[part]], gone)
