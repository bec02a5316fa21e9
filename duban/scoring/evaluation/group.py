"""One group of one unit: what its indicators came to, shared out, gated and limited."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Entry, GroupResult, IndicatorResult, Share, add_up
from duban.scoring.scheme.base import matches
from duban.scoring.scheme.model import Group

from .indicator import clamped, gate_result, rounded
from .outcome import ZERO, State, cut, show

if TYPE_CHECKING:
    from .engine import Scoring


def group_result(scoring: Scoring, unit: str, group: Group, path: tuple[Group, ...]) -> GroupResult:
    attributes = scoring.desk.units[unit].unit.attributes
    result = GroupResult(
        unit, group.code, group.name, ZERO, ZERO, group.max, ZERO,
        bonus=group.bonus or any(g.bonus for g in path), counts=group.counts and all(g.counts for g in path),
        top=not path,
    )  # fmt: skip
    if not matches(group.for_, attributes):
        result.top = False
        return result
    indicators = [scoring.indicator(unit, indicator.code) for indicator in group.indicators]
    inner = [scoring.group(unit, child, (*path, group)) for child in group.groups]
    base = group.max if group.limit.base == "max" else group.limit.base
    base = ZERO if base is None else base
    if base:
        result.entries.append(_own(result, "BASE", "起评分", base, f"起评{show(base)}分"))
    # An indicator that does not count stands beside the sum, unless its whole group only serves as a basis.
    counted = [i for i in indicators if i.counts or not result.counts]
    result.raw = base + sum((i.points for i in counted), ZERO)
    result.raw += sum((g.points for g in inner if g.counts or not result.counts), ZERO)
    points = result.raw
    for entry in (_share_out(result, counted), *_heavier(result, group, counted)):
        if entry is not None:
            result.entries.append(entry)
            points += entry.points
    ungated = points
    points = _gated(scoring, unit, group, result, points)
    limited, bit = clamped(rounded(points, group.limit.round), group.limit, group.max)
    if limited != points:
        result.entries.append(_own(result, "LIMIT", bit or "取舍", limited - points, f"{group.name}{bit or '取舍'}"))
    result.points = limited
    bests = [i.best for i in counted] + [g.best for g in inner if g.counts or not result.counts]
    total = None
    if not any(b is None for b in bests):
        hoped = at_best(counted)
        shared = [_share_out(result, hoped), *_heavier(result, group, hoped)]
        total = base + sum((b for b in bests if b is not None), add_up(e for e in shared if e is not None))
        result.share = share(counted, hoped, "rescale_group")
    if points != ungated and scoring.as_of >= scoring.scheme.window.to:
        result.best = limited
    elif total is not None:
        result.best = max(clamped(rounded(total, group.limit.round), group.limit, group.max)[0], limited)
    else:
        ceiling = group.limit.ceiling
        result.best = group.max if ceiling == "max" else None if ceiling == "none" else ceiling
    return result


def at_best(indicators: list[IndicatorResult]) -> list[IndicatorResult]:
    """The indicators as they stand when all comes that still can; none where nothing is shared out among them.

    What falls away is shared out over what the others come to in the end, so that it still grows with them.
    """
    if not any(i.state is State.NOT_APPLICABLE for i in indicators):
        return []
    return [
        replace(i, points=i.best or ZERO, state=State.SCORED if i.state is State.NOT_YET else i.state)
        for i in indicators
    ]


def _own(result: GroupResult, rule: str, name: str, points: Decimal, reason: str, line: str = "") -> Entry:
    return Entry(
        result.unit, result.group, "", line, rule, name, State.SCORED, points, points,
        limit=name if rule == "LIMIT" else "", reason=reason,
    )  # fmt: skip


class Knowing:
    """The scoring as a gate sees it that stands on a group or on the total: their own points are known by now."""

    def __init__(self, scoring: Scoring, kind: str, code: str, points: Decimal):
        self.desk, self._scoring = scoring.desk, scoring
        self._kind, self._code, self._points = kind, code, points

    def points_of(self, kind: str, unit: str, code: str) -> Decimal | None:
        if (kind, code) == (self._kind, self._code):
            return self._points
        return self._scoring.points_of(kind, unit, code)


def share_of(indicators: list[IndicatorResult], policy: str) -> tuple[Decimal, Decimal, Decimal]:
    """(full marks that fell away, full marks that remain, points on what remains) under a rescaling policy."""
    plain = [i for i in indicators if i.max is not None and not i.bonus]
    away = sum((i.max or ZERO for i in plain if i.state is State.NOT_APPLICABLE and i.otherwise == policy), ZERO)
    rest = [i for i in plain if i.state not in (State.NOT_APPLICABLE, State.NOT_YET)]
    return away, sum((i.max or ZERO for i in rest), ZERO), sum((i.points for i in rest), ZERO)


def extra_of(indicators: list[IndicatorResult], policy: str) -> Decimal:
    """What the full marks that fell away bring at the rate of the others, 0 when there are none of either."""
    away, remains, points = share_of(indicators, policy)
    return cut(points * away / remains) if away and remains and points else ZERO


def share(indicators: list[IndicatorResult], hoped: list[IndicatorResult], policy: str) -> Share | None:
    """The same by now and at best (`hoped`, see at_best); None when nothing fell away."""
    away, _remains, _points = share_of(indicators, policy)
    return Share(away, extra_of(indicators, policy), extra_of(hoped, policy)) if away else None


def _share_out(result: GroupResult, indicators: list[IndicatorResult]) -> Entry | None:
    extra = extra_of(indicators, "rescale_group")
    if not extra:
        return None
    away, remains, _points = share_of(indicators, "rescale_group")
    return _own(result, "APPLICABILITY", "摊分", extra, f"不适用的{show(away)}分按其余{show(remains)}分的得分率摊入")


def _heavier(result: GroupResult, group: Group, indicators: list[IndicatorResult]) -> list[Entry]:
    """factor_on_rest: what the other indicators lost weighs k times, none of them below zero for it."""
    entries = []
    for indicator in group.indicators:
        rule = indicator.applies
        if rule is None or rule.otherwise != "factor_on_rest":
            continue
        mine = next((i for i in indicators if i.indicator == indicator.code), None)
        if mine is None or mine.otherwise != "factor_on_rest" or rule.factor is None:
            continue
        extra = ZERO
        for other in indicators:
            if other.max is None or other.state in (State.NOT_APPLICABLE, State.NOT_YET):
                continue
            lost = max(ZERO, other.max - other.points)
            extra -= cut(min(lost * (rule.factor - 1), max(other.points, ZERO)))
        if extra:
            entries.append(
                _own(result, "APPLICABILITY", indicator.name, extra, f"其余指标扣分按{show(rule.factor)}倍计")
            )
    return entries


def _gated(scoring: Scoring, unit: str, group: Group, result: GroupResult, points: Decimal) -> Decimal:
    for gate in group.gates:
        found = gate_result(Knowing(scoring, "group", group.code, points), unit, gate)  # type: ignore[arg-type]
        result.gates.append(found)
        if gate.effect == "group_zero" and found.state in ("upheld", "unknown") and points > 0:
            result.entries.append(_own(result, "GATE", gate.name, -points, f"{gate.name}：{found.reason}", gate.code))
            points = ZERO
    return points
