"""DEDUPE: one matter that several lines speak of counts once."""

from collections import defaultdict
from decimal import Decimal

from duban.scoring.scheme.model import Dedupe

from .desk import Desk
from .outcome import ZERO, Outcome, Part, show


def deduped(rule: Dedupe, outcomes: dict[str, Outcome], desk: Desk, unit: str) -> dict[str, Outcome]:
    """The outcomes with only the kept part of each matter; gains and losses are compared apart.

    A fact without a matter is a matter of its own. ``max`` and ``min`` go by magnitude, ``first`` by the order of
    the lines, ``sum`` keeps everything.
    """
    if rule.keep == "sum":
        return outcomes
    together: dict[tuple[str, bool], list[tuple[int, int, Part]]] = defaultdict(list)
    for n, code in enumerate(rule.lines):
        for i, part in enumerate(outcomes[code].parts):
            matter = _matter(rule, part, desk, unit)
            if matter and part.points:
                together[matter, part.points > 0].append((n, i, part))
    dropped: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, ZERO))
    for parts in together.values():
        if rule.keep == "first":
            kept = parts[0]
        else:
            sign = 1 if rule.keep == "max" else -1
            kept = max(parts, key=lambda p: (sign * abs(p[2].points), -p[0], -p[1]))
        for entry in parts:
            if entry is not kept:
                code = rule.lines[entry[0]]
                count, points = dropped[code]
                dropped[code] = (count + 1, points + entry[2].points)
    for code, (count, points) in dropped.items():
        outcome = outcomes[code]
        # A line at its own limit may hold less than its parts; what is dropped never turns its sign.
        left = outcome.points - points
        outcome.points = left if outcome.limit == "" or left * outcome.points >= 0 else ZERO
        outcome.limit = f"同一{rule.key}只计一次，{count}笔{show(points)}分并入其他细则"
        outcome.reason += f"；{outcome.limit}"
    return outcomes


def _matter(rule: Dedupe, part: Part, desk: Desk, unit: str) -> str | None:
    if rule.key == "事项":
        return part.matter
    for facts in desk.units[unit].facts.values():
        for fact in facts:
            if fact.key == part.key:
                value = fact.attributes.get(rule.key)
                return None if value is None else str(value)
    return part.matter
