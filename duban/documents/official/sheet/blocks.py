"""What stands on the paper, from top to bottom: one block a paragraph, with faces, indents and the room above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from duban.documents.official.sheet.lines import broken, width
from duban.documents.official.sheet.paper import DOCUMENT, INTERNAL, LETTER, MINUTES, Paper, day_words
from duban.documents.official.sheet.titles import balanced

LEVELS = (
    ("first", re.compile(r"[一二三四五六七八九十百]+、")),
    ("second", re.compile(r"（[一二三四五六七八九十百]+）")),
    ("body", re.compile(r"\d{1,2}[.．](?!\d)")),
    ("body", re.compile(r"（\d{1,2}）")),
)
SIGNERS_A_LINE = 2
NARROWEST = 66
"""Percent of its width to which a long letterhead is set narrower before it is set smaller."""


@dataclass(frozen=True)
class Run:
    """Text in one face."""

    text: str
    face: str = "body"


@dataclass(frozen=True)
class Block:
    """A paragraph. Indents in characters of its own size; `above` is empty room in lines of the grid.

    `part` names what it is; `lines` holds the breaks where they are chosen and not left to the page.
    """

    part: str
    runs: tuple[Run, ...]
    first: float = 0
    left: float = 0
    right: float = 0
    align: str = "both"
    above: float = 0
    above_mm: float = 0
    size: str = "body"
    keeps: bool = False
    lines: tuple[str, ...] = ()
    at_right: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """All it says, without what stands at its right."""
        return "".join(run.text for run in self.runs)


def blocks_of(paper: Paper) -> list[Block]:
    """The blocks of the text area; letterhead and rules of a letter stand outside of it, the imprint at the end."""
    found = [*_head(paper), *_middle(paper), *_tail(paper)]
    return [replace(each, keeps=True) if _stays(found, n) else each for n, each in enumerate(found)]


def _stays(blocks: list[Block], place: int) -> bool:
    """The signature never stands alone on a page: it keeps the last paragraph with it."""
    following = blocks[place + 1].part if place + 1 < len(blocks) else ""
    return following in {"name", "date"} or (blocks[place].part in {"first", "second"} and following != "")


# ---------------------------------------------------------------- head


def _head(paper: Paper) -> Iterator[Block]:
    if paper.form == LETTER:
        if paper.symbol:
            yield Block("symbol", (Run(paper.symbol),), align="right", above=0.5)
    elif paper.form in (DOCUMENT, MINUTES):
        if paper.urgency:
            yield Block("urgency", (Run(paper.urgency, "first"),), align="left")
        gap = paper.layout.letterhead_top_mm - (_line_mm(paper) if paper.urgency else 0)
        yield Block("letterhead", (Run(paper.letterhead, "title"),), align="center", above_mm=gap, size="letterhead")
        yield from _symbol(paper)
        yield Block("rule", (), above_mm=0)
    title = "\n".join(title_lines(paper))
    above = {DOCUMENT: 2, MINUTES: 2, LETTER: 2, INTERNAL: 0}[paper.form]
    yield Block(
        "title", (Run(title, "title"),), align="center", above=above, size="title", lines=tuple(title_lines(paper))
    )
    if paper.form == INTERNAL and paper.symbol:
        yield Block("symbol", (Run(paper.symbol),), align="center", above=0.5)


def _symbol(paper: Paper) -> Iterator[Block]:
    """发文字号: in the middle; of upward documents at the left, on the line of the last signer."""
    if not paper.signers:
        yield Block("symbol", (Run(paper.symbol or "　"),), align="center", above=2)
        return
    rows = [paper.signers[n : n + SIGNERS_A_LINE] for n in range(0, len(paper.signers), SIGNERS_A_LINE)]
    for place, names in enumerate(rows):
        is_first, is_last = place == 0, place == len(rows) - 1
        said = (Run("签发人：" if is_first else "　　　　"), Run("　".join(names), "second"))
        symbol = Run(paper.symbol if is_last else "　")
        yield Block("symbol", (symbol,), left=1, right=1, align="left", above=2 if is_first else 0, at_right=said)


def title_lines(paper: Paper) -> list[str]:
    """The title as it is broken."""
    # One character less than fits: figures of a face that stands in for another are wider than half a character.
    room = int(paper.layout.width / (paper.layout.title_pt * 20)) - 1
    return balanced(paper.title, room, (*paper.names, paper.letterhead.removesuffix("文件")))


def letterhead_size(paper: Paper) -> tuple[float, int]:
    """(points, percent of width) so that it fits the width: set narrower first, then smaller."""
    count = max(1.0, width(paper.letterhead))
    room = paper.layout.width / 20
    size = min(paper.layout.letterhead_pt, room / (count * NARROWEST / 100))
    scale = min(100, int(room / (count * size) * 100))
    return round(size * 2) / 2 if scale == 100 else int(size * 2) / 2, scale


def _line_mm(paper: Paper) -> float:
    return paper.layout.line_pitch_twips / 1440 * 25.4


# ---------------------------------------------------------------- middle


def _middle(paper: Paper) -> Iterator[Block]:
    if paper.addressees:
        said = paper.addressees.rstrip("：:") + "："
        yield Block("to", (Run(said),), above=1, align="both")
    above: float = 0 if paper.addressees else 1
    for line in paper.body.splitlines():
        text = line.strip().strip("　").strip()
        if text:
            yield replace(paragraph(text), above=above)
            above = 0
    named = [each.strip() for each in paper.attachments if each.strip()]
    for place, name in enumerate(named):
        head = "附件：" if place == 0 else "　　　"
        number = f"{place + 1}." if len(named) > 1 else ""
        hang = width(head + number)
        yield Block("attachment", (Run(f"{head}{number}{name}"),), left=2 + hang, first=-hang, above=0 if place else 1)


def paragraph(text: str) -> Block:
    """One paragraph of the body: its level is told by how it begins."""
    for place, (face, pattern) in enumerate(LEVELS):
        if pattern.match(text):
            heading, rest = _heading(text, place)
            runs = (Run(heading, face), Run(rest)) if rest else (Run(heading, face),)
            part = "text" if rest or place > 1 else face
            return Block(part, runs, first=2)
    return Block("text", (Run(text),), first=2)


def _heading(text: str, level: int) -> tuple[str, str]:
    """A heading ends with its sentence; what follows on the same line is text."""
    end = text.find("。") + 1
    if level < 2 and 0 < end < len(text):
        return text[:end], text[end:]
    return text, ""


# ---------------------------------------------------------------- tail


def _tail(paper: Paper) -> Iterator[Block]:
    for place, (label, names) in enumerate(paper.attendance):
        hang = width(label) + 1
        yield Block(
            "attendance",
            (Run(f"{label}：", "first"), Run(names)),
            left=2 + hang,
            first=-hang,
            above=0 if place else 1,
        )
    yield from _signature(paper)
    for note in paper.notes:
        yield Block("note", (Run(note if note.startswith("（") else f"（{note}）"),), first=2)


def _signature(paper: Paper) -> Iterator[Block]:
    if not paper.names:
        return
    day = day_words(paper.dated_on)
    of_day, gap = width(day), paper.layout.date_right
    widest = max(width(name) for name in paper.names)
    if paper.is_sealed:
        # The name stands centred over the date; one that would leave the page moves the date with it.
        shift = max(0.0, widest / 2 - gap - of_day / 2)
        rights = [gap + shift + of_day / 2 - width(name) / 2 for name in paper.names]
        right_of_day, above = gap + shift, paper.layout.sealed_lines
    else:
        rights = [max(2.0, 4 + of_day - width(name)) for name in paper.names]
        right_of_day, above = max(2.0, rights[-1] + width(paper.names[-1]) - 2 - of_day), 1
    for place, name in enumerate(paper.names):
        yield Block("name", (Run(name),), right=rights[place], align="right", above=0 if place else above)
    yield Block("date", (Run(day),), right=right_of_day, align="right")


# ---------------------------------------------------------------- as lines


def lines_of(block: Block, columns: float) -> list[str]:
    """The lines of a block on a page so many characters wide."""
    if block.lines:
        return list(block.lines)
    room = columns - block.left - block.right
    return broken(block.text, [room - block.first, room])
