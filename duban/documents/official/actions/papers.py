"""Drafted, sent, agreed post by post, signed with a number, or void: every verb of a document."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.documents.official.checks import refusals
from duban.documents.official.models import Approval, Kind, OfficialDocument
from duban.documents.official.numbers import document_symbol, next_number, word_of
from duban.documents.official.permits import DRAFTERS, KEEPERS
from duban.documents.official.profiles import chain_of, profile_of
from duban.orgs.action import action, tell
from duban.orgs.models import Unit
from duban.orgs.permits import BUSINESS, grants_of
from duban.packs.rules import rulebook

State = OfficialDocument.State
SAID = (
    "kind",
    "title",
    "addressees",
    "body",
    "attachments",
    "attendance",
    "signed_by",
    "note",
    "contact",
    "copy_to",
    "urgency",
    "basis",
    "dated_on",
)
"""What a draft says."""


@action("official.start_document", gettext_lazy("started a draft"), roles=DRAFTERS, unit="")
def start_document(
    unit: Unit,
    *,
    by: Any,
    kind: str,
    title: str,
    template: str = "",
    filled: Mapping[str, str] | None = None,
    about: str = "",
    about_title: str = "",
    **said: Any,
) -> OfficialDocument:
    """A draft of this unit. Rooms above call `drafts.start`, which fills a template.

    Raises:
        BadInput: the title is empty, or something is said that no document has.
    """
    if not title.strip():
        raise BadInput(_("A document has a title."), places=[(pgettext("official", "title"), _("empty"), _("a text"))])
    if set(said) - set(SAID):
        raise TypeError(f"no document says {sorted(set(said) - set(SAID))}")
    return OfficialDocument.objects.create(
        issuer=unit,
        kind=Kind(kind),
        title=title.strip(),
        template=template,
        filled=dict(filled or {}),
        about=about,
        about_title=about_title[:150],
        drafted_by=by,
        **said,
    )


@action(
    "official.change_document",
    gettext_lazy("changed the draft"),
    roles=DRAFTERS,
    unit="issuer",
    when=lambda document, by: document.is_draft(),
)
def change_document(document: OfficialDocument, *, by: Any, seen: datetime.datetime | None = None, **said: Any) -> None:
    """The draft says something else; what it said stands in the trail.

    Args:
        seen: when what was looked at had been written; None when nothing was.

    Raises:
        Conflict: somebody changed it since it was looked at.
    """
    if seen is not None and seen != document.updated_at:
        raise Conflict
    if set(said) - set(SAID):
        raise TypeError(f"no document says {sorted(set(said) - set(SAID))}")
    for name, value in said.items():
        setattr(document, name, value)
    document.filled = {name: value for name, value in document.filled.items() if value in document.body}
    document.save()


@action(
    "official.send_for_approval",
    gettext_lazy("sent for approval"),
    roles=DRAFTERS,
    unit="issuer",
    when=lambda document, by: document.is_draft(),
)
def send_for_approval(document: OfficialDocument, *, by: Any) -> None:
    """To the posts of the office's chain, one after the other.

    Raises:
        BadInput: it says what it must not say, or the office has no word for its numbers yet.
    """
    profile = profile_of(document.issuer)
    if faults := faults_of_sending(document):
        places = [(word, _("not in order"), say) for word, say in faults]
        raise BadInput(_("This document cannot be sent yet."), places=places)
    document.state = State.IN_APPROVAL
    document.save(update_fields=["state", "updated_at"])
    document.approvals.filter(state=Approval.State.WAITING).update(state=Approval.State.DROPPED)
    first = document.approvals.count()
    Approval.objects.bulk_create(
        Approval(document=document, place=first + n, sort=post.sort, post=post.post, role=post.role, unit=post.unit)
        for n, post in enumerate(chain_of(profile), start=1)
    )


def faults_of_sending(document: OfficialDocument) -> list[tuple[str, str]]:
    """(word, sentence) of everything for which this document cannot be sent as it stands."""
    faults = [(each.word, each.say) for each in refusals(document, rulebook())]
    if not profile_of(document.issuer).symbol_word:
        faults.append(
            (_("word of the document number"), _("Enter the word of its numbers under “Office's paper” first."))
        )
    return faults


@action(
    "official.take_back_document",
    gettext_lazy("took it back from approval"),
    roles=DRAFTERS,
    unit="issuer",
    when=lambda document, by: document.state == State.IN_APPROVAL,
)
def take_back_document(document: OfficialDocument, *, by: Any, reason: str) -> None:
    """撤回: a draft again, while it is not signed."""
    _say_why(reason)
    _reopen(document)


def _reopen(document: OfficialDocument) -> None:
    document.approvals.filter(state=Approval.State.WAITING).update(state=Approval.State.DROPPED)
    document.state = State.DRAFT
    document.save(update_fields=["state", "updated_at"])


def holds(user: Any, step: Approval) -> bool:
    """Whether the person has the very role of this post on its unit: the post acts, not a name."""
    return any(role == step.role and step.unit.path.startswith(path) for role, path in grants_of(user))


def may_decide(user: Any, step: Approval | None) -> bool:
    """Whether the person can give this post's word now."""
    return step is not None and step.is_next() and holds(user, step)


@action(
    "official.approve_step",
    gettext_lazy("agreed to the document"),
    roles=BUSINESS,
    when=lambda step, by: step.is_next(),
)
def approve_step(step: Approval, *, by: Any, opinion: str = "") -> None:
    """审核、会签、签发. The last one signs: the document gets its number in the same transaction.

    Raises:
        NotAllowed: the person does not hold this post.
    """
    document = _decide(step, by, Approval.State.DONE, opinion)
    if document.open_step() is None:
        _sign(document)


@action(
    "official.return_step",
    gettext_lazy("gave the document back"),
    roles=BUSINESS,
    when=lambda step, by: step.is_next(),
)
def return_step(step: Approval, *, by: Any, reason: str) -> None:
    """退回: the draft is open again, with the reason beside it.

    Raises:
        NotAllowed: the person does not hold this post.
        BadInput: no reason is given.
    """
    _say_why(reason)
    _reopen(_decide(step, by, Approval.State.RETURNED, reason))


def _decide(step: Approval, by: Any, state: str, opinion: str) -> OfficialDocument:
    if not holds(by, step):
        raise NotAllowed
    step.state, step.opinion = state, opinion
    step.decided_by, step.decided_at = by, clock.now()
    step.save(update_fields=["state", "opinion", "decided_by", "decided_at", "updated_at"])
    # Read anew and locked: two posts' words on one document come one after the other.
    return OfficialDocument.objects.select_for_update().get(pk=step.document_id)


def _sign(document: OfficialDocument) -> None:
    """签发: the day, and the next number of the row. Never twice: a unique row stands behind it."""
    day, series = clock.today(), document.sort.series
    word = word_of(series, profile_of(document.issuer).symbol_word)
    document.series, document.year = series, day.year
    document.seq = next_number(document.issuer, series, day.year)
    document.symbol = document_symbol(word, day.year, document.seq)
    document.signed_on, document.state = day, State.SIGNED
    document.dated_on = document.dated_on or day
    document.save()
    tell(symbol=["", document.symbol])


@action(
    "official.void_document",
    gettext_lazy("declared the document void"),
    roles=KEEPERS,
    unit="issuer",
    when=lambda document, by: document.state in (State.DRAFT, State.SIGNED),
)
def void_document(document: OfficialDocument, *, by: Any, reason: str) -> None:
    """作废: it stays with its number and the reason, and nobody gets that number again.

    Raises:
        BadInput: no reason is given.
    """
    _say_why(reason)
    document.state, document.voided_on, document.void_reason = State.VOIDED, clock.today(), reason
    document.save(update_fields=["state", "voided_on", "void_reason", "updated_at"])


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Say why."), places=[(_("Reason"), _("empty"), _("a few words"))])
