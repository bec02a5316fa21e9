"""The glossary translates each term one way: no English name twice, no Chinese term twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

GLOSSARY = Path(__file__).parents[1] / "docs" / "build" / "glossary.md"
NAME = re.compile(r"`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`")
HEAD = ("Chinese", "identifier", "meaning")


def entries(text: str) -> list[tuple[str, str, str]]:
    """Chinese, identifier and meaning of each row, as written; heads and rules of the tables are left out."""
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines() if line.startswith("|")
    ]
    return [row for row in rows if row != HEAD and set("".join(row)) - set("-: ")]


def terms(chinese: str) -> list[str]:
    """The wordings of one cell: 民生实事（为民办实事） is two."""
    return [word for word in re.split(r"[（）、/]", chinese) if word]


def faults(text: str) -> list[str]:
    """Everything wrong with a glossary, one sentence each; empty when it is in order."""
    rows = entries(text)
    found = [f"not three cells: {row}" for row in rows if len(row) != 3]
    rows = [row for row in rows if len(row) == 3]
    found += [f"not a name in snake case: {name}" for _, name, _ in rows if not NAME.fullmatch(name)]
    found += [f"no meaning: {name}" for _, name, meaning in rows if not meaning]
    found += [f"name twice: {name}" for name, n in Counter(name for _, name, _ in rows).items() if n > 1]
    words = Counter(word for chinese, _, _ in rows for word in terms(chinese))
    return found + [f"term twice: {word}" for word, n in words.items() if n > 1]


def test_the_glossary_is_in_order():
    text = GLOSSARY.read_text(encoding="utf-8")

    assert faults(text) == []
    assert len(entries(text)) > 100  # an emptied or unreadable page must not pass


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| 党派 | `member` | again |", "name twice: `member`"),
        ("| 届 | `session` | a second wording counts as a term |", "term twice: 届"),
        ("| 小组 | `Subgroup` | capital |", "not a name in snake case: `Subgroup`"),
        ("| 小组 | small_group | no code |", "not a name in snake case: small_group"),
        ("| 小组 | `small_group` | |", "no meaning: `small_group`"),
        ("| 小组 | `small_group` |", "not three cells: ('小组', '`small_group`')"),
    ],
)
def test_a_bad_row_is_found(row, fault):
    text = GLOSSARY.read_text(encoding="utf-8")

    assert faults(f"{text}{row}\n") == [fault]
