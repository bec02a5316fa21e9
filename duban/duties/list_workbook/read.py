"""A workbook → the duties it says, with a verdict for every cell. Nothing is written anywhere."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound, XmlError, ZipError

from duban.base.workbook.package import DAMAGED, OUTSIDE, Fault, Size, hidden_faults, letters, what_is_wrong_with
from duban.duties.actions.lists import DutyDraft
from duban.duties.list_workbook.cells import Wrong, read_cell, text_of
from duban.duties.list_workbook.columns import BY_HEADING, COLUMNS, GUIDE, OURS_TO_PASS_OVER, SHEET, Column
from duban.duties.list_workbook.days import longest_label
from duban.duties.list_workbook.verdicts import Cell, ReadList, Row
from duban.duties.models import Task

MOST_BYTES = 60_000_000
MOST = Size(rows=5_000, columns=60)
HEAD_WITHIN = 10
"""The headings stand in one of so many rows: offices put titles above them."""
KNOWN_AT_LEAST = 3
TITLE_LENGTH: int = Task._meta.get_field("title").max_length  # type: ignore[union-attr, assignment]
_BROKEN = (CalamineError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError)


def read_list(path: Path, *, name: str, year: int, categories: Sequence[str]) -> ReadList:
    """The list in the file, which people call `name`, for this year; `categories` are the names of units' categories."""
    wrong = what_is_wrong_with(path, name, MOST_BYTES)
    if wrong is not None:
        return ReadList(faults=[wrong])
    broken = ReadList(faults=[Fault(_("file %(name)s") % {"name": name}, DAMAGED, _("a workbook that opens"))])
    try:
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
            sheet = _sheet_of(workbook.sheet_names)
            if sheet is None:
                named = "、".join(workbook.sheet_names)
                where = _("file %(name)s") % {"name": name}
                return ReadList(faults=[Fault(where, named, _("a sheet that is called %(sheet)s") % {"sheet": SHEET})])
            hidden = list(hidden_faults(path, {sheet.strip()}, MOST))
            stops = [fault for fault in hidden if fault.found in (OUTSIDE, DAMAGED)]
            if stops:
                return ReadList(faults=stops)
            cells = workbook.get_sheet_by_name(sheet)
            table = cells.to_python(skip_empty_area=False)
            merged = [_Span(*start, *end) for start, end in cells.merged_cell_ranges or []]
    except _BROKEN:
        return broken
    return _Reading(sheet.strip(), table, merged, hidden, year, categories).result()


def _sheet_of(names: list[str]) -> str | None:
    """The sheet with the list: the one of that name, or the only one there is beside the guide."""
    lists = [name for name in names if name.strip() == SHEET] or [name for name in names if name.strip() != GUIDE]
    return lists[0] if len(lists) == 1 else None


class _Span(NamedTuple):
    """Merged cells, counted from 0, the ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left + 1)}{self.top + 1}:{letters(self.right + 1)}{self.bottom + 1}"


class _Reading:
    """One reading of one sheet; collects what is wrong and what is worth a look."""

    def __init__(
        self,
        sheet: str,
        table: list[list[Any]],
        merged: list[_Span],
        hidden: list[Fault],
        year: int,
        categories: Collection[str],
    ) -> None:
        self.sheet, self.table, self.merged = sheet, table, merged
        self.year, self.categories = year, categories
        self.hidden = {fault.where: fault for fault in hidden}
        self.faults: list[Fault] = []
        self.remarks: list[str] = []
        self.seen: dict[str, dict[Any, str]] = {"number": {}, "code": {}}

    def result(self) -> ReadList:
        """All of it."""
        head = self._head()
        columns = self._columns(head) if head is not None else {}
        if head is None or self.faults:
            return ReadList(faults=self.faults, remarks=self.remarks)
        if self.sheet != SHEET:
            self.remarks.append(_("There is no sheet 清单; %(sheet)s was read.") % {"sheet": self.sheet})
        if head:
            self.remarks.append(_("The headings stand in row %(n)s; nothing above them was read.") % {"n": head + 1})
        filled = self._filled(head, set(columns.values()))
        rows = [
            self._row(place, columns, {at: filled.get((place, at), row[at]) for at in columns.values()})
            for place, row in enumerate(self.table)
            if place > head
            and any(text_of(row[at]) or self._place(place, at) in self.hidden for at in columns.values())
        ]
        if not rows and not self.faults:
            expected = _("a row for each duty")
            self.faults.append(Fault(f"{self.sheet}!A{head + 2}", _("no duty"), expected))
        return ReadList(rows, self.faults, self.remarks)

    def _head(self) -> int | None:
        """The row with the headings, counted from 0."""
        known = [sum(_heading(cell) in BY_HEADING for cell in row) for row in self.table[:HEAD_WITHIN]]
        if max(known, default=0) < KNOWN_AT_LEAST:
            expected = _("a row with the headings %(names)s") % {"names": "、".join(BY_HEADING)}
            self.faults.append(Fault(f"{self.sheet}!A1", _("no headings") if self.table else _("empty"), expected))
            return None
        head = known.index(max(known))
        for span in self.merged:
            if span.top <= head <= span.bottom:
                expected = _("each heading in a cell of its own")
                self.faults.append(Fault(f"{self.sheet}!{span}", _("merged headings"), expected))
        return head

    def _columns(self, head: int) -> dict[str, int]:
        """Field → column, counted from 0."""
        found: dict[str, int] = {}
        strange = []
        for at, cell in enumerate(self.table[head]):
            heading, where = _heading(cell), self._place(head, at)
            column = BY_HEADING.get(heading)
            if column is None:
                has_more = any(text_of(row[at]) for row in self.table[head + 1 :])
                if heading not in OURS_TO_PASS_OVER and (heading or has_more):
                    strange.append((where, heading))
            elif column.field in found:
                self.faults.append(Fault(where, _("%(name)s twice") % {"name": heading}, _("each heading once")))
            else:
                found[column.field] = at
        lacking = [column.heading for column in COLUMNS if column.field not in found]
        needed = [column.heading for column in COLUMNS if column.field not in found and column.is_needed]
        for where, heading in strange:
            shown = f"“{heading}”" if heading else _("a column without a heading")
            if lacking:
                self.faults.append(Fault(where, shown, _("one of %(names)s") % {"names": "、".join(lacking)}))
            else:
                self.remarks.append(_("%(where)s: %(name)s is not read.") % {"where": where, "name": shown})
        if needed:
            where = _("%(sheet)s, row %(n)s") % {"sheet": self.sheet, "n": head + 1}
            found_words = _("no column %(names)s") % {"names": "、".join(needed)}
            self.faults.append(Fault(where, found_words, _("the headings of the template")))
        return found

    def _filled(self, head: int, columns: set[int]) -> dict[tuple[int, int], Any]:
        """What a cell merged downwards says in each of its rows. Cells merged across are at fault."""
        values: dict[tuple[int, int], Any] = {}
        for span in self.merged:
            if span.top <= head or not columns & set(range(span.left, span.right + 1)):
                continue
            if span.left != span.right:
                expected = _("each cell for itself; a heading over rows belongs into the column 类别")
                self.faults.append(Fault(f"{self.sheet}!{span}", _("cells merged across"), expected))
                continue
            for row in range(span.top, min(span.bottom + 1, len(self.table))):
                values[row, span.left] = self.table[span.top][span.left]
        return values

    def _row(self, row: int, columns: dict[str, int], values: dict[int, Any]) -> Row:
        """The verdict on one row."""
        cells, kept = [], {}
        for column in COLUMNS:
            at = columns.get(column.field)
            value = "" if at is None else values[at]
            cell, kept[column.field] = self._cell(column, "" if at is None else self._place(row, at), value)
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
        return Row(row + 1, cells, draft)

    def _cell(self, column: Column, place: str, value: Any) -> tuple[Cell, Any]:
        """The verdict on one cell, and what the duty keeps of it."""
        if place in self.hidden:
            return Cell(column.heading, place, "", self.hidden[place]), None
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

    def _place(self, row: int, column: int) -> str:
        return f"{self.sheet}!{letters(column + 1)}{row + 1}"


def _heading(cell: Any) -> str:
    """The words of a heading, without blanks, new lines and the star of a needed one."""
    return text_of(cell).replace(" ", "").rstrip("*＊")
