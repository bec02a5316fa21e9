"""What a scheme refers to must be in it: tags, codes, attributes, levels, bundles, grades."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.scoring.evaluation.plan import gates_of, groups_of, indicators_of, tags_of, tests_in, with_parameters
from duban.scoring.problems import Problem
from duban.scoring.rows.cells import choices
from duban.scoring.scheme.base import Match, Range, Test, Window
from duban.scoring.scheme.model import Gate, Indicator, Scheme
from duban.scoring.scheme.rules import Cohort, Rollup, Sample, Slope, Table, Tally

from .named import NamedPlaces
from .shape import lacking

Found = Iterator[Problem]
_SCHEME_CODE = re.compile(r"[\w-]+(\.[\w-]+)*")
"""It becomes part of file names: no separators, no way up."""
FACT_HEADINGS = {"级别", "事项", "应办日期", "对象", "状态", "来源"}


@dataclass
class Known:
    """The names there are."""

    scheme: Scheme
    indicators: dict[str, Indicator]
    groups: set[str]
    lines: dict[str, Any]

    @classmethod
    def of(cls, scheme: Scheme) -> "Known":
        indicators = {indicator.code: indicator for indicator, _ in indicators_of(scheme.groups)}
        groups = {group.code for group, _ in groups_of(scheme.groups)}
        return cls(scheme, indicators, groups, {line.code: line for i in indicators.values() for line in i.lines})


def references(scheme: Scheme, places: NamedPlaces) -> Found:
    """Every name that does not lead anywhere, each at the parameter that holds it."""
    known = Known.of(scheme)
    for indicator in known.indicators.values():
        for line in indicator.lines:
            for form in (line, *(with_parameters(line, v.set) for v in line.variants)):
                yield from _tags(form, known, places)
                yield from _links(form, known, places)
                yield from _kinds(form, known, places)
                yield from lacking(form, places)
                yield from _facts_of(form, known, places)
            yield from _units_of(line, known, places)
            if line.bundle and line.bundle not in indicator.bundles:
                where = places.of(line.code, "bundle")
                yield Problem(where, f"“{line.bundle}”没有规定限额", "写进本指标的 bundles")
        if indicator.applies is not None:
            yield from _match(indicator.applies.applies_when, known, places.of(indicator.code, "applies/applies_when"))
    for gate in gates_of(scheme):
        yield from _gate(gate, known, places)
    yield from _of_scheme(known, places)


def _of_scheme(known: Known, places: NamedPlaces) -> Found:
    scheme = known.scheme
    if not _SCHEME_CODE.fullmatch(scheme.scheme):
        yield Problem(places.of("scheme"), f"“{scheme.scheme}”", "文字、数字、- 和 _ 组成的代码，中间可以有一个点")
    yield from _window(scheme.window, places.of("window", "to"))
    for line in known.lines.values():
        if line.window is not None:
            yield from _window(line.window, places.of(line.code, "window/to"))
    for group, _ in groups_of(scheme.groups):
        yield from _match(group.for_, known, places.of(group.code, "for"))
    if scheme.applies is not None:
        yield from _match(scheme.applies.applies_when, known, places.of("applies", "applies_when"))
    yield from _dedupes(known, places)
    yield from _absences(scheme, places)
    yield from _grades(known, places)


def _dedupes(known: Known, places: NamedPlaces) -> Found:
    scheme = known.scheme
    for n, dedupe in enumerate(scheme.dedupe):
        for code in dedupe.lines:
            if code not in known.lines:
                where = places.of("dedupe", f"[{n + 1}]/lines")
                yield Problem(where, f"细则“{code}”不存在", choices(set(known.lines)))
    twice = [c for c, n in Counter(c for d in scheme.dedupe for c in d.lines).items() if n > 1]
    if twice:
        yield Problem(places.of("dedupe"), f"细则{'、'.join(twice)}写进了两组", "一条细则只在一组里就高")


def _absences(scheme: Scheme, places: NamedPlaces) -> Found:
    for name, tag in scheme.tags.items():
        where = places.of(f"tags/{name}", "absent")
        if tag.kind == "event" and tag.absent is None:
            expected = "none（没有登记即没有发生）或 missing（没有登记即缺报）"
            yield Problem(where, "没有填写", expected)
        if tag.kind == "number" and tag.absent == "none":
            yield Problem(where, "数字没有登记不能当作 0", "missing")


def _grades(known: Known, places: NamedPlaces) -> Found:
    grades = known.scheme.grades
    if grades is None:
        return
    for n, direct in enumerate(grades.direct, start=1):
        yield from _tests(direct.when, known, places.of("grades", f"direct[{n}]/when"))
    for code in grades.tie_break:
        if code not in known.indicators:
            yield Problem(places.of("grades", "tie_break"), f"指标“{code}”不存在", choices(set(known.indicators)))


def _window(window: Window, where: str) -> Found:
    if window.to < window.from_:
        yield Problem(where, f"{window.to}，早于开始的{window.from_}", "不早于开始的日期")


def _tags(line: Any, known: Known, places: NamedPlaces) -> Found:
    for tag in dict.fromkeys(tags_of(line)):
        if tag not in known.scheme.tags:
            where = places.of(line.code, "source" if _names(line, tag) else "")
            yield Problem(where, f"没有标签“{tag}”", f"tags 里的标签：{choices(known.scheme.tags)}")


def _kinds(line: Any, known: Known, places: NamedPlaces) -> Found:
    """Tags whose kind or words do not fit the rule that reads them."""
    source = getattr(line, "source", None)
    tags = {name: known.scheme.tags[name] for name in ([source] if isinstance(source, str) else source or [])
            if name in known.scheme.tags}  # fmt: skip
    numbers = [name for name, tag in tags.items() if tag.kind == "number"]
    if isinstance(line, Table) and numbers and len(tags) > 1:
        yield Problem(
            places.of(line.code, "source"), f"数字标签“{'、'.join(numbers)}”不能和别的标签合在一起查", "一个数字标签"
        )
    if isinstance(line, Sample):
        for name, tag in tags.items():
            strange = [word for word in line.failing if tag.levels and word not in tag.levels]
            if strange:
                found = f"“{'、'.join(strange)}”不是标签“{name}”的级别"
                yield Problem(places.of(line.code, "failing"), found, choices(tag.levels))


def _names(line: Any, tag: str) -> bool:
    source = getattr(line, "source", None)
    return tag == source or (isinstance(source, list) and tag in source)


def _links(line: Any, known: Known, places: NamedPlaces) -> Found:
    of = line.of if isinstance(line, Cohort) else None
    for parameter, code, there in (
        ("of/indicator", of.indicator if of else None, known.indicators),
        ("of/group", of.group if of else None, known.groups),
        ("indicator", line.indicator if isinstance(line, Rollup) else None, known.indicators),
    ):
        if code is not None and code not in there:
            yield Problem(places.of(line.code, parameter), f"“{code}”不存在", choices(set(there)))
    if line.exempt_when is not None:
        yield from _tests(line.exempt_when, known, places.of(line.code, "exempt_when"), tags=False)
    if isinstance(line, Tally) and line.when is not None:
        yield from _tests(line.when, known, places.of(line.code, "when"), tags=False)
    if isinstance(line, Table):
        for n, row in enumerate(line.rows, start=1):
            for test in row.any_ or []:
                yield from _tests(test, known, places.of(line.code, f"rows[{n}]/any"), tags=False)


def _gate(gate: Gate, known: Known, places: NamedPlaces) -> Found:
    yield from _tests(gate.condition, known, places.of(gate.code, "condition"))
    if gate.exempt_when is not None:
        yield from _tests(gate.exempt_when, known, places.of(gate.code, "exempt_when"))
    if gate.effect in ("cap_grade", "set_grade") and not gate.grade:
        yield Problem(places.of(gate.code, "grade"), "没有填写", "后果涉及的等次")
    if gate.effect == "lose_title" and not gate.title:
        yield Problem(places.of(gate.code, "title"), "没有填写", "失去资格的称号")


def _tests(whole: Test, known: Known, where: str, *, tags: bool = True) -> Found:
    for test in tests_in(whole):
        if tags and test.source is not None and test.source not in known.scheme.tags:
            yield Problem(where, f"没有标签“{test.source}”", f"tags 里的标签：{choices(known.scheme.tags)}")
        if test.indicator is not None and test.indicator not in known.indicators:
            yield Problem(where, f"指标“{test.indicator}”不存在", choices(set(known.indicators)))
        if test.group is not None and test.group not in known.groups:
            yield Problem(where, f"分组“{test.group}”不存在", choices(known.groups))
        if test.only is not None and test.source in known.scheme.tags:
            yield from _fact_match(test.only, [test.source], known, where)


# --- attributes ------------------------------------------------------------------------------------------------------


def _units_of(line: Any, known: Known, places: NamedPlaces) -> Found:
    """Attributes of units: by them variants, classes of equals and coefficients are told apart."""
    for n, variant in enumerate(line.variants, start=1):
        yield from _match(variant.when, known, places.of(line.code, f"variants[{n}]/when"))
    by = line.by if isinstance(line, Cohort) else line.baseline.by if isinstance(line, Slope) else None
    if by is not None and by not in _unit_names(known):
        where = places.of(line.code, "by" if isinstance(line, Cohort) else "baseline/by")
        yield Problem(where, f"没有单位属性“{by}”", choices(_unit_names(known)))
    for n, factor in enumerate(line.factors, start=1):
        if factor.position == "on_fact":
            tags = [t for t in tags_of(line) if t in known.scheme.tags]
            yield from _fact_match(factor.when, tags, known, places.of(line.code, f"factors[{n}]/when"))
        else:
            yield from _match(factor.when, known, places.of(line.code, f"factors[{n}]/when"))


def _unit_names(known: Known) -> list[str]:
    return ["类别", *known.scheme.unit_attributes]


def _match(match: Match | None, known: Known, where: str) -> Found:
    """A condition on units that no unit can meet."""
    scheme = known.scheme
    for name, wanted in (match or {}).items():
        if name not in _unit_names(known):
            yield Problem(
                where, f"没有单位属性“{name}”", f"{choices(_unit_names(known))}；别的属性先写进 unit_attributes"
            )
            continue
        allowed = scheme.categories if name == "类别" else scheme.unit_attributes[name]
        if isinstance(allowed, list):
            yield from _values(name, wanted, allowed, where)


def _facts_of(line: Any, known: Known, places: NamedPlaces) -> Found:
    """Conditions on facts, and labels in tables, that no fact can meet."""
    tags = [t for t in tags_of(line) if t in known.scheme.tags]
    for parameter in ("only", "excluding"):
        yield from _fact_match(getattr(line, parameter, None), tags, known, places.of(line.code, parameter))
    if not isinstance(line, Table) or line.key != "label":
        return
    levels = _levels(tags, known)
    for n, row in enumerate(line.rows, start=1):
        yield from _fact_match(row.when, tags, known, places.of(line.code, f"rows[{n}]/when"))
        if row.is_ is not None and levels:
            wanted: Any = row.is_
            yield from _values("档次", wanted, levels, places.of(line.code, f"rows[{n}]/is"))


def _levels(tags: list[str], known: Known) -> list[str]:
    """The levels that facts of these tags can have; empty when one of them leaves them open."""
    of_tags = [["是", "否"] if known.scheme.tags[t].kind == "yes_no" else known.scheme.tags[t].levels for t in tags]
    return list(dict.fromkeys(w for levels in of_tags for w in levels)) if all(of_tags) else []


def _fact_match(match: Match | None, tags: list[str], known: Known, where: str) -> Found:
    attributes = known.scheme.fact_attributes
    for name, wanted in (match or {}).items():
        if name not in FACT_HEADINGS and name not in attributes:
            there = [*sorted(FACT_HEADINGS), *attributes]
            yield Problem(where, f"没有事实属性“{name}”", f"{choices(there)}；别的属性先写进 fact_attributes")
            continue
        form = attributes.get(name)
        allowed = form if isinstance(form, list) else _levels(tags, known) if name == "级别" else []
        if allowed:
            yield from _values(name, wanted, allowed, where)


def _values(name: str, wanted: Any, allowed: list[str], where: str) -> Found:
    if isinstance(wanted, Range):
        return
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if value not in allowed:
            yield Problem(where, f"{name}“{value}”没有登记的可能", choices(allowed))
