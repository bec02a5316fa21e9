"""One indicator of one unit: its lines, gates and limits, as ledger entries that add up."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Entry, GateResult, IndicatorResult, add_up
from duban.scoring.scheme.base import Limit, Rounding, matches
from duban.scoring.scheme.model import Applicability, Gate, Indicator

from .outcome import SETTLING, ZERO, Outcome, State, cut, show
from .plan import tags_of
from .questions import ask

if TYPE_CHECKING:
    from .engine import Scoring
    from .plan import IndicatorPlan

_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


def rounded(points: Decimal, rule: Rounding | None) -> Decimal:
    """Points under the stated rule of rounding; unchanged without one."""
    if rule is None:
        return points
    return points.quantize(Decimal(1).scaleb(-rule.places), rounding=_MODES[rule.mode])


def clamped(points: Decimal, limit: Limit, full: Decimal | None) -> tuple[Decimal, str]:
    """Points inside floor and ceiling, and which of the two bit."""
    ceiling = full if limit.ceiling == "max" else None if limit.ceiling == "none" else limit.ceiling
    floor = None if limit.floor == "none" else limit.floor
    if floor is not None and points < floor:
        return floor, "扣完为止" if floor == 0 else f"保底{show(floor)}分"
    if ceiling is not None and points > ceiling:
        return ceiling, f"封顶{show(ceiling)}分"
    return points, ""


def applies(scoring: Scoring, unit: str, rule: Applicability | None, code: str) -> tuple[bool, str]:
    """Whether the indicator (or the scheme: code "*") applies to the unit, and why not."""
    if rule is None:
        return True, ""
    desk = scoring.desk.units[unit]
    if rule.applies_when is not None and not matches(rule.applies_when, desk.unit.attributes):
        return False, "按单位类别不涉及本项"
    if rule.opt_out:
        declared = desk.exemptions.get(code, [])
        if declared:
            return False, f"登记为不适用：{declared[-1].reason}"
    return True, ""


def indicator_result(scoring: Scoring, unit: str, plan: IndicatorPlan) -> IndicatorResult:
    indicator, group = plan.indicator, plan.path[-1]
    result = IndicatorResult(
        unit, indicator.code, indicator.name, group.code, State.SCORED, ZERO, ZERO, indicator.max, ZERO,
        bonus=indicator.bonus or any(g.bonus for g in plan.path),
        counts=indicator.counts and all(g.counts for g in plan.path),
    )  # fmt: skip
    does, why = applies(scoring, unit, indicator.applies, indicator.code)
    if not does:
        return _not_applicable(scoring, unit, plan, result, why)
    base = indicator.max if indicator.limit.base == "max" else indicator.limit.base
    base = ZERO if base is None else base
    outcomes = [(lp, scoring.outcome(unit, lp)) for lp in plan.lines]
    result.state = _state([o for _, o in outcomes])
    if result.state is State.NOT_YET:
        result.entries = [_entry(unit, group.code, indicator.code, lp, o, ZERO) for lp, o in outcomes]
        result.best = _best(indicator, base, outcomes)
        result.gates = [gate_result(scoring, unit, gate) for gate in indicator.gates]
        return result
    if base:
        result.entries.append(_own(result, "BASE", "起评分", base, f"起评{show(base)}分"))
    emptied = False
    for lp, outcome in outcomes:
        result.entries.append(_entry(unit, group.code, indicator.code, lp, outcome, outcome.points))
        emptied = emptied or outcome.empties
    bottomless = _bundles(result, indicator, outcomes)
    if emptied:
        _lower(result, ZERO, "本项不得分", "有一条细则规定本项不得分")
    if bottomless:
        floor = indicator.limit.floor
        lowest = ZERO if floor == "none" else floor
        _lower(result, lowest, f"缺报暂计{show(lowest)}分", "缺报的细则扣多少没有底，暂按最低计")
    result.raw = add_up(result.entries)
    zeroed = _gates(scoring, unit, indicator, result)
    before = add_up(result.entries)
    points, bit = clamped(rounded(before, indicator.limit.round), indicator.limit, indicator.max)
    if points != before:
        result.entries.append(_own(result, "LIMIT", bit or "取舍", points - before, bit or "按规定取舍"))
    result.points = points
    result.bonus_points = points if result.bonus else _of_bonus_lines(indicator, outcomes, before, points)
    result.best = points if zeroed and scoring.as_of >= scoring.scheme.window.to else _best(indicator, base, outcomes)
    if result.best is not None:
        result.best = max(result.best, points)
    return result


def _of_bonus_lines(indicator: Indicator, outcomes, before: Decimal, points: Decimal) -> Decimal:  # type: ignore[no-untyped-def]
    """What the indicator would lose without its lines that are marked as bonus."""
    bonus = sum((o.points for lp, o in outcomes if lp.line.bonus), ZERO)
    if not bonus:
        return ZERO
    return points - clamped(rounded(before - bonus, indicator.limit.round), indicator.limit, indicator.max)[0]


def _state(outcomes: list[Outcome]) -> State:
    states = {o.state for o in outcomes}
    if State.MISSING in states:
        return State.MISSING
    if State.NOT_YET in states and State.SCORED not in states:
        return State.NOT_YET
    return State.SCORED


def _entry(unit, group, indicator, lp, outcome: Outcome, points: Decimal) -> Entry:  # type: ignore[no-untyped-def]
    line = lp.line
    return Entry(
        unit, group, indicator, line.code, line.rule, line.name or lp.indicator.name, outcome.state, points, outcome.raw,
        outcome.quantity, outcome.facts, outcome.limit, outcome.who, outcome.reason, outcome.ask,
    )  # fmt: skip


def _own(result: IndicatorResult, rule: str, name: str, points: Decimal, reason: str, line: str = "") -> Entry:
    return Entry(
        result.unit, result.group, result.indicator, line, rule, name, State.SCORED, points, points,
        limit=name if rule == "LIMIT" else "", reason=reason,
    )  # fmt: skip


def _bundles(result: IndicatorResult, indicator: Indicator, outcomes) -> bool:  # type: ignore[no-untyped-def]
    """Caps over several lines together; whether some line is left whose deductions nothing bounds."""
    for name, limit in indicator.bundles.items():
        inside = [o for lp, o in outcomes if lp.line.bundle == name]
        total = sum((o.points for o in inside), ZERO)
        points = total
        if limit.floor is not None:
            points = limit.floor if any(o.bottomless for o in inside) else max(points, limit.floor)
        if limit.ceiling is not None:
            points = min(points, limit.ceiling)
        if points != total:
            bit = f"“{name}”合并{'封顶' if points < total else '保底'}{show(points)}分"
            result.entries.append(_own(result, "LIMIT", bit, points - total, bit))
    floored = {name for name, limit in indicator.bundles.items() if limit.floor is not None}
    return any(o.bottomless and lp.line.bundle not in floored for lp, o in outcomes)


def _lower(result: IndicatorResult, to: Decimal, name: str, reason: str) -> None:
    """Take what is left above a number, but never give back what the lines took."""
    left = add_up(result.entries)
    if left > to:
        result.entries.append(_own(result, "LIMIT", name, to - left, reason))


def _best(indicator: Indicator, base: Decimal, outcomes) -> Decimal | None:  # type: ignore[no-untyped-def]
    """The most the indicator can still come to; None without a bound."""
    if any(o.empties and o.state is State.SCORED for _, o in outcomes):
        return ZERO
    reaches: list[Decimal | None] = [base]
    for name in {lp.line.bundle for lp, _ in outcomes}:
        inside = [o.reach() for lp, o in outcomes if lp.line.bundle == name]
        reach = None if None in inside else sum((r for r in inside if r is not None), ZERO)
        limit = indicator.bundles.get(name) if name else None
        if limit is not None and limit.ceiling is not None:
            reach = limit.ceiling if reach is None else min(reach, limit.ceiling)
        if limit is not None and limit.floor is not None and reach is not None:
            reach = max(reach, limit.floor)
        reaches.append(reach)
    if None in reaches:
        ceiling = indicator.limit.ceiling
        return indicator.max if ceiling == "max" else None if ceiling == "none" else ceiling
    total = sum((r for r in reaches if r is not None), ZERO)
    return clamped(rounded(total, indicator.limit.round), indicator.limit, indicator.max)[0]


def _gates(scoring: Scoring, unit: str, indicator: Indicator, result: IndicatorResult) -> bool:
    """Examine the gates; whether one of them took the indicator's points."""
    zeroed = False
    for gate in indicator.gates:
        found = gate_result(scoring, unit, gate)
        result.gates.append(found)
        if gate.effect != "indicator_zero" or found.state not in ("upheld", "unknown"):
            continue
        if found.state == "unknown":
            result.state = State.MISSING
        zeroed = zeroed or found.state == "upheld"
        left = add_up(result.entries)
        if left > 0:
            result.entries.append(_own(result, "GATE", gate.name, -left, f"{gate.name}：{found.reason}", gate.code))
    return zeroed


def gate_result(scoring: Scoring, unit: str, gate: Gate) -> GateResult:
    """The gate for one unit. A precondition acts at once; an effect on the outcome waits for a ruling (AF-9)."""
    outcome = gate.grade or gate.title or ""
    result = GateResult(unit, gate.code, gate.name, gate.effect, outcome, "clear", reason="条件不成立")
    if gate.exempt_when is not None and ask(gate.exempt_when, unit, scoring.desk, scoring.points_of)[0]:
        result.reason = "符合免予条件"
        return result
    answer, keys = ask(gate.condition, unit, scoring.desk, scoring.points_of)
    result.facts = keys
    if gate.effect in ("indicator_zero", "group_zero"):
        if answer is not False:
            result.state = "upheld" if answer else "unknown"
            result.reason = "条件成立" if answer else "判断所需的数还没有，暂按不得分计"
        return result
    rulings = [j for j in scoring.desk.units[unit].judgements.get(gate.code, []) if j.upheld is not None]
    if answer is False:
        return result
    if answer is None and not rulings:
        result.state, result.reason = "unknown", "判断所需的数还没有"
        return result
    if len({j.upheld for j in rulings}) > 1:
        result.state, result.reason = "proposed", f"有{len(rulings)}个裁定，互不一致，须由人重新认定"
        return result
    if rulings and rulings[-1].reason and rulings[-1].who:
        ruling = rulings[-1]
        result.state = "upheld" if ruling.upheld else "dismissed"
        result.who, result.reason = (
            ruling.who,
            f"{ruling.who}认定{'成立' if ruling.upheld else '不成立'}：{ruling.reason}",
        )
        result.facts = (*keys, ruling.key)
        return result
    result.state = "proposed"
    result.reason = "裁定没有写明裁定人和理由" if rulings else "条件成立，须由人认定并写明理由"
    return result


def _not_applicable(
    scoring: Scoring, unit: str, plan: IndicatorPlan, result: IndicatorResult, why: str
) -> IndicatorResult:
    rule = plan.indicator.applies
    if rule is None:
        raise ValueError(f"{plan.indicator.code} has no policy for units that it does not apply to")
    result.state, result.otherwise = State.NOT_APPLICABLE, rule.otherwise
    full = plan.indicator.max or ZERO
    points, how, question = ZERO, "不计分", ""
    settled: tuple[str, ...] = ()
    if rule.otherwise == "full":
        points, how = full, f"按满分{show(full)}分计"
    elif rule.otherwise == "zero":
        how = "按0分计"
    elif rule.otherwise == "cohort_mean":
        points, how = _mean_of_others(scoring, plan)
    elif rule.otherwise == "ask":
        how, question = "怎样计分由人决定", f"“{plan.indicator.name}”不适用，方案没有写怎样计分"
        marks = [j for j in scoring.desk.units[unit].judgements.get(plan.indicator.code, []) if j.points is not None]
        settled = tuple(mark.key for mark in marks)
        if marks and not (
            len(marks) == 1 and marks[0].who and marks[0].reason and ZERO <= (marks[0].points or ZERO) <= full
        ):
            question += SETTLING
        elif marks:
            points, question = marks[0].points or ZERO, ""
            how = f"{marks[0].who}裁定{show(points)}分：{marks[0].reason}"
    elif rule.otherwise == "rescale_group":
        how = "本项分值按比例摊到同组其他指标"
    elif rule.otherwise == "rescale_total":
        how = "本项分值按比例摊到全部其他指标"
    elif rule.otherwise == "factor_on_rest":
        how = f"同组其他指标的扣分按{show(rule.factor or ZERO)}倍计"
    elif rule.otherwise == "not_ranked":
        how = "本单位不参加评定等次"
    entry = _own(result, "APPLICABILITY", plan.indicator.name, points, f"{why}；{how}")
    entry.facts = settled
    reported = _reported(scoring, unit, plan)
    if rule.opt_out and reported and not question:
        question = f"“{plan.indicator.name}”登记为不适用，却报了{len(reported)}行事实，请核对哪一边有误"
        entry.facts = reported
    entry.state, entry.ask = State.NOT_APPLICABLE, question
    result.entries, result.points, result.raw, result.best = [entry], points, points, points
    result.bonus_points = points if result.bonus else ZERO
    return result


def _reported(scoring: Scoring, unit: str, plan: IndicatorPlan) -> tuple[str, ...]:
    """What the unit said all the same under tags that only this indicator reads, and the marks on its lines."""
    desk = scoring.desk.units[unit]
    others = {
        tag
        for code, other in scoring.plan.indicators.items()
        if code != plan.indicator.code
        for lp in other.lines
        for tag in tags_of(lp.line)
    }
    own = {tag for lp in plan.lines for tag in tags_of(lp.for_unit(desk.unit.attributes))} - others
    keys = [f.key for tag in sorted(own) for f in desk.facts.get(tag, []) if f.value not in (None, False, ZERO)]
    keys += [j.key for lp in plan.lines for j in desk.judgements.get(lp.line.code, [])]
    return tuple(keys)


def _mean_of_others(scoring: Scoring, plan: IndicatorPlan) -> tuple[Decimal, str]:
    points = []
    for name in sorted(scoring.desk.units):
        attributes = scoring.desk.units[name].unit.attributes
        if not plan.is_for(attributes) or not applies(scoring, name, plan.indicator.applies, plan.indicator.code)[0]:
            continue
        other = scoring.indicator(name, plan.indicator.code)
        if other.state is State.SCORED:
            points.append(other.points)
    if not points:
        return ZERO, "没有适用的单位可取平均，按0分计"
    return cut(sum(points, ZERO) / len(points)), f"按适用的{len(points)}个单位的平均分计"
