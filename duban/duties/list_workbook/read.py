"""A workbook → the duties it says, with a verdict for every cell. Nothing is written anywhere."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from duban.base.workbook.cells import Wrong, text_of
from duban.base.workbook.package import Fault, Size
from duban.base.workbook.table import Grid, Table, grids_of
from duban.base.workbook.table import Row as SheetRow
from duban.duties.drafts import DutyDraft
from duban.duties.list_workbook.cells import read_cell
from duban.duties.list_workbook.columns import COLUMNS, GUIDE, SHEET, Column
from duban.duties.list_workbook.days import longest_label
from duban.duties.list_workbook.verdicts import Cell, ReadList, Row
from duban.duties.models import Task

MOST_BYTES = 60_000_000
MOST = Size(rows=5_000, columns=60)
TITLE_LENGTH: int = Task._meta.get_field("title").max_length  # type: ignore[union-attr, assignment]


def read_list(path: Path, *, name: str, year: int, categories: Sequence[str]) -> ReadList:
    """The list in the file, which people call `name`, for this year; `categories` are the names of units' categories."""
    expected = _("a sheet that is called %(sheet)s") % {"sheet": SHEET}
    grids, faults = grids_of(path, name, choose=_sheet_of, expected=expected, most=MOST, most_bytes=MOST_BYTES)
    return _Reading(grids[0], year, categories).result() if grids else ReadList(faults=faults)


def _sheet_of(names: list[str]) -> list[str]:
    """The sheet with the list: the one of that name, or the only one there is beside the guide."""
    lists = [name for name in names if name.strip() == SHEET] or [name for name in names if name.strip() != GUIDE]
    return lists if len(lists) == 1 else []


class _Reading:
    """One reading of one sheet."""

    def __init__(self, grid: Grid, year: int, categories: Collection[str]) -> None:
        across = _("each cell for itself; a heading over rows belongs into the column 类别")
        self.table = Table(grid, COLUMNS, merged_across=across)
        self.sheet, self.year, self.categories = grid.sheet, year, categories
        self.seen: dict[str, dict[Any, str]] = {"number": {}, "code": {}}

    def result(self) -> ReadList:
        """All of it: a verdict for each row, what is wrong with the sheet, what is worth a look."""
        table = self.table
        # Without sound headings no row means anything; cells merged across leave the others readable.
        across = [fault for fault in table.faults if fault.found == _("cells merged across")]
        if table.head is None or len(across) < len(table.faults):
            return ReadList(faults=table.faults, remarks=table.remarks)
        remarks = list(table.remarks)
        if self.sheet != SHEET:
            remarks.append(_("There is no sheet 清单; %(sheet)s was read.") % {"sheet": self.sheet})
        rows = [self._row(row) for row in table.rows()]
        faults = list(table.faults)
        if not rows and not faults:
            faults.append(Fault(f"{self.sheet}!A{table.head + 2}", _("no duty"), _("a row for each duty")))
        return ReadList(rows, faults, remarks)

    def _row(self, row: SheetRow) -> Row:
        """The verdict on one row."""
        cells, kept = [], {}
        for column in COLUMNS:
            cell, kept[column.field] = self._cell(column, row)
            cells.append(cell)
        if not any(cell.fault for cell in cells):
            long = len(kept["title"]) + (longest_label(kept["days"]) + 2 if longest_label(kept["days"]) else 0)
            if long > TITLE_LENGTH:
                # The task's title is the duty's with the label behind it, in brackets.
                at = next(n for n, column in enumerate(COLUMNS) if column.field == "title")
                found, expected = _("%(n)s characters with the word for the day"), _("at most %(n)s characters")
                fault = Fault(cells[at].place, found % {"n": long}, expected % {"n": TITLE_LENGTH})
                cells[at] = replace(cells[at], fault=fault)
        draft = None if any(cell.fault for cell in cells) else DutyDraft(**kept)
        return Row(row.number, cells, draft)

    def _cell(self, column: Column, row: SheetRow) -> tuple[Cell, Any]:
        """The verdict on one cell, and what the duty keeps of it."""
        place, value = self.table.place(row.number, column.field), row.values.get(column.field, "")
        if hidden := self.table.hidden(row.number, column.field):
            return Cell(column.heading, place, "", hidden), None
        try:
            kept, said, remark = read_cell(column, value, year=self.year, categories=self.categories)
        except Wrong as wrong:
            return Cell(column.heading, place, text_of(value), Fault(place, wrong.found, wrong.expected)), None
        earlier = self.seen.get(column.field, {}).get(kept)
        if earlier:
            found = _("“%(value)s”, which stands in %(where)s too") % {"value": said, "where": earlier}
            return Cell(column.heading, place, said, Fault(place, found, _("each once"))), None
        if column.field in self.seen:
            self.seen[column.field][kept] = place
        return Cell(column.heading, place, said, None, remark), kept
