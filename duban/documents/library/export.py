"""What a unit entered goes out again (AF-14): the list as it is filtered, the texts section by section, one text as a file."""

import io
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.workbook.write import XLSX, Book
from duban.documents.library.models import Document, Version
from duban.documents.library.queries import with_shown
from duban.documents.library.text import sections_of

CELL = 32_000
"""Characters that Excel takes in one cell, less some; a longer section goes on in the next row."""


def library_workbook(documents: QuerySet[Document]) -> FileResponse:
    """Two sheets: the documents, and every version of them section by section."""
    file = io.BytesIO()
    book = Book(file)
    kinds = (
        (_("Kind"), 12),
        (_("Title"), 40),
        (_("Published by"), 30),
        (_("Issuing body"), 24),
        (_("Document number"), 20),
    )
    stands = (_("In force from"), 14), (_("In force until"), 14), (_("Withdrawn on"), 14), (_("To be reviewed on"), 14)
    book.table(_("Library"), (*kinds, *stands), _documents(documents))
    texts = (
        (_("Title"), 40),
        (_("Version"), 8),
        (_("In force from"), 14),
        (_("Section"), 24),
        (_("Text"), 90),
        (_("File"), 30),
    )
    book.table(_("Texts"), texts, _texts(documents))
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('Library')}.xlsx", content_type=XLSX)


def _documents(documents: QuerySet[Document]) -> Iterator[Sequence[Any]]:
    for each in with_shown(documents, clock.today()).iterator(chunk_size=500):
        shown = each.current_number is not None  # type: ignore[attr-defined]
        from_on = each.current_from if shown else each.newest_from  # type: ignore[attr-defined]
        until_on = each.current_until if shown else each.newest_until  # type: ignore[attr-defined]
        about = each.kind.name, each.title, each.unit.name, each.issuer, each.symbol
        yield *about, from_on, until_on, each.withdrawn_on, each.review_on


def _texts(documents: QuerySet[Document]) -> Iterator[Sequence[Any]]:
    versions = Version.objects.filter(document__in=documents.order_by()).select_related("document", "file")
    for version in versions.order_by("document_id", "number").iterator(chunk_size=100):
        head = version.document.title, version.number, version.from_on
        name = version.file.name if version.file else ""
        if not version.text:
            yield *head, "", "", name
        for section in sections_of(version.text) if version.text else ():
            text = "\n".join(section.paragraphs)
            for start in range(0, len(text) or 1, CELL):
                yield *head, section.name, text[start : start + CELL], name


def text_download(version: Version) -> HttpResponse:
    """The text as it was entered, as UTF-8 with the mark that the office's Notepad wants."""
    name = f"{version.document.title}（{_('version %(n)s') % {'n': version.number}}）.txt"
    response = HttpResponse("\ufeff" + version.text.replace("\n", "\r\n"), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
