"""Nested values with Chinese names, and the short YAML that carries them in one cell. Exact in both directions."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from duban.scoring.problems import Problem
from duban.scoring.reading.yaml_text import read_yaml
from duban.scoring.scheme.labels import field_of, labels_of, title_of
from duban.scoring.scheme.shapes import inner_of, model_for

_PLAIN = re.compile(r"^[^\W\d_][^\n\r\t:?#,\[\]{}\"'&*!|>%@`]*$|^[^\W_][\w.·-]*$")


def in_chinese(annotation: Any, value: Any) -> Any:
    """The value with its models' keys as headings and its fixed words as labels."""
    return _renamed(annotation, value, chinese=True)


def in_english(annotation: Any, value: Any) -> Any:
    """The opposite; what is already English, or unknown, stays and is judged by the models."""
    return _renamed(annotation, value, chinese=False)


def model_in_chinese(model: type[BaseModel], value: dict[str, Any]) -> dict[str, Any]:
    return {_heading(model, k): _field_renamed(model, k, v, chinese=True) for k, v in value.items()}


def model_in_english(model: type[BaseModel], value: dict[str, Any]) -> dict[str, Any]:
    out = {}
    for heading, inner in value.items():
        key = _key(model, heading)
        out[key] = _field_renamed(model, key, inner, chinese=False)
    return out


def _renamed(annotation: Any, value: Any, *, chinese: bool) -> Any:
    if isinstance(value, dict):
        model = model_for(annotation, value)
        if model is not None:
            return (model_in_chinese if chinese else model_in_english)(model, value)
        inner = inner_of(annotation, dict, 1)
        return {k: _renamed(inner, v, chinese=chinese) for k, v in value.items()}
    if isinstance(value, list):
        inner = inner_of(annotation, list, 0)
        return [_renamed(inner, v, chinese=chinese) for v in value]
    return value


def _field_renamed(model: type[BaseModel], key: str, value: Any, *, chinese: bool) -> Any:
    name = field_of(model, key)
    if name is None:
        return value
    labels = labels_of(model, name) if isinstance(value, str) else {}
    words = labels if chinese else {label: word for word, label in labels.items()}
    if isinstance(value, str) and value in words:
        return words[value]
    return _renamed(model.model_fields[name].annotation, value, chinese=chinese)


def _heading(model: type[BaseModel], key: str) -> str:
    name = field_of(model, key)
    return key if name is None else title_of(model, name)


def _key(model: type[BaseModel], heading: str) -> str:
    for name, field in model.model_fields.items():
        if heading == field.title:
            return field.alias or name
    return heading


# --- short YAML ------------------------------------------------------------------------------------------------------


def compact(value: Any) -> str:
    """One line of YAML that reads back to the same value."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(str(k))}: {compact(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(compact, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return number_text(Decimal(value))
    return _text(str(value))


def bare(value: dict[str, Any]) -> str:
    """A mapping without its braces: 类别: 开发区, 规模: 5."""
    return compact(value)[1:-1] or "{}"


def number_text(number: Decimal) -> str:
    """The digits of a number as YAML reads them."""
    text = str(number)
    return text if _tag(text) in ("int", "float") else format(number, "f")


def _tag(text: str) -> str:
    return str(yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))).rsplit(":", 1)[-1]


def _text(text: str) -> str:
    return (
        text
        if text.isprintable() and text == text.strip() and _PLAIN.match(text) and _tag(text) == "str"
        else quoted(text)
    )


def quoted(text: str) -> str:
    """The text in double quotes, everything that a workbook or XML could change written as an escape."""
    out = json.dumps(text, ensure_ascii=False)
    out = "".join(c if c.isprintable() or c == " " else _escape(c) for c in out)
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", r"\\x5F", out)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def parse(text: str, *, mapping: bool, cell: str, problems: list[Problem]) -> Any:
    """The value of a cell with YAML; braces may be left out, Chinese colons and commas are understood."""
    text = text.strip()
    if mapping and not text.startswith(("{", "[")):
        if not re.search(r":\s", text):
            text = text.replace("：", ": ").replace("，", ", ")
        text = "{" + text.replace("\n", ", ") + "}"
    value, _, found = read_yaml(text)
    if found:
        problems.append(Problem(cell, f"看不懂“{text[:40]}”", "如 类别: 开发区, 规模: 5"))
        return None
    return value
