"""A scheme's document taken apart into rows, sheet by sheet, and which sheets there are."""

import copy
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from duban.scoring.scheme.base import Factor, Variant
from duban.scoring.scheme.model import (
    Band,
    Check,
    Dedupe,
    DirectGrade,
    Expectation,
    Gate,
    Group,
    Indicator,
    Quota,
    Scheme,
    Tag,
)
from duban.scoring.scheme.rules import Criterion, RaterClass, Row, Rule, TallyPart
from duban.scoring.scheme.shapes import parts_of

from .columns import Column, columns_of
from .nested import bare, model_in_chinese

SCHEME, TAGS, GROUPS, INDICATORS, LINES = "方案", "标签", "分组", "指标", "细则"
UNCLEAR, COVERAGE, CHECKS, CHECK_ROWS, NOTES = "原文未明", "覆盖", "算例", "算例行", "说明"
GATES, DEDUPES, BANDS, QUOTAS, DIRECT = "门槛", "就高", "等次", "名额", "直接认定"
LINE, PARENT, INDICATOR, GROUP, OWNER, NUMBER, RULE, TABLE, CONTENT = (
    "细则", "上级分组", "指标", "分组", "所属", "号", "规则", "表", "内容",
)  # fmt: skip

RULES: dict[str, type[BaseModel]] = {get_args(m.model_fields["rule"].annotation)[0]: m for m in parts_of(Rule)}
RULE_WORDS = {
    "TALLY": "计数", "TABLE": "查表", "DEADLINE": "时限", "JUDGE": "评定", "PANEL": "测评", "IMPORT": "引用",
    "SLOPE": "逐档", "COHORT": "同类比较", "ROLLUP": "汇总", "SAMPLE": "抽查",
}  # fmt: skip
OF_LINES: dict[str, tuple[str, type[BaseModel]]] = {
    "分档": ("rows", Row),
    "分步": ("parts", TallyPart),
    "评价主体": ("classes", RaterClass),
    "测评项": ("criteria", Criterion),
    "分类参数": ("variants", Variant),
    "系数": ("factors", Factor),
}
"""Sheets with one row for each member of a list that a line has: sheet → key in the line, model of a row."""
OF_GRADES: dict[str, tuple[str, type[BaseModel]]] = {
    BANDS: ("bands", Band), QUOTAS: ("quota", Quota), DIRECT: ("direct", DirectGrade),
}  # fmt: skip
MODELS: dict[str, type[BaseModel]] = {
    TAGS: Tag, GROUPS: Group, INDICATORS: Indicator, GATES: Gate, DEDUPES: Dedupe, CHECKS: Check,
    **{name: model for name, (_, model) in (OF_LINES | OF_GRADES).items()},
}  # fmt: skip
"""Sheet → the model of its rows; the rows of 细则 are of the model of their rule."""
OF_CHECKS = {
    "单位": "单位", "事实": "事实", "评分": "评分", "测评": "测评", "引用": "引用", "不适用": "不适用", "应得": "expect",
}  # fmt: skip


@dataclass
class Part:
    """One row: the cells that tie it to its place, and the values that are left for columns."""

    keys: dict[str, Any]
    values: dict[str, Any]
    model: type[BaseModel]
    of: Any = None
    """The model object of the part, for its sentence."""


@dataclass
class Sheet:
    """A sheet: the headings that tie rows together, then the columns of its model."""

    name: str
    keys: tuple[str, ...]
    columns: list[Column]
    read_back: bool = False
    parts: list[Part] = field(default_factory=list)


def _line_columns() -> list[Column]:
    """The columns of all rules side by side; one heading may mean another parameter in another rule."""
    skip = frozenset(key for key, _ in OF_LINES.values())
    seen: dict[str, Column] = {}
    for model in RULES.values():
        for column in columns_of(model, skip):
            known = seen.get(column.heading)
            if known is None:
                seen[column.heading] = column
            elif known.labels != column.labels or known.annotation != column.annotation:
                annotation = known.annotation | column.annotation
                seen[column.heading] = Column(column.heading, column.path, annotation, column.labels | known.labels)
    return list(seen.values())


def line_columns(model: type[BaseModel]) -> dict[str, Column]:
    """Heading → column of one rule."""
    return {c.heading: c for c in columns_of(model, frozenset(key for key, _ in OF_LINES.values()))}


SCHEME_SKIP = frozenset({"tags", "groups", "gates", "dedupe", "unclear", "coverage", "checks"})
GRADES_SKIP = frozenset(key for key, _ in OF_GRADES.values())


def scheme_columns() -> list[Column]:
    """The named values of the sheet 方案, those of the grades among them."""
    columns = [c for c in columns_of(Scheme, SCHEME_SKIP) if c.path != ("grades",)]
    from_grades = columns_of(OF_GRADES_MODEL, GRADES_SKIP, prefix="评等·")
    return columns + [Column(c.heading, ("grades", *c.path), c.annotation, c.labels) for c in from_grades]


OF_GRADES_MODEL: type[BaseModel] = next(
    p for p in parts_of(Scheme.model_fields["grades"].annotation) if p is not type(None)
)


def sheets() -> dict[str, Sheet]:
    """All sheets in their order, empty."""
    made = [
        Sheet(TAGS, ("标签",), columns_of(Tag), read_back=True),
        Sheet(GROUPS, (PARENT,), columns_of(Group, frozenset({"indicators", "groups", "gates"})), read_back=True),
        Sheet(INDICATORS, (GROUP,), columns_of(Indicator, frozenset({"lines", "gates"})), read_back=True),
        Sheet(LINES, (INDICATOR, RULE), _line_columns(), read_back=True),
        *(Sheet(name, (LINE,), columns_of(model)) for name, (_, model) in OF_LINES.items()),
        Sheet(GATES, (OWNER,), columns_of(Gate), read_back=True),
        Sheet(DEDUPES, (), columns_of(Dedupe), read_back=True),
        *(Sheet(name, (), columns_of(model)) for name, (_, model) in OF_GRADES.items()),
        Sheet(UNCLEAR, (CONTENT,), []),
        Sheet(COVERAGE, ("类", "名称", "编码", "不能表达的原因"), []),
        Sheet(CHECKS, (NUMBER,), columns_of(Check, frozenset({*_check_lists(), "expect"}))),
        Sheet(CHECK_ROWS, (NUMBER, TABLE, CONTENT), []),
    ]
    return {sheet.name: sheet for sheet in made}


def _check_lists() -> list[str]:
    return ["units", "facts", "judgements", "ballots", "imports", "exemptions"]


def apart(scheme: Scheme) -> tuple[dict[str, Any], dict[str, Sheet]]:
    """(what stays for the sheet 方案, the sheets with their rows)."""
    document = copy.deepcopy(scheme.model_dump(by_alias=True, exclude_defaults=True))
    out = sheets()
    for name, tag in document.pop("tags", {}).items():
        out[TAGS].parts.append(Part({"标签": name}, tag, Tag, (name, scheme.tags[name])))
    _explicit(document.get("total", {}), scheme.total)
    _gates(document, "", scheme.gates, out)
    for plain, group in zip(document.pop("groups"), scheme.groups, strict=True):
        _group(plain, group, "", out)
    for plain, rule in zip(document.pop("dedupe", []), scheme.dedupe, strict=True):
        out[DEDUPES].parts.append(Part({}, plain, Dedupe, rule))
    grades = document.get("grades", {})
    for name, (key, model) in OF_GRADES.items():
        out[name].parts += [Part({}, plain, model) for plain in grades.pop(key, [])]
    if "grades" in document and not grades and scheme.grades != OF_GRADES_MODEL():
        del document["grades"]
    out[UNCLEAR].parts += [Part({CONTENT: text}, {}, Scheme) for text in document.pop("unclear", [])]
    _coverage(document, out)
    for n, plain in enumerate(document.pop("checks", []), start=1):
        _check(plain, n, out)
    return document, out


def _explicit(plain: dict[str, Any], part: Any) -> None:
    """A limit of a sum is written in full: without one it has no bounds, and a blank in one would mean another."""
    if "limit" in plain:
        plain["limit"] = part.limit.model_dump(by_alias=True, exclude_none=True)


def _gates(plain: dict[str, Any], owner: str, gates: list[Gate], out: dict[str, Sheet]) -> None:
    for values, gate in zip(plain.pop("gates", []), gates, strict=True):
        out[GATES].parts.append(Part({OWNER: owner}, values, Gate, gate))


def _group(plain: dict[str, Any], group: Group, parent: str, out: dict[str, Sheet]) -> None:
    indicators, groups = plain.pop("indicators", []), plain.pop("groups", [])
    _explicit(plain, group)
    _gates(plain, group.code, group.gates, out)
    out[GROUPS].parts.append(Part({PARENT: parent}, plain, Group, group))
    for values, indicator in zip(indicators, group.indicators, strict=True):
        lines = values.pop("lines")
        _gates(values, indicator.code, indicator.gates, out)
        out[INDICATORS].parts.append(Part({GROUP: group.code}, values, Indicator, indicator))
        for line_values, line in zip(lines, indicator.lines, strict=True):
            _line(line_values, line, indicator, out)
    for values, child in zip(groups, group.groups, strict=True):
        _group(values, child, group.code, out)


def _line(plain: dict[str, Any], line: Any, indicator: Indicator, out: dict[str, Sheet]) -> None:
    model = RULES[plain.pop("rule")]
    for name, (key, row_model) in OF_LINES.items():
        for values in plain.pop(key, None) or []:
            if key == "variants":
                values["set"] = model_in_chinese(model, values["set"])
            out[name].parts.append(Part({LINE: line.code}, values, row_model))
    keys = {INDICATOR: indicator.code, RULE: RULE_WORDS[line.rule]}
    out[LINES].parts.append(Part(keys, plain, model, line))


def _coverage(document: dict[str, Any], out: dict[str, Sheet]) -> None:
    """Kept among the values of 方案 when it is there but says nothing."""
    coverage = document.get("coverage")
    if not coverage:
        return
    for kind, key in (("指标", "indicators"), ("总则", "rules")):
        for name, codes in coverage.get(key, {}).items():
            cannot = codes["cannot"] if isinstance(codes, dict) else None
            cells = {"类": kind, "名称": name, "编码": None if cannot is not None else codes, "不能表达的原因": cannot}
            out[COVERAGE].parts.append(Part(cells, {}, Scheme))
    del document["coverage"]


def _check(plain: dict[str, Any], n: int, out: dict[str, Sheet]) -> None:
    for table, key in OF_CHECKS.items():
        for row in plain.pop(key, []):
            content = bare(model_in_chinese(Expectation, row) if key == "expect" else row)
            out[CHECK_ROWS].parts.append(Part({NUMBER: n, TABLE: table, CONTENT: content}, {}, Check))
    out[CHECKS].parts.append(Part({NUMBER: n}, plain, Check))
