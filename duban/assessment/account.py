"""A result of the engine as what a page opens: plain text and lists, numbers as text, so that nothing is rounded."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from duban.scoring.result import Entry, GroupResult, IndicatorResult, Result, Share, State, UnitResult
from duban.scoring.scheme.model import Group, Indicator, Scheme
from duban.scoring.sentences import indicator_sentence, sentence

PLACES = 4
"""How many decimals of a number are shown and kept in columns; the account keeps all of them."""


def text_of(number: Decimal | None) -> str | None:
    """A number in full, as people write it: 7.50 is 7.5, None stays None."""
    return None if number is None else format(number.normalize() + 0, "f")


def kept(number: Decimal, places: int = PLACES) -> Decimal:
    """The number with at most so many decimals, half up. A scheme that rounds has done so before."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def shown(number: Decimal | str | None, places: int = PLACES) -> str | None:
    """A number for reading: at most so many decimals, no idle zeros. Every page and the export write points this way."""
    return None if number is None else text_of(kept(Decimal(number), places))


def cells_of(unit: UnitResult) -> dict[str, list[str | None]]:
    """{indicator: [state, points, full marks]}: what a matrix of all units needs."""
    return {
        result.indicator: [str(result.state), text_of(result.points), text_of(result.max)] for result in unit.indicators
    }


def account_of(result: Result, name: str, *, keys: Mapping[str, list[str]]) -> dict[str, Any]:
    """Everything the unit's own page tells: groups with their indicators and lines, losses, chances, questions.

    Args:
        keys: {indicator: keys of the rows it reckons with, those too that do not count yet or do not apply}.
    """
    unit = result.unit(name)
    by_group: dict[str, list[dict[str, Any]]] = {}
    for found in unit.indicators:
        by_group.setdefault(found.group, []).append(_indicator(found, keys.get(found.indicator, [])))
    losses, chances = list(_losses(result, unit)), list(_chances(result, unit))
    return {
        "total": text_of(unit.total),
        "best": text_of(unit.best),
        "groups": [
            {
                "code": group.group,
                "name": group.name,
                "points": text_of(group.points),
                "max": text_of(group.max),
                "lines": [_line(entry) for entry in group.entries],
                "indicators": by_group.get(group.group, []),
            }
            for group in unit.groups
            if by_group.get(group.group) or group.entries
        ],
        "lines": [_line(entry) for entry in unit.entries if not entry.group and not entry.indicator],
        "losses": sorted(losses, key=lambda loss: -Decimal(loss["points"])),
        "chances": sorted(chances, key=lambda chance: (chance["points"] is None, -Decimal(chance["points"] or 0))),
        "asks": [{"code": ask.indicator, "question": ask.question} for ask in unit.asks],
    }


def _indicator(found: IndicatorResult, keys: list[str]) -> dict[str, Any]:
    return {
        "code": found.indicator,
        "name": found.name,
        "state": str(found.state),
        "points": text_of(found.points),
        "max": text_of(found.max),
        "best": text_of(found.best),
        "counts": found.counts,
        "lines": [_line(entry) for entry in found.entries],
        "keys": keys,
    }


def _losses(result: Result, unit: UnitResult) -> Iterator[dict[str, Any]]:
    """What cannot be made good any more, of what is not due yet too; what still can stands among the chances."""
    told = {loss.indicator: loss for loss in result.why_not_full(unit.unit)}
    for found in unit.indicators:
        loss = told.pop(found.indicator, None)
        full = None if found.bonus or not found.counts or found.state is State.NOT_APPLICABLE else found.max
        if full is not None and found.best is not None and full > found.best:
            yield _loss(
                found.indicator, found.name, full - found.best, loss.reason if loss else _reasons(found.entries)
            )
        elif loss is not None and found.best is None:
            yield _loss(found.indicator, found.name, loss.points, loss.reason)
    for loss in told.values():
        yield _loss("", loss.name, loss.points, loss.reason)
    for name, share, reason in _shares(unit):
        if share.away > share.best:
            yield _loss("", name, share.away - share.best, reason)


def _loss(code: str, name: str, points: Decimal, reason: str) -> dict[str, Any]:
    return {"code": code, "name": name, "points": text_of(points), "reason": reason}


def _reasons(entries: list[Entry]) -> str:
    return "；".join(entry.reason for entry in entries if entry.reason and entry.rule != "BASE")


def _chances(result: Result, unit: UnitResult) -> Iterator[dict[str, Any]]:
    """What can still be had, and what has to happen for it."""
    of = {found.indicator: found for found in unit.indicators}
    for chance in result.still_open(unit.unit):
        yield {
            "code": chance.indicator,
            "name": chance.name,
            "points": text_of(chance.points),
            "reason": _reasons(chance.entries or of[chance.indicator].entries),
        }
    for name, share, reason in _shares(unit):
        if share.best > share.now:
            yield {"code": "", "name": name, "points": text_of(share.best - share.now), "reason": reason}


def _shares(unit: UnitResult) -> Iterator[tuple[str, Share, str]]:
    """(name, share, why) of what does not apply and is shared out, by group and over all."""
    of: list[GroupResult | UnitResult] = [group for group in unit.groups if group.counts and not group.bonus]
    for each in (*of, unit):
        if each.share is not None:
            away = text_of(each.share.away)
            name = f"{each.name}的摊分" if isinstance(each, GroupResult) else "摊分"
            yield name, each.share, f"不适用的{away}分按其余各项的得分率计入，随其余各项增减"


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
