"""The list of the library: what the address asks for, as rows or as what was found, with the kinds at the left."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.base import clock
from duban.documents.library.models import Document, DocumentKind
from duban.documents.library.queries import (
    concerning,
    documents_for,
    in_force,
    kinds,
    open_slots,
    over,
    to_come,
    unwritten,
    with_shown,
)
from duban.documents.library.search import search
from duban.orgs.ledger import address_with
from duban.orgs.permits import PERMITS
from duban.ui.shapes import Chip, TreeNode

PAGE = 50
CHIPS = {
    "": gettext_lazy("in force"),
    "mine": gettext_lazy("concerns me"),
    "coming": gettext_lazy("comes into force later"),
    "over": gettext_lazy("no longer in force"),
    "open": gettext_lazy("to be written"),
}


@dataclass(frozen=True)
class Shelves:
    """The library as the address asks for it."""

    rows: QuerySet[Document]
    of: str
    kind: str
    issuer: str
    words: str
    older: bool


def shelves_of(request: HttpRequest) -> Shelves:
    """The documents that the address asks for. No query."""
    asked, day = request.GET, clock.today()
    of = asked.get("of", "") if asked.get("of", "") in CHIPS else ""
    rows = _of(documents_for(request.user), of, request.user, day)
    kind, issuer = asked.get("kind", "")[:40], asked.get("issuer", "")[:120]
    rows = rows.filter(kind__code=kind) if kind else rows
    rows = rows.filter(issuer=issuer) if issuer else rows
    return Shelves(rows, of, kind, issuer, asked.get("q", "").strip()[:200], older=asked.get("older") == "1")


def _of(rows: QuerySet[Document], of: str, user: Any, day: datetime.date) -> QuerySet[Document]:
    if of == "mine":
        return concerning(user, in_force(rows, day))
    if of == "coming":
        return to_come(rows, day)
    if of == "over":
        return over(rows, day)
    return unwritten(rows) if of == "open" else in_force(rows, day)


def library_page(request: HttpRequest) -> dict[str, Any]:
    """The list, or what was found for the words in the address; kinds at the left with how many of them fit."""
    day, user, shelves = clock.today(), request.user, shelves_of(request)
    everything = documents_for(user)
    may_add = bool(PERMITS["library.add_document"].reach(user))
    results, page = None, None
    if shelves.words:
        rows = shelves.rows if not shelves.older else _narrowed(everything, shelves)
        results = search(
            rows,
            shelves.words,
            day,
            page=request.GET.get("page"),
            older=shelves.older or shelves.of in ("over", "coming"),
        )
    else:
        page = Paginator(with_shown(shelves.rows, day), PAGE).get_page(request.GET.get("page"))
    slots = list(open_slots(user)) if shelves.of == "open" else []
    return {
        "shelves": shelves,
        "results": results,
        "pages": results.page if results else page,
        "lines": [line_of(document, day) for document in page] if page else [],
        "nodes": _nodes(request, everything, shelves, user, day),
        "chips": _chips(request, everything, shelves, user, day, may_add=may_add),
        "issuers": _issuers(everything),
        "may_add": may_add,
        "slots": [slot for slot in slots if shelves.kind in ("", slot.kind.code)],
        "export_url": address_with(request, **{"as": "xlsx"}),
        "older_url": address_with(request, older="" if shelves.older else "1"),
        "has_kinds": bool(kinds()),
    }  # fmt: skip


def _narrowed(rows: QuerySet[Document], shelves: Shelves) -> QuerySet[Document]:
    rows = rows.filter(kind__code=shelves.kind) if shelves.kind else rows
    return rows.filter(issuer=shelves.issuer) if shelves.issuer else rows


def _nodes(
    request: HttpRequest, everything: QuerySet[Document], shelves: Shelves, user: Any, day: datetime.date
) -> list[TreeNode]:
    """The kinds with the number of their documents. One query."""
    fits = _of(everything, shelves.of, user, day).order_by().values("pk")
    counted = DocumentKind.objects.annotate(n=Count("documents", filter=Q(documents__in=fits))).order_by(
        "place", "code"
    )
    rows = [(kind.code, kind.name, kind.n) for kind in counted]
    whole = TreeNode(
        pgettext("library", "all kinds"),
        address_with(request, kind=""),
        0,
        not shelves.kind,
        count=sum(n for *_c, n in rows),
    )
    return [
        whole,
        *(TreeNode(name, address_with(request, kind=code), 1, code == shelves.kind, count=n) for code, name, n in rows),
    ]


def _chips(
    request: HttpRequest,
    everything: QuerySet[Document],
    shelves: Shelves,
    user: Any,
    day: datetime.date,
    *,
    may_add: bool,
) -> list[Chip]:
    """The filters with their counts. One query, one more for those who fill what is to be written."""
    plain = everything.order_by()
    counts = plain.aggregate(
        **{f"n_{of}": Count("pk", filter=Q(pk__in=_of(plain, of, user, day).values("pk"))) for of in CHIPS}
    )
    if may_add:
        counts["n_open"] += open_slots(user).count()
    return [
        Chip(word, address_with(request, of=of), of == shelves.of, counts[f"n_{of}"])
        for of, word in CHIPS.items()
        if of in ("", "mine", "over") or counts[f"n_{of}"] or of == shelves.of
    ]


def _issuers(everything: QuerySet[Document]) -> list[str]:
    found = everything.order_by("issuer").exclude(issuer="").values_list("issuer", flat=True).distinct()
    return list(found[:100])


@dataclass(frozen=True)
class Line:
    """One document as a row of the list."""

    document: Document
    kind: str
    word: Any
    from_on: datetime.date | None
    number: int | None


def line_of(document: Document, day: datetime.date) -> Line:
    """A document with its state in a word. For documents `with_shown`."""
    current, newest = document.current_number, document.newest_number  # type: ignore[attr-defined]
    number, from_on = current or newest, document.current_from or document.newest_from  # type: ignore[attr-defined]
    until = document.current_until if current else document.newest_until  # type: ignore[attr-defined]
    return Line(document, *stand_of(document, number, from_on, until, day), from_on=from_on, number=number)


def stand_of(
    document: Document,
    number: int | None,
    from_on: datetime.date | None,
    until_on: datetime.date | None,
    day: datetime.date,
) -> tuple[str, Any]:
    """How a version stands on that day: (state, word)."""
    if document.is_withdrawn():
        return "na", pgettext("library", "withdrawn")
    if number is None or from_on is None:
        return "todo", _("to be written")
    if from_on > day:
        return "soon", _("in force from %(day)s") % {"day": from_on}
    if until_on and until_on < day:
        return "na", _("no longer in force")
    return "ok", _("in force")
