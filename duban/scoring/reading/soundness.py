"""Whether a scheme holds together: what its author must mend before it can be used.

Faults of reference (an unknown tag, a code used twice, a circle) are errors for every scheme. Faults of design (a sum
that does not fit, a forbidden source) are errors for a live scheme and warnings for a historical one.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from duban.scoring.evaluation.plan import Plan, gates_of, groups_of, indicators_of, tags_of, tests_in, tests_of
from duban.scoring.problems import Problem
from duban.scoring.rows.cells import choices
from duban.scoring.scheme.model import Cannot, Scheme

from . import design, sources

Found = Iterator[Problem]


class Places:
    """How a part of the scheme is named and where it stands; filled in by the reader of the text or the sheet."""

    def __init__(self, at: dict[str, str] | None = None):
        self._at = at or {}

    def of(self, code: str, parameter: str = "") -> str:
        where = self._at.get(code, "")
        return f"{where} {code}{'/' + parameter if parameter else ''}".strip()


def examine(scheme: Scheme, places: Places) -> list[Problem]:
    """All faults of a scheme whose form is right, in the order: references, arithmetic, sources, live duties."""
    problems = list(_codes(scheme, places))
    if problems:
        return problems
    problems += _variants(scheme, places)
    if problems:
        return problems
    plan = Plan.__new__(Plan)
    problems += _references(scheme, places)
    if problems:
        return problems
    plan.__init__(scheme)  # type: ignore[misc]
    problems += _circles(plan, places)
    problems += _coverage(plan, places)
    found = [*design.arithmetic(plan, places), *sources.forbidden(plan, places)]
    if scheme.historical:
        found = [Problem(p.where, p.found, p.expected, p.cites, warning=True) for p in found]
    else:
        found += design.live(plan, places)
    return problems + found


def _codes(scheme: Scheme, places: Places) -> Found:
    indicators = [indicator for indicator, _ in indicators_of(scheme.groups)]
    codes = [g.code for g, _ in groups_of(scheme.groups)]
    codes += [i.code for i in indicators] + [line.code for i in indicators for line in i.lines]
    codes += [gate.code for gate in gates_of(scheme)]
    groups_with_indicators = {g.code for g, _ in groups_of(scheme.groups)} & {i.code for i in indicators}
    for code, times in Counter(codes).items():
        if times > 1:
            both = "（分组和指标同用）" if code in groups_with_indicators else ""
            yield Problem(
                places.of(code), f"编码“{code}”用了{times}次{both}", "每个分组、指标、细则、门槛各用自己的编码"
            )


def _variants(scheme: Scheme, places: Places) -> Found:
    from pydantic import ValidationError

    from duban.scoring.evaluation.plan import with_parameters

    for indicator, _ in indicators_of(scheme.groups):
        for line in indicator.lines:
            for variant in line.variants:
                try:
                    with_parameters(line, variant.set)
                except ValidationError as error:
                    names = "、".join(str(e["loc"][-1]) for e in error.errors())
                    yield Problem(places.of(line.code, "variants"), f"改后的参数不合规则：{names}", "这条规则有的参数")


def _references(scheme: Scheme, places: Places) -> Found:
    indicators = {indicator.code: indicator for indicator, _ in indicators_of(scheme.groups)}
    groups = {group.code for group, _ in groups_of(scheme.groups)}
    lines = {line.code for indicator in indicators.values() for line in indicator.lines}
    for indicator in indicators.values():
        for line in indicator.lines:
            for form in (line, *_forms(line)):
                yield from _tags(scheme, form, places)
                yield from _links(form, indicators, groups, places)
                yield from _shape(form, scheme, places)
            if line.bundle and line.bundle not in indicator.bundles:
                yield Problem(places.of(line.code, "bundle"), f"“{line.bundle}”没有规定限额", "写进本指标的 bundles")
    for gate in gates_of(scheme):
        for test in (*tests_in(gate.condition), *tests_in(gate.exempt_when)):
            yield from _test(test, scheme, indicators, groups, places.of(gate.code, "condition"))
        if gate.effect in ("cap_grade", "set_grade") and not gate.grade:
            yield Problem(places.of(gate.code, "grade"), "没有填写", "后果涉及的等次")
        if gate.effect == "lose_title" and not gate.title:
            yield Problem(places.of(gate.code, "title"), "没有填写", "失去资格的称号")
    for dedupe in scheme.dedupe:
        for code in dedupe.lines:
            if code not in lines:
                yield Problem(places.of("dedupe"), f"细则“{code}”不存在", choices(lines))
    twice = [c for c, n in Counter(c for d in scheme.dedupe for c in d.lines).items() if n > 1]
    if twice:
        yield Problem(places.of("dedupe"), f"细则{'、'.join(twice)}写进了两组", "一条细则只在一组里就高")
    for name, tag in scheme.tags.items():
        if tag.kind == "event" and tag.absent is None:
            yield Problem(
                places.of(f"tags/{name}", "absent"),
                "没有填写",
                "none（没有登记即没有发生）或 missing（没有登记即缺报）",
            )
        if tag.kind == "number" and tag.absent == "none":
            yield Problem(places.of(f"tags/{name}", "absent"), "数字没有登记不能当作 0", "missing")


def _forms(line: Any) -> list[Any]:
    from duban.scoring.evaluation.plan import with_parameters

    return [with_parameters(line, v.set) for v in line.variants]


def _tags(scheme: Scheme, line: Any, places: Places) -> Found:
    for tag in tags_of(line):
        if tag not in scheme.tags:
            yield Problem(places.of(line.code), f"没有标签“{tag}”", f"先写进 tags；已有：{choices(scheme.tags)}")


def _links(line: Any, indicators: dict[str, Any], groups: set[str], places: Places) -> Found:
    of = getattr(line, "of", None)
    for name, code, known in (
        ("of/indicator", getattr(of, "indicator", None), indicators),
        ("of/group", getattr(of, "group", None), groups),
        ("indicator", getattr(line, "indicator", None) if line.rule == "ROLLUP" else None, indicators),
    ):
        if code is not None and code not in known:
            yield Problem(places.of(line.code, name), f"“{code}”不存在", choices(set(known)))
    for test in tests_of(line):
        if test.indicator is not None and test.indicator not in indicators:
            yield Problem(places.of(line.code), f"指标“{test.indicator}”不存在", choices(set(indicators)))


def _test(test: Any, scheme: Scheme, indicators: dict[str, Any], groups: set[str], where: str) -> Found:
    if test.source is not None and test.source not in scheme.tags:
        yield Problem(where, f"没有标签“{test.source}”", choices(scheme.tags))
    if test.indicator is not None and test.indicator not in indicators:
        yield Problem(where, f"指标“{test.indicator}”不存在", choices(set(indicators)))
    if test.group is not None and test.group not in groups:
        yield Problem(where, f"分组“{test.group}”不存在", choices(groups))


def _shape(line: Any, scheme: Scheme, places: Places) -> Found:
    """Parameters that a rule needs together."""
    needed: list[tuple[bool, str, str]] = []
    if line.rule == "TALLY":
        needed = [
            (line.mode in ("per_event", "per_shortfall") and line.source is None, "source", "计什么的标签"),
            (line.mode != "parts" and line.points is None, "points", "每次的分值，扣分写负数"),
            (line.mode == "per_shortfall" and line.need is None, "need", "每期应有的次数"),
            (line.mode == "if_true" and line.source is None and line.when is None, "source", "标签，或 when 条件"),
            (line.mode == "parts" and not line.parts, "parts", "各步的标签和分值"),
        ]
    elif line.rule == "TABLE":
        needed = [(line.key != "tests" and line.source is None, "source", "查什么的标签")]
    elif line.rule == "DEADLINE":
        needed = [
            (line.points is None and line.per is None and not line.on_time, "points", "固定分值，或 per 逐期分值")
        ]
    elif line.rule == "SLOPE":
        bases = (
            line.baseline.constant,
            line.baseline.source,
            line.baseline.last_years,
            line.baseline.cohort_mean or None,
        )
        needed = [
            (line.below is None and line.above is None, "below", "低于或高于基准每档的分值"),
            (
                sum(b is not None for b in bases) != 1,
                "baseline",
                "一个基准：constant、source、last_years 或 cohort_mean",
            ),
        ]
    elif line.rule == "COHORT":
        ranks = line.function in ("rank_list", "rank_step", "rank_linear", "top_k", "bottom_k")
        needed = [
            (ranks and line.ties is None, "ties", "并列怎样赋分：skip、dense、average 或 ask（没有默认值）"),
            (
                line.function == "rank_linear" and line.singleton is None,
                "singleton",
                "只有一个参评单位时：first、last 或 ask",
            ),
            (line.function in ("rank_list", "top_k", "bottom_k") and not line.points, "points", "各名次的分值"),
            (line.function in ("top_k", "bottom_k") and line.k is None, "k", "前后几名"),
            (line.function in ("rank_step", "rank_linear") and line.first is None, "first", "第一名的分值"),
            (line.function == "rank_step" and line.step is None, "step", "每差一名的分值或百分比"),
            (line.function == "rank_linear" and line.last is None, "last", "末名的分值"),
            (line.function == "share_of_best" and line.worth is None, "worth", "最好者的分值"),
            (line.function == "vs_mean" and line.above is None and line.below is None, "above", "高于或低于平均的分值"),
        ]
    elif line.rule == "IMPORT":
        needed = [
            (line.kind == "rank" and not line.ranks, "ranks", "各名次的分值"),
            (line.kind == "grade" and not line.values, "values", "各等次的分值"),
        ]
    elif line.rule == "ROLLUP":
        needed = [
            (line.over == "periods" and (line.per is None or line.line is None), "per", "每期的长短和各期细则 line"),
            (line.over == "children" and line.indicator is None, "indicator", "下级的指标编码"),
            (line.over in ("matters", "streak") and line.source is None, "source", "标签"),
        ]
    elif line.rule == "JUDGE":
        needed = [(line.min > line.max, "min", "不大于 max 的数")]
    for lacks, parameter, expected in needed:
        if lacks:
            found = "没有填写" if getattr(line, parameter, None) in (None, [], {}) else "填写不当"
            yield Problem(places.of(line.code, parameter), found, expected)


def _circles(plan: Plan, places: Places) -> Found:
    state: dict[str, int] = {}

    def walk(code: str, trail: tuple[str, ...]) -> Found:
        if state.get(code) == 2:
            return
        if code in trail:
            yield Problem(
                places.of(code), f"指标互相引用成了圈：{' → '.join((*trail[trail.index(code) :], code))}", "单向引用"
            )
            return
        for need in sorted(plan.needs(code)):
            yield from walk(need, (*trail, code))
        state[code] = 2

    for code in plan.indicators:
        yield from walk(code, ())


_PARTS = {"grades", "total", "applies", "dedupe", "window", "lines", "sets", "gates"}


def _coverage(plan: Plan, places: Places) -> Found:
    """What the file says it carries must be in it."""
    coverage = plan.scheme.coverage
    if coverage is None:
        return
    known = {*plan.indicators, *plan.lines, *plan.groups, *(g.code for g in gates_of(plan.scheme)), *_PARTS}
    for table in (coverage.indicators, coverage.rules):
        for name, codes in table.items():
            if isinstance(codes, Cannot):
                continue
            for code in [codes] if isinstance(codes, str) else codes:
                if code not in known:
                    yield Problem(places.of("coverage"), f"“{name}”指向的“{code}”不存在", "方案里的编码")
