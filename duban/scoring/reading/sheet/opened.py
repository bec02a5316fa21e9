"""The workbook opened and its cells laid out: rows by heading, with every fault of the cells themselves."""

import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError  # only the name of what openpyxl raises

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from duban.base.workbook.package import what_is_wrong_with
from duban.scoring.problems import Problem

from .columns import READ_BACK, REST, Column
from .parts import NOTES, sheets

MOST_BYTES, MOST_ROWS = 60_000_000, 20_000
_WORD = Column("", (), str, {})
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, LookupError, ValueError, TypeError, OSError, EOFError,
)  # fmt: skip


def open_book(path: Path) -> tuple[Any, Problem | None]:
    """The workbook, or why it cannot be one."""
    wrong = what_is_wrong_with(path)
    fault = Problem(*wrong) if wrong is not None else _too_big(path)
    if fault is not None:
        return None, fault
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (drawings, extensions) holds no part of a scheme
            return openpyxl.load_workbook(path, data_only=False, rich_text=False), None
    except _BROKEN:
        return None, Problem(f"文件 {path.name}", "工作簿已损坏", "能打开的 .xlsx 工作簿")


def _too_big(path: Path) -> Problem | None:
    """No scheme is that long; a workbook of facts may have been taken for one."""
    with zipfile.ZipFile(path) as package:
        unpacked = sum(info.file_size for info in package.infolist())
    if unpacked <= MOST_BYTES:
        return None
    found = f"展开后有{unpacked // 1_000_000}兆字节"
    return Problem(f"文件 {path.name}", found, f"方案工作簿，不超过{MOST_BYTES // 1_000_000}兆字节")


class Row:
    """The filled cells of one row by heading."""

    def __init__(self, sheet: str, number: int, cells: dict[str, Any], letters: dict[str, str]):
        self.sheet, self.number, self.cells, self.letters = sheet, number, cells, letters

    def at(self, heading: str) -> str:
        return f"{self.sheet}!{self.letters.get(heading, 'A')}{self.number}"

    def word(self, heading: str, problems: list[Problem]) -> str:
        value = self.cells.get(heading)
        return "" if value is None else str(_WORD.read(value, self.at(heading), problems))


class Cells:
    """The filled rows of every sheet; faults go to ``problems``."""

    def __init__(self, book: Any, problems: list[Problem]):
        self.problems, self._sheets = problems, sheets()
        self.rows = {name: self._filled(name, book[name]) for name in book.sheetnames if name != NOTES}

    def fault(self, where: str, found: str, expected: str) -> None:
        self.problems.append(Problem(where, found, expected))

    def _filled(self, name: str, page: Any) -> list[Row]:
        if page.max_row > MOST_ROWS:
            self.fault(f"{name}!A{MOST_ROWS + 1}", f"有{page.max_row}行", f"不超过{MOST_ROWS}行")
            return []
        for merged in page.merged_cells.ranges:
            self.fault(f"{name}!{merged.coord}", "合并单元格", "每格各填各的，不合并")
        letters = self._headings(name, page)
        named = {letter: heading for heading, letter in letters.items()}
        rows, nameless = [], set()
        for cells in page.iter_rows(min_row=2):
            filled: dict[str, Any] = {}
            for cell in cells:
                heading, value = named.get(get_column_letter(cell.column)), self._value(name, cell)
                if value is not None and heading is None:
                    nameless.add(get_column_letter(cell.column))
                elif value is not None and heading is not None and heading != READ_BACK:
                    filled[heading] = value
            if filled and named:
                rows.append(Row(name, cells[0].row, filled, letters))
        for letter in sorted(nameless) if named else ():
            self.fault(f"{name}!{letter}1", "没有列名，下面却有内容", "本表的列名")
        return rows

    def _headings(self, name: str, page: Any) -> dict[str, str]:
        sheet = self._sheets.get(name)
        known = {*sheet.keys, *(c.heading for c in sheet.columns), REST, READ_BACK} if sheet else {"名称", "内容"}
        letters: dict[str, str] = {}
        for n, cell in enumerate(next(page.iter_rows(min_row=1, max_row=1), ()), start=1):
            heading, letter = str(cell.value or "").strip(), get_column_letter(n)
            if not heading:
                continue
            if heading not in known:
                self.fault(f"{name}!{letter}1", f"“{heading}”", "本表的列名（见重新导出的空白表）")
            if heading in letters:
                self.fault(f"{name}!{letter}1", f"“{heading}”写了两次", "每列一个名称")
                continue
            letters[heading] = letter
        missing = [h for h in (sheet.keys if sheet else ("名称", "内容")) if h not in letters]
        if missing:
            self.fault(f"{name}!A1", f"没有“{'、'.join(missing)}”列", "第一行是列名")
        return {} if missing else letters

    def _value(self, name: str, cell: Any) -> Any:
        where = f"{name}!{cell.coordinate}"
        if cell.data_type == "f":
            self.fault(where, f"公式“{str(cell.value)[:30]}”", "值；把公式粘贴为数值")
            return None
        if cell.data_type == "e":
            self.fault(where, f"“{cell.value}”", "没有错误的值")
            return None
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, bool | int | float | date):
            return value
        text = str(value)
        return text if text.strip() else None
