"""Small real things of the library to test with."""

import datetime
from typing import Any

from duban.documents.library.actions import index_versions
from duban.documents.library.models import Audience, Document, DocumentKind, Version
from duban.orgs.models import Unit

BEGAN = datetime.date(2026, 1, 1)


def kind(code: str = "handbook", name: str = "手册", **more: Any) -> DocumentKind:
    """The kind with this code, made when it is not there."""
    return DocumentKind.objects.get_or_create(code=code, defaults={"name": name, **more})[0]


def document(unit: Unit, title: str, *texts: str, of: DocumentKind | None = None, **more: Any) -> Document:
    """A document with one version for each text, a year apart, the last one in force since 2026."""
    made = Document.objects.create(unit=unit, kind=of or kind(), title=title, **more)
    for number, text in enumerate(texts, start=1):
        year = BEGAN.year - len(texts) + number
        until = None if number == len(texts) else datetime.date(year, 12, 31)
        Version.objects.create(
            document=made, number=number, from_on=BEGAN.replace(year=year), until_on=until, text=text
        )
    index_versions(made.versions.all())
    return made


def audience(document: Document, **sorts: list[str]) -> None:
    """Whom it concerns: audience(doc, role=["branch_secretary"])."""
    for sort, values in sorts.items():
        for value in values:
            Audience.objects.create(document=document, sort=sort, value=value)
