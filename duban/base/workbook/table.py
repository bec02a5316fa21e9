"""A sheet of a workbook as a table: where its headings stand, which column is which, what its cells hold."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound, XmlError, ZipError

from duban.base.workbook.cells import text_of
from duban.base.workbook.package import DAMAGED, OUTSIDE, Fault, Size, hidden_faults, letters, what_is_wrong_with

HEAD_WITHIN = 10
"""The headings stand in one of so many rows: offices put titles above them."""
OURS_TO_PASS_OVER = frozenset({"备注", "说明", "序号"})
"""Headings that anybody may add."""
_BROKEN = (CalamineError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError)


class Heading(Protocol):
    """What a table has to know of a column."""

    @property
    def field(self) -> str:
        """Its name in the code."""

    @property
    def heading(self) -> str:
        """Its words in the sheet."""

    @property
    def is_needed(self) -> bool:
        """Whether the sheet cannot do without it."""


class Span(NamedTuple):
    """Merged cells, counted from 0, the ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left + 1)}{self.top + 1}:{letters(self.right + 1)}{self.bottom + 1}"


@dataclass
class Grid:
    """The cells of one sheet as they stand there; `hidden` are those that hide a formula or an error, by their place."""

    sheet: str
    cells: list[list[Any]]
    merged: list[Span] = field(default_factory=list)
    hidden: Mapping[str, Fault] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """The reference of a cell, counted from 0."""
        return f"{self.sheet}!{letters(column + 1)}{row + 1}"


def grids_of(
    path: Path, name: str, *, choose: Callable[[list[str]], list[str]], expected: str, most: Size, most_bytes: int
) -> tuple[list[Grid], list[Fault]]:
    """The sheets that `choose` picks of their names, or what is wrong with the file, which people call `name`.

    Args:
        expected: what to say when it picks none.
        most, most_bytes: how large a sheet, and the file unpacked, may be.
    """
    wrong = what_is_wrong_with(path, name, most_bytes)
    if wrong is not None:
        return [], [wrong]
    where = _("file %(name)s") % {"name": name}
    try:
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
            chosen = choose(workbook.sheet_names)
            if not chosen:
                return [], [Fault(where, "、".join(workbook.sheet_names), expected)]
            hidden = list(hidden_faults(path, {sheet.strip() for sheet in chosen}, most))
            stops = [fault for fault in hidden if fault.found in (OUTSIDE, DAMAGED)]
            if stops:
                return [], stops
            at = {fault.where: fault for fault in hidden}
            return [_grid(workbook, sheet, at) for sheet in chosen], []
    except _BROKEN:
        return [], [Fault(where, DAMAGED, _("a workbook that opens"))]


def _grid(workbook: CalamineWorkbook, sheet: str, hidden: Mapping[str, Fault]) -> Grid:
    cells = workbook.get_sheet_by_name(sheet)
    merged = [Span(*start, *end) for start, end in cells.merged_cell_ranges or []]
    return Grid(sheet.strip(), cells.to_python(skip_empty_area=False), merged, hidden)


class Row(NamedTuple):
    """One row: its number in the sheet, and the value of each column by its field."""

    number: int
    values: dict[str, Any]


class Table:
    """The headings and rows of a grid; collects what is wrong with them and what is worth a look.

    Args:
        grid: the sheet.
        columns: those that it may have.
        known_at_least: so many headings make a row the row of headings.
        needed: fields without whose columns nothing can be read; those of needed columns when it is not given.
        is_strict: a column that is not ours is refused while one of ours is missing, for it may be that one, misspelt.
            Otherwise it is only told.
        passed: further headings that are passed over without a word.
        merged_across: what to say of cells merged across columns, in rows.
    """

    def __init__(
        self,
        grid: Grid,
        columns: Sequence[Heading],
        *,
        known_at_least: int = 3,
        needed: Collection[str] | None = None,
        is_strict: bool = True,
        passed: Collection[str] = (),
        merged_across: str = "",
    ) -> None:
        self.grid, self.wanted, self.is_strict = grid, columns, is_strict
        self.faults: list[Fault] = []
        self.remarks: list[str] = []
        self._needed = {column.field for column in columns if column.is_needed} if needed is None else set(needed)
        self._by_heading = {heading_of(column.heading): column for column in columns}
        self._passed = OURS_TO_PASS_OVER | set(passed)
        self._across = merged_across or _("each cell for itself")
        self.head = self._head(known_at_least)
        self.at: dict[str, int] = self._columns(self.head) if self.head is not None else {}
        self._filled = self._merged_down(self.head) if self.head is not None and not self.faults else {}

    def rows(self) -> Iterator[Row]:
        """The rows below the headings in which one of our columns says something."""
        if self.head is None:
            return
        columns, cells = list(self.at.items()), self.grid.cells
        for place in range(self.head + 1, len(cells)):
            row = cells[place]
            values = {name: row[at] for name, at in columns}
            if self._filled:
                values |= {name: self._filled[place, at] for name, at in columns if (place, at) in self._filled}
            if any(value != "" and text_of(value) for value in values.values()) or self._hides(place):
                yield Row(place + 1, values)

    def place(self, number: int, field: str) -> str:
        """The reference of a cell: row as the sheet numbers it, column by its field; '' when the sheet has no such column."""
        return self.grid.place(number - 1, self.at[field]) if field in self.at else ""

    def hidden(self, number: int, field: str) -> Fault | None:
        """What the cell hides."""
        return self.grid.hidden.get(self.place(number, field)) if self.grid.hidden else None

    def _hides(self, row: int) -> bool:
        return bool(self.grid.hidden) and any(self.grid.place(row, at) in self.grid.hidden for at in self.at.values())

    def _head(self, known_at_least: int) -> int | None:
        """The row with the headings, counted from 0."""
        self._copy_heads_down()
        known = [sum(heading_of(cell) in self._by_heading for cell in row) for row in self.grid.cells[:HEAD_WITHIN]]
        if max(known, default=0) < known_at_least:
            found = _("no headings") if self.grid.cells else _("empty")
            names = "、".join(column.heading for column in self.wanted)
            expected = _("a row with the headings %(names)s") % {"names": names}
            self.faults.append(Fault(f"{self.grid.sheet}!A1", found, expected))
            return None
        # Headings of two lines, merged where they are one: the lower line is the one that has rows below it.
        head = known.index(max(known)) if self.is_strict else len(known) - 1 - known[::-1].index(max(known))
        for span in self.grid.merged:
            if span.top <= head <= span.bottom and (self.is_strict or span.left != span.right):
                expected = _("each heading in a cell of its own")
                self.faults.append(Fault(f"{self.grid.sheet}!{span}", _("merged headings"), expected))
        if head:
            self.remarks.append(_("The headings stand in row %(n)s; nothing above them was read.") % {"n": head + 1})
        return head

    def _copy_heads_down(self) -> None:
        """What a heading merged over two lines says, in both of them."""
        if self.is_strict:
            return
        cells = self.grid.cells
        for span in self.grid.merged:
            if span.left == span.right and span.bottom < min(HEAD_WITHIN, len(cells)):
                for row in range(span.top + 1, span.bottom + 1):
                    cells[row][span.left] = cells[span.top][span.left]

    def _columns(self, head: int) -> dict[str, int]:
        """Field → column, counted from 0."""
        found: dict[str, int] = {}
        strange = []
        cells = self.grid.cells
        for at, cell in enumerate(cells[head]):
            heading, where = heading_of(cell), self.grid.place(head, at)
            column = self._by_heading.get(heading)
            if column is None:
                has_more = heading or any(row[at] != "" and text_of(row[at]) for row in cells[head + 1 :])
                if heading not in self._passed and has_more:
                    strange.append((where, heading))
            elif column.field in found:
                self.faults.append(Fault(where, _("%(name)s twice") % {"name": heading}, _("each heading once")))
            else:
                found[column.field] = at
        lacking = [column.heading for column in self.wanted if column.field not in found]
        needed = [column.heading for column in self.wanted if column.field in self._needed - set(found)]
        for where, heading in strange:
            shown = f"“{heading}”" if heading else _("a column without a heading")
            if lacking and (self.is_strict or needed):
                self.faults.append(Fault(where, shown, _("one of %(names)s") % {"names": "、".join(lacking)}))
            else:
                self.remarks.append(_("%(where)s: %(name)s is not read.") % {"where": where, "name": shown})
        if needed:
            where = _("%(sheet)s, row %(n)s") % {"sheet": self.grid.sheet, "n": head + 1}
            found_words = _("no column %(names)s") % {"names": "、".join(needed)}
            self.faults.append(Fault(where, found_words, _("the headings of the template")))
        return found

    def _merged_down(self, head: int) -> dict[tuple[int, int], Any]:
        """What a cell merged downwards says in each of its rows. Cells merged across are at fault."""
        values: dict[tuple[int, int], Any] = {}
        columns = set(self.at.values())
        for span in self.grid.merged:
            if span.top <= head or not columns & set(range(span.left, span.right + 1)):
                continue
            if span.left != span.right:
                self.faults.append(Fault(f"{self.grid.sheet}!{span}", _("cells merged across"), self._across))
                continue
            for row in range(span.top, min(span.bottom + 1, len(self.grid.cells))):
                values[row, span.left] = self.grid.cells[span.top][span.left]
        return values


def heading_of(cell: Any) -> str:
    """The words of a heading, without blanks, new lines and the star of a needed one."""
    return text_of(cell).replace(" ", "").rstrip("*＊")
