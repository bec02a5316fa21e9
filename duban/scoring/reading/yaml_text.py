"""YAML text → plain values with exact numbers, and the line on which each of them stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from duban.scoring.problems import Problem

Path = tuple[str | int, ...]
MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40


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
    if len(text) > MAX_CHARACTERS:
        return None, places, [Problem("全文", f"{len(text)} 个字符", f"不超过 {MAX_CHARACTERS} 个字符")]
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            return None, places, [Problem("全文", "用了引用符号 *", "把内容写全，不用 & 和 *")]
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else "全文"
        return None, places, [Problem(where, "不是合格的 YAML 文本（多为缩进、冒号或引号有误）", "检查这一行和上一行")]
    if root is None:
        return None, places, [Problem("全文", "空文件", "一个考核方案")]
    value = _value(root, (), places, problems)
    return value, places, problems


def _value(node: yaml.Node, path: Path, places: Places, problems: list[Problem]) -> Any:
    where = f"第{node.start_mark.line + 1}行"
    places.put(path, where)
    if len(path) > MAX_DEPTH:
        problems.append(Problem(where, "层次过深", f"不超过 {MAX_DEPTH} 层"))
        return None
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
