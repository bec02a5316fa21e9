"""Reads: the documents that a person may see, and those that concern the person."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from duban.base import clock
from duban.documents.library.models import Audience, Document, DocumentKind, Slot, Version
from duban.documents.library.permits import VIEW_DOCUMENT
from duban.documents.models import FileVersion
from duban.orgs.models import Grant, Post, Role, Unit
from duban.orgs.permits import COMMITTEE, PERMITS, UNIT, below, grants_of, roles_of
from duban.packs.models import RuleParameter


def documents_for(user: Any) -> QuerySet[Document]:
    """The documents a person may see that have a version, or that the person publishes; by kind, then by unit."""
    mine = PERMITS["library.publish_version"].scope(user, Document.objects.all())
    seen = VIEW_DOCUMENT.scope(user, Document.objects.select_related("kind", "unit"))
    return seen.filter(Exists(Version.objects.filter(document=OuterRef("pk"))) | Q(pk__in=mine.values("pk")))


def published_by(user: Any) -> QuerySet[Document]:
    """The documents whose next version the person may publish."""
    return PERMITS["library.publish_version"].scope(user, Document.objects.select_related("kind", "unit"))


def versions_for(user: Any) -> QuerySet[Version]:
    """The versions a person may read, older ones too."""
    return Version.objects.filter(document__in=documents_for(user)).select_related("document__unit", "file")


def files_for(user: Any, version: int) -> QuerySet[FileVersion]:
    """The file of a version that a person may read; none when it has no file."""
    return FileVersion.objects.filter(pk__in=versions_for(user).filter(pk=version).values("file"))


def in_force(rows: QuerySet[Document], day: datetime.date) -> QuerySet[Document]:
    """Those of the documents of which a version holds on that day."""
    return rows.filter(Exists(Version.objects.on(day).filter(document=OuterRef("pk"))))


def to_come(rows: QuerySet[Document], day: datetime.date) -> QuerySet[Document]:
    """Those whose next version does not hold yet on that day."""
    return rows.filter(
        Exists(Version.objects.filter(document=OuterRef("pk"), from_on__gt=day)), withdrawn_on__isnull=True
    )


def over(rows: QuerySet[Document], day: datetime.date) -> QuerySet[Document]:
    """Those that were withdrawn, or whose last version has run out."""
    versions = Version.objects.filter(document=OuterRef("pk"))
    ahead = versions.filter(Q(until_on__isnull=True) | Q(until_on__gte=day))
    return rows.filter(Q(withdrawn_on__isnull=False) | (Exists(versions) & ~Exists(ahead)))


def unwritten(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Those that have no version yet."""
    return rows.filter(~Exists(Version.objects.filter(document=OuterRef("pk"))), withdrawn_on__isnull=True)


def with_shown(rows: QuerySet[Document], day: datetime.date) -> QuerySet[Document]:
    """Each with the day its version holds from and that version's number: of the one in force, else of the newest."""
    versions = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    current = Version.objects.on(day).filter(document=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        current_number=Subquery(current.values("number")[:1]),
        current_from=Subquery(current.values("from_on")[:1]),
        current_until=Subquery(current.values("until_on")[:1]),
        newest_number=Subquery(versions.values("number")[:1]),
        newest_from=Subquery(versions.values("from_on")[:1]),
        newest_until=Subquery(versions.values("until_on")[:1]),
    )


def concerning(user: Any, rows: QuerySet[Document]) -> QuerySet[Document]:
    """与我有关: those whose audience the person belongs to. The person's own posts and units are subqueries."""
    person = getattr(user, "person_id", None)
    audience = Audience.objects.filter(document=OuterRef("pk"))
    posts = Post.objects.held(clock.today()).filter(person=person)
    grants = Grant.objects.in_force().filter(person=person)
    units = Q(pk__in=posts.values("unit")) | Q(pk__in=grants.values("unit")) | Q(people__pk=person)
    mine = {
        Audience.Sort.ROLE: list(roles_of(user)),
        Audience.Sort.POST: posts.values("kind"),
        Audience.Sort.UNIT: Unit.objects.filter(units).values("kind__code"),
    }
    rows = rows.filter(Exists(audience))
    for sort, values in mine.items():
        of_sort = audience.filter(sort=sort)
        rows = rows.filter(~Exists(of_sort) | Exists(of_sort.filter(value__in=values)))
    return rows


def rules_citing(document: Document, day: datetime.date) -> list[RuleParameter]:
    """有关规则: the rule parameters that rest on this document and hold on that day. One query."""
    names = [name for name in (document.title, document.symbol) if name]
    held = Q(from_on__isnull=True) | Q(from_on__lte=day)
    until = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return list(RuleParameter.objects.filter(held, until, basis__in=names).order_by("pk"))


def texts_of_bases(user: Any) -> dict[str, int]:
    """Basis of a rule → the document in force that is its text, for those the person may see. One query.

    Where several are, the one that was issued highest up counts.
    """
    bases = RuleParameter.objects.values("basis")
    found = in_force(VIEW_DOCUMENT.scope(user, Document.objects.all()), clock.today())
    rows = found.filter(Q(title__in=bases) | (Q(symbol__in=bases) & ~Q(symbol="")))
    texts: dict[str, int] = {}
    for pk, title, symbol in rows.order_by("-unit__path", "-pk").values_list("pk", "title", "symbol"):
        texts |= {name: pk for name in (title, symbol) if name}
    return texts


def open_slots(user: Any) -> QuerySet[Slot]:
    """Documents that packs expect and nobody has filled, for the committee that fills them."""
    if not roles_of(user) & COMMITTEE or not PERMITS["library.add_document"].reach(user):
        return Slot.objects.none()
    return Slot.objects.filter(documents__isnull=True).select_related("kind")


def kinds() -> QuerySet[DocumentKind]:
    """Every kind, in its place."""
    return DocumentKind.objects.all()


def to_review_by(user: Any, until: datetime.date) -> QuerySet[Document]:
    """The documents that the person has to review by that day: the committee's by its officer, a unit's by its cadre.

    Readers are never asked for anything.
    """
    condition = Q()
    for role, path in grants_of(user):
        if role == Role.COMMITTEE_ADMIN:
            condition |= Q(unit__path=path)
        elif role in UNIT:
            condition |= below(path, "unit__path")
    if not condition:
        return Document.objects.none()
    due = Document.objects.filter(condition, review_on__lte=until, withdrawn_on__isnull=True)
    return due.select_related("kind", "unit").order_by("review_on", "pk")
