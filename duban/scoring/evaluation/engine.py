"""The plain-Python evaluation of a scheme over a book: each result is computed when it is asked for, once."""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

from duban.scoring.facts import Book
from duban.scoring.result import GroupResult, IndicatorResult, UnitResult
from duban.scoring.scheme.base import Window, matches
from duban.scoring.scheme.model import Group, Scheme
from duban.scoring.scheme.rules import Cohort, Deadline, Import, Judge, Line, Panel, Rollup, Sample, Slope, Table, Tally

from .bounds import bounds
from .cohort import Pool, cohort
from .deadline import deadline
from .dedupe import deduped
from .desk import Desk
from .group import group_result
from .indicator import indicator_result
from .judge import imported, judge, sample
from .outcome import ONE, SETTLING, ZERO, Outcome, State, cut, missing, not_yet, scaled, show
from .panel import panel
from .plan import LinePlan, Plan
from .questions import ask
from .rollup import rollup
from .slope import slope
from .table import table
from .tally import tally
from .unit import unit_result

GIVING = ("full", "zero", "cohort_mean")
"""Policies for what does not apply that still say how many points it comes to."""


@contextmanager
def exact():  # type: ignore[no-untyped-def]
    """The one arithmetic of the engine, whatever the caller's context: 28 digits, half to even on endless quotients."""
    with localcontext(Context(prec=28, rounding=ROUND_HALF_EVEN)):
        yield


@dataclass(slots=True)
class Known:
    """What has been computed of one unit."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    indicators: dict[str, IndicatorResult] = field(default_factory=dict)
    groups: dict[str, GroupResult] = field(default_factory=dict)
    result: UnitResult | None = None


class Scoring:
    """A scheme over a book up to a day. Results are remembered; ``replace`` forgets only what a change can touch."""

    def __init__(self, scheme: Scheme, book: Book, as_of: date | None = None):
        self.scheme, self.plan = scheme, Plan(scheme)
        self.as_of = as_of or scheme.window.to
        self.desk = Desk(scheme, book, self.as_of)
        self.names = [unit.name for unit in book.units]
        self._known: dict[str, Known] = {name: Known() for name in self.names}
        self._pools: dict[tuple[object, ...], Pool] = {}
        self._linked, self._touched = self._what_compares()

    # --- what is asked for -------------------------------------------------------------------------------------

    def unit(self, name: str) -> UnitResult:
        """The result of one unit, without its grade (grades need everybody)."""
        known = self._known[name]
        if known.result is None:
            with exact():
                known.result = unit_result(self, name)
        return known.result

    def group(self, unit: str, group: Group, path: tuple[Group, ...]) -> GroupResult:
        groups = self._known[unit].groups
        if group.code not in groups:
            groups[group.code] = group_result(self, unit, group, path)
        return groups[group.code]

    def indicator(self, unit: str, code: str) -> IndicatorResult:
        known = self._known[unit]
        if code not in known.indicators:
            plan = self.plan.indicators[code]
            known.indicators[code] = indicator_result(self, unit, plan)
            for line_plan in plan.lines:  # the ledger has taken over what the outcomes said
                known.outcomes.pop(line_plan.line.code, None)
        return known.indicators[code]

    def outcome(self, unit: str, plan: LinePlan) -> Outcome:
        outcomes = self._known[unit].outcomes
        if plan.line.code not in outcomes:
            together = [plan] if plan.dedupe is None else [self.plan.lines[code] for code in plan.dedupe.lines]
            fresh = {lp.line.code: self._evaluate(unit, lp) for lp in together}
            if plan.dedupe is not None:
                deduped(plan.dedupe, fresh, self.desk, unit)
            attributes = self.desk.units[unit].unit.attributes
            for lp in together:
                # What counts twice is dropped first, so that a line's own limit bounds what is left.
                outcomes[lp.line.code] = limited(lp.for_unit(attributes), fresh[lp.line.code])
        return outcomes[plan.line.code]

    def replace(self, unit: str, rows: dict[str, Sequence[Any]]) -> None:
        """Other rows for one unit. Results that cannot depend on them stay; the rest is computed anew when asked for."""
        self.desk.replace(unit, rows)
        self._known[unit] = Known()
        if not self._touched:
            return
        self._pools = {}
        for known in self._known.values():
            for code in self._linked:
                known.outcomes.pop(code, None)
            for code in self._touched:
                known.indicators.pop(code, None)
            known.groups, known.result = {}, None

    def _what_compares(self) -> tuple[frozenset[str], frozenset[str]]:
        """The lines and the indicators whose result may change when another unit's rows change."""
        comparing = {code for code, plan in self.plan.indicators.items() if plan.compares}
        lines = {lp.line.code for code in comparing for lp in self.plan.indicators[code].lines}
        partners = {code for code in lines if (d := self.plan.lines[code].dedupe) is not None for code in d.lines}
        linked = lines | partners
        return frozenset(linked), frozenset(comparing | {self.plan.lines[code].indicator.code for code in linked})

    def points_of(self, kind: str, unit: str, code: str) -> Decimal | None:
        """Points of an indicator, a group or the total for a gate's question; None while they are not known."""
        if kind == "indicator":
            result = self.indicator(unit, code)
            return None if result.state in (State.MISSING, State.NOT_YET) else result.points
        if kind == "group":
            group, path = self.plan.groups[code]
            if any(self.indicator(unit, c).state is State.MISSING for c in self.plan.indicators_in(code)):
                return None
            return self.group(unit, group, path).points
        return None

    # --- one line ----------------------------------------------------------------------------------------------

    def _evaluate(self, unit: str, plan: LinePlan) -> Outcome:
        line: Line = plan.for_unit(self.desk.units[unit].unit.attributes)
        outcome = self._line(line, unit, line.window or self.scheme.window, plan.indicator.max)
        return self._settled(line, unit, plan.indicator.max, outcome) if outcome.ask else outcome

    def _settled(self, line: Line, unit: str, worth: Decimal | None, outcome: Outcome) -> Outcome:
        """An ask that a person has answered: a mark on the line, inside what the rule can give, by somebody, for a reason.

        A mark that the rule itself has taken up and found wanting settles nothing.
        """
        marks = [j for j in self.desk.units[unit].judgements.get(line.code, []) if j.points is not None]
        if len(marks) != 1 or marks[0].matter or marks[0].key in outcome.facts:
            return outcome
        mark, points, (low, high) = marks[0], marks[0].points or ZERO, bounds(line, worth)
        outcome.facts = (*outcome.facts, mark.key)
        if (
            not mark.who
            or not mark.reason
            or (low is not None and points < low)
            or (high is not None and points > high)
        ):
            outcome.ask += SETTLING
            return outcome
        reason = f"{outcome.ask}；{mark.who}裁定{show(points)}分：{mark.reason}"
        return Outcome(points=points, quantity=outcome.quantity, facts=outcome.facts, reason=reason, who=mark.who)

    def _line(self, line: Line, unit: str, window: Window, worth: Decimal | None) -> Outcome:
        """One line with its exemption, its opening day and its coefficients, before its limit."""
        exempt = ask(line.exempt_when, unit, self.desk, self.points_of)[0] if line.exempt_when else False
        if exempt is True:
            return Outcome(State.NOT_APPLICABLE, reason="符合免予条件，不加不扣")
        outcome = self.apply(line, unit, window, worth)
        # What must be said is due from its opening day; where none is stated, when the window ends.
        due = line.opens or window.to
        if self.as_of < due and outcome.state is State.MISSING and not outcome.ask and not outcome.facts:
            outcome = not_yet(f"{due:%m月%d日}{'起计分' if line.opens else '前报来即可'}", outcome.reach())
        outcome = self._still_open(line, window, worth, self._factored(line, unit, outcome))
        if exempt is None:
            return _perhaps_exempt(outcome)
        return outcome

    def _still_open(self, line: Line, window: Window, worth: Decimal | None, outcome: Outcome) -> Outcome:
        """Before the window ends, a line that earns can still come to the most it gives."""
        earns = isinstance(line, Tally | Table | Slope | Cohort)
        if earns and self.as_of < window.to and outcome.state is State.SCORED and not outcome.best_set:
            most = bounds(line, worth)[1]
            if most is None or most > max(outcome.points, ZERO):
                outcome.could_be(most)
        return outcome

    def apply(self, line: Line, unit: str, window: Window, worth: Decimal | None) -> Outcome:
        """What the rule of a line comes to for one unit in one window, before factors and limits."""
        desk = self.desk
        match line:
            case Tally():
                return tally(line, unit, desk, window, self.points_of)
            case Table():
                return table(line, unit, desk, window, worth, self.points_of)
            case Deadline():
                return deadline(line, unit, desk, window)
            case Judge():
                return judge(line, unit, desk)
            case Import():
                return imported(line, unit, desk)
            case Slope():
                return slope(line, unit, desk, window)
            case Panel():
                return panel(line, unit, desk, worth)
            case Sample():
                return sample(line, unit, desk, window)
            case Cohort():
                return cohort(line, unit, desk, window, self._pool_of(line), self._unit_factor(line))
            case Rollup():
                return rollup(line, unit, desk, window, self._inner(line, worth), self._child_points)
        raise AssertionError(f"no evaluator for {line!r}")

    def _inner(self, line: Rollup, worth: Decimal | None):  # type: ignore[no-untyped-def]
        def inner(unit: str, window: Window) -> Outcome:
            return limited(line.line, self._line(line.line, unit, window, worth))  # type: ignore[arg-type]

        return inner

    def _child_points(self, unit: str, indicator: str) -> tuple[bool, Decimal | None]:
        if not self.plan.indicators[indicator].is_for(self.desk.units[unit].unit.attributes):
            return False, None
        result = self.indicator(unit, indicator)
        if result.state is State.NOT_APPLICABLE:
            return result.otherwise in GIVING, result.points
        return True, None if result.state in (State.MISSING, State.NOT_YET) else result.points

    def _pool_of(self, line: Cohort):  # type: ignore[no-untyped-def]
        """How the numbers of a unit's class are found: gathered once for each class and stretch of days."""
        number_of, factor = self._basis(line), self._unit_factor(line)

        def pool(unit: str, window: Window) -> Pool:
            own = self.desk.units[unit].unit.attributes.get(line.by) if line.by else None
            key = (id(line), own, window.from_, window.to)
            if key not in self._pools:
                self._pools[key] = Pool.of(self.desk.peers(unit, line.by), window, number_of, factor)
            return self._pools[key]

        return pool

    def _basis(self, line: Cohort):  # type: ignore[no-untyped-def]
        """How units get the number they are compared by."""
        code, of = line.code, line.of

        def value(unit: str, window: Window) -> tuple[Decimal | None, tuple[str, ...]]:
            if of.source is not None:
                return self.desk.number(unit, of.source, window)
            if of.imported:
                rows = self.desk.units[unit].imports.get(code, [])
                return (rows[0].value if len(rows) == 1 else None), tuple(r.key for r in rows)
            if of.indicator is not None:
                if not self.plan.indicators[of.indicator].is_for(self.desk.units[unit].unit.attributes):
                    return None, ()
                result = self.indicator(unit, of.indicator)
                known = result.state is State.SCORED
                return (result.points if known else None), tuple(k for e in result.entries for k in e.facts)
            points = self.points_of("group", unit, of.group or "")
            return points, ()

        return value

    def _unit_factor(self, line: Line):  # type: ignore[no-untyped-def]
        def factor(unit: str, position: str) -> Fraction | None:
            attributes = self.desk.units[unit].unit.attributes
            times = Fraction(1)
            for f in line.factors:
                if f.position != position or not matches(f.when, attributes):
                    continue
                times *= 1 if f.times is None else Fraction(f.times)
                for name, divides in ((f.times_attribute, False), (f.divide_by, True)):
                    if name is None:
                        continue
                    value = attributes.get(name)
                    if not isinstance(value, Decimal) or (divides and not value):
                        return None
                    times = times / Fraction(value) if divides else times * Fraction(value)
            return times

        return factor

    def _factored(self, line: Line, unit: str, outcome: Outcome) -> Outcome:
        """Coefficients of the unit on the points of the line, or on its deductions only."""
        if not any(f.position in ("on_points", "on_deduction") for f in line.factors):
            return outcome
        factor = self._unit_factor(line)
        on_points, on_deduction = factor(unit, "on_points"), factor(unit, "on_deduction")
        if on_points is None or on_deduction is None:
            low = None if outcome.points < 0 or outcome.bottomless else ZERO
            return missing("单位没有写这条细则所乘的系数", low, None, empties=outcome.empties)

        def weighed(points: Decimal) -> Decimal:
            return scaled(points, on_points * on_deduction if points < 0 else on_points)

        times = on_points * on_deduction if outcome.points < 0 else on_points
        if times != 1:
            outcome.points = weighed(outcome.points)
            for part in outcome.parts:
                part.points = weighed(part.points)
            outcome.reason += f"，乘系数{show(scaled(ONE, times))}"
        if outcome.best_set and outcome.best is not None:
            outcome.best = weighed(outcome.best)
        return outcome


def _perhaps_exempt(outcome: Outcome) -> Outcome:
    """A line from which the unit may be exempt, but nobody said so: it stands at the worse of the two."""
    if outcome.state is State.NOT_YET:
        return outcome
    best = outcome.reach()
    outcome.state, outcome.points = State.MISSING, min(outcome.points, ZERO)
    outcome.reason += "；是否免予没有报，暂按不利的计"
    return outcome.could_be(best if best is None else max(best, ZERO))


def limited(line: Line, outcome: Outcome) -> Outcome:
    """LIMIT of one line: the raw points stay visible beside the limited ones."""
    outcome.points = cut(outcome.points)
    outcome.raw = outcome.points
    if outcome.best_set and outcome.best is not None:
        outcome.best = cut(outcome.best)
    if line.limit is None or outcome.state in (State.NOT_YET, State.NOT_APPLICABLE):
        return outcome
    floor, ceiling = line.limit.floor, line.limit.ceiling
    if floor is not None and outcome.bottomless:
        outcome.points, outcome.bottomless = floor, False
    if floor is not None and outcome.points < floor:
        outcome.points, outcome.limit = floor, f"细则扣到{show(floor)}分为止"
    if ceiling is not None and outcome.points > ceiling:
        outcome.points, outcome.limit = ceiling, f"细则封顶{show(ceiling)}分"
    if outcome.best_set and ceiling is not None:
        outcome.best = ceiling if outcome.best is None else min(outcome.best, ceiling)
    return outcome
