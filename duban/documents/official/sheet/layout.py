"""The measures of an office's paper: from its profile over the standard's, which the pack brings. Millimetres and points."""

import math
from dataclasses import dataclass, fields
from typing import Any

MM = 1440 / 25.4
"""Twips in a millimetre; a twip is the twentieth of a point."""
POINT = 20


@dataclass(frozen=True)
class Layout:
    """Page, grid, faces and sizes. Names of faces are chains: the first one, then what stands in for it."""

    page_width_mm: float
    page_height_mm: float
    top_mm: float
    left_mm: float
    width_mm: float
    height_mm: float
    lines: int
    columns: int
    line_pitch_twips: int
    char_space: int
    body_pt: float
    title_pt: float
    small_pt: float
    letterhead_pt: float
    letterhead_top_mm: float
    letter_top_mm: float
    rule_below_mm: float
    rule_pt: float
    letter_rule_mm: float
    letter_bottom_mm: float
    number_below_mm: float
    imprint_outer_mm: float
    imprint_inner_mm: float
    date_right: float
    sealed_lines: int
    imprint_even: bool
    face_title: str
    face_body: str
    face_second: str
    face_first: str
    face_number: str

    @property
    def width(self) -> int:
        """Width of the type area in twips."""
        return round(self.width_mm * MM)

    @property
    def height(self) -> int:
        """Height of the lines of the type area in twips."""
        return self.lines * self.line_pitch_twips

    @property
    def pitch(self) -> float:
        """From one character of the body to the next, in twips: its size and the share of the grid."""
        return self.body_pt * POINT + self.char_space / 4096 * POINT

    @property
    def spacing(self) -> int:
        """The share of the grid as whole twips between characters, and one more: so the last one of a line fits.

        LibreOffice takes a point and a half off a text area with a grid; lines are stretched to their width anyway.
        """
        return math.floor(self.char_space / 4096 * POINT) - 1

    @property
    def right_mm(self) -> float:
        """What the paper leaves at the right of the type area."""
        return self.page_width_mm - self.left_mm - self.width_mm

    @property
    def bottom_mm(self) -> float:
        """What the paper leaves below the type area."""
        return self.page_height_mm - self.top_mm - self.height_mm

    def face(self, name: str) -> str:
        """The first name of a chain, as the document names it: body, first, second, title or number."""
        return self.chain(name)[0]

    def chain(self, name: str) -> list[str]:
        """Every name of a chain."""
        return [each.strip() for each in str(getattr(self, f"face_{name}")).split("→")]


NAMES = {field.name: field.type for field in fields(Layout)}


def layout_from(said: dict[str, Any]) -> Layout:
    """The measures as the profile says them.

    Raises:
        KeyError: one is missing.
    """
    return Layout(**{name: cast(name, said[name]) for name in NAMES})


def cast(name: str, value: Any) -> Any:
    """A measure as its type.

    Raises:
        ValueError: it is none.
    """
    kind = str(getattr(NAMES[name], "__name__", NAMES[name]))
    if kind == "bool":
        return str(value).lower() in {"true", "1", "是"}
    if kind == "str":
        return str(value)
    number = float(value)
    return int(number) if kind == "int" else number
