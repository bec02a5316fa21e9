"""The whole of one unit: groups, total, gates, what a person has to decide."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Ask, Entry, GateResult, GroupResult, IndicatorResult, UnitResult, add_up
from duban.scoring.scheme.base import Test

from .group import share_of
from .indicator import applies, clamped, gate_result, rounded
from .outcome import ZERO, State, show

if TYPE_CHECKING:
    from .engine import Scoring


def unit_result(scoring: Scoring, name: str) -> UnitResult:
    scheme, plan = scoring.scheme, scoring.plan
    attributes = scoring.desk.units[name].unit.attributes
    indicators = [scoring.indicator(name, code) for code, p in plan.indicators.items() if p.is_for(attributes)]
    groups = [scoring.group(name, group, path) for group, path in plan.groups.values()]
    tops = [g for g in groups if g.top]
    base = scheme.total.max if scheme.total.limit.base == "max" else scheme.total.limit.base
    base = ZERO if base is None else base
    own: list[Entry] = []
    if base:
        own.append(_own(name, "BASE", "总分起评", base, f"总分从{show(base)}分起评"))
    points = base + sum((g.points for g in tops if g.counts), ZERO)
    points += _share_out(name, [i for i in indicators if i.counts], own)
    gates = [g for i in indicators for g in i.gates] + [g for group in groups for g in group.gates]
    raw = points
    gates += _total_gates(scoring, name, points)
    for gate in gates:
        if gate.effect == "total_zero" and gate.state == "upheld" and points:
            own.append(_own(name, "GATE", gate.name, -points, f"{gate.name}：{gate.reason}", gate.gate))
            points = ZERO
    total, bit = clamped(rounded(points, scheme.total.limit.round), scheme.total.limit, scheme.total.max)
    if total != points:
        own.append(_own(name, "LIMIT", bit or "取舍", total - points, f"总分{bit or '按规定取舍'}"))
    entries = _ledger(indicators, groups, own)
    does, why = applies(scoring, name, scheme.applies, "*")
    ranked = does and not any(i.otherwise == "not_ranked" for i in indicators)
    result = UnitResult(
        name, total, raw, _best(scoring, base, tops, total), _due(indicators), _bonus(indicators), ranked, groups, indicators,
        entries, gates, _asks(name, indicators, gates),
    )  # fmt: skip
    if not ranked:
        result.grade_note = why or "有指标不适用，按方案不参加评定等次"
    result.titles_lost = [g.outcome for g in gates if g.effect == "lose_title" and g.state == "upheld"]
    return result


def _own(unit: str, rule: str, name: str, points: Decimal, reason: str, line: str = "") -> Entry:
    limit = name if rule == "LIMIT" else ""
    return Entry(unit, "", "", line, rule, name, State.SCORED, points, points, limit=limit, reason=reason)


def _ledger(indicators: list[IndicatorResult], groups: list[GroupResult], own: list[Entry]) -> list[Entry]:
    """The entries whose points add up to the total: indicators that only serve as a basis are left out."""
    by_group: dict[str, list[Entry]] = {}
    for indicator in indicators:
        if indicator.counts:
            by_group.setdefault(indicator.group, []).extend(indicator.entries)
    entries: list[Entry] = []
    for group in groups:
        if group.counts:
            entries += by_group.get(group.group, []) + group.entries
    return entries + own


def _share_out(name: str, indicators: list[IndicatorResult], own: list[Entry]) -> Decimal:
    away, remains, points = share_of(indicators, "rescale_total")
    if not away or not remains or not points:
        return ZERO
    extra = points * away / remains
    why = f"不适用的{show(away)}分按其余{show(remains)}分的得分率摊入总分"
    own.append(_own(name, "APPLICABILITY", "摊分", extra, why))
    return extra


def _total_gates(scoring: Scoring, name: str, points: Decimal) -> list[GateResult]:
    return [gate_result(_WithTotal(scoring, points), name, gate) for gate in scoring.scheme.gates]  # type: ignore[arg-type]


class _WithTotal:
    """The scoring as a gate on the total sees it: the total is known by now."""

    def __init__(self, scoring: Scoring, total: Decimal):
        self.desk, self._scoring, self._total = scoring.desk, scoring, total

    def points_of(self, kind: str, unit: str, code: str) -> Decimal | None:
        return self._total if kind == "total" else self._scoring.points_of(kind, unit, code)


def asks_for_total(test: Test) -> bool:
    return test.total or any(asks_for_total(t) for t in (*(test.any_ or ()), *(test.all_ or ())))


def _best(scoring: Scoring, base: Decimal, tops: list[GroupResult], total: Decimal) -> Decimal | None:
    limit, full = scoring.scheme.total.limit, scoring.scheme.total.max
    bests = [g.best for g in tops if g.counts]
    if any(b is None for b in bests):
        return full if limit.ceiling == "max" else None if limit.ceiling == "none" else limit.ceiling
    best = clamped(base + sum((b for b in bests if b is not None), ZERO), limit, full)[0]
    return max(best, total)


def _due(indicators: list[IndicatorResult]) -> Decimal:
    """The full marks that count by now."""
    return sum((i.due or ZERO for i in indicators if i.counts and not i.bonus), ZERO)


def _bonus(indicators: list[IndicatorResult]) -> Decimal:
    return sum((i.points for i in indicators if i.bonus and i.counts), ZERO)


def _asks(name: str, indicators: list[IndicatorResult], gates: list[GateResult]) -> list[Ask]:
    asks = [Ask(name, i.indicator, e.line, e.ask, e.facts) for i in indicators for e in i.entries if e.ask]
    asks += [Ask(name, "", g.gate, f"{g.name}：{g.reason}", g.facts) for g in gates if g.state == "proposed"]
    return asks


__all__ = ["add_up", "unit_result"]
