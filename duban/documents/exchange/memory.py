"""What a workbook was given out with: a hidden sheet by which it tells, when it comes back, what was changed in it.

It holds nothing that the other sheets did not hold, and it is signed: what it says of the old values is believed only when
nobody wrote into it. Without it a workbook is compared by two sides, old and new; with it by three, given out, here, sent.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from duban.base.workbook.cells import text_of
from duban.base.workbook.write import Book

MEMORY = "给出记录"
"""The hidden sheet. Offices copy sheets; they do not look for this one."""
SEALED = "校验"
SALT = "exchange.memory"
Given = dict[tuple[str, int], list[str]]
"""(code of the kind, number of ours) → what the cells said, in the order of the columns."""


def remember(book: Book, rows: Iterable[tuple[str, int, Sequence[str]]]) -> None:
    """Write the hidden sheet: a row for each row that was given out, and the seal."""
    page, seal = book.book.add_worksheet(MEMORY), _Seal()
    line = 0
    for code, number, words in rows:
        said = [code, str(number), *words]
        seal.add(said)
        for at, word in enumerate(said):
            if word:
                page.write_string(line, at, word)
        line += 1
    page.write_string(line, 0, SEALED)
    page.write_string(line, 1, seal.closed())
    page.hide()


def remembered(cells: Sequence[Sequence[Any]]) -> Given | None:
    """What was given out; None when the sheet is not as it was written."""
    seal, given = _Seal(), Given()
    for said in _rows(cells):
        if said[0] == SEALED:
            return given if constant_time_compare(seal.closed(), said[1] if len(said) > 1 else "") else None
        if len(said) < 2 or not (said[1].isascii() and said[1].isdecimal()):
            return None
        seal.add(said)
        given[said[0], int(said[1])] = said[2:]
    return None


def _rows(cells: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
    for row in cells:
        said = [text_of(cell) for cell in row]
        if any(said):
            yield said


class _Seal:
    """A digest over rows, whatever empty cells stand at their end, signed with the key of this installation."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, said: Sequence[str]) -> None:
        """One more row."""
        self._digest.update("\x1f".join(said).rstrip("\x1f").encode() + b"\x1e")

    def closed(self) -> str:
        """The seal."""
        return Signer(salt=SALT).signature(self._digest.hexdigest())
