"""What happened: units, dated facts, marks, ballots, imported results, and what does not apply. Immutable rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

Attributes = Mapping[str, Any]
NOTHING: Attributes = MappingProxyType({})


def _nothing() -> Attributes:
    return NOTHING


MATTER = "事项"
LEVEL = "级别"
OBJECT = "对象"
REMINDED = "催办"
PENDING = "待定"
"""What a thing waits for that is done but not settled ("已报送，等审核"): until then neither done nor late."""
KIND = "类别"


@dataclass(frozen=True, slots=True)
class Unit:
    """Who is assessed. ``attributes`` holds the category (类别) and whatever else conditions ask for."""

    name: str
    attributes: Attributes = field(default_factory=_nothing)
    parent: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so. ``value``: a count (event), a number, yes/no, a word; None is missing, never zero.

    ``on`` is the day it happened or was done; ``due`` the day it should have been. ``key`` names its source.
    """

    unit: str
    tag: str
    key: str
    value: Decimal | bool | str | None = None
    on: date | None = None
    due: date | None = None
    attributes: Attributes = field(default_factory=_nothing)

    @property
    def matter(self) -> str | None:
        return self.attributes.get(MATTER)

    def content(self) -> str:
        """What the fact says, whatever row it stands in."""
        more = sorted((name, str(value)) for name, value in self.attributes.items())
        return f"{self.tag}|{self.on}|{self.due}|{self.value}|{more}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's mark on a line, or a person's ruling (``upheld``) on a gate."""

    unit: str
    line: str
    key: str
    points: Decimal | None = None
    upheld: bool | None = None
    who: str = ""
    reason: str = ""
    record: str = ""
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """``count`` ballots of one class with one choice, or one mark; ``rater`` only where marks are named by rule."""

    unit: str
    line: str
    key: str
    who: str
    criterion: str = ""
    choice: str | None = None
    count: Decimal = Decimal(1)
    mark: Decimal | None = None
    rater: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What another assessment gave: a number out of something, a place, or a grade."""

    unit: str
    line: str
    key: str
    value: Decimal | None = None
    out_of: Decimal | None = None
    grade: str | None = None
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """That an indicator does not apply to a unit, with the reason."""

    unit: str
    indicator: str
    key: str
    reason: str


@dataclass(frozen=True)
class Book:
    """All that is known of all units for one period. The order of rows has no meaning, but that of ``units`` is theirs."""

    units: Sequence[Unit] = ()
    facts: Sequence[Fact] = ()
    judgements: Sequence[Judgement] = ()
    ballots: Sequence[Ballot] = ()
    imports: Sequence[Imported] = ()
    exemptions: Sequence[Exemption] = ()

    def rows(self) -> int:
        """How many rows it holds beside the units."""
        return sum(map(len, (self.facts, self.judgements, self.ballots, self.imports, self.exemptions)))
