"""A scheme as an Excel workbook that an officer can edit, out and back without loss.

One sheet for each kind of part, one row for each part, one column for each parameter under its Chinese heading. What
is nested too deep for a column stands as short YAML with Chinese names in one cell. The column 读回 holds the sentence
that the parameters say; it is written and never read.
"""

from .read import read_scheme_sheets
from .write import write_scheme_sheets

__all__ = ["read_scheme_sheets", "write_scheme_sheets"]
