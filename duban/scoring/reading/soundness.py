"""Whether a scheme holds together: what its author must mend before it can be used.

Faults of reference (an unknown tag, a code used twice, a circle) are errors for every scheme. Faults of design (a sum
that does not fit, a forbidden source) are errors for a live scheme and warnings for a historical one.
"""

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from duban.scoring.evaluation.plan import Plan, gates_of, groups_of, indicators_of, tests_in, tests_of, with_parameters
from duban.scoring.problems import Problem
from duban.scoring.scheme.labels import field_of, title_of
from duban.scoring.scheme.model import Cannot, Scheme
from duban.scoring.scheme.rules import Cohort

from . import design, sources
from .named import NamedPlaces
from .references import references
from .shape import unheeded, unheeded_in_gate

Found = Iterator[Problem]


def examine(scheme: Scheme, places: NamedPlaces) -> list[Problem]:
    """All faults of a scheme whose form is right, in the order: references, arithmetic, sources, live duties."""
    for check in (_codes, _variants, references):
        problems = list(dict.fromkeys(check(scheme, places)))
        if problems:
            return problems
    plan = Plan(scheme)
    problems = [*_circles(plan, places), *_coverage(plan, places)]
    found = [*design.arithmetic(plan, places), *_without_effect(plan, places), *sources.forbidden(plan, places)]
    if scheme.historical:
        found = [Problem(p.where, p.found, p.expected, p.cites, warning=True) for p in found]
    else:
        found += design.live(plan, places)
    return problems + found


def _without_effect(plan: Plan, places: NamedPlaces) -> Found:
    for line_plan in plan.lines.values():
        yield from unheeded(line_plan.line, places)
    for gate in gates_of(plan.scheme):
        yield from unheeded_in_gate(gate, places)


def _codes(scheme: Scheme, places: NamedPlaces) -> Found:
    indicators = [indicator for indicator, _ in indicators_of(scheme.groups)]
    codes = [g.code for g, _ in groups_of(scheme.groups)]
    codes += [i.code for i in indicators] + [line.code for i in indicators for line in i.lines]
    codes += [gate.code for gate in gates_of(scheme)]
    for code, times in Counter(codes).items():
        if times > 1:
            there = "、".join(dict.fromkeys(places.all_of(code)))
            yield Problem(
                places.of(code, "code"),
                f"编码“{code}”用了{times}次（{there}）",
                "每个分组、指标、细则、门槛各用自己的编码",
            )


def _variants(scheme: Scheme, places: NamedPlaces) -> Found:
    for indicator, _ in indicators_of(scheme.groups):
        for line in indicator.lines:
            for n, variant in enumerate(line.variants, start=1):
                try:
                    with_parameters(line, variant.set)
                except ValidationError as error:
                    keys = dict.fromkeys(str(e["loc"][1]) for e in error.errors() if len(e["loc"]) > 1)
                    for key in keys:
                        name = field_of(type(line), key)
                        found = "没有这个参数" if name is None else f"“{title_of(type(line), name)}”填写不当"
                        where = places.of(line.code, f"variants[{n}]/set/{key}")
                        yield Problem(where, found, "这条规则有的参数，写法相同")


def _circles(plan: Plan, places: NamedPlaces) -> Found:
    state: dict[str, int] = {}
    asked = {code: _asked(code, plan) for code in (*plan.indicators, *plan.groups)}

    def walk(code: str, trail: tuple[str, ...]) -> Found:
        if state.get(code) == 2:
            return
        if code in trail:
            yield Problem(
                places.of(code), f"指标互相引用成了圈：{' → '.join((*trail[trail.index(code) :], code))}", "单向引用"
            )
            return
        for need in sorted(asked[code]):
            yield from walk(need, (*trail, code))
        state[code] = 2

    for code in asked:
        yield from walk(code, ())


def _asked(code: str, plan: Plan) -> set[str]:
    """The indicators and groups whose points an indicator or a group needs before its own are known."""
    if code in plan.groups:
        group = plan.groups[code][0]
        tests = [t for gate in group.gates for t in (*tests_in(gate.condition), *tests_in(gate.exempt_when))]
        out = {i.code for i in group.indicators} | {g.code for g in group.groups}
    else:
        item = plan.indicators[code]
        tests = [t for gate in item.indicator.gates for t in (*tests_in(gate.condition), *tests_in(gate.exempt_when))]
        out = plan.needs(code)
        for line_plan in item.lines:
            for line in (line_plan.line, *(form for _, form in line_plan.variants)):
                tests += tests_of(line)
                out |= {line.of.group} if isinstance(line, Cohort) and line.of.group else set()
    out = out | {c for t in tests for c in (t.indicator, t.group) if c is not None}
    return out - {code} if code in plan.groups else out  # a group's gate may ask what its own indicators came to


_PARTS = {"grades", "total", "applies", "dedupe", "window", "lines", "sets", "gates"}


def _coverage(plan: Plan, places: NamedPlaces) -> Found:
    """What the file says it carries must be in it."""
    coverage = plan.scheme.coverage
    if coverage is None:
        return
    known = {*plan.indicators, *plan.lines, *plan.groups, *(g.code for g in gates_of(plan.scheme)), *_PARTS}
    for part, table in (("indicators", coverage.indicators), ("rules", coverage.rules)):
        for name, codes in table.items():
            if isinstance(codes, Cannot):
                continue
            for code in [codes] if isinstance(codes, str) else codes:
                if code not in known:
                    yield Problem(
                        places.of("coverage", f"{part}/{name}"), f"“{name}”指向的“{code}”不存在", "方案里的编码"
                    )
