"""The shapes of data the components take. A room fills them in its queries; anything with the same names will do."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Word = str | Promise
Number = int | float | Decimal


@dataclass(frozen=True)
class Link:
    """One word that may lead somewhere. `is_here` marks the one the page is about, `is_none` that there is none."""

    word: Word
    url: str = ""
    is_here: bool = False
    is_none: bool = False


@dataclass(frozen=True)
class Chip:
    """One filter above a list, or one side of a switch: its word, how many fit, its address."""

    word: Word
    url: str
    is_on: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Fact:
    """One line of an object's head. An empty value is drawn as missing. `is_wide` takes the whole row on a phone."""

    word: Word
    value: Word | SafeString
    url: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Step:
    """One place on the line of states. `stand` is done, now, late (now, and wrong) or next."""

    word: Word
    note: Word = ""
    stand: str = "next"


@dataclass(frozen=True)
class Event:
    """One thing that happened or will: what, why, when, who. `on` is for a day without a time."""

    label: Word
    who: Word = ""
    at: datetime.datetime | None = None
    on: datetime.date | None = None
    reason: Word = ""
    is_wrong: bool = False
    is_plan: bool = False


@dataclass(frozen=True)
class TreeNode:
    """One line of the side tree, in order. `is_open` is None for a leaf; `late` is how many below it are overdue."""

    name: Word
    url: str
    depth: int = 0
    is_on: bool = False
    is_open: bool | None = None
    count: int | None = None
    late: int = 0


@dataclass(frozen=True)
class Band:
    """One grade band of a score: from how many points, and its word."""

    start: Number
    word: Word


@dataclass(frozen=True)
class Pair:
    """One line of the profile: this year, last year and the middle of its kind, each in percent or None."""

    label: Word
    now: Number | None
    was: Number | None = None
    middle: Number | None = None
