"""姓氏笔画: the order of names on a ballot. Fewer strokes first, then by the kind of each stroke: 横竖撇点折.

Which character has which strokes is data beside this file; where it is from says docs/decisions/0007-personal-data.md.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

Each = TypeVar("Each")
Place = tuple[int, str, str]
_UNKNOWN = 99
"""Characters that are not in the table, and letters, stand last."""


@cache
def _places() -> dict[str, Place]:
    """Where each character stands. Read once, when the first ballot is put in order."""
    places: dict[str, Place] = {}
    for line in (Path(__file__).parent / "strokes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        strokes, characters = line.split("\t")
        # An order of strokes that is not known comes after those with as many strokes that are.
        count, order = (int(strokes[1:]), "6") if strokes.startswith("=") else (len(strokes), strokes)
        places |= {character: (count, order, character) for character in characters}
    return places


def by_strokes(name: str) -> tuple[Place, ...]:
    """A sort key: the surname's first character, then the next, each by strokes; a dot in the name does not count."""
    places = _places()
    return tuple(places.get(each, (_UNKNOWN, "", each)) for each in name if each not in "·• 　")


def in_stroke_order(rows: Iterable[Each], name: Callable[[Each], str] = str) -> list[Each]:
    """The rows by the strokes of their names. Equal names keep the order in which they came."""
    return sorted(rows, key=lambda row: by_strokes(name(row)))
