"""A facts workbook → a book of facts, or every fault at once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound, XmlError, ZipError

from duban.base.workbook.package import hidden_faults, what_is_wrong_with
from duban.scoring.facts import Book
from duban.scoring.problems import Problem, Refused
from duban.scoring.rows.cells import Reader
from duban.scoring.rows.intake import Intake
from duban.scoring.rows.sheets import UNITS, Sheet, sheets_for
from duban.scoring.scheme.model import Scheme

FREE_HEADINGS = {"备注", "序号"}
GUIDES = {"说明", "填写示例", "选项", "规则"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was read: its book, the rows read per sheet, and what the file was."""

    book: Book
    rows: dict[str, int]
    name: str
    sha256: str
    other_sheets: tuple[str, ...]


def read_workbook(path: Path, scheme: Scheme, progress: Callable[[int], None] | None = None) -> Opened:
    """The book of a workbook laid out as the template of the scheme.

    Raises:
        Refused: with every fault as 表!单元格, what was found and what is expected.
    """
    what = f"工作簿 {path.name} "
    wrong = what_is_wrong_with(path)
    if wrong is not None:
        raise Refused(what, [Problem(*wrong)])
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = {name.strip(): name for name in workbook.sheet_names}
    except (CalamineError, XmlError, ZipError, OSError) as error:
        raise Refused(what, [Problem(f"文件 {path.name}", "打不开，可能已损坏", "能打开的 .xlsx 工作簿")]) from error
    layout = sheets_for(scheme)
    intake = Intake(scheme)
    rows: dict[str, int] = {}
    for sheet in layout:
        if sheet.name not in names:
            if sheet.required:
                expected = "、".join(s.name for s in layout if s.required)
                intake.problems.append(Problem(f"工作表“{sheet.name}”", "没有这张表", f"至少有：{expected}"))
            rows[sheet.name] = 0
            continue
        try:
            cells = workbook.get_sheet_by_name(names[sheet.name])
        except (CalamineError, WorksheetNotFound, XmlError, ZipError, OSError):
            intake.problems.append(Problem(f"工作表“{sheet.name}”", "内容已损坏", "能打开的工作表"))
            rows[sheet.name] = 0
            continue
        rows[sheet.name] = _take_sheet(cells, sheet, intake, progress)
        if sheet.name == UNITS:
            intake.check_parents()
            if not intake.units and not intake.problems:
                intake.problems.append(Problem(f"{UNITS}!A2", "没有单位", "至少一个单位"))
    known = {sheet.name for sheet in layout}
    intake.problems[:0] = (Problem(*fault) for fault in hidden_faults(path, known))
    if intake.problems:
        raise Refused(what, _without_echoes(intake.problems))
    others = tuple(name for name in names if name not in known | GUIDES)
    return Opened(intake.book(), rows, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), others)


def _take_sheet(cells: Any, sheet: Sheet, intake: Intake, progress: Callable[[int], None] | None) -> int:
    """Rows read; faults go to the intake."""
    merged = [m for m in (cells.merged_cell_ranges or []) if m[0][0] == 0]
    for (top, left), (bottom, right) in merged:
        span = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
        intake.problems.append(Problem(f"{sheet.name}!{span}", "表头是合并单元格", "第1行每列一个标题，不合并"))
    if merged:
        return 0
    table = cells.iter_rows()
    head: list[Any] = next(table, [])
    columns = _head(head, sheet, intake)
    if columns is None:
        return 0
    offset = cells.start[0] if cells.start else 0
    if offset:
        intake.problems.append(Problem(f"{sheet.name}!A1", "第1行是空的", "第1行写标题"))
        return 0
    letters = {heading: letter(i) for i, heading in columns.items()}
    named = set(columns) | {i for i, cell in enumerate(head) if str(cell).strip().rstrip("*") in FREE_HEADINGS}
    nameless: set[int] = set()
    count = 0
    for number, row in enumerate(table, start=2):
        nameless.update(i for i, cell in enumerate(row) if cell != "" and i not in named and str(cell).strip())
        values = {heading: row[i] for i, heading in columns.items() if i < len(row) and row[i] != ""}
        if not any(not isinstance(v, str) or v.strip() for v in values.values()):
            continue
        count += 1
        reader = Reader(values, sheet.name, intake.problems, letters, str(number))
        intake.take(sheet.name, reader, f"{sheet.name}!{number}")
        if progress is not None and count % 1000 == 0:
            progress(1000)
    for i in sorted(nameless):
        intake.problems.append(Problem(f"{sheet.name}!{letter(i)}1", "没有标题，下面却有数据", "模板里的标题"))
    return count


def _head(head: list[Any], sheet: Sheet, intake: Intake) -> dict[int, str] | None:
    """Column index → heading, or None when the head is not usable."""
    known = {column.heading for column in sheet.columns}
    columns: dict[int, str] = {}
    faults = len(intake.problems)
    for i, cell in enumerate(head):
        name = str(cell).strip().rstrip("*")
        where = f"{sheet.name}!{letter(i)}1"
        if not name or name in FREE_HEADINGS:
            continue
        if name not in known:
            expected = "、".join(c.heading for c in sheet.columns)
            intake.problems.append(Problem(where, f"没有“{name}”这一栏", f"{expected}（备注、序号可自加）"))
        elif name in columns.values():
            intake.problems.append(Problem(where, f"“{name}”有两栏", "每个标题只用一次"))
        else:
            columns[i] = name
    lacking = [c.heading for c in sheet.columns if c.required and c.heading not in columns.values()]
    if lacking:
        intake.problems.append(Problem(f"{sheet.name}!第1行", f"缺少栏目{'、'.join(lacking)}", "与模板相同的标题"))
    return columns if len(intake.problems) == faults else None


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """A formula or an error cell is one fault, not also an empty cell."""
    told: set[str] = set()
    out = []
    for problem in problems:
        if problem.where in told:
            continue
        told.add(problem.where)
        out.append(problem)
    return out


def letter(index: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
