"""Reads: the documents a person may see, the registers of an office, and how many documents were issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duban.base import clock
from duban.documents.official.models import Approval, OfficeTemplate, OfficialDocument, SymbolRegister
from duban.documents.official.permits import DRAFTERS, VIEW_DOCUMENT, VIEW_PROFILE
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, above_of, below, grants_of

State = OfficialDocument.State


def documents_for(user: Any) -> QuerySet[OfficialDocument]:
    """The documents of the units where the person may see them, newest first; and those that ask for a word of the person."""
    seen = VIEW_DOCUMENT.scope(user, OfficialDocument.objects.all())
    asked = Approval.objects.filter(_held_by(user), document=OuterRef("pk"))
    rows = OfficialDocument.objects.filter(Q(pk__in=seen.values("pk")) | Exists(asked))
    return rows.select_related("issuer", "drafted_by").order_by("-pk")


def _held_by(user: Any) -> Q:
    """Steps of posts that the person holds."""
    condition = Q(pk__in=[])
    for role, path in grants_of(user):
        condition |= Q(role=role) & below(path, "unit__path")
    return condition


def steps_for(user: Any) -> QuerySet[Approval]:
    """The steps that a person may see: those of documents the person may see."""
    return Approval.objects.filter(document__in=documents_for(user)).select_related(
        "document", "unit", "document__issuer"
    )


def waiting_for(user: Any) -> list[OfficialDocument]:
    """待我审批: documents whose next post is one that the person holds. Two queries."""
    asked = Approval.objects.filter(_held_by(user), state=Approval.State.WAITING, document=OuterRef("pk"))
    rows = OfficialDocument.objects.filter(Exists(asked), state=State.IN_APPROVAL).select_related("issuer")
    mine = {(role, path) for role, path in grants_of(user)}

    def is_mine(step: Approval | None) -> bool:
        return step is not None and any(role == step.role and step.unit.path.startswith(path) for role, path in mine)

    return [each for each in rows.prefetch_related("approvals__unit").order_by("pk") if is_mine(each.open_step())]


def offices_for(user: Any) -> QuerySet[Unit]:
    """The units for which the person drafts, from the top down."""
    declared = PERMITS["official.start_document"]
    return declared.scope(user, Unit.objects.standing()).order_by("depth", "path")


def own_office(user: Any) -> Unit | None:
    """The unit whose paper the person uses first: where a role that drafts was granted. One query."""
    paths = [path for role, path in grants_of(user) if role in DRAFTERS]
    return Unit.objects.filter(path__in=paths).order_by("depth", "path").first() if paths else None


def near_by(unit: Unit) -> QuerySet[Unit]:
    """Units that may be asked for a countersignature: above the office, and everything below the one directly above."""
    above = above_of(unit.path)
    rows = Unit.objects.standing()
    return rows.filter(Q(path__in=above) | below(above[-1] if above else unit.path)).exclude(pk=unit.pk)


def template_for(document: OfficialDocument) -> OfficeTemplate | None:
    """The office's own .docx for documents of this kind. One query."""
    rows = OfficeTemplate.objects.filter(unit=document.issuer_id, kind=document.kind, retired_on=None)
    return rows.select_related("file").first()


def units_seen(user: Any) -> QuerySet[Unit]:
    """The units whose paper and registers the person may see, former ones too."""
    return VIEW_PROFILE.scope(user, Unit.objects.all())


def templates_for(user: Any) -> QuerySet[OfficeTemplate]:
    """The offices' own templates that the person may see."""
    return OfficeTemplate.objects.filter(unit__in=units_seen(user)).select_related("unit", "file")


def registers_of(issuer: Unit, year: int) -> QuerySet[SymbolRegister]:
    """发文登记 of one office and year."""
    return SymbolRegister.objects.filter(issuer=issuer, year=year).prefetch_related("outside")


def numbered(issuer: Unit, year: int) -> dict[str, list[OfficialDocument]]:
    """Row of numbers → the documents that have one of that year. One query."""
    found: dict[str, list[OfficialDocument]] = {}
    rows = OfficialDocument.objects.filter(issuer=issuer, year=year, seq__isnull=False)
    for document in rows.order_by("series", "seq"):
        found.setdefault(document.series, []).append(document)
    return found


@dataclass(frozen=True)
class YearOnYear:
    """How many documents an office has issued this year, and up to the same day of last year (AF-12)."""

    now: int
    was: int

    @property
    def more(self) -> int:
        """How many more; below zero: fewer."""
        return self.now - self.was


def year_on_year(issuer: Unit, *, external_only: bool = True) -> YearOnYear:
    """Issued documents up to today against last year up to the same day; void ones do not count. One query.

    Args:
        external_only: the two internal forms are no documents in the sense of the rule.
    """
    day = clock.today()
    last = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
    rows = OfficialDocument.objects.filter(issuer=issuer, state=State.SIGNED)
    if external_only:
        rows = rows.exclude(kind__in=["order_sheet", "reminder"])
    now = Count("pk", filter=Q(signed_on__year=day.year, signed_on__lte=day))
    was = Count("pk", filter=Q(signed_on__year=last.year, signed_on__lte=last))
    counts: Mapping[str, int] = rows.aggregate(now=now, was=was)
    return YearOnYear(**counts)


def length_last_year(document: OfficialDocument) -> int | None:
    """Characters of the last document of this kind that the office issued before; None when there is none. One query."""
    before = OfficialDocument.objects.filter(
        issuer=document.issuer_id, kind=document.kind, template=document.template, state=State.SIGNED
    ).exclude(pk=document.pk)
    body = before.order_by("-signed_on", "-pk").values_list("body", flat=True).first()
    return None if body is None else len("".join(body.split()))
