"""How many candidates there are: by stage and year, by age and by education. Small cells are not made public."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from duban.ledgers.admission.models import Admission, Stage
from duban.ledgers.admission.permits import VIEW_COUNTS
from duban.orgs.models import Person
from duban.orgs.permits import below
from duban.packs.rules import Rulebook

CELL_MIN = "privacy.cell_min"
BANDS = ((18, 25), (26, 35), (36, 45), (46, 55), (56, 120))
UNKNOWN = ""


@dataclass(frozen=True)
class Cell:
    """A number, or that it is too small to be made public."""

    n: int
    is_shown: bool


@dataclass(frozen=True)
class Row:
    """One line of a table: its word, a cell for each stage, and their sum as the last."""

    word: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """One table with its foot."""

    title: str
    rows: list[Row]
    foot: Row


def tables(admissions: Iterable[Admission], day: datetime.date, least: int, *, published: bool) -> list[Table]:
    """By year of application, by age band and by education, each against the stage.

    Args:
        admissions: with `person` and `applied_on`.
        least: cells above nothing and below this are not shown when published, nor those from which they could be told.
    """
    rows = list(admissions)
    counted = [
        _counted(
            _("by year of application"), rows, lambda each: str(each.applied_on.year) if each.applied_on else UNKNOWN
        ),
        _counted(_("by age"), rows, lambda each: band_of(each.person.born_in, day)),
        _counted(_("by education"), rows, lambda each: each.person.education, words=dict(Person.Education.choices)),
    ]
    wholes = [whole for _title, _heads, whole in counted]
    shown = shown_together(wholes, least) if published else [[[True] * len(row) for row in whole] for whole in wholes]
    return [_table(*each, flags) for each, flags in zip(counted, shown, strict=True)]


def band_of(born_in: str, day: datetime.date) -> str:
    """The band of ages somebody born in that month is in on that day; '' when it is not known."""
    if not born_in:
        return UNKNOWN
    year, month = (int(part) for part in born_in.split("-"))
    age = day.year - year - (day.month < month)
    return next(
        (f"{low}–{high}" if high < 100 else f"{low}+" for low, high in BANDS if low <= age <= high), f"<{BANDS[0][0]}"
    )


def _counted(
    title: str, rows: Sequence[Any], key: Callable[[Any], str], words: dict[str, Any] | None = None
) -> tuple[str, list[str], list[list[int]]]:
    """(title, the word of each line, the numbers with their sums)."""
    found = Counter((key(each), each.stage) for each in rows)
    names = sorted({name for name, _stage in found}, key=lambda name: (name == UNKNOWN, name))
    heads = [*(str((words or {}).get(name, name)) or _("not entered yet") for name in names), _("together")]
    return title, heads, with_sums([[found[name, stage] for stage in Stage.values] for name in names])


def _table(title: str, heads: list[str], whole: list[list[int]], shown: list[list[bool]]) -> Table:
    lines = [
        Row(word, [Cell(n, flag) for n, flag in zip(numbers, flags, strict=True)])
        for word, numbers, flags in zip(heads, whole, shown, strict=True)
    ]
    return Table(title, lines[:-1], lines[-1])


def with_sums(grid: Sequence[Sequence[int]]) -> list[list[int]]:
    """The grid with the sum of each row at its end and the sums of the columns below."""
    rows = [[*row, sum(row)] for row in grid]
    width = len(Stage.values) + 1 if not rows else len(rows[0])
    return [*rows, [sum(row[x] for row in rows) for x in range(width)]]


def shown_together(wholes: Sequence[Sequence[Sequence[int]]], least: int) -> list[list[list[bool]]]:
    """`shown_cells` of tables about the same people: their feet are the same sums, so one is hidden in all or in none."""
    hidden: set[int] = set()
    while True:
        shown = [shown_cells(whole, least, hidden) for whole in wholes]
        found = {x for each in shown for x, flag in enumerate(each[-1]) if not flag}
        if found == hidden:
            return shown
        hidden = found


def shown_cells(whole: Sequence[Sequence[int]], least: int, hidden_sums: Collection[int] = ()) -> list[list[bool]]:
    """Which cells of a table with its sums may stand in public.

    One between nothing and `least` is hidden. One that is hidden alone in its row or column could be told from the rest of
    that line: then the smallest other one that is more than nothing is hidden too, a sum at last, until none is alone.
    """
    shown = [[n == 0 or n >= least for n in row] for row in whole]
    for x in hidden_sums:
        shown[-1][x] = False
    lines = [[(y, x) for x in range(len(row))] for y, row in enumerate(whole)]
    lines += [[(y, x) for y in range(len(whole))] for x in range(len(whole[0]))]
    changed = True
    while changed:
        changed = False
        for line in lines:
            hidden = [(y, x) for y, x in line if not shown[y][x]]
            others = [(whole[y][x], y, x) for y, x in line if shown[y][x] and whole[y][x] > 0]
            if len(hidden) == 1 and others:
                _n, y, x = min(others)
                shown[y][x] = False
                changed = True
    return shown


def counted_for(user: Any, path: str = "") -> QuerySet[Admission]:
    """Open ways and those that were converted, of the units whose counts a person may see; below one unit with `path`."""
    rows = replace(VIEW_COUNTS, unit="unit").scope(user, Admission.objects.select_related("person"))
    if path:
        rows = rows.filter(below(path, "unit__path"))
    return rows.filter(outcome="").annotate(
        applied_on=Min("records__happened_on", filter=Q(records__step__code="application"))
    )


def least_of(book: Rulebook, day: datetime.date) -> int:
    """The smallest number that is made public."""
    return book.whole(CELL_MIN, day)
