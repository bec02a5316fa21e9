"""COHORT: rules that need everybody's number first."""

from collections.abc import Callable
from decimal import Decimal

from duban.scoring.periods import period_name, periods_of
from duban.scoring.scheme.base import Window
from duban.scoring.scheme.rules import Cohort

from .desk import Desk
from .outcome import ONE, ZERO, Outcome, asked, missing, show
from .slope import peers, show_number, side_points, steps

Value = Callable[[str, Window], tuple[Decimal | None, tuple[str, ...]]]
"""unit, window → the number units are compared by, or None when it is lacking."""
UnitFactor = Callable[[str, str], Decimal]
"""unit, position → the coefficient of the line for that unit at that place."""


def cohort(rule: Cohort, unit: str, desk: Desk, window: Window, value: Value, factor: UnitFactor) -> Outcome:
    if rule.per is None:
        return _once(rule, unit, desk, window, value, factor)
    ended = [p for p in periods_of(window, rule.per) if p.to <= desk.as_of]
    outcomes = [_once(rule, unit, desk, period, value, factor) for period in ended]
    name = period_name(rule.per)
    lacking = [o for o in outcomes if o.state != "scored"]
    if lacking or not outcomes:
        low, high = cohort_bounds(rule, len(desk.units))
        why = next((o.ask for o in lacking if o.ask), "")
        if why:
            return asked(why, low, high)
        return missing(f"有{len(lacking)}个{name}缺数" if lacking else f"还没有满一个{name}", low, high)
    total = sum((o.points for o in outcomes), ZERO)
    points = total / len(outcomes) if rule.combine == "mean" else total
    outcome = Outcome(points=points, quantity=Decimal(len(outcomes)))
    outcome.facts = tuple(k for o in outcomes for k in o.facts)
    how = "平均" if rule.combine == "mean" else "合计"
    outcome.reason = f"{len(outcomes)}个{name}逐期排名赋分，{how}{show_number(points)}分"
    return outcome


def cohort_bounds(rule: Cohort, n: int) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most the rule can give among n units."""
    if rule.function == "vs_mean":
        low: Decimal | None = ZERO
        high: Decimal | None = ZERO
        for side in (rule.above, rule.below):
            if side is not None and side.points < 0:
                low = None if side.cap is None else min(low or ZERO, -side.cap)
            elif side is not None:
                high = None if side.cap is None else max(high or ZERO, side.cap)
        return low, high
    if rule.function == "share_of_best":
        return ZERO, rule.worth
    if rule.function == "rank_step" and rule.first is not None:
        last = rule.first - _drop(rule) * (n - 1)
        return min(last, ZERO, rule.first), rule.first
    if rule.function == "rank_linear":
        ends = [rule.first or ZERO, rule.last or ZERO, ZERO]
        return min(ends), max(ends)
    values = [*rule.points, ZERO]
    return min(values), max(values)


def _drop(rule: Cohort) -> Decimal:
    step, first = rule.step or ZERO, rule.first or ZERO
    return first * step if rule.step_is == "percent" else step


def _once(rule: Cohort, unit: str, desk: Desk, window: Window, value: Value, factor: UnitFactor) -> Outcome:
    everybody = peers(unit, rule.by, desk)
    numbers: dict[str, Decimal] = {}
    keys: tuple[str, ...] = ()
    for other in everybody:
        number, found = value(other, window)
        if number is not None:
            numbers[other] = number * factor(other, "before_rank")
        if other == unit:
            keys = found
    low, high = cohort_bounds(rule, len(everybody))
    if unit not in numbers:
        if rule.missing == "last" and len(numbers) > 0 and rule.function.startswith("rank"):
            low = min(low or ZERO, ZERO)
        return missing("没有用来比较的数", low, high)
    if rule.function == "vs_mean":
        outcome = _vs_mean(rule, unit, numbers)
    elif rule.function == "share_of_best":
        outcome = _share(rule, unit, numbers)
    else:
        outcome = _ranked(rule, unit, numbers, len(everybody) if rule.missing == "last" else len(numbers))
    after = factor(unit, "after_rank")
    if after != ONE and outcome.state == "scored":
        outcome.points *= after
        outcome.reason += f"，乘系数{show(after)}得{show_number(outcome.points)}分"
    outcome.quantity, outcome.facts = numbers[unit], keys
    return outcome


def _vs_mean(rule: Cohort, unit: str, numbers: dict[str, Decimal]) -> Outcome:
    mean = sum((numbers[name] for name in sorted(numbers)), ZERO) / len(numbers)
    distance = numbers[unit] - mean
    side = rule.above if distance > 0 else rule.below
    told = f"本单位{show_number(numbers[unit])}，同类平均{show_number(mean)}"
    if side is None or distance == 0:
        return Outcome(reason=f"{told}，不加不扣")
    if rule.step is None:
        points = side.points
        return Outcome(points=points, reason=f"{told}，{'高于' if distance > 0 else '低于'}平均，{show(points)}分")
    n = steps(abs(distance), rule.step, rule.stepping)
    points = side_points(side, n)
    return Outcome(points=points, reason=f"{told}，差{show_number(n)}档，{show_number(points)}分")


def _share(rule: Cohort, unit: str, numbers: dict[str, Decimal]) -> Outcome:
    worth = rule.worth or ZERO
    best = max(numbers.values()) if rule.better == "higher" else min(numbers.values())
    own = numbers[unit]
    if best == 0 or own == 0 or (best < 0 and own != best):
        if own == best:
            if rule.best_zero == "ask":
                return asked("最好的一家为零，不能按比例赋分", ZERO, worth)
            return Outcome(reason="最好的一家为零，不赋分")
        if rule.better == "higher" and best > 0:
            return Outcome(reason=f"本单位{show(own)}，第一名{show_number(best)}，得0分")
        return asked("最好的一家为零或负数，不能按比例赋分", ZERO, worth)
    share = own / best if rule.better == "higher" else best / own
    points = max(ZERO, share) * worth
    return Outcome(
        points=points,
        reason=f"本单位{show_number(own)}，最好{show_number(best)}，{show(worth)}×比例得{show_number(points)}分",
    )


def _ranked(rule: Cohort, unit: str, numbers: dict[str, Decimal], n: int) -> Outcome:
    own = numbers[unit]
    if rule.better == "higher":
        ahead = sum(1 for v in numbers.values() if v > own)
        distinct = len({v for v in numbers.values() if v > own})
    else:
        ahead = sum(1 for v in numbers.values() if v < own)
        distinct = len({v for v in numbers.values() if v < own})
    tied = sum(1 for v in numbers.values() if v == own)
    low, high = cohort_bounds(rule, n)
    if tied > 1 and rule.ties == "ask":
        return asked(f"与另外{tied - 1}个单位并列第{ahead + 1}名，方案没有写并列怎样赋分", low, high)
    if rule.ties == "average":
        places = range(ahead + 1, ahead + tied + 1)
        points = sum((_at_place(rule, Decimal(p), n) for p in places), ZERO) / tied
        place_word = f"第{ahead + 1}名" if tied == 1 else f"并列第{ahead + 1}至{ahead + tied}名，取平均"
    else:
        place = (distinct if rule.ties == "dense" else ahead) + 1
        place_word = f"第{place}名" + (f"（{tied}家并列）" if tied > 1 else "")
        if n == 1 and rule.singleton == "ask":
            return asked("只有一个参评单位，名次赋分由人决定", low, high)
        points = _at_place(rule, Decimal(place), n)
    return Outcome(points=points, reason=f"{n}个单位中{place_word}，{show_number(points)}分")


def _at_place(rule: Cohort, place: Decimal, n: int) -> Decimal:
    if rule.function == "rank_step":
        return (rule.first or ZERO) - _drop(rule) * (place - 1)
    if rule.function == "rank_linear":
        first, last = rule.first or ZERO, rule.last or ZERO
        if n == 1:
            return last if rule.singleton == "last" else first
        return first - (first - last) * (place - 1) / (n - 1)
    index = int(place) - 1
    if rule.function == "bottom_k":
        index = n - int(place)
    if rule.k is not None and index >= rule.k:
        return ZERO
    if index < len(rule.points):
        return rule.points[index]
    if rule.function in ("top_k", "bottom_k") and rule.points and rule.k is not None:
        return rule.points[-1]
    return rule.points[-1] if rule.function == "rank_list" and rule.points and rule.step is None else ZERO
