"""What the pages of the library show."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.documents.library import forms
from duban.documents.library.actions import change_document
from duban.documents.library.changes import changes_between
from duban.documents.library.held import Note, signed
from duban.documents.library.models import Audience, Document, Version
from duban.documents.library.queries import rules_citing
from duban.documents.library.shelves import stand_of
from duban.documents.library.text import anchor_of, sections_of
from duban.documents.library.tokens import Piece, marked, words_of
from duban.orgs.models import Post as PersonPost
from duban.orgs.models import Role, UnitKind
from duban.orgs.permits import PERMITS
from duban.ui.shapes import Event, Fact, Link

VERBS: dict[str, type[Form]] = {
    "review_document": forms.ReviewDocument,
    "withdraw_document": forms.WithdrawDocument,
    "restore_document": forms.RestoreDocument,
}


def way(*more: Link) -> list[Link]:
    """The way from the library to a page."""
    return [Link(_("Library"), reverse("library")), *more]


@dataclass(frozen=True)
class Part:
    """A section as the page shows it."""

    anchor: str
    label: str
    title: str
    level: int
    paragraphs: list[list[Piece]]

    @property
    def name(self) -> str:
        """How the list of contents names it."""
        return f"{self.label} {self.title}".strip()


def parts_of(version: Version | None, asked: str = "") -> list[Part]:
    """The sections of a version; what was looked for is marked."""
    if version is None or not version.text:
        return []
    words = words_of(asked)
    return [
        Part(
            section.anchor,
            section.label,
            section.title,
            section.level,
            [marked(text, words) if words else [Piece(text, False)] for text in section.paragraphs],
        )
        for section in sections_of(version.text)
    ]


def document_page(request: HttpRequest, document: Document, wrong: Form | None = None) -> dict[str, Any]:
    """One document: the version in force or the one the address names, the rules that cite it, what can be done."""
    day, user = clock.today(), request.user
    prefetch_related_objects([document], "audience")
    versions = list(document.versions.order_by("-number").select_related("file"))
    wanted = request.GET.get("version", "")
    current = next((v for v in versions if _stand(document, v, day)[0] == "ok"), None)
    shown = current or (versions[0] if versions else None)
    chosen = next((each for each in versions if str(each.number) == wanted), shown)
    stand = _stand(document, chosen, day)
    parts = parts_of(chosen, request.GET.get("q", ""))
    may_publish = PERMITS["library.publish_version"].possible(user, document)
    return {
        "document": document,
        "version": chosen,
        "stand": stand,
        "is_other": chosen is not None and current is not None and chosen.pk != current.pk,
        "current": current,
        "parts": parts,
        "contents": [part for part in parts if part.name] if len(parts) > 3 else [],
        "versions": [(v, *_stand(document, v, day), bool(v.text), v.number > 1) for v in versions],
        "facts": _facts(document, chosen, may_publish=may_publish),
        "rules": [(rule, anchor_of(rule.article)) for rule in rules_citing(document, day)],
        "forms": _forms(document, user, wrong),
        "head_form": _head_form(document, user, wrong),
        "may_publish": may_publish,
        "crumb": way(Link(document.kind.name, f"{reverse('library')}?kind={document.kind.code}")),
        "events": [
            Event(PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb, entry.by_name, entry.at, reason=entry.reason)
            for entry in reversed(history_of(document.key))
        ],
    }  # fmt: skip


def _stand(document: Document, version: Version | None, day: datetime.date) -> tuple[str, Any]:
    if version is None:
        return stand_of(document, None, None, None, day)
    return stand_of(document, version.number, version.from_on, version.until_on, day)


def _facts(document: Document, version: Version | None, *, may_publish: bool) -> list[Fact]:
    facts = [Fact(_("published by"), document.unit.name)]
    facts += [Fact(_("issuing body"), document.issuer)] if document.issuer else []
    facts += [Fact(_("document number"), document.symbol)] if document.symbol else []
    if version:
        facts.append(Fact(_("version"), _("version %(n)s") % {"n": version.number}))
        facts.append(Fact(_("in force from"), str(version.from_on)))
        facts += [Fact(_("in force until"), str(version.until_on))] if version.until_on else []
        facts += [Fact(_("what is new"), version.note, is_wide=True)] if version.note else []
    if words := audience_words(document):
        facts.append(Fact(_("concerns"), words, is_wide=True))
    if may_publish:
        facts.append(
            Fact(_("to be reviewed on"), str(document.review_on) if document.review_on else _("at no set time"))
        )
    return facts


def audience_words(document: Document) -> str:
    """Whom it concerns, in words: 党支部书记；村党支部. Two queries when it concerns anybody in particular."""
    rows = list(document.audience.all())
    if not rows:
        return ""
    units = dict(UnitKind.objects.filter(code__in=[row.value for row in rows]).values_list("code", "name"))
    words: dict[str, dict[str, Any]] = {
        Audience.Sort.ROLE: dict(Role.choices),
        Audience.Sort.POST: dict(PersonPost.Kind.choices),
        Audience.Sort.UNIT: units,
    }
    said = [
        "、".join(str(words[sort].get(row.value, row.value)) for row in rows if row.sort == sort)
        for sort in Audience.Sort
    ]
    return "；".join(filter(None, said))


def _forms(document: Document, user: Any, wrong: Form | None) -> list[tuple[str, Any, Form]]:
    return [
        (name, PERMITS[f"library.{name}"].label, wrong if type(wrong) is kind else kind(auto_id=f"{name}-%s"))
        for name, kind in VERBS.items()
        if PERMITS[f"library.{name}"].possible(user, document)
        and (name != "review_document" or document.review_on is not None)
    ]


def _head_form(document: Document, user: Any, wrong: Form | None) -> Form | None:
    if not PERMITS["library.change_document"].possible(user, document):
        return None
    if isinstance(wrong, forms.ChangeDocument):
        return wrong
    said = {"title": document.title, "kind": document.kind_id, "issuer": document.issuer, "symbol": document.symbol}
    values: dict[str, list[str]] = {}
    for row in document.audience.all():
        values.setdefault(row.sort, []).append(row.value)
    ticked = {name: values.get(sort, []) for name, sort in forms.ChangeDocument.SORTS.items()}
    return forms.ChangeDocument(
        initial={**said, "review_on": document.review_on, "seen": change_document.version(document), **ticked},  # type: ignore[attr-defined]
        auto_id="change_document-%s",
    )


# ---------------------------------------------------------------- versions


def last_text(document: Document) -> str:
    """The text of the newest version; '' when there is none."""
    return document.versions.order_by("-number").values_list("text", flat=True).first() or ""


def new_version_page(document: Document, form: Form | None = None) -> dict[str, Any]:
    """The form of the next version, with the text of the last one to go on from."""
    last = document.versions.order_by("-number").first()
    initial = {"from_on": clock.today(), "review_on": next_review(document), "text": last.text if last else ""}
    return {
        "document": document,
        "last": last,
        "form": form or forms.PreviewVersion(initial=initial),
        "crumb": way(Link(document.title, reverse("library_document", args=[document.pk])), Link(_("New version"))),
    }


def next_review(document: Document) -> datetime.date | None:
    """The day that the kind's months give from today; None for kinds without."""
    months = document.kind.review_months
    if not months:
        return None
    today = clock.today()
    year, month = divmod(today.month - 1 + months, 12)
    return datetime.date(today.year + year, month + 1, min(today.day, 28))


def preview_page(document: Document, note: Note) -> dict[str, Any]:
    """The differences to the last version, and the version as readers will see it."""
    last = document.versions.order_by("-number").first()
    version = Version(document=document, number=note.after + 1, text=note.text)
    parts = parts_of(version)
    return {
        "document": document,
        "note": note,
        "signed": signed(note),
        "number": note.after + 1,
        "last": last,
        "changes": changes_between(last.text, note.text) if last and last.text and note.text else None,
        "parts": parts,
        "count": sum(1 for part in parts if part.name),
        "crumb": way(
            Link(document.title, reverse("library_document", args=[document.pk])), Link(_("Look at the changes"))
        ),
    }


def changes_page(version: Version) -> dict[str, Any]:
    """What a version changed in the one before."""
    before = version.document.versions.filter(number__lt=version.number).order_by("-number").first()
    return {
        "document": version.document,
        "version": version,
        "before": before,
        "changes": changes_between(before.text if before else "", version.text),
        "crumb": way(
            Link(version.document.title, reverse("library_document", args=[version.document_id])),
            Link(_("What changed")),
        ),
    }
