"""YAML text → plain values with exact numbers, and the line on which each of them stands."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from duban.scoring.problems import Problem

Path = tuple[str | int, ...]
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)


class Places:
    """Where each value of a document stands: a line of a text or a cell of a workbook."""

    def __init__(self, *, in_cells: bool = False) -> None:
        self._at: dict[Path, str] = {}
        self.in_cells = in_cells
        """A cell is a place of its own; a line of a text is not, so the path is told beside it."""

    def put(self, path: Path, where: str) -> None:
        self._at[path] = where

    def of(self, path: Path) -> str:
        """The place of the value, or of the nearest thing that holds it."""
        while path and path not in self._at:
            path = path[:-1]
        return self._at.get(path, "第1行")


def read_yaml(text: str) -> tuple[Any, Places, list[Problem]]:
    """The document, its places, and what is wrong with its form (not with its meaning).

    Numbers become ``Decimal`` with the digits as written; no anchors, no tags, no duplicate keys.
    """
    places = Places()
    problems: list[Problem] = []
    fault = _unreadable(text)
    if fault is not None:
        return None, places, [fault]
    try:
        fault = _unwanted(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader) if fault is None else None
    except (yaml.YAMLError, RecursionError) as error:
        fault = _malformed(text, error)
    if fault is not None:
        return None, places, [fault]
    if root is None:
        return None, places, [Problem("全文", "空文件", "一个考核方案")]
    value = _value(root, (), places, problems)
    return value, places, problems


def _unreadable(text: str) -> Problem | None:
    """What no reader of YAML takes: too much of it, or characters that nobody sees."""
    if len(text) > MAX_CHARACTERS:
        return Problem("全文", f"{len(text)} 个字符", f"不超过 {MAX_CHARACTERS} 个字符")
    control = _CONTROL.search(text)
    if control is None:
        return None
    line = text.count("\n", 0, control.start()) + 1
    return Problem(f"第{line}行", f"有看不见的控制字符（U+{ord(control[0]):04X}）", "删去这个字符")


def _unwanted(text: str) -> Problem | None:
    """References, type marks and deep nesting, found before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        where = f"第{event.start_mark.line + 1}行" if event.start_mark is not None else "全文"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Problem(where, "用了引用符号 & 或 *", "把内容写全；文字里有这些符号的加引号")
        tag = getattr(event, "tag", None)
        if tag:
            name = str(tag).rsplit(":", 1)[-1]
            return Problem(where, f"用了类型标记 {name}", "不写以 ! 开头的标记；文字里有的加引号")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return Problem(where, "层次过深", f"不超过 {MAX_DEPTH} 层")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _malformed(text: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else "全文"
    tab = _TAB_INDENT.search(text)
    line = text.count("\n", 0, tab.start()) + 1 if tab is not None else 0
    if tab is not None and (mark is None or line <= mark.line + 1):
        return Problem(f"第{line}行", "缩进里有制表符（Tab）", "缩进只用空格")
    return Problem(where, "不是合格的 YAML 文本（多为缩进、冒号或引号有误）", "检查这一行和上一行")


def _value(node: yaml.Node, path: Path, places: Places, problems: list[Problem]) -> Any:
    where = f"第{node.start_mark.line + 1}行"
    places.put(path, where)
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in out:
                problems.append(Problem(f"第{key_node.start_mark.line + 1}行", f"“{key}”写了两次", "每个名称只写一次"))
                continue
            out[key] = _value(value_node, (*path, key), places, problems)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, i), places, problems) for i, child in enumerate(node.value)]
    return _scalar(node, where, problems)


def _scalar(node: yaml.Node, where: str, problems: list[Problem]) -> Any:
    text, kind = node.value, node.tag.rsplit(":", 1)[-1]
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind in ("int", "float"):
            return Decimal(text.replace("_", ""))
        if kind == "timestamp":
            return date.fromisoformat(text[:10])
    except (ValueError, ArithmeticError):
        problems.append(Problem(where, f"看不懂“{text}”", "数字写成 0.5，日期写成 2026-12-31，文字加引号"))
        return None
    return text
