"""All units by all indicators: prepared here cell by cell, so that the page only writes it down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duban.assessment.account import shown, text_of
from duban.assessment.models import Period
from duban.scoring.scheme.model import Group, Scheme
from duban.ui.navigation import addresses_of
from duban.ui.shapes import Chip


@dataclass(frozen=True)
class Column:
    """One indicator: its code and name, full marks, and the group that it opens ('' inside a group)."""

    code: str
    name: str
    max: str | None


class Cell(NamedTuple):
    """What a unit has on an indicator. `state` is that of the engine; `points` in full, None when there are none."""

    state: str
    points: str | None
    max: str | None

    @property
    def word(self) -> str:
        """What is written in the cell: points, or which absence it is."""
        words = {"missing": _("miss."), "not_yet": "○", "not_applicable": "—"}
        return words.get(self.state) or shown(self.points) or "0"

    @property
    def is_full(self) -> bool:
        """Whether nothing is missing to full marks; zero of zero is no full marks."""
        return self.state == "scored" and self.points == self.max and self.points != "0"

    @property
    def look(self) -> str:
        """The class of the cell: full, part and zero differ, and none of them is a colour from best to worst."""
        if self.state != "scored":
            return {"missing": "is-miss", "not_yet": "is-yet", "not_applicable": "is-na"}[self.state]
        if self.points == "0":
            return "is-zero"
        return "is-full" if self.is_full else "is-part"


NOT_APPLICABLE = Cell("not_applicable", None, None)


@dataclass(frozen=True)
class UnitRow:
    """One unit with its cells in the columns' order."""

    pk: int
    name: str
    category: str
    total: str
    due: str
    best: str
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """The whole table, and what it was filtered by."""

    period: Period
    groups: list[tuple[str, int]]
    columns: list[Column]
    rows: list[UnitRow]
    full: list[int]
    mean: str
    categories: list[tuple[str, int]]
    category: str
    only: str
    counts: dict[str, int] = field(default_factory=dict)
    full_on: Column | None = None

    def written(self) -> SafeString:
        """The rows as table rows. There are 37 times 110 cells: they are joined here and not in a template.

        A cell says what is particular to it; that it opens in the panel stands once on the body of the table.
        """
        address_of = addresses_of("standing")
        middles = [
            format_html('indicators/{}/" title="{} {}">', quote(column.code, safe=""), column.code, column.name)
            for column in self.columns
        ]
        drawn: dict[Cell, tuple[str, str]] = {}

        def cells(row: UnitRow, address: str) -> Iterator[str]:
            for cell, middle in zip(row.cells, middles, strict=True):
                if cell not in drawn:
                    drawn[cell] = (
                        format_html('<td class="{}"><a href="', cell.look),
                        format_html("{}</a></td>", cell.word),
                    )
                before, after = drawn[cell]
                yield f"{before}{address}{middle}{after}"

        return format_html_join(
            "",
            '<tr><th scope="row" class="fix" hx-boost="false"><a href="{}">{}</a></th>'
            '<td class="num" hx-boost="false"><a href="{}"><b>{}</b></a></td>{}</tr>',
            (
                # Every part of the cells was escaped where it was made.
                (address, row.name, address, row.total, mark_safe("".join(cells(row, address))))  # noqa: S308
                for row in self.rows
                for address in [address_of(row.pk)]
            ),
        )

    def filters(self, request: HttpRequest) -> dict[str, Any]:
        """The switches above the table, as addresses."""

        def url(**changes: str) -> str:
            address = request.GET.copy()
            address.pop("as", None)
            for name, value in changes.items():
                address[name] = value
            return f"?{address.urlencode()}"

        on = (
            [Chip(_("full marks on %(code)s") % {"code": self.full_on.code}, url(full=""), is_on=True)]
            if self.full_on
            else []
        )
        words = {"": _("all"), "missing": _("something missing"), "late": _("something lost")}
        return {
            "chips": [
                *(Chip(word, url(only=only), only == self.only, self.counts[only]) for only, word in words.items()),
                *on,
            ],
            "full": [(n, url(full=column.code)) for n, column in zip(self.full, self.columns, strict=True)],
            "category_chips": [
                Chip(_("all categories"), url(category=""), not self.category),
                *(Chip(name, url(category=name), name == self.category, n) for name, n in self.categories),
            ],
            "export_url": url(**{"as": "xlsx"}),
        }


def matrix_of(period: Period, rules: Scheme, *, category: str = "", only: str = "", full: str = "") -> Matrix:
    """The table of a period. One query, whatever the number of units.

    Args:
        category: the name of a category of units, '' for all.
        only: "missing" for units where something is missing, "late" for those that cannot be full any more.
        full: the code of an indicator: only the units with full marks on it.
    """
    columns, groups = _columns(rules)
    said = ("period", "total", "due", "best", "cells", "unit__name", "unit__category__name")
    found = period.standings.select_related("unit__category").only(*said).order_by("unit__path")
    everybody = [
        UnitRow(
            pk=standing.pk,
            name=standing.unit.name,
            category=standing.unit.category.name if standing.unit.category else "",
            total=shown(standing.total) or "0",
            due=shown(standing.due) or "0",
            best=shown(standing.best) or "",
            cells=[Cell(*standing.cells.get(column.code, NOT_APPLICABLE)) for column in columns],
        )
        for standing in found
    ]
    whole = rules.total.max if rules.total else None
    tests = {
        "": lambda row: True,
        "missing": lambda row: any(cell.state == "missing" for cell in row.cells),
        "late": lambda row: bool(whole and row.best and Decimal(row.best) < whole),
    }
    of_category = [row for row in everybody if category in ("", row.category)]
    test = tests.get(only, tests[""])
    place = next((place for place, column in enumerate(columns) if column.code == full), None)
    rows = [row for row in of_category if test(row) and (place is None or row.cells[place].is_full)]
    names = dict.fromkeys(row.category for row in everybody if row.category)
    totals = [Decimal(row.total) for row in rows]
    return Matrix(
        period=period,
        groups=groups,
        columns=columns,
        rows=rows,
        full=[sum(row.cells[place].is_full for row in rows) for place in range(len(columns))],
        mean=f"{sum(totals) / len(totals):.2f}" if totals else "",
        categories=[(name, sum(row.category == name for row in everybody)) for name in names],
        category=category,
        only=only if only in tests else "",
        counts={name: sum(map(check, of_category)) for name, check in tests.items()},
        full_on=None if place is None else columns[place],
    )


def _columns(rules: Scheme) -> tuple[list[Column], list[tuple[str, int]]]:
    def inside(group: Group) -> Iterator[Column]:
        for indicator in group.indicators:
            yield Column(indicator.code, indicator.name, text_of(indicator.max))
        for inner in group.groups:
            yield from inside(inner)

    by_group = [(group.name, list(inside(group))) for group in rules.groups]
    return [column for _name, columns in by_group for column in columns], [
        (name, len(columns)) for name, columns in by_group if columns
    ]
