"""How tests write a scheme and its rows: the smallest frame around some lines, and sheets as text."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from duban.scoring.facts import Book
from duban.scoring.reading.load import load_scheme, load_text
from duban.scoring.result import Result
from duban.scoring.scheme.model import Check, Scheme
from duban.scoring.score import score
from duban.scoring.trial import book_of as book_of_check

PUBLISHED = Path(__file__).parents[3] / "packs" / "schemes"
WINDOW = "{from: 2026-01-01, to: 2026-12-31}"

Engine = Callable[[Scheme, Book, date | None], Result]


def plain(scheme: Scheme, book: Book, as_of: date | None) -> Result:
    """The engine in plain Python."""
    return score(scheme, book, as_of=as_of)


ENGINES: dict[str, Engine] = {"plain": plain}
"""Each engine that must give the same results; a second one joins here."""


def text_of(
    lines: str = "",
    *,
    tags: str = "",
    limit: str = "",
    max: str = "10",  # noqa: A002  # the word of the scheme
    indicator: str = "",
    groups: str = "",
    more: str = "",
    window: str = WINDOW,
) -> str:
    """A scheme as YAML: one group ``G`` with one indicator ``1`` around the lines, unless ``groups`` are given whole.

    ``indicator`` and ``more`` are further keys of the indicator and of the scheme. It is marked historical: what these
    schemes count need not add up to anything.
    """
    if not groups:
        own = [f"max: {max}"] if max else []
        own += [f"limit: {limit}"] if limit else []
        own += [dedent(indicator).strip()] if indicator else []
        inside = indent("\n".join([*own, "lines:", dedent(lines).strip()]), "    ")
        groups = f'- code: G\n  name: 组\n  indicators:\n  - code: "1"\n    name: 指标\n{inside}\n'
    parts = [
        f"scheme: case\ntitle: 算例\nhistorical: true\nwindow: {window}",
        "tags:\n" + indent(dedent(tags).strip(), "  ") if tags.strip() else "",
        "groups:\n" + dedent(groups).strip(),
        dedent(more).strip(),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def scheme_of(lines: str = "", **frame: str) -> Scheme:
    """The scheme of ``text_of``; raises ``Refused`` when it does not hold together."""
    return load_text(text_of(lines, **frame)).scheme


def published(name: str) -> Scheme:
    """A published scheme of the pack."""
    return load_scheme(next(PUBLISHED.glob(f"{name}-*.yaml"))).scheme


def rows(text: str) -> list[dict[str, Any]]:
    """Rows of a sheet written as text: headings in the first line, cells parted by |, an empty cell left out."""
    written = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    if not written:
        return []
    head = written[0]
    for row in written[1:]:
        if len(row) > len(head):
            raise ValueError(f"more cells than headings: {row}")
    return [{name: cell for name, cell in zip(head, row, strict=False) if cell} for row in written[1:]]


SHEETS = ("单位", "事实", "评分", "测评", "引用", "不适用")


def book_of(scheme: Scheme, **sheets: str) -> Book:
    """The rows of sheets written as text (keywords are the sheets' names); without 单位 there is one unit."""
    check = {"given": "-", "expect": [{"total": True}]} | {name: rows(text) for name, text in sheets.items()}
    return book_of_check(scheme, Check.model_validate(check))


def scored(scheme: Scheme, as_of: date | None = None, **sheets: str) -> Result:
    """The result of sheets written as text."""
    return score(scheme, book_of(scheme, **sheets), as_of=as_of)
