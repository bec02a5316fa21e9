"""A term's steps: reminded, requested, approved, its result approved; or extended. Each is a record of what people did."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.burden.actions import ask
from duban.asks.burden.asking import Asked, Asking
from duban.asks.burden.models import Request
from duban.base import clock
from duban.base.errors import BadInput
from duban.ledgers.terms.models import Candidate, Election, FirstSession, Term
from duban.ledgers.terms.permits import APPROVERS, ASKERS
from duban.ledgers.terms.rules import days_of, earliest_election, end_of, latest_extension, needs_session
from duban.orgs.action import action
from duban.orgs.models import Role, Unit
from duban.orgs.permits import above_of
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import reminds_on
from duban.packs.rules import rulebook

State = Term.State


@action("terms.open_term", gettext_lazy("entered a term"), roles={Role.COMMITTEE_ADMIN}, unit="")
def open_term(unit: Unit, *, by: Any, starts_on: datetime.date, number: int | None = None) -> Term:
    """The term of the committee in office. Its end follows from the kind of organisation and the rule of that day.

    Raises:
        BadInput: this kind is not elected, the day lies ahead, or a term is in office already.
    """
    if starts_on > clock.today():
        raise BadInput(
            _("A term begins with its election."),
            places=[(_("elected on"), str(starts_on), _("%(day)s or earlier") % {"day": clock.today()})],
        )
    ends_on = end_of(unit.kind.code, starts_on, rulebook())
    if ends_on is None:
        raise BadInput(_("%(kind)s is not elected and has no term.") % {"kind": unit.kind})
    if unit.terms.exclude(state__in=Term.CLOSED).exists():
        raise BadInput(_("A term of this organisation is in office already."))
    return Term.objects.create(unit=unit, number=number, starts_on=starts_on, ends_on=ends_on)


@action(
    "terms.remind_term",
    gettext_lazy("remind of the election"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.NORMAL,
)
def remind_term(term: Term, *, by: Any) -> None:
    """That the organisation is told that its term ends: at once in working hours, otherwise on the next working day (AF-11)."""
    book = rulebook()
    day = reminds_on(clock.now(), book, work_calendar())
    step(term, State.REMINDED, reminded_on=day)
    title = _("Election: %(unit)s") % {"unit": term.unit}
    above = Unit.objects.filter(path__in=above_of(term.unit.path)).order_by("-path").first() or term.unit
    asked = [Asked(term.unit_id, title, day, term.key)]
    ask(Asking(above, Request.Form.REMINDER, title, term.key, asked), by=by, book=book)


@action(
    "terms.request_election",
    gettext_lazy("requested the election"),
    roles=ASKERS,
    when=lambda term, by: term.state in (State.NORMAL, State.REMINDED),
)
def request_election(
    term: Term, *, by: Any, symbol: str, seats: int, reason: str = "", requested_on: datetime.date | None = None
) -> None:
    """换届请示: how many seats, and the number of the document. Before the reminder is due it is an advance election.

    Args:
        reason: why the election is held in advance (提前); taken only then.
        requested_on: the day of the document, today when it is not said: what is entered late keeps its day.

    Raises:
        BadInput: it is in advance and no reason is given, or further in advance than the rule allows; the day does not fit.
    """
    requested_on = requested_on or clock.today()
    fits(term, _("requested on"), requested_on, term.starts_on)
    not_too_early(term, _("requested on"), clock.today())
    days = days_of(term.due_on, rulebook())
    in_advance = requested_on < days.remind_on
    if in_advance and not reason:
        raise BadInput(
            _("An election in advance needs a reason."),
            places=[
                (_("reason for an advance election"), _("not given"), f"{_('a text')}（{days.remind_rule.cited}）")
            ],
        )
    advance = reason if in_advance else ""
    step(
        term,
        State.REQUESTED,
        requested_on=requested_on,
        request_symbol=symbol,
        seats=seats,
        advance_reason=advance,
    )


@action(
    "terms.approve_election",
    gettext_lazy("approved the election"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.REQUESTED,
)
def approve_election(
    term: Term, *, by: Any, symbol: str, approved_on: datetime.date, seats: int, by_delegates: bool = False
) -> None:
    """批复: the superior's answer with its day, and the number of seats that holds.

    Args:
        by_delegates: a delegates' meeting may elect although there are fewer members than the rule says.

    Raises:
        BadInput: the day lies ahead, or before the request or this term; or the election would be too far in advance.
    """
    fits(term, _("approved on"), approved_on, max(term.starts_on, term.requested_on or term.starts_on))
    not_too_early(term, _("approved on"), clock.today())
    step(
        term,
        State.APPROVED,
        approved_on=approved_on,
        approval_symbol=symbol,
        seats=seats,
        delegates_approved=by_delegates,
    )


@action(
    "terms.withdraw_request",
    gettext_lazy("took the request back"),
    roles=ASKERS,
    when=lambda term, by: term.state == State.REQUESTED,
)
def withdraw_request(term: Term, *, by: Any, reason: str) -> None:
    """撤回请示: by those who asked, while nobody has answered. The term stands where it stood; the trail keeps what was asked."""
    _say_why(reason)
    step(
        term,
        State.REMINDED if term.reminded_on else State.NORMAL,
        requested_on=None,
        request_symbol="",
        seats=None,
        advance_reason="",
    )


@action(
    "terms.revoke_approval",
    gettext_lazy("revoked the approval"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.APPROVED and not _has_voted(term),
)
def revoke_approval(term: Term, *, by: Any, reason: str) -> None:
    """撤销批复: by those who approved, while no ballot is recorded. The request waits for its answer again."""
    _say_why(reason)
    step(term, State.REQUESTED, approved_on=None, approval_symbol="", delegates_approved=False)


def _has_voted(term: Term) -> bool:
    return term.elections.filter(purpose=Election.Purpose.TERM).exists()


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Say why."), places=[(_("Reason"), _("empty"), _("a few words"))])


def not_too_early(term: Term, word: str, day: datetime.date) -> None:
    """Refuse a day so early that the result of an election held then would be refused: more than the rule's months before the end.

    Raises:
        BadInput: it is earlier; the rule stands beside the first day.
    """
    book = rulebook()
    early = earliest_election(term.ends_on, book)
    if day < early:
        rule = book.at("term.extension_months_max", term.ends_on)
        expected = f"{_('%(day)s or later') % {'day': early}}（{rule.cited}）"
        raise BadInput(_("The election is too far in advance."), places=[(word, str(day), expected)])


@action(
    "terms.approve_result",
    gettext_lazy("approved the result"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.ELECTED,
)
def approve_result(term: Term, *, by: Any, symbol: str, approved_on: datetime.date | None = None) -> Term:
    """The result stands, and the next committee's term begins on the day of its election.

    Args:
        approved_on: the day of the answer, today when it is not said.

    Raises:
        BadInput: a committee was elected whose first session, which elects the secretary, is not recorded; the day lies
            ahead, or before the meeting.
    """
    last = term.elections.filter(purpose=Election.Purpose.TERM).latest("held_on", "pk")
    elected = Candidate.objects.filter(election__term=term, election__purpose=Election.Purpose.TERM, is_elected=True)
    is_committee = needs_session(elected.count(), last.held_on, rulebook())
    if is_committee and not FirstSession.objects.filter(term=term).exists():
        raise BadInput(
            _("The result is not whole."),
            places=[(_("first session"), _("not recorded"), _("secretary and deputies, elected by the committee"))],
        )
    held_on, approved_on = last.held_on, approved_on or clock.today()
    session = FirstSession.objects.filter(term=term).first()
    fits(term, _("day of the approval"), approved_on, max(held_on, session.held_on) if session else held_on)
    step(term, State.RESULT_APPROVED, result_approved_on=approved_on, result_symbol=symbol)
    ends_on = end_of(term.unit.kind.code, held_on, rulebook())
    if ends_on is None:
        raise BadInput(_("%(kind)s is not elected and has no term.") % {"kind": term.unit.kind})
    number = term.number + 1 if term.number else None
    return Term.objects.create(unit=term.unit, number=number, starts_on=held_on, ends_on=ends_on)


@action(
    "terms.request_extension",
    gettext_lazy("requested an extension"),
    roles=ASKERS,
    when=lambda term, by: (
        term.state in (State.NORMAL, State.REMINDED, State.REQUESTED) and term.extension_until is None
    ),
)
def request_extension(term: Term, *, by: Any, until_on: datetime.date, reason: str) -> None:
    """延期换届: until when and why.

    Raises:
        BadInput: not after the end, or longer than the rule allows.
    """
    book = rulebook()
    last = latest_extension(term.ends_on, book)
    if not term.ends_on < until_on <= last:
        rule = book.at("term.extension_months_max", term.ends_on)
        expected = _("after %(first)s, %(last)s or earlier (%(rule)s)") % {
            "first": term.ends_on, "last": last, "rule": rule.cited,
        }  # fmt: skip
        raise BadInput(_("The extension does not fit."), places=[(_("extension until"), str(until_on), expected)])
    term.extension_requested_on, term.extension_until, term.extension_reason = clock.today(), until_on, reason
    term.save(update_fields=["extension_requested_on", "extension_until", "extension_reason", "updated_at"])


@action(
    "terms.approve_extension",
    gettext_lazy("approved the extension"),
    roles=APPROVERS,
    when=lambda term, by: term.is_in_office() and term.awaits_extension(),
)
def approve_extension(term: Term, *, by: Any, symbol: str) -> None:
    """The extension holds."""
    term.extension_symbol = symbol
    term.save(update_fields=["extension_symbol", "updated_at"])


def fits(term: Term, word: str, day: datetime.date, first: datetime.date) -> None:
    """Refuse a day before `first`, on the first day of the term, or ahead."""
    if not (first <= day <= clock.today() and day > term.starts_on):
        between = {"first": max(first, term.starts_on + datetime.timedelta(days=1)), "last": clock.today()}
        raise BadInput(
            _("The day does not fit the steps before it."),
            places=[(word, str(day), _("from %(first)s to %(last)s") % between)],
        )


def step(term: Term, state: str, **fields: Any) -> None:
    term.state = state
    for name, value in fields.items():
        setattr(term, name, value)
    term.save(update_fields=["state", *fields, "updated_at"])


def end_terms(units: Iterable[Unit], on: datetime.date) -> int:
    """The terms of organisations that were dissolved or merged end with them. Returns how many. Called by a receiver."""
    open_terms = Term.objects.exclude(state__in=Term.CLOSED).filter(unit__in=list(units))
    return open_terms.update(state=State.ENDED, ended_on=on, updated_at=clock.now())
