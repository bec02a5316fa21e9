"""SLOPE: so much for each step above or below a baseline."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from duban.scoring.periods import add_months
from duban.scoring.scheme.base import Window
from duban.scoring.scheme.rules import Side, Slope

from .desk import Desk
from .outcome import ZERO, Outcome, missing, show, show_number, verb, verb_number


def steps(distance: Decimal, step: Decimal, stepping: str) -> Decimal:
    """How many steps a distance is: continuous, only whole ones, or every one that was started."""
    n = distance / step
    if stepping == "whole":
        return n.to_integral_value(rounding=ROUND_FLOOR)
    if stepping == "started":
        return n.to_integral_value(rounding=ROUND_CEILING)
    return n


def side_points(side: Side, n: Decimal) -> Decimal:
    """What n steps on one side give, not beyond the cap in either direction."""
    points = side.points * n
    if side.cap is not None:
        points = max(-side.cap, min(side.cap, points))
    return points


def slope_bounds(rule: Slope) -> tuple[Decimal | None, Decimal | None]:
    return sides_bounds((rule.below, rule.above))


def sides_bounds(sides: tuple[Side | None, Side | None]) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that two sides of a baseline give; a side without a cap has no bound."""
    lows = [None if s.cap is None else -s.cap for s in sides if s is not None and s.points < 0]
    highs = [s.cap for s in sides if s is not None and s.points > 0]
    low = None if None in lows else min([ZERO, *(v for v in lows if v is not None)])
    high = None if None in highs else max([ZERO, *(v for v in highs if v is not None)])
    return low, high


def slope(rule: Slope, unit: str, desk: Desk, window: Window) -> Outcome:
    low, high = slope_bounds(rule)
    number, keys = desk.number(unit, rule.source, window)
    if number is None:
        return missing(f"没有报“{rule.source}”", low, high)
    baseline, word, more = _baseline(rule, unit, desk, window)
    if baseline is None:
        return missing(word, low, high)
    baseline += rule.baseline.plus
    keys += more
    distance = number - baseline
    side = rule.above if distance > 0 else rule.below
    told = f"{rule.source}{show(number)}，{word}{show_number(baseline)}"
    if side is None or distance == 0:
        where = "持平" if distance == 0 else "高于" if distance > 0 else "低于"
        return Outcome(quantity=number, facts=keys, reason=f"{told}，{where}，不加不扣")
    n = steps(abs(distance), rule.step, rule.stepping)
    points = side_points(side, n)
    capped = f"，以{show(side.cap)}分为限" if side.cap is not None and abs(side.points * n) > side.cap else ""
    outcome = Outcome(points=points, quantity=number, facts=keys)
    where = "高" if distance > 0 else "低"
    each = f"每{show(rule.step)}{verb(side.points)}"
    outcome.reason = (
        f"{told}，{where}{show_number(abs(distance))}，计{show_number(n)}档，{each}{capped}，共{verb_number(points)}"
    )
    return outcome


def _baseline(rule: Slope, unit: str, desk: Desk, window: Window) -> tuple[Decimal | None, str, tuple[str, ...]]:
    base = rule.baseline
    if base.constant is not None:
        return base.constant, "标准", ()
    if base.source is not None:
        number, keys = desk.number(unit, base.source, window)
        return number, base.source if number is not None else f"没有报“{base.source}”", keys
    if base.last_years is not None:
        values, keys_list = [], []
        for years in range(1, base.last_years + 1):
            fact = _latest_in(unit, rule.source, desk, shifted(window, -years))
            if fact is None:
                return None, f"没有前{base.last_years}年的“{rule.source}”", ()
            values.append(fact[0])
            keys_list.append(fact[1])
        name = "上年" if base.last_years == 1 else f"前{base.last_years}年平均"
        return sum(values, ZERO) / len(values), name, tuple(keys_list)
    return desk.mean_among_peers(unit, base.by, rule.source, window), "同类平均", ()


def _latest_in(unit: str, tag: str, desk: Desk, window: Window) -> tuple[Decimal, str] | None:
    found = [f for f in desk.units[unit].facts.get(tag, []) if f.on and window.holds(f.on)]
    numbers = [(f.on or date.min, f.value, f.key) for f in found if isinstance(f.value, Decimal)]
    return (max(numbers)[1], max(numbers)[2]) if numbers else None


def shifted(window: Window, years: int) -> Window:
    """The same stretch so many years away."""
    return Window.model_construct(from_=add_months(window.from_, 12 * years), to=add_months(window.to, 12 * years))
