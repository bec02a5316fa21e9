"""A scheme file → a scheme that holds together, or every fault at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.scoring.problems import Problem, Refused
from duban.scoring.scheme.model import Scheme

from . import yaml_text
from .form import to_scheme
from .named import NamedPlaces
from .sheet import read_scheme_sheets
from .soundness import examine

_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".et", ".ods"}
"""What office programs save: read as a workbook, so that an old format is told by its name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scheme and what it may carry but should not."""

    scheme: Scheme
    warnings: tuple[Problem, ...]


def load_scheme(path: Path, *, live: bool = False) -> Loaded:
    """The scheme of a YAML or Excel file.

    Args:
        live: for a period in force; a historical scheme is refused then.

    Raises:
        Refused: with every fault, each with its line (or cell) and path.
    """
    what = f"方案 {path.name} "
    if path.suffix.lower() in _WORKBOOKS:
        document, places, problems = read_scheme_sheets(path)
    else:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise Refused(what, [Problem("全文", "不是 UTF-8 编码的文本", "用 UTF-8 另存")]) from None
        document, places, problems = yaml_text.read_yaml(text)
    return build(what, document, places, problems, live=live)


def load_text(text: str, *, name: str = "方案", live: bool = False) -> Loaded:
    """The scheme of a YAML text; raises ``Refused`` as ``load_scheme`` does."""
    return build(name, *yaml_text.read_yaml(text), live=live)


def build(what: str, document: Any, places: yaml_text.Places, problems: list[Problem], *, live: bool) -> Loaded:
    """Form, then meaning; either all faults or a scheme."""
    if problems:
        raise Refused(what, problems)
    scheme, problems = to_scheme(document, places)
    if scheme is None:
        raise Refused(what, problems)
    found = examine(scheme, NamedPlaces(document, places))
    errors = [p for p in found if not p.warning]
    if live and scheme.historical:
        where = NamedPlaces(document, places).of("historical")
        errors.insert(0, Problem(where, "是历史方案，只能试算和研究", "现行方案；可复制后按现行规定修改"))
    if errors:
        raise Refused(what, errors)
    return Loaded(scheme, tuple(found))
