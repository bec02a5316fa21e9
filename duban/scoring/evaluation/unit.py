"""The whole of one unit: groups, total, gates, what a person has to decide."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Ask, Entry, GateResult, GroupResult, IndicatorResult, UnitResult
from duban.scoring.scheme.model import Group, Scheme

from .group import Knowing, at_best, extra_of, share, share_of
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
    counted = [i for i in indicators if i.counts]
    points += _share_out(name, counted, own)
    hoped = at_best(counted)
    gates = [g for i in indicators for g in i.gates] + [g for group in groups for g in group.gates]
    raw = points
    gates += _total_gates(scoring, name, points)
    for gate in gates:
        if gate.effect == "total_zero" and gate.state == "upheld" and points > 0:
            own.append(_own(name, "GATE", gate.name, -points, f"{gate.name}：{gate.reason}", gate.gate))
            points = ZERO
    total, bit = clamped(rounded(points, scheme.total.limit.round), scheme.total.limit, scheme.total.max)
    if total != points:
        own.append(_own(name, "LIMIT", bit or "取舍", total - points, f"总分{bit or '按规定取舍'}"))
    entries = _ledger(indicators, groups, own)
    does, why = applies(scoring, name, scheme.applies, "*")
    ranked = does and not any(i.otherwise == "not_ranked" for i in indicators)
    result = UnitResult(
        name, total, raw, _best(scoring, base + extra_of(hoped, "rescale_total"), tops, total, gates), _due(counted),
        _bonus(scheme, groups, indicators), ranked, groups, indicators, entries, gates, _asks(name, indicators, gates),
    )  # fmt: skip
    if not ranked:
        result.grade_note = why or "有指标不适用，按方案不参加评定等次"
    result.share = share(counted, hoped, "rescale_total")
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
    extra = extra_of(indicators, "rescale_total")
    if not extra:
        return ZERO
    away, remains, _points = share_of(indicators, "rescale_total")
    why = f"不适用的{show(away)}分按其余{show(remains)}分的得分率摊入总分"
    own.append(_own(name, "APPLICABILITY", "摊分", extra, why))
    return extra


def _total_gates(scoring: Scoring, name: str, points: Decimal) -> list[GateResult]:
    knowing = Knowing(scoring, "total", "", points)
    return [gate_result(knowing, name, gate) for gate in scoring.scheme.gates]  # type: ignore[arg-type]


def _best(
    scoring: Scoring, base: Decimal, tops: list[GroupResult], total: Decimal, gates: list[GateResult]
) -> Decimal | None:
    if any(g.effect == "total_zero" and g.state == "upheld" for g in gates):
        return total
    limit, full = scoring.scheme.total.limit, scoring.scheme.total.max
    bests = [g.best for g in tops if g.counts]
    if any(b is None for b in bests):
        return full if limit.ceiling == "max" else None if limit.ceiling == "none" else limit.ceiling
    most = base + sum((b for b in bests if b is not None), ZERO)
    best = clamped(rounded(most, limit.round), limit, full)[0]
    return max(best, total)


def _due(indicators: list[IndicatorResult]) -> Decimal:
    """The full marks that count by now, with those that were shared out among them."""
    due = sum((i.due or ZERO for i in indicators if not i.bonus), ZERO)
    by_group: dict[str, list[IndicatorResult]] = {}
    for indicator in indicators:
        by_group.setdefault(indicator.group, []).append(indicator)
    for among, policy in (*((own, "rescale_group") for own in by_group.values()), (indicators, "rescale_total")):
        away, remains, _points = share_of(among, policy)
        due += away if remains else ZERO
    return due


def _bonus(scheme: Scheme, groups: list[GroupResult], indicators: list[IndicatorResult]) -> Decimal:
    """What the bonus groups, indicators and lines brought, each inside its own limits."""
    of_group = {g.group: g for g in groups}
    of_indicator = {i.indicator: i for i in indicators}

    def within(group: Group) -> Decimal:
        if not group.counts:
            return ZERO
        if group.bonus:
            return of_group[group.code].points
        found = [of_indicator[i.code].bonus_points for i in group.indicators if i.counts and i.code in of_indicator]
        return sum(found, ZERO) + sum((within(child) for child in group.groups), ZERO)

    return sum((within(group) for group in scheme.groups), ZERO)


def _asks(name: str, indicators: list[IndicatorResult], gates: list[GateResult]) -> list[Ask]:
    asks = [Ask(name, i.indicator, e.line, e.ask, e.facts) for i in indicators for e in i.entries if e.ask]
    asks += [Ask(name, "", g.gate, f"{g.name}：{g.reason}", g.facts) for g in gates if g.state == "proposed"]
    return asks
