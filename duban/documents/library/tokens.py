"""Text as the index sees it: one token for each Chinese character, one for each run of letters or of digits.

Widths and cases are folded (Ａ and a are one, ① is 1). Brackets, quotes and blanks inside a sentence leave no trace, so that
三会一课 is found in “三会一课”; a full stop, a comma or a new line does, so that no phrase reaches across it.

A token is written in ASCII, a character by its code point. Neither database then has an opinion of its own on what a word
is, whatever its locale and however old its tables of characters are.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

BREAK = "zz"
"""Stands where no phrase reaches across. No word is it: a run of letters is written with an `a` before it."""
_BREAKS = frozenset("。，、；：！？,;:!?…\n\r\f\v")


class Token(NamedTuple):
    """One token with the piece of the text that it stands for."""

    written: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    found: list[Token] = []
    run, kind, start, end = "", "", 0, 0
    for char, at in _folded(text):
        what = _kind(char)
        if run and (what != kind or at > end):
            found.append(Token(_written(run, kind), start, end))
            run = ""
        if what in ("a", "n"):
            if not run:
                start = at
            run, kind, end = run + char, what, at + 1
        elif what == "c":
            found.append(Token(f"u{ord(char):x}", at, at + 1))
        elif what == "b" and found and found[-1].written != BREAK:
            found.append(Token(BREAK, at, at + 1))
    if run:
        found.append(Token(_written(run, kind), start, end))
    return found


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Each character as it is compared, with the place of the one it comes from."""
    for at, char in enumerate(text):
        if char.isascii():
            yield char.lower(), at
        else:
            for folded in unicodedata.normalize("NFKC", char).casefold():
                yield folded, at


def _kind(char: str) -> str:
    """a letter, n digit, c character that is a word by itself, b break, or nothing."""
    if char in _BREAKS:
        return "b"
    if char.isascii():
        return "n" if char.isdigit() else "a" if char.isalpha() else ""
    if char.isdecimal():
        return "n"
    return "c" if char.isalnum() else ""


def _written(run: str, kind: str) -> str:
    return "n" + (str(int(run)) if len(run) <= 40 else run[:40]) if kind == "n" else f"a{run[:40]}"


def written(text: str) -> str:
    """The text as the index keeps it: tokens with blanks between."""
    return " ".join(token.written for token in tokens_of(text))


MOST_WORDS, MOST_SIGNS = 8, 60


def words_of(asked: str) -> list[list[str]]:
    """What a person looks for: the tokens of each word, phrases that all have to be there.

    Blanks and punctuation part words. At most eight words of sixty tokens; the rest is not looked at.
    """
    words: list[list[str]] = []
    for piece in asked[:400].split():
        word: list[str] = []
        for token in [*tokens_of(piece), Token(BREAK, 0, 0)]:
            if token.written != BREAK:
                word.append(token.written)
            elif word and word[:MOST_SIGNS] not in words:
                words.append(word[:MOST_SIGNS])
                word = []
            else:
                word = []
    return words[:MOST_WORDS]


class Piece(NamedTuple):
    """A piece of a shown text, found or not."""

    text: str
    is_found: bool


def marked(text: str, words: list[list[str]], *, around: int | None = None) -> list[Piece]:
    """The text in pieces, those that were looked for told apart. Plain text: whoever shows it escapes it.

    Args:
        around: show only so many characters before the first find and three times as many after it; None shows all.
    """
    spans = _spans(text, words)
    begin, end = 0, len(text)
    if around is not None:
        first = spans[0][0] if spans else 0
        begin, end = max(0, first - around), min(len(text), first + 3 * around)
        begin = 0 if begin < 8 else begin
    pieces, at = [Piece("…", False)] if begin else [], begin
    for start, stop in spans:
        start, stop = max(start, at), min(stop, end)
        if start >= stop:
            continue
        pieces += [Piece(text[at:start], False)] if start > at else []
        pieces.append(Piece(text[start:stop], True))
        at = stop
    pieces += [Piece(text[at:end], False)] if at < end else []
    return [*pieces, Piece("…", False)] if end < len(text) else pieces


def _spans(text: str, words: list[list[str]]) -> list[tuple[int, int]]:
    """Where the words stand, in order, overlapping ones joined."""
    tokens = tokens_of(text)
    starts: dict[str, list[list[str]]] = {}
    for word in words:
        starts.setdefault(word[0], []).append(word)
    found: list[tuple[int, int]] = []
    for place, token in enumerate(tokens):
        for word in starts.get(token.written, ()):
            if [each.written for each in tokens[place : place + len(word)]] == word:
                start, end = token.start, tokens[place + len(word) - 1].end
                if found and start <= found[-1][1]:
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((start, end))
    return found
