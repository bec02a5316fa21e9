"""Pages as marks at places in millimetres: what the preview draws, and where the imprint has to stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duban.documents.official.sheet.blocks import Block, Run, blocks_of, letterhead_size, lines_of
from duban.documents.official.sheet.lines import broken, width
from duban.documents.official.sheet.paper import LETTER, Paper, day_words

PT = 25.4 / 72
TWIP = 25.4 / 1440
BASE = 0.86
"""From the top of a character to its base line, in its size."""
RULE_GAP_MM = 1.7
"""What is left of the four millimetres below the symbol, whose line has empty room of its own."""
LETTER_RULE_MM = 4.0
DOUBLE_MM = (0.9, 0.35)
"""The thick and the thin line of a letter's rule."""


@dataclass(frozen=True)
class Mark:
    """A piece of a line: where its base line begins, how wide it is, how large and in which face."""

    x: float
    y: float
    text: str
    size: float
    width: float
    face: str = "body"
    tone: str = "ink"
    box: float = 0
    """Height of a box behind it: something that was filled in."""


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    width: float
    thick: float
    tone: str = "ink"


@dataclass
class Page:
    """One side of the paper. `number` is 0 where none is printed."""

    side: int
    number: int
    marks: list[Mark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    @property
    def is_odd(self) -> bool:
        """A front side."""
        return self.side % 2 == 1


@dataclass(frozen=True)
class Pages:
    """All sides, and where the imprint stands: on the last side of the text, or on one of its own."""

    pages: list[Page]
    has_own_side: bool = False
    has_blank_side: bool = False


def pages_of(paper: Paper) -> Pages:
    """The document laid out."""
    return _Setter(paper).pages()


class _Setter:
    """Sets block after block; a page ends where the next line would leave the type area."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.layout = paper, paper.layout
        self.line = self.layout.line_pitch_twips * TWIP
        self.sides = [Page(1, 1)]
        self.y = self._top()

    def _top(self) -> float:
        is_letter = self.paper.form == LETTER and len(self.sides) == 1
        return max(self.layout.top_mm, self._letter_top()) if is_letter else self.layout.top_mm

    def _letter_top(self) -> float:
        size, _scale = letterhead_size(self.paper)
        return self.layout.letter_top_mm + size * PT + LETTER_RULE_MM + sum(DOUBLE_MM) + 0.5

    @property
    def bottom(self) -> float:
        return self.layout.top_mm + self.layout.lines * self.line

    def pages(self) -> Pages:
        if self.paper.form == LETTER:
            self._letter_frame()
        blocks = blocks_of(self.paper)
        for place, block in enumerate(blocks):
            self._set(block, self._kept_after(blocks, place))
        own, blank = self._imprint()
        if self.paper.form == LETTER:
            self.sides[0].number = 0
        return Pages(self.sides, own, blank)

    def _kept_after(self, blocks: list[Block], place: int) -> float:
        """The height of what has to stand on the page of the last line of this block."""
        height = 0.0
        while blocks[place].keeps and place + 1 < len(blocks):
            place += 1
            block = blocks[place]
            height += self._above(block) + self.line
        return height

    def _above(self, block: Block) -> float:
        return block.above * self.line + block.above_mm

    def _new_side(self) -> None:
        self.sides.append(Page(len(self.sides) + 1, len(self.sides) + 1))
        self.y = self._top()

    def _set(self, block: Block, kept: float) -> None:
        if block.part == "rule":
            self.y += RULE_GAP_MM
            self._rule(self.layout.left_mm, self.y, self.layout.width_mm, self.layout.rule_pt * PT, "red")
            return
        self.y += self._above(block)
        if block.size == "letterhead":
            self._letterhead(self.y, self.sides[-1])
            self.y += letterhead_size(self.paper)[0] * PT * 1.15
            return
        lines = lines_of(block, self.layout.columns)
        for place, line in enumerate(lines):
            # Widow and orphan: two lines stay together, and the last lines with what must not stand alone.
            left = len(lines) - place
            needs = self.line + (kept if left == 1 else self.line + kept if left == 2 else 0)
            if place == 0 and len(lines) > 1:
                needs = max(needs, 2 * self.line)
            if self.y + needs > self.bottom + 0.05 and self.sides[-1].marks:
                self._new_side()
            self._line(block, line, place, is_last=place == len(lines) - 1)
            self.y += self.line

    # ------------------------------------------------ marks

    def _line(self, block: Block, text: str, place: int, *, is_last: bool) -> None:
        points = self.layout.title_pt if block.size == "title" else self.layout.body_pt
        size = points * PT
        pitch = self.layout.pitch * TWIP if points == self.layout.body_pt else size
        wide = width(text) * pitch
        left = self.layout.left_mm + (block.left + (block.first if place == 0 else 0)) * pitch
        right = self.layout.left_mm + self.layout.columns * self.layout.pitch * TWIP - block.right * pitch
        x = {"center": self.layout.left_mm + (self.layout.width_mm - wide) / 2, "right": right - wide}.get(
            block.align, left
        )
        base = self.y + (self.line - size) / 2 + size * BASE
        is_full = block.align == "both" and not is_last
        stretch = (right - left) / wide if is_full and wide else 1.0
        tone = "red" if block.part == "letterhead" else "ink"
        start = self._before(block, place)
        spans = filled_in(block.text, self.paper.filled)
        for run, first in _runs_of(block, start, len(text)):
            for piece, is_filled in _pieces(run.text, first, spans):
                piece_wide = width(piece) * pitch * stretch
                box = size if is_filled else 0
                self.sides[-1].marks.append(Mark(x, base, piece, size, piece_wide, run.face, tone, box))
                x += piece_wide
        if block.at_right:
            x = right - sum(width(run.text) for run in block.at_right) * pitch
            for run in block.at_right:
                self.sides[-1].marks.append(Mark(x, base, run.text, size, width(run.text) * pitch, run.face))
                x += width(run.text) * pitch

    def _before(self, block: Block, place: int) -> int:
        """How many characters of the block stand in the lines before; a break that was chosen is one of them."""
        lines = lines_of(block, self.layout.columns)
        return sum(len(line) + (1 if block.lines else 0) for line in lines[:place])

    def _letterhead(self, top: float, page: Page) -> None:
        size, scale = letterhead_size(self.paper)
        wide = width(self.paper.letterhead) * size * PT * scale / 100
        x = self.layout.left_mm + (self.layout.width_mm - wide) / 2
        page.marks.append(Mark(x, top + size * PT * BASE, self.paper.letterhead, size * PT, wide, "title", "red"))

    def _rule(self, x: float, y: float, wide: float, thick: float, tone: str = "ink") -> None:
        self.sides[-1].rules.append(Rule(x, y, wide, thick, tone))

    def _letter_frame(self) -> None:
        """信函格式: the letterhead and the double rule below it, thick over thin; at the foot thin over thick."""
        layout, page = self.layout, self.sides[0]
        self._letterhead(layout.letter_top_mm, page)
        x = (layout.page_width_mm - layout.letter_rule_mm) / 2
        below = layout.letter_top_mm + letterhead_size(self.paper)[0] * PT + LETTER_RULE_MM
        foot = layout.page_height_mm - layout.letter_bottom_mm
        thick, thin = DOUBLE_MM
        for y, height in (
            (below, thick),
            (below + thick + 0.5, thin),
            (foot - thick - 0.5 - thin, thin),
            (foot - thick, thick),
        ):
            self._rule(x, y + height / 2, layout.letter_rule_mm, height, "red")

    # ------------------------------------------------ imprint

    def _imprint(self) -> tuple[bool, bool]:
        """版记 at the foot of the last side, which is a back side. Whether it has a side of its own, and a blank one before."""
        if not self.paper.has_imprint:
            return False, False
        rows = imprint_rows(self.paper)
        height = len(rows) * self.line
        is_even = len(self.sides) % 2 == 0 or not self.layout.imprint_even
        own = not is_even or self.y + height + self.line > self.bottom + 0.05
        blank = own and len(self.sides) % 2 == 0 and self.layout.imprint_even
        if own:
            for _n in range(2 if blank else 1):
                self._new_side()
                self.sides[-1].number = 0 if blank else self.sides[-1].number
        self._draw_imprint(rows, self.bottom - height)
        return own, blank

    def _draw_imprint(self, rows: list[tuple[str, str]], top: float) -> None:
        layout, size = self.layout, self.layout.small_pt * PT
        self._rule(layout.left_mm, top, layout.width_mm, layout.imprint_outer_mm)
        for place, (left, right) in enumerate(rows):
            if place and right:
                self._rule(layout.left_mm, top, layout.width_mm, layout.imprint_inner_mm)
            base = top + (self.line - size) / 2 + size * BASE
            indent = 1 if left.startswith("抄送") or right else 4
            self._small(layout.left_mm + indent * size, base, left)
            if right:
                self._small(layout.left_mm + layout.width_mm - (width(right) + 1) * size, base, right)
            top += self.line
        self._rule(layout.left_mm, top, layout.width_mm, layout.imprint_outer_mm)

    def _small(self, x: float, base: float, text: str) -> None:
        size = self.layout.small_pt * PT
        self.sides[-1].marks.append(Mark(x, base, text, size, width(text) * size))


def imprint_rows(paper: Paper) -> list[tuple[str, str]]:
    """(left, right) of each line of the imprint. Whom a copy goes to may take several, hanging after the colon."""
    rows: list[tuple[str, str]] = []
    columns = int(paper.layout.width / (paper.layout.small_pt * 20))
    if paper.copy_to:
        said = f"抄送：{paper.copy_to.rstrip('。')}。"
        rows += [(line, "") for line in broken(said, [columns - 2, columns - 5])]
    if paper.form != LETTER and paper.printed_by:
        rows.append((paper.printed_by, f"{day_words(paper.printed_on or paper.dated_on)}印发"))
    return rows


def _runs_of(block: Block, start: int, count: int) -> Iterator[tuple[Run, int]]:
    """The runs of one line with their places in the block: `count` characters from the place `start`."""
    end, place = start + count, 0
    for run in block.runs:
        first, last = max(start, place), min(end, place + len(run.text))
        if first < last:
            yield Run(run.text[first - place : last - place], run.face), first
        place += len(run.text)


def filled_in(text: str, values: Iterable[str]) -> list[tuple[int, int]]:
    """Where the values stand in a paragraph: longer ones first, none within another, no figure within a longer figure."""
    found: list[tuple[int, int]] = []
    for value in sorted(filter(None, values), key=len, reverse=True):
        pattern = rf"(?<!\d){re.escape(value)}(?!\d)" if value[0].isdigit() else re.escape(value)
        for match in re.finditer(pattern, text):
            if not any(first < match.end() and match.start() < last for first, last in found):
                found.append(match.span())
    return sorted(found)


def _pieces(text: str, start: int, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text cut where something was filled in."""
    place = 0
    for first, last in spans:
        first, last = max(first - start, 0), min(last - start, len(text))
        if first >= last:
            continue
        if place < first:
            yield text[place:first], False
        yield text[first:last], True
        place = last
    if place < len(text):
        yield text[place:], False
