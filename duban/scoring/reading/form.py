"""Plain values → ``Scheme``: the form is checked by the models, and each fault is told in Chinese with its place."""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from duban.scoring.problems import Problem
from duban.scoring.rows.cells import choices
from duban.scoring.scheme.labels import field_of, labels_of, title_of
from duban.scoring.scheme.model import Scheme
from duban.scoring.scheme.shapes import field_at

from .sheet.nested import compact
from .yaml_text import Path, Places

_RULES = ("TALLY", "TABLE", "DEADLINE", "JUDGE", "PANEL", "IMPORT", "SLOPE", "COHORT", "ROLLUP", "SAMPLE")


def with_codes(document: Any) -> Any:
    """The document in which each line has a code: the indicator's code, a hyphen and its place, unless it has its own."""
    if isinstance(document, dict):
        for group in _dicts(document.get("groups")):
            _number_lines(group)
    return document


def _number_lines(group: dict[str, Any]) -> None:
    for indicator in _dicts(group.get("indicators")):
        for i, line in enumerate(_dicts(indicator.get("lines")), start=1):
            if line.get("code") in (None, ""):
                line["code"] = f"{indicator.get('code', '?')}-{i}"
    for child in _dicts(group.get("groups")):
        _number_lines(child)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def to_scheme(document: Any, places: Places) -> tuple[Scheme | None, list[Problem]]:
    """The scheme, or the faults of its form."""
    if not isinstance(document, dict):
        return None, [Problem(places.of(()), "不是一个考核方案", "从 scheme: 方案代码 写起的 YAML 文本")]
    try:
        return Scheme.model_validate(with_codes(document)), []
    except ValidationError as error:
        return None, tell(error, document, places)


def tell(error: ValidationError, document: Any, places: Places) -> list[Problem]:
    """The faults that the models found, each once, in the order of the text."""
    faults = [_Fault.of(detail, document) for detail in error.errors(include_url=False)]
    problems: list[Problem] = []
    for fault in _settled(faults, document):
        problem = _tell_one(fault, document, places)
        if problem not in problems:
            problems.append(problem)
    return problems


@dataclass(frozen=True)
class _Fault:
    """What a model found: where, under which member of which union (place in the path, member), and what it wanted."""

    path: Path
    members: tuple[tuple[int, str], ...]
    details: tuple[ErrorDetails, ...]

    @classmethod
    def of(cls, detail: ErrorDetails, document: Any) -> "_Fault":
        path: list[str | int] = []
        members: list[tuple[int, str]] = []
        here: Any = document
        for i, step in enumerate(detail["loc"]):
            if isinstance(step, int) or (isinstance(here, dict) and step in here):
                path.append(step)
                here = here[step] if not isinstance(here, list) or int(step) < len(here) else None
            elif i == len(detail["loc"]) - 1 and detail["type"] == "missing":
                path.append(step)
            else:
                members.append((len(path), str(step)))
        return cls(tuple(path), tuple(members), (detail,))


def _settled(faults: list[_Fault], document: Any) -> list[_Fault]:
    """One fault for each wrong value: a value that fits no member of a union is told once, with all that it could be."""
    out: list[_Fault] = []
    unions: dict[Path, list[_Fault]] = defaultdict(list)
    for fault in faults:
        if fault.members:
            unions[fault.path[: fault.members[0][0]]].append(fault)
    for fault in faults:
        if not fault.members:
            out.append(fault)
            continue
        together = unions.pop(fault.path[: fault.members[0][0]], None)
        if together is not None:
            out += _of_union(fault.path[: fault.members[0][0]], together, document)
    return out


def _of_union(at: Path, faults: list[_Fault], document: Any) -> list[_Fault]:
    by_member: dict[str, list[_Fault]] = defaultdict(list)
    for fault in faults:
        by_member[fault.members[0][1]].append(_Fault(fault.path, fault.members[1:], fault.details))
    # A member whose only faults lie deeper took the value for its own kind; the one with the fewest is what was meant.
    meant = [inner for inner in by_member.values() if all(len(f.path) > len(at) for f in inner)]
    if meant:
        return _settled(min(meant, key=len), document)
    if len(by_member) == 1:
        return _settled(next(iter(by_member.values())), document)
    return [_Fault(at, (), tuple(d for fault in faults for d in fault.details))]


def name_of(path: Path, document: Any) -> str:
    """The path as an officer reads it: names of groups, indicators and lines, then the parameter."""
    names: list[str] = []
    here: Any = document
    for step in path:
        here = here[step] if (isinstance(here, dict) and step in here) or _has(here, step) else None
        if isinstance(step, int) and isinstance(here, dict):
            label = here.get("code") or here.get("name") or here.get("given") or here.get("grade")
            names[-1] = f"{names[-1]}[{label if label not in (None, '') else step + 1}]"
        elif isinstance(step, int):
            names[-1] = f"{names[-1]}[{step + 1}]"
        else:
            names.append(step)
    return "/".join(names) or "全文"


def _has(here: Any, step: str | int) -> bool:
    return isinstance(here, list) and isinstance(step, int) and step < len(here)


_DAY = "日期，如 2026-12-31"
_EXPECTED = {
    "decimal_type": "数字",
    "decimal_parsing": "数字",
    "value_error": "数字",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "string_type": "文字",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "list_type": "一列",
    "tuple_type": "一列",
    "dict_type": "名称: 内容",
    "model_type": "名称: 内容",
    "model_attributes_type": "名称: 内容",
    "finite_number": "有限的数字",
    "string_pattern_mismatch": "不含空格的编码",
    "string_too_short": "非空文字",
}
_SIGNS = {"greater_than": "大于", "greater_than_equal": "不小于", "less_than": "小于", "less_than_equal": "不大于"}


def _tell_one(fault: _Fault, document: Any, places: Places) -> Problem:
    where = places.of(fault.path) if places.in_cells else f"{places.of(fault.path)} {name_of(fault.path, document)}"
    owner, key = field_at(Scheme, document, fault.path)
    if len(fault.details) == 1:
        odd = _tell_odd(fault.details[0], where, owner, key, in_cells=places.in_cells)
        if odd is not None:
            return odd
    words: list[str] = []
    for detail in fault.details:
        word = _wanted(detail, owner, key, in_cells=places.in_cells)
        if word and word not in words:
            words.append(word)
    return Problem(where, f"“{_short(fault.details[0]['input'])}”", " 或 ".join(words))


def _tell_odd(
    detail: ErrorDetails, where: str, owner: type[BaseModel] | None, key: str, *, in_cells: bool
) -> Problem | None:
    """Faults that are not about the kind of a value."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        name = field_of(owner, key) if owner is not None else None
        title = title_of(owner, name) if owner is not None and name is not None else key
        return Problem(where, "没有填写", f"{title}，必填" if isinstance(detail["loc"][-1], str) else "写满")
    if kind == "extra_forbidden":
        return Problem(where, "没有这个参数", _parameters(owner, key))
    if kind == "union_tag_invalid":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected_tags", ""))) or _RULES
        return Problem(where, f"没有“{context.get('tag')}”这种规则", "、".join(allowed))
    if kind == "union_tag_not_found":
        return Problem(where, "没有写 rule", "、".join(_RULES))
    if kind == "too_short":
        return Problem(where, "是空的", f"至少 {context.get('min_length', 1)} 项")
    if kind == "too_long":
        return Problem(where, f"有 {context.get('actual_length')} 项", f"至多 {context.get('max_length')} 项")
    return None


def _parameters(owner: type[BaseModel] | None, key: str) -> str:
    """The parameter that was probably meant, else those there are."""
    if owner is None:
        return "见 docs/use/scheme.md"
    names = [field.alias or name for name, field in owner.model_fields.items()]
    near = difflib.get_close_matches(key, names, n=1)
    return near[0] if near else f"这里的参数：{choices(names, most=40)}"


def _wanted(detail: ErrorDetails, owner: type[BaseModel] | None, key: str, *, in_cells: bool) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("literal_error", "enum"):
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        name = field_of(owner, key) if owner is not None else None
        labels = labels_of(owner, name) if owner is not None and name is not None else {}
        if in_cells:
            return "、".join(labels.get(word, word) for word in words)
        return "、".join(f"{word}（{labels[word]}）" if word in labels else word for word in words)
    if kind in _SIGNS:
        return f"{_SIGNS[kind]} {compact(Decimal(str(next(iter(context.values())))).normalize() + 0)}"
    return _EXPECTED.get(kind, "见 docs/use/scheme.md 中这个参数的说明")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else compact(value)
    return text if len(text) <= 40 else text[:39] + "…"
