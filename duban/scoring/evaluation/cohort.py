"""COHORT: rules that need everybody's number first."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from duban.scoring.periods import period_name, periods_of
from duban.scoring.scheme.base import Window
from duban.scoring.scheme.rules import Cohort

from .desk import Desk
from .outcome import ONE, ZERO, Outcome, State, asked, missing, not_yet, scaled, show, show_number
from .slope import side_points, sides_bounds, steps

Number = Callable[[str, Window], tuple[Decimal | None, tuple[str, ...]]]
"""unit, window → the number that units are compared by (None: lacking), and the facts it comes from."""
UnitFactor = Callable[[str, str], Fraction | None]
"""unit, position → the coefficient of the line for that unit at that place; None when its attribute is lacking."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The numbers of all units of one class for one stretch of days, and what each comparison needs of them."""

    size: int
    numbers: dict[str, Decimal]
    facts: dict[str, tuple[str, ...]]
    unweighted: frozenset[str]
    sorted: list[Decimal]
    distinct: list[Decimal]
    mean: Decimal | None

    @classmethod
    def of(cls, units: list[str], window: Window, number_of: Number, factor: UnitFactor) -> "Pool":
        numbers, facts, unweighted = {}, {}, set()
        for unit in units:
            number, facts[unit] = number_of(unit, window)
            if number is None:
                continue
            before = factor(unit, "before_rank")
            if before is None:
                unweighted.add(unit)
            else:
                numbers[unit] = scaled(number, before)
        mean = sum((numbers[name] for name in sorted(numbers)), ZERO) / len(numbers) if numbers else None
        values = sorted(numbers.values())
        return cls(len(units), numbers, facts, frozenset(unweighted), values, sorted(set(values)), mean)

    def standing(self, own: Decimal, better: str) -> tuple[int, int, int]:
        """How many units are ahead of this number, how many different numbers are, and how many units have it."""
        low, high = bisect_left(self.sorted, own), bisect_right(self.sorted, own)
        if better == "higher":
            return len(self.sorted) - high, len(self.distinct) - bisect_right(self.distinct, own), high - low
        return low, bisect_left(self.distinct, own), high - low

    def best(self, better: str) -> Decimal:
        return self.sorted[-1 if better == "higher" else 0]


PoolOf = Callable[[str, Window], Pool]
"""unit, window → the pool of the unit's class."""


def cohort(rule: Cohort, unit: str, desk: Desk, window: Window, pool_of: PoolOf, factor: UnitFactor) -> Outcome:
    if rule.per is None:
        return _once(rule, unit, pool_of(unit, window), factor)
    ended = [p for p in periods_of(window, rule.per) if p.to <= desk.as_of]
    name = period_name(rule.per)
    if not ended:
        return not_yet(f"还没有满一个{name}", cohort_bounds(rule, len(desk.units))[1])
    outcomes = [_once(rule, unit, pool_of(unit, period), factor) for period in ended]
    total = sum((o.points for o in outcomes), ZERO)
    points = total / len(outcomes) if rule.combine == "mean" else total
    outcome = Outcome(points=points, quantity=Decimal(len(outcomes)))
    outcome.facts = tuple(k for o in outcomes for k in o.facts)
    how = "平均" if rule.combine == "mean" else "合计"
    outcome.reason = f"{len(outcomes)}个{name}逐期排名赋分，{how}{show_number(points)}分"
    lacking = [o for o in outcomes if o.state != "scored"]
    if not lacking:
        return outcome
    # The periods that lack something already stand at their worst, so their sum is the worst of the whole.
    outcome.state, outcome.bottomless = State.MISSING, any(o.bottomless for o in lacking)
    outcome.ask = next((o.ask for o in lacking if o.ask), "")
    outcome.reason = (
        f"{'待决：' + outcome.ask + '；' if outcome.ask else ''}有{len(lacking)}个{name}缺数；{outcome.reason}"
    )
    reaches = [o.reach() for o in outcomes]
    best = None if None in reaches else sum((r for r in reaches if r is not None), ZERO)
    return outcome.could_be(best if best is None or rule.combine == "sum" else best / len(outcomes))


RANKS = ("rank_list", "rank_step", "rank_linear", "top_k", "bottom_k")


def cohort_bounds(rule: Cohort, n: int) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most the rule can give among n units."""
    if rule.function == "vs_mean":
        if rule.step is None:
            values = [ZERO, *(s.points for s in (rule.above, rule.below) if s is not None)]
            return min(values), max(values)
        return sides_bounds((rule.below, rule.above))
    if rule.function == "share_of_best":
        return ZERO, rule.worth
    if rule.function == "rank_step" and rule.first is not None:
        last = rule.first - _drop(rule) * (n - 1)
        return min(last, ZERO, rule.first), max(last, rule.first)
    if rule.function == "rank_linear":
        ends = [rule.first or ZERO, rule.last or ZERO, ZERO]
        return min(ends), max(ends)
    values = [*rule.points, ZERO]
    return min(values), max(values)


def _drop(rule: Cohort) -> Decimal:
    step, first = rule.step or ZERO, rule.first or ZERO
    return first * step if rule.step_is == "percent" else step


def _once(rule: Cohort, unit: str, pool: Pool, factor: UnitFactor) -> Outcome:
    after = factor(unit, "after_rank")
    if after is None:
        low, high = cohort_bounds(rule, pool.size)
        outcome = missing("没有排名后所乘的系数", None if low is None or low < 0 else low, None if high else high)
    elif unit in pool.numbers:
        compare = {"vs_mean": _vs_mean, "share_of_best": _share}.get(rule.function, _ranked)
        outcome = compare(rule, unit, pool)
    elif unit in pool.unweighted:
        outcome = missing("没有排名前所乘的系数", *cohort_bounds(rule, pool.size))
    elif rule.missing == "last" and rule.function in RANKS:
        outcome = _behind(rule, pool)
    else:
        outcome = missing("没有用来比较的数", *cohort_bounds(rule, pool.size))
    if after is not None and after != 1:
        outcome.points = scaled(outcome.points, after)
        if outcome.best_set and outcome.best is not None:
            outcome.best = scaled(outcome.best, after)
        outcome.reason += f"，乘系数{show(scaled(ONE, after))}得{show_number(outcome.points)}分"
    outcome.quantity, outcome.facts = pool.numbers.get(unit), pool.facts[unit]
    return outcome


def _behind(rule: Cohort, pool: Pool) -> Outcome:
    """The place of those without a number, where the scheme puts them last: behind everybody who has one."""
    n, ahead = pool.size, len(pool.numbers)
    tied = n - ahead
    high = cohort_bounds(rule, n)[1]
    if tied > 1 and rule.ties == "ask":
        low = min(_at_place(rule, Decimal(p), n) for p in range(ahead + 1, n + 1))
        return asked(f"{tied}个单位没有用来比较的数，并列末位，方案没有写并列怎样赋分", low, high)
    if rule.ties == "average":
        points = sum((_at_place(rule, Decimal(p), n) for p in range(ahead + 1, n + 1)), ZERO) / tied
    else:
        place = len(pool.distinct) + 1 if rule.ties == "dense" else ahead + 1
        points = _at_place(rule, Decimal(place), n)
    return missing(f"没有用来比较的数，按方案排在末位，{show_number(points)}分", points, high)


def _vs_mean(rule: Cohort, unit: str, pool: Pool) -> Outcome:
    numbers, mean = pool.numbers, pool.mean or ZERO
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


def _share(rule: Cohort, unit: str, pool: Pool) -> Outcome:
    worth = rule.worth or ZERO
    best, own = pool.best(rule.better), pool.numbers[unit]
    if best == 0 and rule.best_zero == "zero":
        return Outcome(reason="最好的一家为零，不赋分")
    if best <= 0:
        return asked("最好的一家为零或负数，不能按比例赋分", ZERO, worth)
    points = max(ZERO, own / best if rule.better == "higher" else best / own) * worth
    return Outcome(
        points=points,
        reason=f"本单位{show_number(own)}，最好{show_number(best)}，{show(worth)}×比例得{show_number(points)}分",
    )


def _ranked(rule: Cohort, unit: str, pool: Pool) -> Outcome:
    n = pool.size if rule.missing == "last" else len(pool.numbers)
    ahead, distinct, tied = pool.standing(pool.numbers[unit], rule.better)
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
    return rule.points[-1] if rule.function == "rank_list" and rule.points else ZERO
