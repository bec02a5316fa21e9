"""A scheme made ready: every line with its place, its variants resolved, and who depends on whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from duban.scoring.scheme.base import Match, Test, matches
from duban.scoring.scheme.model import Dedupe, Gate, Group, Indicator, Scheme
from duban.scoring.scheme.rules import Cohort, Line, MonthsAfter, Rollup, Rule, Slope, Table, Tally

RULE: TypeAdapter[Any] = TypeAdapter(Rule)


def with_parameters(line: Line, change: dict[str, Any]) -> Line:
    """The same line with other parameters; raises pydantic's error when they do not fit the rule."""
    raw = line.model_dump(by_alias=True, exclude_unset=True)
    raw |= change | {"variants": [], "code": line.code}
    made: Line = RULE.validate_python(raw)
    return made


@dataclass(slots=True)
class LinePlan:
    """One line and the forms it takes for units of different kinds."""

    line: Any
    indicator: Indicator
    variants: list[tuple[Match, Any]]
    dedupe: Dedupe | None = None

    def for_unit(self, attributes: Any) -> Any:
        for when, line in self.variants:
            if matches(when, attributes):
                return line
        return self.line


@dataclass(slots=True)
class IndicatorPlan:
    """One indicator, the groups that hold it (outermost first) and its lines."""

    indicator: Indicator
    path: tuple[Group, ...]
    lines: list[LinePlan] = field(default_factory=list)
    compares: bool = False

    def is_for(self, attributes: Any) -> bool:
        """Whether the indicator belongs to the unit's indicator set at all."""
        return all(matches(group.for_, attributes) for group in self.path)


def indicators_of(groups: list[Group], path: tuple[Group, ...] = ()) -> Iterator[tuple[Indicator, tuple[Group, ...]]]:
    """All indicators with the groups that hold them, in the scheme's order."""
    for group in groups:
        here = (*path, group)
        for indicator in group.indicators:
            yield indicator, here
        yield from indicators_of(group.groups, here)


def groups_of(groups: list[Group], path: tuple[Group, ...] = ()) -> Iterator[tuple[Group, tuple[Group, ...]]]:
    """All groups with those that hold them, outer before inner."""
    for group in groups:
        yield group, path
        yield from groups_of(group.groups, (*path, group))


def tests_in(test: Test | None) -> Iterator[Test]:
    if test is not None:
        yield test
        for inner in (*(test.any_ or ()), *(test.all_ or ())):
            yield from tests_in(inner)


def gates_of(scheme: Scheme) -> Iterator[Gate]:
    yield from scheme.gates
    for group, _ in groups_of(scheme.groups):
        yield from group.gates
    for indicator, _ in indicators_of(scheme.groups):
        yield from indicator.gates


class Plan:
    """What the evaluators look things up in."""

    def __init__(self, scheme: Scheme):
        self.scheme = scheme
        self.indicators: dict[str, IndicatorPlan] = {}
        self.lines: dict[str, LinePlan] = {}
        for indicator, path in indicators_of(scheme.groups):
            plan = IndicatorPlan(indicator, path)
            for line in indicator.lines:
                forms = [(v.when, with_parameters(line, v.set)) for v in line.variants]
                plan.lines.append(LinePlan(line, indicator, forms))
                self.lines[line.code] = plan.lines[-1]
            self.indicators[indicator.code] = plan
        for dedupe in scheme.dedupe:
            for code in dedupe.lines:
                self.lines[code].dedupe = dedupe
        self.groups = {group.code: (group, path) for group, path in groups_of(scheme.groups)}
        self.tops = [g.code for g in scheme.groups]
        self._mark_comparing()

    def indicators_in(self, group: str) -> list[str]:
        return [code for code, plan in self.indicators.items() if any(g.code == group for g in plan.path)]

    def needs(self, code: str) -> set[str]:
        """The indicators whose result an indicator asks for."""
        plan, out = self.indicators[code], set()
        for line_plan in plan.lines:
            for line in forms_of(line_plan):
                if isinstance(line, Cohort):
                    out |= {line.of.indicator} if line.of.indicator else set()
                    out |= set(self.indicators_in(line.of.group)) if line.of.group else set()
                if isinstance(line, Rollup) and line.indicator:
                    out.add(line.indicator)
                for test in tests_of(line):
                    out |= self._asked(test)
        for gate in plan.indicator.gates:
            for test in (*tests_in(gate.condition), *tests_in(gate.exempt_when)):
                out |= self._asked(test)
        return {c for c in out if c is not None and c in self.indicators}

    def _asked(self, test: Test) -> set[str]:
        out = {test.indicator} if test.indicator else set()
        return out | (set(self.indicators_in(test.group)) if test.group else set())

    def _mark_comparing(self) -> None:
        """Items whose result changes when another unit's facts change, directly or through an indicator they need."""
        for plan in self.indicators.values():
            plan.compares = any(self._compares(lp) for lp in plan.lines) or (
                plan.indicator.applies is not None and plan.indicator.applies.otherwise == "cohort_mean"
            )
        changed = True
        while changed:
            changed = False
            for code, plan in self.indicators.items():
                if not plan.compares and any(self.indicators[n].compares for n in self.needs(code)):
                    plan.compares = changed = True

    @staticmethod
    def _compares(plan: LinePlan) -> bool:
        for line in forms_of(plan):
            if isinstance(line, Cohort) or (isinstance(line, Slope) and line.baseline.cohort_mean):
                return True
            if isinstance(line, Rollup) and line.over == "children":
                return True
            if line.rule == "PANEL" and line.combine == "rank_mean":
                return True
        return False


def forms_of(plan: LinePlan) -> Iterator[Any]:
    """A line in all its forms, and the rule inside a ROLLUP over periods with each of them."""
    for line in (plan.line, *(form for _, form in plan.variants)):
        yield line
        inner = getattr(line, "line", None)
        if inner is not None:
            yield inner


def tests_of(line: Any) -> Iterator[Test]:
    """The tests a line asks, inner ones too."""
    yield from tests_in(line.exempt_when)
    if isinstance(line, Tally):
        yield from tests_in(line.when)
    if isinstance(line, Table):
        for row in line.rows:
            for test in row.any_ or []:
                yield from tests_in(test)
    if isinstance(line, Rollup) and line.line is not None:
        yield from tests_of(line.line)


def tags_of(line: Any) -> Iterator[str]:
    """The tags a line reads."""
    if isinstance(line, Tally):
        yield from _each(line.source)
        yield from (p.source for p in line.parts)
    elif isinstance(line, Table):
        yield from _each(line.source)
    elif isinstance(line, Cohort):
        yield from _each(line.of.source)
    elif isinstance(line, Slope):
        yield line.source
        yield from _each(line.baseline.source)
    elif isinstance(line, Rollup):
        yield from _each(line.source)
        if line.line is not None:
            yield from tags_of(line.line)
    elif getattr(line, "source", None):
        yield line.source
        due = getattr(line, "due", None)
        if isinstance(due, MonthsAfter):
            yield due.source
    yield from (t.source for t in tests_of(line) if t.source)


def _each(source: str | list[str] | None) -> Iterator[str]:
    if isinstance(source, str):
        yield source
    else:
        yield from source or ()
