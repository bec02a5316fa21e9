"""How other rooms start a document: they say what it is about and fill the blanks, people go on from there.

    add_source(Source("terms.term", _("term"), find=…, offers=(Offer("term-reminder", …),), fill=…))

A room above calls `add_source` in its AppConfig.ready(). Its page shows `{% documents_about "terms.term" term.pk %}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.documents.official.actions import start_document
from duban.documents.official.models import DocumentTemplate, Kind, OfficialDocument
from duban.documents.official.texts import filled
from duban.orgs.models import Unit


@dataclass(frozen=True)
class Filled:
    """What a room knows for a document: who issues it, the blanks, and what else is said (addressees, basis …)."""

    issuer: Unit
    about_title: str
    blanks: Mapping[str, object] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One document that may be written about an object: the template, and when it is offered."""

    template: str
    when: Callable[[Any], bool] = lambda _about: True


@dataclass(frozen=True)
class Source:
    """What documents of a room are about.

    Args:
        code: model label of the object, "terms.term".
        label: what it is, for people.
        find: (user, key) → the object the person may see, None when there is none for the person.
        offers: which documents can be written about it.
        fill: (object, code of the template) → what is known.
    """

    code: str
    label: str | Promise
    find: Callable[[Any, int], Any]
    offers: tuple[Offer, ...]
    fill: Callable[[Any, str], Filled]


_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let people write documents about these objects; the same code twice is taken once."""
    _sources.setdefault(source.code, source)


def source(code: str) -> Source:
    """The source with this code.

    Raises:
        Http404: no room has it.
    """
    if code not in _sources:
        raise Http404
    return _sources[code]


def start(
    kind: str,
    *,
    issuer: Unit,
    by: Any,
    about: str = "",
    about_title: str = "",
    title: str = "",
    template: str = "",
    blanks: Mapping[str, object] | None = None,
    **said: Any,
) -> OfficialDocument:
    """Start a draft: from a template with its blanks filled, or with a title alone.

    Args:
        about: key of the record that causes it.
        blanks: name → value; what is not given stands in the draft as ［what it is］.
        said: instead of what the template says: addressees, body, basis, signed_by …

    Raises:
        NotAllowed: the person drafts nothing for this unit.
        BadInput: there is no such template of this kind.
    """
    text: dict[str, Any] = {}
    known: dict[str, str] = {}
    if template:
        found = DocumentTemplate.objects.filter(code=template, kind=kind).first()
        if found is None:
            raise BadInput(
                _("This template is not installed."),
                places=[(_("template"), template, _("one that the packs bring"))],
            )
        done = filled(found, blanks or {})
        text, known = {name: value for name, value in done.said.items() if value}, done.filled
    title = title or text.pop("title", "")
    text.pop("title", None)
    return start_document(
        issuer,
        by=by,
        kind=Kind(kind),
        title=title,
        template=template,
        filled=known,
        about=about,
        about_title=about_title,
        **{**text, **said},
    )


def start_about(code: str, pk: int, template: str, *, by: Any) -> OfficialDocument:
    """The draft that a room offers about one of its objects.

    Raises:
        Http404: the person sees no such object, or this document is not offered for it.
        NotAllowed: the person drafts nothing for the unit that would issue it.
    """
    origin = source(code)
    about = origin.find(by, pk)
    if about is None or template not in {offer.template for offer in origin.offers if offer.when(about)}:
        raise Http404
    row = DocumentTemplate.objects.filter(code=template).first()
    known = origin.fill(about, template)
    return start(
        row.kind if row else Kind.NOTICE,
        issuer=known.issuer,
        by=by,
        about=about.key,
        about_title=known.about_title,
        template=template,
        blanks=known.blanks,
        **known.said,
    )


def offered(code: str, about: Any) -> list[DocumentTemplate]:
    """The templates that are offered for an object. One query."""
    codes = [offer.template for offer in source(code).offers if offer.when(about)]
    return list(DocumentTemplate.objects.filter(code__in=codes))
