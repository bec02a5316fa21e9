"""A result of the engine as what a page opens: plain text and lists, numbers as text, so that nothing is rounded."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.scoring.result import Entry, Result, UnitResult
from duban.scoring.scheme.model import Group, Indicator, Scheme
from duban.scoring.sentences import indicator_sentence, sentence


def text_of(number: Decimal | None) -> str | None:
    """A number as people write it: 7.50 is 7.5, None stays None."""
    return None if number is None else format(number.normalize() + 0, "f")


def cells_of(unit: UnitResult) -> dict[str, list[str | None]]:
    """{indicator: [state, points, full marks]}: what a matrix of all units needs."""
    return {
        result.indicator: [str(result.state), text_of(result.points), text_of(result.max)] for result in unit.indicators
    }


def account_of(result: Result, name: str) -> dict[str, Any]:
    """Everything the unit's own page tells: groups with their indicators and lines, losses, chances, questions."""
    unit = result.unit(name)
    by_group: dict[str, list[dict[str, Any]]] = {}
    for found in unit.indicators:
        by_group.setdefault(found.group, []).append(
            {
                "code": found.indicator,
                "name": found.name,
                "state": str(found.state),
                "points": text_of(found.points),
                "max": text_of(found.max),
                "best": text_of(found.best),
                "lines": [
                    _line(entry) for entry in found.entries if entry.rule != "BASE" and (entry.reason or entry.points)
                ],
            }
        )
    return {
        "groups": [
            {
                "code": group.group,
                "name": group.name,
                "points": text_of(group.points),
                "max": text_of(group.max),
                "indicators": by_group.get(group.group, []),
            }
            for group in unit.groups
            if by_group.get(group.group)
        ],
        "losses": list(_losses(result, unit)),
        "chances": [
            {"code": chance.indicator, "name": chance.name, "points": text_of(chance.points)}
            for chance in result.still_open(name)
        ],
        "asks": [{"code": ask.indicator, "question": ask.question} for ask in unit.asks],
    }


def _losses(result: Result, unit: UnitResult) -> Iterator[dict[str, Any]]:
    """What cannot be made good any more; what still can stands among the chances."""
    best = {found.indicator: found.best for found in unit.indicators}
    for loss in result.why_not_full(unit.unit):
        reach, lost = best.get(loss.indicator), loss.points
        if reach is not None:
            of = unit.indicator(loss.indicator)
            lost = (of.max or reach) - reach
        if lost > 0:
            yield {
                "code": loss.indicator,
                "name": loss.name,
                "points": text_of(lost),
                "state": str(loss.state),
                "reason": loss.reason,
            }


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "code": entry.line,
        "rule": entry.rule,
        "name": entry.name,
        "state": str(entry.state),
        "points": text_of(entry.points),
        "limit": entry.limit,
        "reason": entry.reason,
        "facts": list(entry.facts),
    }


def tree_of(scheme: Scheme) -> list[dict[str, Any]]:
    """The scheme as groups, indicators and lines, each with the sentence that its rule reads back as."""
    return [_group(group, scheme) for group in scheme.groups]


def _group(group: Group, scheme: Scheme) -> dict[str, Any]:
    return {
        "code": group.code,
        "name": group.name,
        "max": text_of(group.max),
        "groups": [_group(inner, scheme) for inner in group.groups],
        "indicators": [indicator_of(indicator, scheme) for indicator in group.indicators],
    }


def indicator_of(indicator: Indicator, scheme: Scheme) -> dict[str, Any]:
    """One indicator with its rules in sentences."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "max": text_of(indicator.max),
        "basis": indicator.basis,
        "why": indicator.why,
        "evidence": indicator.evidence,
        "sentence": indicator_sentence(indicator),
        "lines": [sentence(line, scheme) for line in indicator.lines],
    }
