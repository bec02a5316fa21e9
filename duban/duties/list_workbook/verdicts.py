"""What the reading of a list came to: a verdict for each row and cell, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.base.workbook.package import Fault
from duban.duties.drafts import DutyDraft
from duban.duties.list_workbook.columns import BY_HEADING

WIDE = 24
MOST_ALIKE = 20
"""How many faults of one kind are told one by one; the rest are counted."""


@dataclass(frozen=True)
class Cell:
    """One cell: how it was read, and what is wrong with it, or worth a look."""

    heading: str
    place: str
    said: str
    fault: Fault | None = None
    remark: str = ""

    @property
    def is_wide(self) -> bool:
        """True for a column of sentences."""
        return BY_HEADING[self.heading].width > WIDE


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, its cells in the order of the template, the duty it says when nothing is wrong."""

    number: int
    cells: Sequence[Cell]
    draft: DutyDraft | None

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with its cells."""
        return [cell.fault for cell in self.cells if cell.fault]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What is worth a look, each with its place."""
        return [(cell.place, cell.remark) for cell in self.cells if cell.remark]


@dataclass(frozen=True)
class ReadList:
    """A workbook as it was read. `faults` and `remarks` are those of the file and the sheet, not of a row."""

    rows: Sequence[Row] = ()
    faults: Sequence[Fault] = ()
    remarks: Sequence[str] = field(default_factory=tuple)

    @property
    def all_faults(self) -> list[Fault]:
        """Those of the sheet and of every row."""
        return [*self.faults, *(fault for row in self.rows for fault in row.faults)]

    @property
    def drafts(self) -> list[DutyDraft]:
        """The duties, when nothing is wrong anywhere; none otherwise."""
        return [] if self.all_faults else [row.draft for row in self.rows if row.draft]


def first_of(faults: Sequence[Fault]) -> tuple[list[Fault], int]:
    """The faults to tell, of many alike only the first, and how many are left out."""
    seen: Counter[str] = Counter()
    told = []
    for fault in faults:
        seen[fault.expected] += 1
        if seen[fault.expected] <= MOST_ALIKE:
            told.append(fault)
    return told, len(faults) - len(told)
