"""Breaking: full-width characters on a grid, figures half as wide and never torn apart, marks where they may stand."""

import re
import unicodedata
from collections.abc import Sequence

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—％%‰℃°·,.;:?!)]}～~")
NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_UNITS = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/%\-]*|——|……|.", re.DOTALL)
NARROW = frozenset("·")


def width(text: str) -> float:
    """In characters of the grid: figures and Latin letters count half."""
    return sum(_width(c) for c in text)


def _width(character: str) -> float:
    if character in NARROW or unicodedata.combining(character):
        return 0.5 if character in NARROW else 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def clusters(text: str) -> list[str]:
    """The pieces between which a line may end."""
    found: list[str] = []
    for unit in _UNITS.findall(text):
        is_bound = found and (unit[0] in NOT_FIRST or found[-1][-1] in NOT_LAST)
        if is_bound:
            found[-1] += unit
        else:
            found.append(unit)
    return found


def broken(text: str, widths: Sequence[float]) -> list[str]:
    """The text in lines; the n-th is at most widths[n] wide, all after the last as wide as the last."""
    lines: list[str] = []
    line = ""
    for cluster in clusters(text):
        for piece in _fitting(cluster, widths[min(len(lines), len(widths) - 1)]):
            room = widths[min(len(lines), len(widths) - 1)]
            if line and width(line) + width(piece) > room + 1e-6:
                lines.append(line)
                line = ""
            line += piece
    if line or not lines:
        lines.append(line)
    return lines


def _fitting(cluster: str, room: float) -> list[str]:
    """A piece wider than a whole line is torn where it fills one."""
    if width(cluster) <= room:
        return [cluster]
    pieces, piece = [], ""
    for character in cluster:
        if width(piece + character) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
