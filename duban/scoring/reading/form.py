"""Plain values → ``Scheme``: the form is checked by the models, and each fault is told in Chinese with its place."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from duban.scoring.problems import Problem
from duban.scoring.scheme.model import Scheme

from .yaml_text import Path, Places

_RULES = {"TALLY", "TABLE", "DEADLINE", "JUDGE", "PANEL", "IMPORT", "SLOPE", "COHORT", "ROLLUP", "SAMPLE"}


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
    problems = []
    for detail in error.errors(include_url=False):
        path = _plain(detail["loc"], document)
        if detail["type"] in ("none_required", "is_instance_of") and len(path) < len(detail["loc"]) - 1:
            continue
        problem = _tell_one(detail, path, document, places)
        if problem not in problems:
            problems.append(problem)
    return problems


def _plain(loc: tuple[str | int, ...], document: Any) -> Path:
    """The path in the document: the models' own marks (which member of a union) are left out."""
    path: list[str | int] = []
    here: Any = document
    for i, step in enumerate(loc):
        known = (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        )
        if known:
            path.append(step)
            here = here[step]
        elif i == len(loc) - 1 and isinstance(step, str) and isinstance(here, dict):
            path.append(step)
    return tuple(path)


def name_of(path: Path, document: Any) -> str:
    """The path as an officer reads it: names of groups, indicators and lines, then the parameter."""
    names: list[str] = []
    here: Any = document
    for step in path:
        here = here[step] if (isinstance(here, dict) and step in here) or isinstance(step, int) else None
        if isinstance(step, int) and isinstance(here, dict):
            label = here.get("code") or here.get("name") or here.get("given") or here.get("grade")
            names[-1] = f"{names[-1]}[{label if label not in (None, '') else step + 1}]"
        elif isinstance(step, int):
            names[-1] = f"{names[-1]}[{step + 1}]"
        else:
            names.append(step)
    return "/".join(names) or "全文"


_EXPECTED = {
    "missing": "必填",
    "decimal_type": "数字",
    "decimal_parsing": "数字",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "string_type": "文字",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_type": "日期，如 2026-12-31",
    "date_parsing": "日期，如 2026-12-31",
    "date_from_datetime_parsing": "日期，如 2026-12-31",
    "list_type": "一列，每行以 - 开头",
    "dict_type": "名称: 内容",
    "model_type": "名称: 内容",
    "model_attributes_type": "名称: 内容",
    "finite_number": "有限的数字",
    "string_pattern_mismatch": "不含空格的编码",
    "string_too_short": "非空文字",
}


def _tell_one(detail: ErrorDetails, path: Path, document: Any, places: Places) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    where = f"{places.of(path)} {name_of(path, document)}"
    found = f"“{_short(detail['input'])}”"
    if kind == "missing":
        return Problem(where, "没有填写", "必填")
    if kind == "extra_forbidden":
        return Problem(where, "没有这个参数", "检查拼写；可用参数见 docs/use/scheme.md")
    if kind == "union_tag_invalid":
        return Problem(where, f"没有“{context.get('tag')}”这种规则", "、".join(sorted(_RULES)))
    if kind == "union_tag_not_found":
        return Problem(where, "没有写 rule", "、".join(sorted(_RULES)))
    if kind in ("literal_error", "enum"):
        return Problem(where, found, str(context.get("expected", "")).replace(" or ", "、").replace("'", ""))
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        sign = {
            "greater_than": "大于",
            "greater_than_equal": "不小于",
            "less_than": "小于",
            "less_than_equal": "不大于",
        }
        bound = next(iter(context.values()))
        return Problem(where, found, f"{sign[kind]} {bound}")
    if kind == "too_short":
        return Problem(where, "是空的", f"至少 {context.get('min_length', 1)} 项")
    if kind == "value_error":
        return Problem(where, found, "准确的数字，如 0.5")
    return Problem(where, found, _EXPECTED.get(kind, "见 docs/use/scheme.md 中这个参数的说明"))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
