"""A term's steps: reminded, requested, approved, elected, approved; or extended. Each is a record of what people did."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.ledgers.terms.models import Candidate, Election, Term
from duban.ledgers.terms.permits import APPROVERS, ASKERS
from duban.ledgers.terms.rules import Totals, end_of, findings, latest_extension, winners
from duban.orgs.action import action
from duban.orgs.models import Role, Unit
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
    if unit.terms.exclude(state=State.RESULT_APPROVED).exists():
        raise BadInput(_("A term of this organisation is in office already."))
    return Term.objects.create(unit=unit, number=number, starts_on=starts_on, ends_on=ends_on)


@action(
    "terms.remind_term", gettext_lazy("reminded"), roles=APPROVERS, when=lambda term, by: term.state == State.NORMAL
)
def remind_term(term: Term, *, by: Any) -> None:
    """That the organisation was told that its term ends."""
    _step(term, State.REMINDED, reminded_on=clock.today())


@action(
    "terms.request_election",
    gettext_lazy("requested the election"),
    roles=ASKERS,
    when=lambda term, by: term.state in (State.NORMAL, State.REMINDED),
)
def request_election(term: Term, *, by: Any, symbol: str, seats: int) -> None:
    """换届请示: how many seats, and the number of the document."""
    _step(term, State.REQUESTED, requested_on=clock.today(), request_symbol=symbol, seats=seats)


@action(
    "terms.approve_election",
    gettext_lazy("approved the election"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.REQUESTED,
)
def approve_election(term: Term, *, by: Any, symbol: str, approved_on: datetime.date, seats: int) -> None:
    """批复: the superior's answer with its day, and the number of seats that holds.

    Raises:
        BadInput: the day lies ahead or before this term.
    """
    _between(term, _("approved on"), approved_on, term.starts_on)
    _step(term, State.APPROVED, approved_on=approved_on, approval_symbol=symbol, seats=seats)


@action(
    "terms.record_election",
    gettext_lazy("recorded the election"),
    roles=ASKERS,
    when=lambda term, by: term.state == State.APPROVED,
)
def record_election(
    term: Term,
    *,
    by: Any,
    held_on: datetime.date,
    eligible: int,
    present: int,
    issued: int,
    returned: int,
    valid: int,
    candidates: Sequence[tuple[str, int]],
) -> Election:
    """The totals of the meeting. Who is elected follows from them; a tie at the edge is voted on again before it is recorded.

    Raises:
        BadInput: the numbers do not hold by the rules in force that day, each with its place and basis.
    """
    _between(term, _("held on"), held_on, term.approved_on or term.starts_on)
    book = rulebook()
    totals = Totals(held_on, term.seats or 0, eligible, present, issued, returned, valid, candidates)
    places = [
        (str(each.where), each.found, f"{each.expected}（{each.cited}）" if each.cited else str(each.expected))
        for each in findings(totals, book)
    ]
    elected, tied = winners(totals, book)
    if tied:
        places.append((_("votes"), "、".join(tied), _("the meeting votes again on those who tie for the last seat")))
    if not elected and not places:
        places.append((_("votes"), _("nobody has more than half"), _("the meeting votes again")))
    if places:
        raise BadInput(_("The election does not hold as entered."), places=places)
    election = Election.objects.create(
        term=term,
        held_on=held_on,
        seats=totals.seats,
        eligible_count=eligible,
        present_count=present,
        issued_count=issued,
        returned_count=returned,
        valid_count=valid,
    )
    Candidate.objects.bulk_create(
        Candidate(election=election, place=place, name=name, yes_count=yes, is_elected=name in elected)
        for place, (name, yes) in enumerate(candidates, start=1)
    )
    _step(term, State.ELECTED)
    return election


@action(
    "terms.approve_result",
    gettext_lazy("approved the result"),
    roles=APPROVERS,
    when=lambda term, by: term.state == State.ELECTED,
)
def approve_result(term: Term, *, by: Any, symbol: str) -> Term:
    """The result stands, and the next committee's term begins on the day of its election."""
    held_on = term.elections.latest("held_on").held_on
    _step(term, State.RESULT_APPROVED, result_approved_on=clock.today(), result_symbol=symbol)
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


def _between(term: Term, word: str, day: datetime.date, first: datetime.date) -> None:
    """Refuse a day before `first`, on the first day of the term, or ahead."""
    if not (first <= day <= clock.today() and day > term.starts_on):
        between = {"first": max(first, term.starts_on + datetime.timedelta(days=1)), "last": clock.today()}
        raise BadInput(
            _("The day does not fit the steps before it."),
            places=[(word, str(day), _("from %(first)s to %(last)s") % between)],
        )


def _step(term: Term, state: str, **fields: Any) -> None:
    term.state = state
    for name, value in fields.items():
        setattr(term, name, value)
    term.save(update_fields=["state", *fields, "updated_at"])
