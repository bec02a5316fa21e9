"""Scheme → workbook: headings, drop-downs, sentences, and every value in a cell from which it reads back."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from duban.scoring.scheme.model import Scheme
from duban.scoring.sentences import (
    dedupe_sentence,
    gate_sentence,
    group_sentence,
    indicator_sentence,
    sentence,
    tag_sentence,
    total_sentence,
)
from duban.scoring.workbook.whole import written_whole

from .columns import READ_BACK, REST, Column, take
from .nested import bare, model_in_chinese
from .parts import (
    CHECK_ROWS,
    COVERAGE,
    DEDUPES,
    GATES,
    GROUPS,
    INDICATORS,
    LINES,
    NOTES,
    RULE,
    RULE_WORDS,
    SCHEME,
    TAGS,
    UNCLEAR,
    Part,
    Sheet,
    apart,
    line_columns,
    scheme_columns,
)

MOST_IN_CELL = 32_767
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  # a fixed word for "no day", not a time
ROWS_TO_FILL = 300
"""How many rows below the last one carry drop-downs."""

_SAY: dict[str, Callable[[Any, Scheme], str]] = {
    TAGS: lambda of, scheme: tag_sentence(*of),
    GROUPS: lambda of, scheme: group_sentence(of),
    INDICATORS: lambda of, scheme: indicator_sentence(of),
    LINES: sentence,
    GATES: gate_sentence,
    DEDUPES: lambda of, scheme: dedupe_sentence(of),
}
_NOTES = (
    "这个工作簿就是考核方案，改好后可以直接读回系统。",
    "一张表是一类内容，一行是一条；表名和第一行的列名不要改，行的先后就是方案里的先后。",
    "“细则”一行一条规则：先选“规则”，再填这种规则用得到的列；右边折叠的列是别的规则用的。",
    "“读回”是系统按填好的内容写出的一句话，只供核对，读入时不看；改了参数，重新导出才会变。",
    "空着就是默认值。“是否”类填 是 或 否；有下拉框的从框里选；分值扣分写负数，“本项不得分”照写。",
    "几个词或几个数填在一格时用顿号隔开；成对的写成 类别: 开发区, 规模: 5。",
    "“分档、分步、评价主体、测评项、分类参数、系数”各行用“细则”列写明属于哪一条细则。",
    "“其他”列放不进别的列的少数内容，一般不用动。",
)


def write_scheme_sheets(scheme: Scheme, path: Path) -> None:
    """Write the workbook of a scheme; an older file of that name is replaced whole or not at all.

    Raises:
        ValueError: when one value is longer than a cell can hold.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    # The same scheme gives the same bytes: no day of making in the file.
    book.set_properties({"title": scheme.title, "created": _EPOCH})
    _Writer(book, scheme).all()
    book.close()
    with written_whole(path) as part:
        part.write_bytes(held.getvalue())


class _Writer:
    def __init__(self, book: Any, scheme: Scheme):
        self.book, self.scheme = book, scheme
        plain = {"valign": "top", "text_wrap": True, "font_size": 10}
        self.text = book.add_format({**plain, "num_format": "@"})
        self.number = book.add_format(plain)
        self.day = book.add_format({**plain, "num_format": "yyyy-mm-dd"})
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#E8EDF3", "bottom": 1})
        self.said = book.add_format({**plain, "font_color": "#5A6472", "italic": True})

    def all(self) -> None:
        values, sheets = apart(self.scheme)
        self._notes()
        self._scheme(values)
        for sheet in sheets.values():
            self._sheet(sheet)

    def _notes(self) -> None:
        page = self.book.add_worksheet(NOTES)
        page.set_column(0, 0, 100, self.text)
        for n, note in enumerate(_NOTES):
            page.write_string(n, 0, note, self.text)

    def _scheme(self, values: dict[str, Any]) -> None:
        page = self.book.add_worksheet(SCHEME)
        page.set_column(0, 0, 26, self.text)
        page.set_column(1, 1, 80, self.text)
        page.freeze_panes(1, 0)
        for place, heading in enumerate(("名称", "内容")):
            page.write_string(0, place, heading, self.head)
        row = 0
        for row, column in enumerate(scheme_columns(), start=1):
            page.write_string(row, 0, column.heading, self.text)
            found, value = take(values, column.path)
            if found:
                self._cell(page, row, 1, column.write(value))
            if choices := column.choices():
                page.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})
        page.write_string(row + 1, 0, REST, self.text)
        if values:
            self._cell(page, row + 1, 1, bare(model_in_chinese(Scheme, values)))
        page.write_string(row + 2, 0, READ_BACK, self.said)
        page.write_string(row + 2, 1, total_sentence(self.scheme), self.said)

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        used, rest = self._used(sheet)
        headings = [*sheet.keys, *(c.heading for c in used)]
        if sheet.read_back:
            headings.insert(len(sheet.keys) + 2, READ_BACK)
        headings += [REST] if sheet.columns else []
        first_spare = len(headings)
        headings += [c.heading for c in rest]
        place = {heading: n for n, heading in enumerate(headings)}
        page.freeze_panes(1, min(len(sheet.keys) + 2, 3))
        page.set_column(0, len(headings), 12, self.text)
        if READ_BACK in place:
            page.set_column(place[READ_BACK], place[READ_BACK], 46, self.said)
        if rest:
            page.set_column(first_spare, len(headings) - 1, 12, self.text, {"level": 1, "hidden": True})
        for heading, n in place.items():
            page.write_string(0, n, heading, self.head)
        for row, part in enumerate(sheet.parts, start=1):
            self._row(page, row, sheet, part, place)
        last = len(sheet.parts) + ROWS_TO_FILL
        for column in sheet.columns:
            if choices := column.choices():
                n = place[column.heading]
                page.data_validation(1, n, last, n, {"validate": "list", "source": choices})
        if RULE in place:
            words = list(RULE_WORDS.values())
            page.data_validation(1, place[RULE], last, place[RULE], {"validate": "list", "source": words})

    def _used(self, sheet: Sheet) -> tuple[list[Column], list[Column]]:
        """The columns that this scheme fills (and those that every row has), then the others."""
        if sheet.name != LINES:
            return sheet.columns, []
        of_rules = {h for part in sheet.parts for h in line_columns(part.model)}
        used = [c for c in sheet.columns if c.heading in of_rules]
        return used, [c for c in sheet.columns if c.heading not in of_rules]

    def _row(self, page: Any, row: int, sheet: Sheet, part: Part, place: dict[str, int]) -> None:
        for heading, value in part.keys.items():
            self._cell(page, row, place[heading], _key_cell(sheet, value))
        columns = line_columns(part.model).values() if sheet.name == LINES else sheet.columns
        for column in columns:
            found, value = take(part.values, column.path)
            if found:
                self._cell(page, row, place[column.heading], column.write(value))
        if part.values:
            self._cell(page, row, place[REST], bare(model_in_chinese(part.model, part.values)))
        if sheet.read_back:
            page.write_string(row, place[READ_BACK], _SAY[sheet.name](part.of, self.scheme), self.said)

    def _cell(self, page: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, date):
            page.write_datetime(row, column, value, self.day)
        elif isinstance(value, float):
            page.write_number(row, column, value, self.number)
        else:
            if len(value) > MOST_IN_CELL:
                raise ValueError(f"{page.get_name()}：“{value[:20]}…”有{len(value)}个字，一格最多{MOST_IN_CELL}个字")
            page.write_string(row, column, value, self.text)


_TEXTS = Column("", (), str | list[str], {})


def _key_cell(sheet: Sheet, value: Any) -> Any:
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        return float(value)
    if sheet.name == CHECK_ROWS:
        return value
    if sheet.name in (COVERAGE, UNCLEAR) or value:
        return _TEXTS.write(value)
    return None
