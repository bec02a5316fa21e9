"""ROLLUP: from periods, children, matters, the previous year or a streak of years to one number."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from duban.scoring.periods import period_name, periods_of
from duban.scoring.scheme.base import Period, Window
from duban.scoring.scheme.rules import Rollup

from .desk import Desk
from .outcome import ZERO, Outcome, State, asked, missing, not_yet, show, show_number, verb, verb_number
from .slope import shifted
from .table import inside

Inner = Callable[[str, Window], Outcome]
IndicatorPoints = Callable[[str, str], tuple[bool, Decimal | None]]
"""unit, indicator → whether it applies to the unit at all, and its points (None: not known)."""


def rollup(
    rule: Rollup, unit: str, desk: Desk, window: Window, inner: Inner, indicator_points: IndicatorPoints
) -> Outcome:
    if rule.over == "periods":
        return _periods(rule, unit, desk, window, inner)
    if rule.over == "children":
        return _children(rule, unit, desk, indicator_points)
    if rule.over == "matters":
        return _matters(rule, unit, desk, window)
    if rule.over == "streak":
        return _streak(rule, unit, desk, window)
    rows = desk.units[unit].imports.get(rule.code, [])
    if len(rows) > 1:
        return asked(f"上年结果有{len(rows)}个", None if rule.times < 0 else ZERO, None)
    if not rows or rows[-1].value is None:
        return _empty(rule, "没有上年结果")
    points = rows[-1].value * rule.times
    told = f"上年{show(rows[-1].value)}分×{show(rule.times)}"
    return Outcome(points=points, facts=(rows[-1].key,), quantity=rows[-1].value, reason=f"{told}，{verb(points)}")


def _empty(rule: Rollup, why: str) -> Outcome:
    if rule.empty_points is not None:
        return Outcome(points=rule.empty_points, reason=f"{why}，{verb(rule.empty_points)}")
    if rule.empty == "zero":
        return Outcome(reason=f"{why}，按0分计")
    return asked(why, None if rule.times < 0 else ZERO, None)


def _combine(rule: Rollup, values: list[Decimal]) -> tuple[Decimal, str]:
    if rule.combine == "min":
        return min(values), "取最低"
    if rule.combine == "last":
        return values[-1], "取最近一期"
    total = sum(values, ZERO)
    if rule.combine == "sum":
        return total, "相加"
    return total / len(values), "平均" if rule.combine == "mean" else "按份折算"


def _periods(rule: Rollup, unit: str, desk: Desk, window: Window, inner: Inner) -> Outcome:
    per = rule.per or Period.YEAR
    name = period_name(per)
    ended = [p for p in periods_of(window, per) if p.to <= desk.as_of]
    if not ended:
        return not_yet(f"还没有满一个{name}", None)
    outcomes = [inner(unit, period) for period in ended]
    combined, how = _combine(rule, [o.points for o in outcomes])
    points = combined * rule.times
    lacking = [o for o in outcomes if o.state not in ("scored", "not_applicable")]
    outcome = Outcome(points=points, facts=tuple(k for o in outcomes for k in o.facts))
    outcome.quantity, outcome.empties = Decimal(len(ended)), any(o.empties for o in outcomes)
    outcome.reason = f"{len(ended)}个{name}{how}，{verb_number(points)}"
    if lacking:
        outcome.state, outcome.bottomless = State.MISSING, any(o.bottomless for o in lacking)
        outcome.ask = next((o.ask for o in lacking if o.ask), "")
        outcome.reason = (
            f"{'待决：' + outcome.ask + '；' if outcome.ask else ''}{len(lacking)}个{name}缺数；{outcome.reason}"
        )
        outcome.could_be(None)
    return outcome


def _children(rule: Rollup, unit: str, desk: Desk, indicator_points: IndicatorPoints) -> Outcome:
    """The children that the indicator applies to; one whose points are not known yet leaves the whole open."""
    values, lacking = [], []
    for child in sorted(desk.children.get(unit, [])):
        applies, points = indicator_points(child, rule.indicator or "")
        if applies and points is None:
            lacking.append(child)
        elif applies and points is not None:
            values.append(points)
    if lacking:
        named = "、".join(lacking[:3])
        return missing(f"{named}{'等' if len(lacking) > 3 else ''}{len(lacking)}个下级没有结果", None, None)
    if not values:
        return _empty(rule, "没有适用的下级单位")
    combined, how = _combine(rule, values)
    points = combined * rule.times
    return Outcome(
        points=points, quantity=Decimal(len(values)), reason=f"{len(values)}个下级{how}，{verb_number(points)}"
    )


def _matters(rule: Rollup, unit: str, desk: Desk, window: Window) -> Outcome:
    """Each matter carries a coefficient by its label; share × times spreads the worth over all of them."""
    found = desk.facts(unit, rule.source or "", window)
    if not found:
        return _empty(rule, f"没有{rule.source}")
    keys = tuple(f.key for f in found)
    values = []
    for fact in found:
        label = fact.attributes.get("级别") if not isinstance(fact.value, str) else fact.value
        if label not in rule.values:
            low = None if rule.times < 0 or any(v < 0 for v in rule.values.values()) else ZERO
            return asked(f"“{rule.source}”的档次“{label or '空'}”没有系数", low, None, keys)
        values.append(rule.values[label])
    combined, how = _combine(rule, values)
    points = combined * rule.times
    outcome = Outcome(points=points, facts=keys, quantity=Decimal(len(found)))
    outcome.reason = f"{len(found)}项，{how}{show_number(combined)}×{show(rule.times)}，{verb_number(points)}"
    return outcome


def _streak_bounds(rule: Rollup) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a streak can give; without rows it grows with the years."""
    if not rule.rows:
        return (None, ZERO) if rule.times < 0 else (ZERO, None)
    values = [ZERO, *(row.points for row in rule.rows if isinstance(row.points, Decimal))]
    return min(values), max(values)


def _streak(rule: Rollup, unit: str, desk: Desk, window: Window) -> Outcome:
    """How many years in a row, ending with this one, the fact was yes."""
    facts = [f for f in desk.units[unit].facts.get(rule.source or "", []) if f.on is None or f.on <= desk.as_of]
    years, keys = 0, []
    while True:
        span = shifted(window, -years)
        here = [f for f in facts if (years == 0 if f.on is None else span.holds(f.on))]
        last = max(here, key=lambda f: (f.on or date.min, f.key), default=None)
        if years == 0 and (last is None or last.value is None):
            return missing(f"没有报“{rule.source}”", *_streak_bounds(rule))
        if last is None or last.value is not True:
            break
        keys.append(last.key)
        years += 1
    number = Decimal(years)
    row = next((r for r in rule.rows if inside(r, number, "both")), None)
    points = row.points if row is not None and isinstance(row.points, Decimal) else number * rule.times
    if rule.rows and row is None:
        points = ZERO
    return Outcome(points=points, facts=tuple(keys), quantity=number, reason=f"连续{years}年，{verb(points)}")
