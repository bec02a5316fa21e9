"""The empty template, and a list as the same workbook filled in: what goes out comes in again as the same duties."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from duban.base.workbook.cells import NO, YES
from duban.duties.drafts import DutyDraft
from duban.duties.export import XLSX
from duban.duties.list_workbook.columns import COLUMNS, GUIDE, SHEET, Column
from duban.duties.list_workbook.days import written_days
from duban.duties.models import ResponsibilityList

LINES = 500
"""Rows of the template with a drop-down and text cells."""
HEAD_FILL, HINT_INK = "#F1EEEA", "#6E675F"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def template(categories: Sequence[str]) -> FileResponse:
    """The workbook to fill in: headings, drop-downs, and a sheet that explains each column."""
    return _workbook([], categories, name=_("List to fill in") + ".xlsx")


def list_workbook(listed: ResponsibilityList, categories: Sequence[str]) -> FileResponse:
    """The list as the same workbook. Three queries, whatever the number of duties."""
    duties = [[said_in(draft, column, listed.year) for column in COLUMNS] for draft in drafts_of(listed)]
    head = f"{listed.title}（{listed.year}，{listed.basis}）"
    year = "" if str(listed.year) in listed.title else f"{listed.year}-"
    return _workbook(duties, categories, name=f"{year}{listed.title}.xlsx", head=head)


def drafts_of(listed: ResponsibilityList) -> list[DutyDraft]:
    """The duties of a list as somebody would write them."""
    fields = [column.field for column in COLUMNS if column.field not in {"days", "categories"}]
    return [
        DutyDraft(
            **{field: getattr(duty, field) for field in fields},
            days=tuple((day.label, day.due_on) for day in duty.due_days.all()),
            categories=tuple(category.name for category in duty.categories.all()),
        )
        for duty in listed.duties.prefetch_related("due_days", "categories")
    ]


def said_in(draft: DutyDraft, column: Column, year: int) -> Any:
    """What the cell of this column says of the duty, in a list of this year."""
    value = getattr(draft, column.field)
    if column.field == "days":
        return written_days(value, year)
    if column.field == "categories":
        return "、".join(value)
    return (YES if value else NO) if column.field == "is_split" else value


def _workbook(duties: Iterable[Sequence[Any]], categories: Sequence[str], *, name: str, head: str = "") -> FileResponse:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    base = {"valign": "top", "text_wrap": True}
    forms = {
        "head": book.add_format({"bold": True, "bg_color": HEAD_FILL, "text_wrap": True, "valign": "vcenter"}),
        "text": book.add_format({**base, "num_format": "@"}),
        # Excel makes a formula of such a cell as soon as somebody edits it, unless it is marked as quoted.
        "quoted": book.add_format({**base, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**base, "num_format": "0"}),
        "hint": book.add_format({"font_color": HINT_INK}),
    }
    _list_sheet(book, forms, duties)
    _guide_sheet(book, forms, head, categories)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _list_sheet(book: Any, forms: dict[str, Any], duties: Iterable[Sequence[Any]]) -> None:
    page = book.add_worksheet(SHEET)
    page.freeze_panes(1, 0)
    for at, column in enumerate(COLUMNS):
        # Text cells: Excel would make 1.10 a number, and of 3月31日 a day of the present year.
        page.set_column(at, at, column.width, forms["number" if column.field == "number" else "text"])
        page.write_string(0, at, f"{column.heading}{'*' if column.is_needed else ''}", forms["head"])
    row = 0
    for row, cells in enumerate(duties, start=1):
        for at, value in enumerate(cells):
            _put(page, row, at, value, forms)
    split = next(at for at, column in enumerate(COLUMNS) if column.field == "is_split")
    words = {"error_title": _("是 or 否"), "error_message": _("Choose one of the two, or leave it empty.")}
    page.data_validation(1, split, max(row, LINES), split, {"validate": "list", "source": [YES, NO], **words})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _put(page: Any, row: int, at: int, value: Any, forms: dict[str, Any]) -> None:
    """One cell: numbers as numbers, everything else as text, whatever it begins with."""
    if isinstance(value, int):
        page.write_number(row, at, value, forms["number"])
    elif value:
        page.write_string(row, at, value, forms["quoted" if value.startswith(FORMULA_SIGNS) else "text"])


def _guide_sheet(book: Any, forms: dict[str, Any], head: str, categories: Sequence[str]) -> None:
    page = book.add_worksheet(GUIDE)
    lines = [
        head,
        _("One row for each duty on the sheet %(sheet)s. Columns with * are needed.") % {"sheet": SHEET},
        _("Keep the headings. No formulas. A title above the headings does no harm; other columns are not read."),
        _("Categories of units: %(names)s") % {"names": "、".join(categories) or _("none entered yet")},
    ]
    row = 0
    for line in filter(None, lines):
        page.write_string(row, 0, line, forms["hint"])
        row += 1
    widths = (14, 8, 40, 56, 34)
    for at, (width, word) in enumerate(
        zip(widths, (_("Column"), _("Needed"), _("Why it is asked"), _("How to fill it in"), _("Example")), strict=True)
    ):
        page.set_column(at, at, width)
        page.write_string(row + 1, at, word, forms["head"])
    for place, column in enumerate(COLUMNS, start=row + 2):
        form = str(column.form) % {"most": column.most}
        needed = _("needed") if column.is_needed else _("may be empty")
        for at, word in enumerate((column.heading, needed, str(column.reason), form, column.example)):
            _put(page, place, at, word, forms)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
