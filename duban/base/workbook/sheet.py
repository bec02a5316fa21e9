"""What one sheet of a workbook consists of, once for the template, the reading, the guide and the comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from duban.base.workbook.kinds import Kind

NUMBER = "our number"
NUMBER_HEADING = "系统编号"
"""The column by which a row that we gave out finds its way back, whatever else was changed in it."""


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its heading, what it holds and what the guide says of it.

    Args:
        field: its name in the code.
        heading: its words in the sheet; a heading belongs to the format, in any language.
        kind: how cells are read and written.
        reason: why it is asked.
        example: one cell filled in.
        is_needed: a new row does not come without it.
        is_key: part of what tells one row from another where no number does.
        is_private: it is entered by a workbook and never goes out with one; an empty cell leaves it as it is.
        is_fixed: of a row that exists it does not change by a workbook; the text says where it changes.
    """

    field: str
    heading: str
    kind: Kind
    reason: str | Promise
    example: str
    width: int = 14
    is_needed: bool = False
    is_key: bool = False
    is_private: bool = False
    is_fixed: str | Promise = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns in their order, and sentences about it for the guide."""

    name: str
    columns: Sequence[Column]
    guide: Sequence[str | Promise] = ()
    by_field: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {column.field: column for column in self.columns})
