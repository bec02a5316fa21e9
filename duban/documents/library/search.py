"""Full-text search: every word has to be there somewhere in the version that is shown; the best document stands first.

Rank is counted from where the words stand (title, number, heading, text) in one SQL for both databases, so that both give
the same answer. Permits are part of the same SQL. Three queries however much is found.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from duban.documents.library.index import index
from duban.documents.library.models import Document, Passage, Version
from duban.documents.library.queries import with_shown
from duban.documents.library.tokens import Piece, marked, words_of

PAGE = 20
PASSAGES = 3
AROUND = 40
"""Characters shown before the first find of a passage."""


@dataclass(frozen=True)
class Shown:
    """A passage that was found: which section it stands in, where to open it, its text in pieces."""

    section: str
    anchor: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Hit:
    """A document that was found: its title in pieces, and at most three passages, the best first."""

    document: Document
    title: list[Piece]
    passages: list[Shown]
    more: int


def found_in(rows: QuerySet[Document], asked: str, day: datetime.date, *, older: bool = False) -> QuerySet | None:
    """The versions that hold every word, best first, as dictionaries {document, score}; None when no word is asked for.

    Args:
        rows: the documents that may be found.
        asked: what was typed.
        day: versions in force on it are looked at.
        older: those that are no longer, or not yet, in force are looked at as well.
    """
    words = words_of(asked)
    if not words:
        return None
    versions = Version.objects.all() if older else Version.objects.on(day)
    passages = Passage.objects.filter(version__in=versions, version__document__in=rows)
    # One word is asked for below anyway.
    for word in words if len(words) > 1 else ():
        holds = Passage.objects.filter(pk__in=index().holding(word))
        passages = passages.filter(version__in=holds.values("version"))
    return (
        passages.filter(pk__in=index().holding(*words))
        .order_by()
        .values("version__document")
        .annotate(score=Sum("weight"))
        .order_by("-score", "version__document")
    )


@dataclass(frozen=True)
class Results:
    """One page of what was found. `words` is False when nothing that can be looked for was typed."""

    page: Page | None
    hits: list[Hit]
    words: bool


def search(rows: QuerySet[Document], asked: str, day: datetime.date, *, page: Any = 1, older: bool = False) -> Results:
    """A page of hits with the passages. Three queries when something is found."""
    found = found_in(rows.order_by(), asked, day, older=older)
    if found is None:
        return Results(None, [], words=False)
    # Counted and ranked in one go: the database would do all of it twice, once for the number and once for a page.
    ranked = list(found.values_list("version__document", flat=True))
    at = Paginator(ranked, PAGE).get_page(page)
    keys = list(at)
    return Results(at, _hits(keys, words_of(asked), day, older=older), words=True)


def _hits(keys: list[int], words: list[list[str]], day: datetime.date, *, older: bool) -> list[Hit]:
    if not keys:
        return []
    documents = with_shown(Document.objects.select_related("kind", "unit"), day).in_bulk(keys)
    versions = Version.objects.all() if older else Version.objects.on(day)
    best = (
        Passage.objects.filter(version__in=versions, version__document__in=keys, pk__in=index().holding(*words))
        .exclude(weight=Passage.Weight.TITLE)
        .annotate(
            document=F("version__document"),
            rank=Window(
                RowNumber(),
                partition_by=F("version__document"),
                order_by=[F("weight").desc(), F("version__number").desc(), F("place").asc()],
            ),
            count=Window(Sum(1), partition_by=F("version__document")),
        )
        .filter(Q(rank__lte=PASSAGES))
        .order_by("rank")
    )
    shown: dict[int, list[Shown]] = {key: [] for key in keys}
    counts: dict[int, int] = {}
    for passage in best:
        key = passage.document  # type: ignore[attr-defined]  # annotated
        counts[key] = passage.count  # type: ignore[attr-defined]
        shown[key].append(Shown(passage.section, passage.anchor, marked(passage.text, words, around=AROUND)))
    return [
        Hit(documents[key], marked(documents[key].title, words), shown[key], counts.get(key, 0) - len(shown[key]))
        for key in keys
        if key in documents
    ]
