"""DEDUPE: one matter that several lines speak of counts once."""

from collections import defaultdict
from collections.abc import Callable

from duban.scoring.facts import MATTER
from duban.scoring.scheme.model import Dedupe

from .desk import Desk
from .outcome import ZERO, Outcome, Part, combined, show


def deduped(rule: Dedupe, outcomes: dict[str, Outcome], desk: Desk, unit: str) -> None:
    """Leave in the outcomes only the kept part of each matter; gains and losses are compared apart.

    A fact without a matter is a matter of its own. ``max`` and ``min`` go by magnitude, ``first`` by the order of
    the lines, ``sum`` keeps everything. What a line takes of its parts (the highest, the last) it takes of those left.
    """
    if rule.keep == "sum":
        return
    together: dict[tuple[str, bool], list[tuple[int, int, Part]]] = defaultdict(list)
    matter_of = _matters(rule, desk, unit)
    for n, code in enumerate(rule.lines):
        for i, part in enumerate(outcomes[code].parts):
            matter = matter_of(part)
            if matter and part.points:
                together[matter, part.points > 0].append((n, i, part))
    dropped: dict[str, list[Part]] = defaultdict(list)
    for parts in together.values():
        if rule.keep == "first":
            kept = parts[0]
        else:
            sign = 1 if rule.keep == "max" else -1
            kept = max(parts, key=lambda p: (sign * abs(p[2].points), -p[0], -p[1]))
        for entry in parts:
            if entry is not kept:
                dropped[rule.lines[entry[0]]].append(entry[2])
    for code, double in dropped.items():
        outcome = outcomes[code]
        gone = {id(part) for part in double}
        outcome.parts = [part for part in outcome.parts if id(part) not in gone]
        outcome.points, _ = combined(outcome.take, outcome.parts)
        points = sum((part.points for part in double), ZERO)
        outcome.limit = f"同一{rule.key}只计一次，{len(double)}笔{show(points)}分不重复计"
        outcome.reason += f"；{outcome.limit}"


def _matters(rule: Dedupe, desk: Desk, unit: str) -> Callable[[Part], str | None]:
    """How a part names what it speaks of: by its matter, or by another attribute of its fact."""
    if rule.key == MATTER:
        return lambda part: part.matter
    of_fact = {f.key: f.attributes.get(rule.key) for facts in desk.units[unit].facts.values() for f in facts}
    return lambda part: None if of_fact.get(part.key) is None else str(of_fact[part.key])
