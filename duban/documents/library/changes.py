"""What changed between two texts: paragraph by paragraph, and inside a changed paragraph sign by sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from duban.documents.library.tokens import Piece

CLOSELY = 600
"""Characters of a paragraph up to which the change is shown sign by sign."""
MOST_CLOSELY = 300
"""Changed paragraphs that are looked at closely; a text that changed more is another text."""
KEPT_AROUND = 1


@dataclass(frozen=True)
class Change:
    """One paragraph: `same`, `added`, `removed`, `changed`, or `gap` for what stays and is not shown.

    `before` and `after` are its pieces, those that differ told apart. `count` is how many paragraphs a gap hides.
    """

    kind: str
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Changes:
    """All of it, with how many paragraphs were added, removed and changed."""

    rows: list[Change]
    added: int
    removed: int
    changed: int

    @property
    def is_same(self) -> bool:
        """True when no paragraph differs."""
        return not (self.added or self.removed or self.changed)


def changes_between(before: str, after: str) -> Changes:
    """What changed from one text to the other."""
    rows = list(_rows(_lines(before), _lines(after)))
    kinds = [row.kind for row in rows]
    return Changes(rows, kinds.count("added"), kinds.count("removed"), kinds.count("changed"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _rows(before: list[str], after: list[str]) -> Iterator[Change]:
    closely = 0
    # With many paragraphs difflib passes over those that stand there often: an empty phrase repeated costs nothing.
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            yield from _kept(before[i:i_end], is_first=i == 0 and j == 0, is_last=i_end == len(before))
            continue
        pairs = min(i_end - i, j_end - j)
        for offset in range(pairs):
            old, new = before[i + offset], after[j + offset]
            close = closely < MOST_CLOSELY and max(len(old), len(new)) <= CLOSELY
            closely += close
            pair = _pair(old, new) if close else None
            if pair:
                yield Change("changed", *pair)
            elif close:
                yield from (Change("removed", (Piece(old, True),)), Change("added", (), (Piece(new, True),)))
            else:
                yield Change("changed", (Piece(old, True),), (Piece(new, True),))
        for old in before[i + pairs : i_end]:
            yield Change("removed", (Piece(old, True),))
        for new in after[j + pairs : j_end]:
            yield Change("added", (), (Piece(new, True),))


def _kept(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Change]:
    head, tail = (0 if is_first else KEPT_AROUND), (0 if is_last else KEPT_AROUND)
    if len(lines) <= head + tail + 1:
        shown: list[str | int] = list(lines)
    else:
        shown = [*lines[:head], len(lines) - head - tail, *lines[len(lines) - tail :]]
    for line in shown:
        if isinstance(line, int):
            yield Change("gap", count=line)
        else:
            yield Change("same", (Piece(line, False),), (Piece(line, False),))


def _pair(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """The two with their differences; None when they have too little in common to be one paragraph."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < 0.35 or matcher.ratio() < 0.35:
        return None
    left: list[Piece] = []
    right: list[Piece] = []
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        differs = what != "equal"
        left += [Piece(old[i:i_end], differs)] if i < i_end else []
        right += [Piece(new[j:j_end], differs)] if j < j_end else []
    return tuple(left), tuple(right)
