"""A workbook that came in: which kinds of rows its sheets hold, their tables, and what it was given out with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from duban.base.workbook.kinds import Whole
from duban.base.workbook.package import Fault, Size
from duban.base.workbook.sheet import NUMBER, NUMBER_HEADING, Column
from duban.base.workbook.table import Table, grids_of
from duban.base.workbook.write import CHOICES, GUIDE
from duban.documents.exchange.memory import MEMORY, Given, remembered
from duban.orgs.exchange import Exchange

MOST_BYTES = 400_000_000
MOST = Size(rows=120_000, columns=60)
NUMBER_COLUMN = Column(NUMBER, NUMBER_HEADING, Whole(1, 10**12), "", "")
VERDICT_HEADING, WHY_HEADING = "核对结果", "核对说明"
"""The columns that the workbook with the verdicts has more; it may be corrected and sent again."""
_OURS = {GUIDE, CHOICES, MEMORY}


@dataclass
class ReadBook:
    """The tables of a workbook, each with its kind of rows; or what is wrong with it."""

    tables: list[tuple[Exchange, Table]] = field(default_factory=list)
    given: Given = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """How many rows its sheets may have at most."""
        return sum(len(table.grid.cells) for _exchange, table in self.tables)


def read_book(path: Path, name: str, kinds: Sequence[Exchange], *, only: bool = False) -> ReadBook:
    """The workbook, which people call `name`, as rows of these kinds.

    Args:
        only: there is one kind, and the one sheet beside the guide is meant for it, whatever it is called.
    """
    by_name = {each.sheet.name: each for each in kinds}
    wanted = "、".join(by_name)

    def chosen(names: list[str]) -> list[str]:
        found = [sheet for sheet in names if sheet.strip() in by_name]
        others = [sheet for sheet in names if sheet.strip() not in _OURS]
        found = found or (others if only and len(others) == 1 else [])
        return [*found, *(sheet for sheet in names if sheet.strip() == MEMORY)] if found else []

    expected = _("a sheet that is called %(sheet)s") % {"sheet": wanted}
    grids, faults = grids_of(path, name, choose=chosen, expected=expected, most=MOST, most_bytes=MOST_BYTES)
    read = ReadBook(faults=faults)
    for grid in grids:
        if grid.sheet == MEMORY:
            given = remembered(grid.cells)
            if given is None:
                read.remarks.append(
                    _("The hidden sheet %(sheet)s was changed; the rows are compared without it.") % {"sheet": MEMORY}
                )
            read.given = given or {}
            continue
        exchange = by_name.get(grid.sheet, kinds[0])
        columns = [*exchange.sheet.columns, NUMBER_COLUMN]
        keys = {column.field for column in exchange.sheet.columns if column.is_key}
        table = Table(
            grid,
            columns,
            known_at_least=min(2, len(keys)),
            needed=keys,
            is_strict=False,
            passed={VERDICT_HEADING, WHY_HEADING},
        )
        if exchange.sheet.name != grid.sheet:
            words = {"sheet": grid.sheet, "name": exchange.sheet.name}
            read.remarks.append(_("There is no sheet %(name)s; %(sheet)s was read.") % words)
        read.faults += table.faults
        read.remarks += table.remarks
        read.tables.append((exchange, table))
    # The order in which kinds come in, whatever the order of the sheets.
    read.tables.sort(key=lambda each: kinds.index(each[0]))
    return read
