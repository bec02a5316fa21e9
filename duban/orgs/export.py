"""Organisations and people as workbooks: exactly what is filtered, in establishment order."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.base.workbook.write import XLSX, Book
from duban.orgs.ledger import COLUMNS, Ledger, cells_of, held_posts
from duban.orgs.models import Person

WIDTHS = {
    "kind": 14, "category": 14, "secretary": 12, "members": 10, "above": 30, "responsible": 30, "full_name": 44,
    "national_code": 20, "staff": 10, "founded": 12, "dissolved": 12,
}  # fmt: skip


def workbook(name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A download with one sheet. Numbers are numbers, None is an empty cell, everything else is text as it is."""
    file = io.BytesIO()
    book = Book(file)
    book.table(name, heads, rows)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def ledger_workbook(ledger: Ledger) -> FileResponse:
    """The ledger with the columns that were chosen."""
    heads = [(_("No."), 8), (_("organisation"), 40), *((str(COLUMNS[name]), WIDTHS[name]) for name in ledger.columns)]
    units = list(ledger.shown())
    ledger.name_above(units)
    rows = ([number, unit.name, *cells_of(unit, ledger.columns)] for number, unit in enumerate(units, start=1))
    return workbook(_("Organisations"), heads, rows)


def people_workbook(people: QuerySet[Person]) -> FileResponse:
    """People with unit, posts, membership."""
    heads = [(pgettext("person", "name"), 12), (_("organisation"), 40), (_("posts"), 30), (_("membership"), 12)]
    found = people.prefetch_related(held_posts()).iterator(chunk_size=2000)
    rows = ([each.name, each.unit.name, posts_of(each), each.get_membership_display()] for each in found)
    return workbook(_("People"), heads, rows)


def posts_of(person: Person) -> str:
    """The posts a person holds now, in words. For people with `held` posts."""
    return "、".join(post.title for post in getattr(person, "held", []))
