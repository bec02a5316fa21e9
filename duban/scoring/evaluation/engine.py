"""The plain-Python evaluation of a scheme over a book: each result is computed when it is asked for, once."""

from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from duban.scoring.facts import Book
from duban.scoring.result import GroupResult, IndicatorResult, UnitResult
from duban.scoring.scheme.base import Window, matches
from duban.scoring.scheme.model import Group, Scheme
from duban.scoring.scheme.rules import Cohort, Deadline, Import, Judge, Line, Panel, Rollup, Sample, Slope, Table, Tally

from .cohort import cohort
from .deadline import deadline
from .dedupe import deduped
from .desk import Desk
from .group import group_result
from .indicator import indicator_result
from .judge import imported, judge, sample
from .outcome import ONE, ZERO, Outcome, State
from .panel import panel
from .plan import LinePlan, Plan
from .questions import ask
from .rollup import rollup
from .slope import slope
from .table import table
from .tally import tally
from .unit import unit_result


@contextmanager
def exact():  # type: ignore[no-untyped-def]
    """The one arithmetic of the engine, whatever the caller's context: 28 digits, half to even on endless quotients."""
    with localcontext() as context:
        context.prec, context.rounding = 28, ROUND_HALF_EVEN
        yield


class Scoring:
    """A scheme over a book up to a day. Results are remembered; ``replace`` forgets only what a change can touch."""

    def __init__(self, scheme: Scheme, book: Book, as_of: date | None = None):
        self.scheme, self.plan = scheme, Plan(scheme)
        self.as_of = as_of or scheme.window.to
        self.desk = Desk(scheme, book, self.as_of)
        self.names = [unit.name for unit in book.units]
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._indicators: dict[tuple[str, str], IndicatorResult] = {}
        self._groups: dict[tuple[str, str], GroupResult] = {}
        self._units: dict[str, UnitResult] = {}

    # --- what is asked for -------------------------------------------------------------------------------------

    def unit(self, name: str) -> UnitResult:
        """The result of one unit, without its grade (grades need everybody)."""
        if name not in self._units:
            with exact():
                self._units[name] = unit_result(self, name)
        return self._units[name]

    def group(self, unit: str, group: Group, path: tuple[Group, ...]) -> GroupResult:
        key = (unit, group.code)
        if key not in self._groups:
            self._groups[key] = group_result(self, unit, group, path)
        return self._groups[key]

    def indicator(self, unit: str, code: str) -> IndicatorResult:
        key = (unit, code)
        if key not in self._indicators:
            self._indicators[key] = indicator_result(self, unit, self.plan.indicators[code])
        return self._indicators[key]

    def outcome(self, unit: str, plan: LinePlan) -> Outcome:
        key = (unit, plan.line.code)
        if key not in self._outcomes:
            if plan.dedupe is None:
                self._outcomes[key] = self._evaluate(unit, plan)
            else:
                lines = [self.plan.lines[code] for code in plan.dedupe.lines]
                fresh = {lp.line.code: self._evaluate(unit, lp) for lp in lines}
                for code, outcome in deduped(plan.dedupe, fresh, self.desk, unit).items():
                    self._outcomes[unit, code] = outcome
        return self._outcomes[key]

    def replace(self, unit: str, rows: dict[str, Sequence[Any]]) -> None:
        """Other rows for one unit. Results that cannot depend on them stay; the rest is computed anew when asked for."""
        self.desk.replace(unit, rows)
        comparing = {code for code, plan in self.plan.indicators.items() if plan.compares}
        lines = {lp.line.code for code in comparing for lp in self.plan.indicators[code].lines}
        linked = {code for code in lines if (d := self.plan.lines[code].dedupe) is not None for code in d.lines} | lines
        self._outcomes = {k: v for k, v in self._outcomes.items() if k[0] != unit and k[1] not in linked}
        touched = comparing | {self.plan.lines[code].indicator.code for code in linked}
        self._indicators = {k: v for k, v in self._indicators.items() if k[0] != unit and k[1] not in touched}
        if touched:
            self._groups, self._units = {}, {}
        else:
            self._groups = {k: v for k, v in self._groups.items() if k[0] != unit}
            self._units.pop(unit, None)

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
        attributes = self.desk.units[unit].unit.attributes
        line: Line = plan.for_unit(attributes)
        exempt = ask(line.exempt_when, unit, self.desk, self.points_of)[0] if line.exempt_when else False
        if exempt is True:
            return Outcome(State.NOT_APPLICABLE, reason="符合免予条件，不加不扣")
        outcome = self.apply(line, unit, line.window or self.scheme.window, plan.indicator.max)
        if exempt is None and outcome.state is State.SCORED and outcome.points < 0:
            outcome.state = State.MISSING
            outcome.reason += "；是否免予没有报，暂按不免予计"
            outcome.could_be(ZERO)
        if outcome.state is State.MISSING and line.opens is not None and self.as_of < line.opens:
            outcome = Outcome(State.NOT_YET, reason=f"{line.opens:%m月%d日}起计分").could_be(outcome.reach())
        return limited(line, self._factored(line, unit, outcome))

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
                return cohort(line, unit, desk, window, self._basis(line), self._unit_factor(line))
            case Rollup():
                return rollup(line, unit, desk, window, self._inner(line, worth), self._child_points)
        raise AssertionError(f"no evaluator for {line!r}")

    def _inner(self, line: Rollup, worth: Decimal | None):  # type: ignore[no-untyped-def]
        def inner(unit: str, window: Window) -> Outcome:
            assert line.line is not None
            return limited(line.line, self.apply(line.line, unit, window, worth))

        return inner

    def _child_points(self, unit: str, indicator: str) -> Decimal | None:
        result = self.indicator(unit, indicator)
        return None if result.state in (State.MISSING, State.NOT_YET) else result.points

    def _basis(self, line: Cohort):  # type: ignore[no-untyped-def]
        """How units get the number they are compared by."""
        code, of = line.code, line.of

        def value(unit: str, window: Window) -> tuple[Decimal | None, tuple[str, ...]]:
            if of.source is not None:
                return self.desk.number(unit, of.source, window)
            if of.imported:
                rows = self.desk.units[unit].imports.get(code, [])
                return (rows[-1].value, (rows[-1].key,)) if rows else (None, ())
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
        def factor(unit: str, position: str) -> Decimal:
            attributes = self.desk.units[unit].unit.attributes
            times = ONE
            for f in line.factors:
                if f.position != position or not matches(f.when, attributes):
                    continue
                if f.times is not None:
                    times *= f.times
                if f.times_attribute is not None:
                    value = attributes.get(f.times_attribute)
                    times *= value if isinstance(value, Decimal) else ONE
                if f.divide_by is not None:
                    value = attributes.get(f.divide_by)
                    times /= value if isinstance(value, Decimal) and value else ONE
            return times

        return factor

    def _factored(self, line: Line, unit: str, outcome: Outcome) -> Outcome:
        """Coefficients of the unit on the points of the line, or on its deductions only."""
        if not line.factors:
            return outcome
        factor = self._unit_factor(line)
        times = factor(unit, "on_points")
        if outcome.points < 0:
            times *= factor(unit, "on_deduction")
        if times != ONE:
            outcome.points *= times
            for part in outcome.parts:
                part.points *= times
            outcome.reason += f"，乘系数{times.normalize():f}"
            if outcome.best_set and outcome.best is not None:
                outcome.best *= times
        return outcome


def limited(line: Line, outcome: Outcome) -> Outcome:
    """LIMIT of one line: the raw points stay visible beside the limited ones."""
    outcome.raw = outcome.points
    if line.limit is None:
        return outcome
    floor, ceiling = line.limit.floor, line.limit.ceiling
    if outcome.state is State.MISSING and outcome.empties and floor is not None:
        outcome.points, outcome.empties = floor, False
    if floor is not None and outcome.points < floor:
        outcome.points, outcome.limit = floor, f"细则扣到{floor.normalize():f}分为止"
    if ceiling is not None and outcome.points > ceiling:
        outcome.points, outcome.limit = ceiling, f"细则封顶{ceiling.normalize():f}分"
    if outcome.best_set and ceiling is not None:
        outcome.best = ceiling if outcome.best is None else min(outcome.best, ceiling)
    return outcome


__all__ = ["ZERO", "Scoring", "exact", "limited"]
