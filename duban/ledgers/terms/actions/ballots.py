"""Ballots are recorded: of a whole election, of a by-election, of a committee's first session. None is ever conducted here."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.documents.actions import keep_upload
from duban.ledgers.terms.actions.steps import fits, step
from duban.ledgers.terms.ballots import Ballot, Kind, Totals, findings, may_reduce, winners
from duban.ledgers.terms.models import Candidate, Election, FirstSession, Officer, Term
from duban.ledgers.terms.permits import APPROVERS, ASKERS
from duban.ledgers.terms.queries import ballot_of, by_election_of, elected_names
from duban.ledgers.terms.rules import earliest_election
from duban.orgs.action import action
from duban.orgs.models import Unit
from duban.orgs.permits import below
from duban.packs.rules import Rulebook, rulebook

Purpose = Election.Purpose
State = Term.State
Place = tuple[str, str, str]


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
    by_delegates: bool = False,
    tellers: int | None = None,
    consent: int | None = None,
    minutes: UploadedFile | None = None,
) -> Election:
    """The totals of one ballot. Who is elected follows from them; while seats stay open the next ballot is recorded after it.

    Args:
        consent: how many agreed to leave the open seats open; None when that was not voted on.
        minutes: the minutes as a file; nobody asks for them.

    Raises:
        BadInput: the numbers do not hold by the rules in force that day, each with its place and basis.
    """
    ballot = ballot_of(term)
    if ballot is None:
        raise Conflict
    fits(term, _("held on"), held_on, _not_before(term))
    totals = Totals(
        held_on, ballot.seats, eligible, present, issued, returned, valid, candidates, ballot.kind, tellers, consent
    )
    book = rulebook()
    early = earliest_election(term.ends_on, book)
    places = []
    if held_on < early:
        rule = book.at("term.extension_months_max", term.ends_on)
        places.append((_("held on"), str(held_on), f"{_('%(day)s or later') % {'day': early}}（{rule.cited}）"))
    election = _record(
        term, Purpose.TERM, ballot, totals, book, places, by_delegates=by_delegates, minutes=minutes, by=by
    )
    if ballot_of(term) is None:
        step(term, State.ELECTED)
    return election


@action(
    "terms.record_by_election",
    gettext_lazy("recorded a by-election"),
    roles=ASKERS,
    when=lambda term, by: term.is_in_office(),
)
def record_by_election(
    term: Term,
    *,
    by: Any,
    purpose: str,
    seats: int,
    held_on: datetime.date,
    eligible: int,
    present: int,
    issued: int,
    returned: int,
    valid: int,
    candidates: Sequence[tuple[str, int]],
    by_delegates: bool = False,
    tellers: int | None = None,
    consent: int | None = None,
    minutes: UploadedFile | None = None,
) -> Election:
    """补选、增补: vacancies within the term, filled by the members' meeting under the same rules.

    Args:
        purpose: by-election or additional member; with `seats` it counts for the first ballot only.

    Raises:
        Conflict: the one before is complete and waits for its approval.
        BadInput: the numbers do not hold.
    """
    ballots = by_election_of(term)
    ballot = ballot_of(term, ballots) if ballots else Ballot(Kind.FIRST, 1, seats)
    if ballot is None:
        raise Conflict(_("The by-election before this one waits for its approval."))
    first = max([term.starts_on, *(each.held_on for each in ballots)])
    fits(term, _("held on"), held_on, first)
    totals = Totals(
        held_on, ballot.seats, eligible, present, issued, returned, valid, candidates, ballot.kind, tellers, consent
    )
    return _record(
        term, ballots[0].purpose if ballots else purpose, ballot, totals, rulebook(), [], by_delegates=by_delegates, minutes=minutes, by=by
    )  # fmt: skip


@action(
    "terms.approve_by_election",
    gettext_lazy("approved the by-election"),
    roles=APPROVERS,
    when=lambda term, by: term.is_in_office() and _waits(term),
)
def approve_by_election(term: Term, *, by: Any, symbol: str, approved_on: datetime.date | None = None) -> None:
    """The result of the by-election stands; who was elected can take office.

    Args:
        approved_on: the day of the answer, today when it is not said.

    Raises:
        BadInput: the day lies ahead, or before the meeting.
    """
    ballots, approved_on = by_election_of(term), approved_on or clock.today()
    fits(term, _("day of the approval"), approved_on, max(each.held_on for each in ballots))
    Election.objects.filter(pk__in=[each.pk for each in ballots]).update(
        approval_symbol=symbol, approved_on=approved_on, updated_at=clock.now()
    )


@action(
    "terms.record_first_session",
    gettext_lazy("recorded the first session"),
    roles=ASKERS,
    when=lambda term, by: term.state == State.ELECTED and not hasattr(term, "first_session"),
)
def record_first_session(
    term: Term,
    *,
    by: Any,
    held_on: datetime.date,
    present: int,
    officers: Sequence[tuple[str, str, int]],
    report_symbol: str = "",
) -> FirstSession:
    """The committee's first session: secretary and deputies, as many candidates as seats, and the report of the result.

    Args:
        officers: (title, name, yes-votes); one secretary, all of them members of the committee.

    Raises:
        BadInput: the numbers do not hold, each with its place and basis.
    """
    elected = elected_names(term)
    fits(term, _("held on"), held_on, term.elections.filter(purpose=Purpose.TERM).latest("held_on").held_on)
    book, places = rulebook(), list(_not_of(elected, officers))
    quorum = book.at("election.present_share_min", held_on)
    over = book.at("election.winner_share_over", held_on)
    if not quorum.number * len(elected) <= present <= len(elected):
        expected = _("at least %(share)s of %(n)s members") % {"share": quorum.value, "n": len(elected)}
        places.append((_("who attended"), str(present), f"{expected}（{quorum.cited}）"))
    for _title, name, yes in officers:
        if yes > present:
            places.append((name, str(yes), _("at most %(n)s") % {"n": present}))
        elif yes <= over.number * len(elected):
            expected = _("more than half of %(n)s members") % {"n": len(elected)}
            places.append((name, str(yes), f"{expected}（{over.cited}）"))
    if places:
        raise BadInput(_("The first session does not hold as entered."), places=places)
    session = FirstSession.objects.create(
        term=term, held_on=held_on, eligible_count=len(elected), present_count=present, report_symbol=report_symbol
    )
    Officer.objects.bulk_create(
        Officer(session=session, title=title, name=name, yes_count=yes) for title, name, yes in officers
    )
    return session


def _not_of(elected: Sequence[str], officers: Sequence[tuple[str, str, int]]) -> Iterable[Place]:
    secretaries = sum(title == Officer.Title.SECRETARY for title, _name, _yes in officers)
    if secretaries != 1:
        yield _("secretary"), str(secretaries), _("exactly one: as many candidates as seats")
    names = [name for _title, name, _yes in officers]
    for name in dict.fromkeys(names):
        if name not in elected:
            yield name, _("not elected to the committee"), "、".join(elected)
        if names.count(name) > 1:
            yield name, _("twice"), _("each once")


def _waits(term: Term) -> bool:
    ballots = by_election_of(term)
    return bool(ballots) and ballot_of(term, ballots) is None


def _not_before(term: Term) -> datetime.date:
    held = [each.held_on for each in term.elections.filter(purpose=Purpose.TERM)]
    return max([term.approved_on or term.starts_on, *held])


def _record(
    term: Term,
    purpose: str,
    ballot: Ballot,
    totals: Totals,
    book: Rulebook,
    places: list[Place],
    *,
    by_delegates: bool,
    minutes: UploadedFile | None,
    by: Any,
) -> Election:
    """Write the ballot, or say everything that does not hold."""
    places = [*places, *_faults(term, ballot, totals, book, by_delegates=by_delegates)]
    elected, tied = winners(totals, book)
    still = ballot.seats - len(elected)
    if totals.consent is not None and (tied or not still):
        where = _("for fewer seats")
        places.append((where, str(totals.consent), _("left empty: no seat stays open") if not tied else _("left empty: the meeting votes on those who tied")))  # fmt: skip
    elif totals.consent is not None:
        enough, finding = may_reduce(totals, book)
        if not enough:
            places.append((str(finding.where), finding.found, f"{finding.expected}（{finding.cited}）"))
    if places:
        raise BadInput(_("The election does not hold as entered."), places=places)
    election = Election.objects.create(
        term=term,
        held_on=totals.held_on,
        seats=totals.seats,
        eligible_count=totals.eligible,
        present_count=totals.present,
        issued_count=totals.issued,
        returned_count=totals.returned,
        valid_count=totals.valid,
        purpose=purpose,
        kind=ballot.kind,
        number=ballot.number,
        by_delegates=by_delegates,
        teller_count=totals.tellers,
        consent_count=totals.consent,
        minutes=keep_upload(minutes, unit=term.unit, title=_("Minutes of the election"), by=by) if minutes else None,
    )
    Candidate.objects.bulk_create(
        Candidate(
            election=election, place=place, name=name, yes_count=yes, is_elected=name in elected, is_tied=name in tied
        )
        for place, (name, yes) in enumerate(totals.candidates, start=1)
    )
    return election


def _faults(term: Term, ballot: Ballot, totals: Totals, book: Rulebook, *, by_delegates: bool) -> Iterable[Place]:
    for each in findings(totals, book):
        yield str(each.where), each.found, f"{each.expected}（{each.cited}）" if each.cited else str(each.expected)
    names = {name for name, _yes in totals.candidates}
    if ballot.names and names != set(ballot.names):
        yield (
            _("candidates"),
            "、".join(sorted(names)),
            _("those who tied: %(names)s") % {"names": "、".join(ballot.names)},
        )
    if by_delegates and not term.delegates_approved:
        rule = book.at("election.delegates_members_min", totals.held_on)
        members = Unit.objects.filter(below(term.unit.path)).aggregate(n=Sum("member_count"))["n"]
        if (members or 0) < rule.number:
            expected = _("at least %(n)s members, or approved") % {"n": rule.value}
            yield _("delegates' meeting"), str(members or _("not reported")), f"{expected}（{rule.cited}）"
