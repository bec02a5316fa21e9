"""Workbooks that go out: templates, rows that are here, everything of a unit, and rows with their verdicts."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from django.http import FileResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.errors import NotAllowed
from duban.base.workbook.write import XLSX, Filled, write_book
from duban.documents.exchange.book import VERDICT_HEADING, WHY_HEADING
from duban.documents.exchange.compare import ASKED, CONFLICT, FAULT
from duban.documents.exchange.memory import remember
from duban.documents.exchange.models import Batch, Line
from duban.orgs.exchange import Desk, Desks, Exchange, exchanges
from duban.orgs.models import Unit

CHUNK = 2000


def seen_by(user: Any) -> list[Exchange]:
    """The kinds of rows that a person may take out somewhere."""
    return [each for each in exchanges() if each.see.reach(user)]


def exchange_for(user: Any, code: str, *, write: bool = False) -> Exchange:
    """The kind of this code, which the person may take out, or bring in.

    Raises:
        NotAllowed: there is none such for them.
    """
    for each in seen_by(user):
        if each.code == code and (not write or each.write.reach(user) or each.adds.reach(user)):
            return each
    raise NotAllowed


def template(user: Any, exchange: Exchange) -> FileResponse:
    """The empty sheet with its drop-downs and the guide."""
    desk = Desks(user).of(exchange)
    name = _("%(name)s, template") % {"name": exchange.sheet.name}
    return _answer(f"{name}.xlsx", lambda file: write_book(file, [Filled(exchange.sheet, choices=desk.choices())]))


def rows_workbook(user: Any, exchange: Exchange, asked: Mapping[str, str]) -> FileResponse:
    """The rows that the address asks for, to be changed and sent back."""
    return _given_out(user, [exchange], asked, f"{exchange.sheet.name}-{clock.today():%Y%m%d}.xlsx")


def pack(user: Any, unit: Unit) -> FileResponse:
    """Everything of a unit and those below it, a sheet for each kind: to keep, or to change on a machine without network."""
    name = _("%(unit)s, everything, %(day)s") % {"unit": unit.name, "day": f"{clock.today():%Y%m%d}"}
    return _given_out(user, seen_by(user), {"unit": str(unit.pk)}, f"{name}.xlsx")


def _given_out(user: Any, kinds: Sequence[Exchange], asked: Mapping[str, str], name: str) -> FileResponse:
    desks = Desks(user)
    memory: list[tuple[str, int, list[str]]] = []
    filled = [
        Filled(each.sheet, _rows(desks.of(each), asked, memory), desks.of(each).choices(), with_numbers=True)
        for each in kinds
    ]
    lines = [
        _("Given out on %(day)s. The column %(column)s leads each row back to its place here: leave it as it is.")
        % {"day": date_format(clock.today(), "DATE_FORMAT"), "column": "系统编号"},
        _("A new row has no number. A row that is taken out of the sheet stays here; an emptied cell is emptied here."),
    ]
    return _answer(name, lambda file: write_book(file, filled, lines=lines, then=lambda book: remember(book, memory)))


def _rows(
    desk: Desk, asked: Mapping[str, str], memory: list[tuple[str, int, list[str]]]
) -> Iterator[tuple[int, list[Any]]]:
    columns = desk.exchange.sheet.columns
    for obj in desk.rows(asked).iterator(chunk_size=CHUNK):
        memory.append(
            (desk.exchange.code, obj.pk, ["" if column.is_private else desk.words(obj, column) for column in columns])
        )
        yield obj.pk, [desk.cell(obj, column) for column in columns]


def verdict_workbook(batch: Batch, rows: Iterable[Line], words: Callable[[Line], str]) -> FileResponse:
    """Rows of a workbook as they were read, with the verdict beside each: to be corrected and sent again."""
    by_code: dict[str, list[Line]] = {}
    for line in rows:
        by_code.setdefault(line.sheet, []).append(line)
    more = {VERDICT_HEADING: 12, WHY_HEADING: 60}
    filled = [
        Filled(
            each.sheet,
            (
                (line.subject or "", [*line.said, line.get_verdict_display(), words(line)])
                for line in by_code[each.code]
            ),
            with_numbers=True,
            more=more,
        )
        for each in exchanges()
        if each.code in by_code
    ]
    stem = batch.name.rsplit(".", 1)[0]
    name = _("%(name)s, with verdicts") % {"name": stem}
    return _answer(f"{name}.xlsx", lambda file: write_book(file, filled, guide=False))


def why(line: Line) -> str:
    """What is to be said of a row, in one cell."""
    said = [
        _("%(where)s: found %(found)s, expected %(expected)s") % note
        for note in line.notes.values()
        if note["state"] == FAULT
    ]
    said += [
        _("both sides changed %(field)s") % {"field": name}
        for name, note in line.notes.items()
        if note["state"] == CONFLICT
    ]
    said += [note["question"] for note in line.notes.values() if note["state"] == ASKED]
    return "；".join(said)


def _answer(name: str, write: Callable[[BinaryIO], Any]) -> FileResponse:
    file = io.BytesIO()
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
