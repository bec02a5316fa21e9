"""What can be done: ask (from a verb of another room), ask for a signature, sign; suggest and answer."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duban.asks.burden.asking import Asking, month_of
from duban.asks.burden.gate import Gate, gate_of
from duban.asks.burden.models import Demand, Request, Suggestion, Wanted
from duban.asks.burden.permits import VIEW_SUGGESTION
from duban.asks.burden.queries import body_for, mark_of
from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.base.privacy import refuse_personal_numbers
from duban.orgs.action import action, check
from duban.orgs.models import Person, Role, Unit
from duban.packs.rules import Rulebook, rulebook

BATCH, TOLD = 1000, 8


def ask(asking: Asking, *, by: Any, book: Rulebook | None = None, is_capped: bool = True) -> Request:
    """Count what is asked, in the transaction of the verb that asks it. Seven queries and the rows, whatever their number.

    Args:
        is_capped: False where there is no draft yet that a leader could sign for: it is counted, and the ledger shows it red.

    Raises:
        BadInput: an organisation would have more than the cap in a month, and nobody else has signed for exactly this.
    """
    gate = gate_of(asking, clock.today(), book or rulebook())
    if is_capped and gate.is_stopped:
        raise BadInput(_stopped(gate), places=_places(gate))
    sent = gate.request or Request(cause=asking.cause, seal=asking.seal, wanted_by=by)
    if sent.signed_by_id is not None and sent.signed_by_id == getattr(by, "pk", None):
        raise BadInput(_("Whoever signed for it does not send it as well."))
    _describe(sent, asking, gate)
    sent.sent_by, sent.sent_at = by, clock.now()
    sent.save()
    _want(sent, gate)
    Demand.objects.bulk_create(
        [
            Demand(
                request=sent,
                unit_id=each.unit,
                title=each.title,
                month=month_of(each.due_on),
                due_on=each.due_on,
                cause=each.cause,
            )
            for each in asking.asked
        ],
        batch_size=BATCH,
    )
    return sent


def _describe(request: Request, asking: Asking, gate: Gate) -> None:
    request.issuer, request.form, request.title = asking.issuer, asking.form, asking.title[:120]
    request.basis = asking.basis[:120]
    request.fields, request.known = len(gate.words), len(gate.known)


def _want(request: Request, gate: Gate) -> None:
    request.wanted.all().delete()
    Wanted.objects.bulk_create([Wanted(request=request, word=word[:60]) for word in gate.words], batch_size=BATCH)


def _stopped(gate: Gate) -> str:
    n = len({load.unit.pk for load in gate.over})
    said = ngettext(
        "%(n)s organisation would be asked more than %(cap)s in a month. Ask for less, or have a leader sign with a reason.",
        "%(n)s organisations would be asked more than %(cap)s in a month. Ask for less, or have a leader sign with a reason.",
        n,
    )
    return said % {"n": n, "cap": gate.cap.value if gate.cap else ""}


def _places(gate: Gate) -> list[tuple[str, str, str]]:
    cap = gate.cap.value if gate.cap else ""
    return [
        (
            f"{load.unit}　{load.month:%Y-%m}",
            _("%(has)s there, %(adds)s more") % {"has": load.has, "adds": load.adds},
            _("%(cap)s at most") % {"cap": cap},
        )
        for load in gate.over[:TOLD]
    ]


def answered(causes: Collection[str], on: datetime.date) -> None:
    """What these rows asked is answered. The first day counts: what is returned is not asked a second time."""
    Demand.objects.filter(cause__in=causes, answered_on=None).update(answered_on=on)


def withdrawn(causes: Collection[str], on: datetime.date) -> None:
    """What these rows asked is asked no more, and does not count."""
    Demand.objects.filter(cause__in=causes, answered_on=None, withdrawn_on=None).update(withdrawn_on=on)


def handed_over(causes: Iterable[str], heir: Unit) -> None:
    """What these rows ask is asked of the heir from now on."""
    Demand.objects.filter(cause__in=list(causes), answered_on=None, withdrawn_on=None).update(unit=heir)


@action(
    "burden.want_signature", gettext_lazy("asked for a signature over the cap"), roles={Role.COMMITTEE_ADMIN}, unit=""
)
def want_signature(unit: Unit, *, by: Any, asking: Asking) -> Request:
    """Put what is over the cap before a leader. Asked again for the same it is the same request.

    Raises:
        Conflict: it is not over the cap, so that nobody need sign.
    """
    gate = gate_of(asking, clock.today(), rulebook())
    if not gate.over:
        raise Conflict(_("This is not over the cap: it can be sent as it is."))
    if gate.request is not None:
        return gate.request
    # What was put there before asked something else: a signature would not hold for this any more.
    Request.objects.filter(cause=asking.cause, sent_at=None).delete()
    made = Request(cause=asking.cause, seal=asking.seal, wanted_by=by)
    _describe(made, asking, gate)
    made.save()
    _want(made, gate)
    return made


@action(
    "burden.sign_request",
    gettext_lazy("signed for a request over the cap"),
    roles={Role.COMMITTEE_LEADER},
    unit="issuer",
    when=lambda request, by: request.waits_for_signature(),
)
def sign_request(request: Request, *, by: Any, reason: str) -> None:
    """加签: a second person takes it on that organisations are asked more than the cap, and says why.

    Raises:
        BadInput: no reason, or the same person who wants to send it.
    """
    if not reason.strip():
        raise BadInput(_("Say why it cannot wait or be merged."))
    if by.pk == request.wanted_by_id:
        raise BadInput(_("A second person signs, not the one who wants to send it."))
    request.signed_by, request.signed_on, request.reason = by, clock.today(), reason.strip()
    request.save()


def make_suggestion(*, by: Any, kind: str, text: str, about: str = "", is_named: bool = False) -> Suggestion:
    """意见建议: from anybody who has a post here. No verb under a permit of an object: nothing here says who it was.

    The trail gets that one came, and not from whom; the author finds it by a keyed mark.

    Raises:
        BadInput: a personal number in the text.
        NotAllowed: somebody without any role.
    """
    body = body_for(by)
    check(VIEW_SUGGESTION, by, Suggestion(unit=body))
    refuse_personal_numbers({_("text"): text})
    with transaction.atomic():
        made = Suggestion.objects.create(
            unit=body,
            kind=kind,
            text=text,
            about=about,
            author_mark=mark_of(by),
            named=Person.objects.filter(pk=by.person_id).first() if is_named else None,
            received_on=clock.today(),
        )
        record("burden.make_suggestion", made.key, detail={"kind": [None, kind], "about": [None, about]})
    return made


@action(
    "burden.answer_suggestion",
    gettext_lazy("answered a suggestion"),
    roles={Role.COMMITTEE_ADMIN},
    when=lambda suggestion, by: not suggestion.is_answered(),
)
def answer_suggestion(suggestion: Suggestion, *, by: Any, answer: str) -> None:
    """回复, in the open: everybody reads question and answer from now on.

    Raises:
        BadInput: no answer.
    """
    if not answer.strip():
        raise BadInput(_("Write the answer."))
    suggestion.answer, suggestion.answered_on, suggestion.answered_by = answer.strip(), clock.today(), by
    suggestion.state = Suggestion.State.ANSWERED
    suggestion.save()
