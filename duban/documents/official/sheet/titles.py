"""标题回行: no word torn apart, the lines balanced as a trapezoid or a diamond, the next line never begins with a mark."""

import math
from itertools import combinations, pairwise

from duban.documents.official.sheet.lines import clusters, width
from duban.documents.official.sheet.words import WORDS

LONGEST = max(map(len, WORDS))
KINDS = ("通知", "通报", "请示", "批复", "报告", "函", "纪要", "意见", "决定")
FEWEST_LAST = 4
MANY_PIECES = 30
LINE_COST = 1.5
HELD = frozenset({"第", "关于"})
TRAILING = frozenset("的和与及、")
COUNTED = frozenset("年月日号第季度届次期个件项名人")


def pieces_of(title: str, whole: tuple[str, ...] = ()) -> list[str]:
    """The words of a title; `whole` are names that stay together when they fit on a line."""
    pieces: list[str] = []
    place, known = 0, sorted((name for name in whole if name), key=len, reverse=True)
    while place < len(title):
        rest = title[place:]
        found = next((name for name in known if rest.startswith(name)), "")
        if not found and rest[0] == "《" and "》" in rest:
            found = rest[: rest.index("》") + 1]
        if not found:
            found = next((rest[:n] for n in range(min(LONGEST, len(rest)), 1, -1) if rest[:n] in WORDS), "")
        if not found:
            found = clusters(rest)[0]
        pieces.append(found)
        place += len(found)
    return _bound(pieces)


def _bound(pieces: list[str]) -> list[str]:
    """的 stays with what stands before it, a figure with its unit, a mark with its neighbour."""
    bound: list[str] = []
    for piece in pieces:
        before = bound[-1] if bound else ""
        if before and (
            before in HELD
            or piece in TRAILING
            or clusters(before[-1] + piece[0]) == [before[-1] + piece[0]]
            or (before[-1].isdigit() and piece[0] in COUNTED)
        ):
            bound[-1] += piece
        else:
            bound.append(piece)
    return bound


def balanced(title: str, room: float, whole: tuple[str, ...] = ()) -> list[str]:
    """The lines of a title. A line break that was typed holds.

    Args:
        room: characters of the title's size that fit on a line.
    """
    typed = [line.strip() for line in title.splitlines() if line.strip()]
    if len(typed) > 1:
        return typed
    title = typed[0] if typed else ""
    if width(title) <= room:
        return [title] if title else []
    pieces = pieces_of(title, tuple(name for name in whole if width(name) <= room))
    fewest = max(2, math.ceil(width(title) / room))
    counts = [fewest] if len(pieces) > MANY_PIECES else [fewest, fewest + 1]
    ways = (
        (_cost(lines), lines)
        for count in counts
        for cut in combinations(range(1, len(pieces)), count - 1)
        for lines in [_lines(pieces, cut)]
        if all(width(line) <= room for line in lines)
    )
    best = min(ways, default=None)
    return best[1] if best else _greedy(pieces, room)


def _lines(pieces: list[str], cut: tuple[int, ...]) -> list[str]:
    edges = [0, *cut, len(pieces)]
    return ["".join(pieces[start:end]) for start, end in pairwise(edges)]


def _cost(lines: list[str]) -> float:
    """Lower is better: lines of nearly one length, not an hourglass, not a rectangle, 关于 at the head of a line."""
    widths = [width(line) for line in lines]
    cost = max(widths) - min(widths) + LINE_COST * len(lines)
    steps = [b - a for a, b in pairwise(widths)]
    falls, rises = all(step <= 0 for step in steps), all(step >= 0 for step in steps)
    if not (falls or rises):
        middle = widths[1:-1]
        cost += 0 if min(middle) >= max(widths[0], widths[-1]) else 6
    if all(step == 0 for step in steps):
        cost += 1
    cost += max(0.0, FEWEST_LAST - widths[-1]) * 3
    about = next((n for n, line in enumerate(lines) if "关于" in line), None)
    if about is not None and not lines[about].startswith("关于"):
        cost += 3
    if lines[-1].startswith(KINDS):
        cost += 4
    return cost


def _greedy(pieces: list[str], room: float) -> list[str]:
    lines, line = [], ""
    for piece in pieces:
        if line and width(line + piece) > room:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]
