"""Documents are added, published version by version, reviewed, withdrawn. The index is written by the verbs themselves."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.base.privacy import refuse_personal_numbers
from duban.documents.library.index import BATCH, index
from duban.documents.library.models import Audience, Document, DocumentKind, Passage, Slot, Version
from duban.documents.library.permits import PUBLISHERS
from duban.documents.library.text import clean_text, pieces_of, sections_of
from duban.documents.models import File, FileVersion
from duban.documents.store import Kept, is_whole
from duban.orgs.action import action, tell
from duban.orgs.models import Unit

DAY = datetime.timedelta(days=1)
Weight = Passage.Weight


@action("library.add_document", gettext_lazy("entered a library document"), roles=PUBLISHERS, unit="")
def add_document(
    unit: Unit,
    *,
    by: Any,
    kind: DocumentKind,
    title: str,
    issuer: str = "",
    symbol: str = "",
    review_on: datetime.date | None = None,
    audience: Mapping[str, Iterable[str]] | None = None,
    slot: Slot | None = None,
) -> Document:
    """A document of the unit, without a text yet: readers see it when its first version is published.

    Args:
        audience: sort → values; see Audience.

    Raises:
        BadInput: a personal number stands in it.
    """
    refuse_personal_numbers({_("title"): title, _("issuing body"): issuer})
    document = Document.objects.create(
        unit=unit,
        kind=kind,
        slot=slot,
        title=clean_title(title),
        issuer=issuer.strip(),
        symbol=clean_title(symbol),
        review_on=review_on,
    )
    _set_audience(document, audience or {})
    return document


def _head_of(document: Document) -> tuple[Any, ...]:
    """What the form of its head shows."""
    audience = sorted(document.audience.values_list("sort", "value"))
    said = (document.title, document.kind_id, document.issuer, document.symbol, str(document.review_on))
    return (*said, audience)


@action(
    "library.change_document",
    gettext_lazy("changed what is said about a document"),
    roles=PUBLISHERS,
    shows=_head_of,
)
def change_document(
    document: Document,
    *,
    by: Any,
    kind: DocumentKind,
    title: str,
    issuer: str = "",
    symbol: str = "",
    review_on: datetime.date | None = None,
    audience: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Its head: title, kind, issuer, number, whom it concerns, when it is reviewed. The texts stay.

    Raises:
        BadInput: a personal number stands in it.
    """
    refuse_personal_numbers({_("title"): title, _("issuing body"): issuer})
    document.kind, document.title, document.issuer = kind, clean_title(title), issuer.strip()
    document.symbol, document.review_on = clean_title(symbol), review_on
    document.save(update_fields=["kind", "title", "issuer", "symbol", "review_on", "updated_at"])
    before = sorted(f"{each.sort}:{each.value}" for each in document.audience.all())
    _set_audience(document, audience or {})
    after = sorted(f"{each.sort}:{each.value}" for each in document.audience.all())
    if before != after:
        tell(audience=[before, after])
    index_versions(document.versions.all())


@action(
    "library.publish_version",
    gettext_lazy("published a version"),
    roles=PUBLISHERS,
    when=lambda document, by: not document.is_withdrawn(),
)
def publish_version(
    document: Document,
    *,
    by: Any,
    from_on: datetime.date,
    text: str = "",
    file: tuple[Kept, str, str] | None = None,
    note: str = "",
    until_on: datetime.date | None = None,
    review_on: datetime.date | None = None,
    after: int | None = None,
) -> Version:
    """The next version, in force from that day on; the one before ends the day before.

    Args:
        file: (content in the store, name, media type) of an upload that was looked at.
        after: the number of versions when this one was looked at.
        until_on: its last day, where it is known; a day that lies before today makes it history at once.

    Raises:
        Conflict: another version was published since it was looked at.
        BadInput: nothing stands in it, its days do not follow each other, or it holds personal numbers.
    """
    text = clean_text(text)
    refuse_personal_numbers({_("text"): text, _("what is new"): note})
    last = document.versions.order_by("-number").first()
    if after is not None and after != (last.number if last else 0):
        raise Conflict
    places = []
    if not text.strip() and file is None:
        places.append((_("text or file"), _("neither"), _("at least one of them")))
    if last and from_on < last.from_on:
        places.append((_("in force from"), str(from_on), _("%(day)s or later") % {"day": last.from_on}))
    if until_on and until_on < from_on:
        places.append((_("in force until"), str(until_on), _("%(day)s or later") % {"day": from_on}))
    if file is not None and not is_whole(file[0].sha256):
        places.append((_("file"), _("not there any more"), _("the file, chosen once more")))
    if places:
        raise BadInput(_("This version cannot be published."), places=places)
    if last and (last.until_on is None or last.until_on >= from_on):
        # It may end before it began: two versions of one day, of which the first held not one.
        last.until_on = from_on - DAY
        last.save(update_fields=["until_on", "updated_at"])
    version = Version.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        from_on=from_on,
        until_on=until_on,
        file=_keep(document, file, by=by) if file else None,
        text=text,
        note=note.strip(),
        published_by=by,
    )
    document.review_on = review_on
    document.save(update_fields=["review_on", "updated_at"])
    index_versions([version])
    return version


@action(
    "library.review_document",
    gettext_lazy("reviewed a document"),
    roles=PUBLISHERS,
    when=lambda document, by: not document.is_withdrawn(),
)
def review_document(document: Document, *, by: Any, review_on: datetime.date | None, note: str = "") -> None:
    """复核: it still holds as it is, and is looked at again on that day, or never.

    Raises:
        BadInput: the day does not lie ahead.
    """
    if review_on and review_on <= clock.today():
        expected = _("after %(day)s") % {"day": clock.today()}
        raise BadInput(_("The next review lies ahead."), places=[(_("to be reviewed on"), str(review_on), expected)])
    document.review_on = review_on
    document.save(update_fields=["review_on", "updated_at"])
    if note:
        tell(note=[None, note])


@action(
    "library.withdraw_document",
    pgettext_lazy("library", "withdrew a document"),
    roles=PUBLISHERS,
    when=lambda document, by: not document.is_withdrawn(),
)
def withdraw_document(document: Document, *, by: Any, reason: str) -> None:
    """废止: it holds no more from today on. It stays to be read, marked as what it is."""
    refuse_personal_numbers({_("reason"): reason})
    document.withdrawn_on, document.withdrawn_reason = clock.today(), reason
    document.save(update_fields=["withdrawn_on", "withdrawn_reason", "updated_at"])


@action(
    "library.restore_document",
    pgettext_lazy("library", "put a document in force again"),
    roles=PUBLISHERS,
    when=lambda document, by: document.is_withdrawn(),
)
def restore_document(document: Document, *, by: Any, reason: str) -> None:
    """It was withdrawn by mistake, or holds again: its versions hold for their days as before."""
    refuse_personal_numbers({_("reason"): reason})
    document.withdrawn_on, document.withdrawn_reason = None, ""
    document.save(update_fields=["withdrawn_on", "withdrawn_reason", "updated_at"])


def clean_title(title: str) -> str:
    """A title or number as rules cite it: without blanks at its ends, and without 《》 around the whole."""
    title = " ".join(title.split())
    inner = title[1:-1]
    return inner if title[:1] == "《" and title[-1:] == "》" and not {"《", "》"} & set(inner) else title


def _set_audience(document: Document, audience: Mapping[str, Iterable[str]]) -> None:
    document.audience.all().delete()
    Audience.objects.bulk_create(
        Audience(document=document, sort=Audience.Sort(sort), value=value)
        for sort, values in audience.items()
        for value in sorted(set(values))
    )


def _keep(document: Document, file: tuple[Kept, str, str], *, by: Any) -> FileVersion:
    """The row of a file whose content lies in the store: the next version of the document's one file."""
    kept, name, media_type = file
    last = FileVersion.objects.filter(pk__in=document.versions.values("file")).order_by("-number").first()
    of = last.file if last else File.objects.create(unit=document.unit, title=document.title[:120])
    number = (of.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    return FileVersion.objects.create(
        file=of,
        number=number,
        name=name,
        media_type=media_type,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        added_by=by,
    )


# ---------------------------------------------------------------- the index


def index_versions(versions: Iterable[Version]) -> int:
    """Make the passages of these versions anew, and their entries in the index. Returns how many passages."""
    found = list(versions)
    old = list(Passage.objects.filter(version__in=found).values_list("pk", flat=True))
    index().remove(old)
    Passage.objects.filter(pk__in=old).delete()
    made = Passage.objects.bulk_create(
        (passage for version in found for passage in passages_of(version)), batch_size=BATCH
    )
    index().add((passage.pk, passage.text) for passage in made)
    return len(made)


def passages_of(version: Version) -> Iterator[Passage]:
    """What can be found of a version, in order: title, issuer and number, headings, paragraphs."""
    document = version.document
    rows: list[tuple[int, str, str, str]] = [(Weight.TITLE, "", "", document.title)]
    about = "，".join(filter(None, (document.issuer, document.symbol)))
    rows += [(Weight.ABOUT, "", "", about)] if about else []
    for section in sections_of(version.text):
        if section.name:
            rows.append((Weight.HEADING, section.anchor, section.name, section.name))
        rows += [
            (Weight.TEXT, section.anchor, section.name, piece)
            for paragraph in section.paragraphs
            for piece in pieces_of(paragraph)
        ]
    for place, (weight, anchor, name, text) in enumerate(rows):
        yield Passage(version=version, place=place, weight=weight, anchor=anchor[:40], section=name[:250], text=text)


def rebuild_index() -> tuple[int, int]:
    """Make the whole index anew from the versions. Returns (versions, passages). No permit: a command on the server.

    In one transaction: whoever searches meanwhile finds the old index or the new one.
    """
    with transaction.atomic():
        Passage.objects.all().delete()
        index().clear()
        keys: Sequence[int] = list(Version.objects.order_by("pk").values_list("pk", flat=True))
        passages = 0
        for start in range(0, len(keys), 100):
            some = Version.objects.filter(pk__in=keys[start : start + 100]).select_related("document")
            passages += index_versions(some)
        index().settle()
    return len(keys), passages
