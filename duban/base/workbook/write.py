"""Workbooks as they go out: sheets with text cells and drop-downs, a guide, and a memory of what was given out.

Nothing that begins like a formula becomes one, and nothing exotic stands in them: they open in WPS and LibreOffice.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from duban.base.workbook.kinds import Amount, Choice, Day, Whole, YesNo
from duban.base.workbook.sheet import NUMBER_HEADING, Column, Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE, CHOICES = "填写说明", "可选项"
LINES = 1000
"""Rows of a sheet with drop-downs, at least."""
MOST_CHOICES = 500
"""A longer list is no help in a drop-down."""
IN_PLACE = 250
"""So many characters of choices fit into a cell's own rule; more stand on a sheet."""
HEAD_FILL, HINT_INK = "#F1EEEA", "#6E675F"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Book:
    """A workbook that is being written, row by row: of a sheet no more than one row is held."""

    def __init__(self, file: BinaryIO | Path) -> None:
        target: Any = str(file) if isinstance(file, Path) else file
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(target, options)
        base = {"valign": "top", "num_format": "@"}
        add = self.book.add_format
        self.forms = {
            "head": add({"bold": True, "bg_color": HEAD_FILL, "text_wrap": True, "valign": "vcenter"}),
            "text": add(base),
            # Excel makes a formula of such a cell as soon as somebody edits it, unless it is marked as quoted.
            "quoted": add({**base, "quote_prefix": True}),
            "whole": add({"valign": "top", "num_format": "0"}),
            "amount": add({"valign": "top", "num_format": "0.00"}),
            "day": add({"valign": "top", "num_format": "yyyy-mm-dd"}),
            "hint": add({"font_color": HINT_INK}),
            "wrap": add({**base, "text_wrap": True}),
            "wrap_quoted": add({**base, "text_wrap": True, "quote_prefix": True}),
        }

    def sheet(self, name: str, widths: Sequence[int], *, freeze: tuple[int, int] = (1, 1)) -> Any:
        """A new sheet, set for A4 across."""
        page = self.book.add_worksheet(name)
        page.freeze_panes(*freeze)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    def table(self, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
        """A sheet of rows under headings, each with its width. Days are words, as a page shows them."""
        page = self.sheet(name, [width for _word, width in heads])
        for at, (word, _width) in enumerate(heads):
            page.write_string(0, at, word, self.forms["head"])
        for line, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                self.put(page, line, at, str(value) if isinstance(value, datetime.date) else value)

    def put(self, page: Any, row: int, at: int, value: Any, form: str = "") -> None:
        """One cell: numbers and days as such, everything else as text, whatever it begins with."""
        if value is None or value == "":
            return
        if isinstance(value, bool):
            value = str(value)
        if isinstance(value, int):
            page.write_number(row, at, value, self.forms[form or "whole"])
        elif isinstance(value, Decimal):
            page.write_number(row, at, value, self.forms[form or "amount"])
        elif isinstance(value, datetime.date):
            page.write_datetime(row, at, value, self.forms[form or "day"])
        else:
            is_sign = str(value).startswith(FORMULA_SIGNS)
            names = {"": "quoted", "wrap": "wrap_quoted"}
            name = names.get(form, form) if is_sign else form or "text"
            page.write_string(row, at, str(value), self.forms[name])

    def guide(self, sheets: Iterable[tuple[str, Sequence[Sequence[str]]]], lines: Sequence[str]) -> None:
        """The guide: sentences, then for each sheet its columns as (heading, needed, why, how, example)."""
        page = self.sheet(GUIDE, (16, 8, 40, 56, 34), freeze=(0, 0))
        row = 0
        for line in filter(None, lines):
            page.write_string(row, 0, line, self.forms["hint"])
            row += 1
        heads = (_("Column"), _("Needed"), _("Why it is asked"), _("How to fill it in"), _("Example"))
        for title, columns in sheets:
            row += 1
            if title:
                page.write_string(row, 0, title, self.forms["head"])
                row += 1
            for at, word in enumerate(heads):
                page.write_string(row, at, word, self.forms["head"])
            for said in columns:
                row += 1
                for at, word in enumerate(said):
                    self.put(page, row, at, word, "wrap")
            row += 1

    def close(self) -> None:
        """Write it out."""
        self.book.close()


@dataclass
class Filled:
    """A sheet with its rows: each a number of ours ('' when it has none) and the cells in the order of the columns.

    Args:
        choices: field → the names to choose from.
        more: further columns at the end, heading → width; a row then carries their cells after the others.
    """

    sheet: Sheet
    rows: Iterable[tuple[int | str, Sequence[Any]]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    with_numbers: bool = False
    more: Mapping[str, int] = field(default_factory=dict)


def write_book(
    file: BinaryIO | Path,
    filled: Sequence[Filled],
    *,
    lines: Sequence[str] = (),
    guide: bool = True,
    then: Callable[[Book], None] | None = None,
) -> None:
    """A workbook with these sheets, the guide behind them, and what `then` adds at the end."""
    book = Book(file)
    lists: dict[tuple[str, str], Sequence[str]] = {}
    for each in filled:
        _sheet(book, each, lists)
    if guide:
        _guide(book, [each.sheet for each in filled], lines)
    _choices(book, lists)
    if then is not None:
        then(book)
    book.close()


def _sheet(book: Book, each: Filled, lists: dict[tuple[str, str], Sequence[str]]) -> None:
    columns = each.sheet.columns
    numbered = [NUMBER_HEADING] if each.with_numbers else []
    widths = [*(column.width for column in columns), *each.more.values(), *(10 for _number in numbered)]
    page = book.sheet(each.sheet.name, widths)
    for at, column in enumerate(columns):
        # Text cells: a spreadsheet would make 1.10 a number, and cut the nineteenth digit of a code.
        page.set_column(at, at, column.width, book.forms[_form(column)])
        page.write_string(0, at, f"{column.heading}{'*' if column.is_needed else ''}", book.forms["head"])
    for at, heading in enumerate([*each.more, *numbered], start=len(columns)):
        page.write_string(0, at, heading, book.forms["head"])
    row = 0
    for row, (number, cells) in enumerate(each.rows, start=1):
        for at, value in enumerate(cells):
            book.put(page, row, at, value)
        if each.with_numbers:
            book.put(page, row, len(columns) + len(each.more), number)
    for at, column in enumerate(columns):
        _rule(page, at, column, max(row, LINES), each, lists)


def _form(column: Column) -> str:
    return {Whole: "whole", Amount: "amount", Day: "day"}.get(type(column.kind), "text")


def _rule(
    page: Any, at: int, column: Column, last: int, each: Filled, lists: dict[tuple[str, str], Sequence[str]]
) -> None:
    """The drop-down of a column."""
    names: Sequence[str] = each.choices.get(column.field, ())
    if isinstance(column.kind, Choice):
        names = [str(word) for word in column.kind.words.values()]
    elif isinstance(column.kind, YesNo):
        names = ["是", "否"]
    if not names or len(names) > MOST_CHOICES:
        return
    source: Any = list(names)
    if sum(len(name) + 1 for name in names) > IN_PLACE:
        place = list(lists).index(key) if (key := (each.sheet.name, column.field)) in lists else len(lists)
        lists[key] = names
        column_letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"='{CHOICES}'!${column_letter}$2:${column_letter}${len(names) + 1}"
    # A warning, not a stop: the choices are a help, and whoever knows a name that was added since may type it.
    rule = {"validate": "list", "source": source, "error_type": "warning", "error_title": column.heading}
    page.data_validation(1, at, last, at, {**rule, "error_message": _("This is none of the choices.")})


def _choices(book: Book, lists: Mapping[tuple[str, str], Sequence[str]]) -> None:
    if not lists:
        return
    page = book.sheet(CHOICES, [24] * len(lists))
    columns = [[f"{sheet} {column}", *names] for (sheet, column), names in lists.items()]
    for row in range(max(map(len, columns))):
        for at, names in enumerate(columns):
            if row < len(names):
                book.put(page, row, at, names[row])
    page.hide()


def _guide(book: Book, sheets: Sequence[Sheet], lines: Sequence[str]) -> None:
    general = [
        *lines,
        _("Columns with * are needed for a new row. Keep the headings; their order does not matter."),
        _("No formulas. Titles above the headings do no harm; other columns are not read."),
        *(str(line) for sheet in sheets for line in sheet.guide),
    ]
    said = [
        (
            sheet.name if len(sheets) > 1 else "",
            [
                (
                    column.heading,
                    _("needed") if column.is_needed else _("may be empty"),
                    str(column.reason),
                    column.kind.form,
                    column.example,
                )
                for column in sheet.columns
            ],
        )
        for sheet in sheets
    ]
    book.guide(said, general)
