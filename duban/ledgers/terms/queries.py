"""Reads: terms a person may see, how each stands on a day, and what is to be done."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.base.workdays import WorkCalendar
from duban.ledgers.terms.ballots import Ballot, Held, next_ballot
from duban.ledgers.terms.models import Candidate, Election, FirstSession, Officer, Term
from duban.ledgers.terms.permits import VIEW_TERM
from duban.ledgers.terms.rules import YEARS, Days, days_of, is_committee_title
from duban.orgs.ledger import is_secretary
from duban.orgs.models import BRANCHES, Person, Post, Unit, UnitQuerySet
from duban.orgs.permits import above_of, below
from duban.orgs.queries import people_for
from duban.orgs.seats import seat_of, title_of
from duban.packs.deadlines import Deadline, deadline
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

OPEN = ~Q(state__in=Term.CLOSED)


def terms_for(user: Any) -> QuerySet[Term]:
    """The terms a person may see, organisations in establishment order."""
    return VIEW_TERM.scope(user, Term.objects.select_related("unit__kind"))


def terms_in_office_for(user: Any, *, until: datetime.date | None = None) -> QuerySet[Term]:
    """Those of committees in office, by the day on which they end as the rules and an approved extension give it.

    Args:
        until: only those that end by that day.
    """
    whole = Q(elections__purpose=Election.Purpose.TERM)
    end = Case(When(~Q(extension_symbol=""), then=F("extension_until")), default=F("ends_on"))
    found = (
        terms_for(user)
        .filter(OPEN, UnitQuerySet.stands(lookup="unit__"))
        .annotate(
            end=end,
            has_session=Exists(FirstSession.objects.filter(term=OuterRef("pk"))),
            elected_on=Max("elections__held_on", filter=whole),
            elected_count=Count("elections__candidates", filter=whole & Q(elections__candidates__is_elected=True)),
        )
        .order_by("end", "unit__path")
    )
    return found.filter(end__lte=until) if until else found


def units_without_term() -> QuerySet[Unit]:
    """The elected bodies for which no term in office is entered, in establishment order."""
    in_office = Term.objects.filter(OPEN, unit=OuterRef("pk"))
    return Unit.objects.standing().filter(~Exists(in_office), kind__code__in=YEARS).order_by("path")


def branches_known() -> QuerySet[Unit]:
    """The branches of whose posts something is known, in establishment order: one was entered, or they were founded here."""
    known = Q(founded_on__isnull=False) | Exists(Post.objects.filter(unit=OuterRef("pk")))
    units = Unit.objects.standing().filter(known, kind__code__in=BRANCHES)
    return units.select_related("kind").order_by("path")


def with_secretary(units: QuerySet[Unit], day: datetime.date) -> set[int]:
    """The ids of those in which somebody is secretary on that day. One query."""
    posts = Post.objects.held(day).filter(unit__in=units.order_by()).values_list("unit", "title", "unit__kind__code")
    return {unit for unit, title, kind in posts if is_secretary(title, kind)}


@dataclass(frozen=True)
class Stand:
    """How a term stands on a day: its state in a word, the days, and the rule that makes it so.

    `due` is the day by which the next committee has to be elected, moved on when the office does not work on it.
    """

    term: Term
    days: Days
    due: Deadline
    kind: str
    word: str | Promise
    left: int
    rule: RuleParameter | None

    @property
    def is_overdue(self) -> bool:
        """True when the end has passed without the next committee: never closed by itself, always shown."""
        return self.left < 0

    @property
    def is_provisional(self) -> bool:
        """True when a day that is near rests on a year whose notice of holidays is not entered (暂算)."""
        return self.due.is_provisional and self.kind != "ok"


def stand_of(term: Term, day: datetime.date, book: Rulebook, calendar: WorkCalendar) -> Stand:
    """The stand of one term on that day. No query."""
    days, due = days_of(term.due_on, book, calendar), deadline(term.due_on, book, calendar)
    left = (due.holds_on - day).days

    def stand(kind: str, word: str | Promise, rule: RuleParameter | None = None) -> Stand:
        return Stand(term, days, due, kind, word, left, rule)

    done = term.state in (Term.State.ELECTED, Term.State.APPROVED)
    asked = done or term.state == Term.State.REQUESTED
    if not term.is_in_office():
        return stand("ok", term.get_state_display())
    if left < 0:
        return stand("late", _("overdue %(n)s days") % {"n": -left}, days.remind_rule)
    if day >= days.request_on and not asked:
        return stand("soon", _("to be requested"), days.request_rule)
    if day >= days.remind_on and term.state == Term.State.NORMAL:
        return stand("soon", _("to be reminded"), days.remind_rule)
    if day >= days.remind_on and term.state == Term.State.REMINDED:
        return stand("soon", term.get_state_display(), days.remind_rule)
    return stand("doing" if asked else "ok", term.get_state_display())


def stands(terms: Iterable[Term], day: datetime.date, book: Rulebook, calendar: WorkCalendar) -> Iterator[Stand]:
    """The stand of each."""
    for term in terms:
        yield stand_of(term, day, book, calendar)


def ballot_of(term: Term, ballots: Sequence[Election] | None = None) -> Ballot | None:
    """What the meeting votes on next; None when every seat is filled or given up. Two queries.

    Args:
        ballots: those of a by-election; without them those that elect the next committee.
    """
    if ballots is None:
        ballots = list(
            term.elections.filter(purpose=Election.Purpose.TERM).order_by("number").prefetch_related("candidates")
        )
    seats = ballots[0].seats if ballots else term.seats or 0
    return next_ballot(seats, [_held(each) for each in ballots])


def _held(election: Election) -> Held:
    candidates = list(election.candidates.all())
    return Held(
        seats=election.seats,
        elected=[each.name for each in candidates if each.is_elected],
        tied=[each.name for each in candidates if each.is_tied],
        is_reduced=election.consent_count is not None,
    )


def by_election_of(term: Term) -> list[Election]:
    """The ballots of the by-election that is not approved yet, in their order; none when there is none."""
    found = term.elections.exclude(purpose=Election.Purpose.TERM).filter(approval_symbol="")
    return list(found.order_by("number", "pk").prefetch_related("candidates"))


def elected_names(term: Term) -> list[str]:
    """The next committee, in the order of the ballots."""
    found = Candidate.objects.filter(election__term=term, election__purpose=Election.Purpose.TERM, is_elected=True)
    return list(found.order_by("election__number", "place").values_list("name", flat=True))


MEMBER = "委员"
"""The seat of whoever was elected and is neither secretary nor deputy."""


def suggested_title(term: Term, role: str, before: Sequence[Post]) -> str:
    """The title under which somebody elected into that role takes office: the one held before, else the usual one.

    Args:
        role: 书记, 副书记 or 委员.
        before: the posts of the same person in the committee before.
    """
    for post in before:
        seat = seat_of(post.title, term.unit.name)
        if seat == role or (seat.endswith(role) and role != "书记"):
            return post.title
    return title_of(role, term.unit.kind.code, term.unit.name)


def officers_of(term: Term) -> dict[str, str]:
    """Name → post, of those whom the first session elected. One query."""
    return {each.name: each.get_title_display() for each in Officer.objects.filter(session__term=term)}


def waiting_for_posts(term: Term) -> list[Candidate]:
    """Who was elected and approved and has no post yet. One query."""
    by_elections = Q(election__approved_on__isnull=False)
    whole = Q(election__purpose=Election.Purpose.TERM) if term.state == Term.State.RESULT_APPROVED else Q(pk__in=[])
    found = Candidate.objects.filter(by_elections | whole, election__term=term, is_elected=True, post__isnull=True)
    return list(found.select_related("election").order_by("election__held_on", "election__number", "place"))


def posts_that_end(term: Term, waiting: Sequence[Candidate]) -> list[Post]:
    """The posts of the committee before, which end when those who wait take office after a whole election. One query.

    Those that an election of this organisation filled, and those whose whole title is one of a committee. Who is elected
    into the same post again keeps it.
    """
    if not any(each.election.purpose == Election.Purpose.TERM for each in waiting):
        return []
    since_on = max(each.election.held_on for each in waiting)
    filled = Candidate.objects.filter(post=OuterRef("pk"), election__term__unit=term.unit_id)
    held = Post.objects.held(since_on).filter(unit=term.unit_id).annotate(is_filled=Exists(filled))
    return [
        post
        for post in held.select_related("person", "unit").order_by("pk")
        if (post.is_filled or is_committee_title(post.title, term.unit.name)) and not post.has_ended()
    ]


def roll_of(unit: Unit, user: Any) -> QuerySet[Person]:
    """The people from whom a committee is chosen: of the organisation, those below it and the unit it belongs to."""
    own = Q(unit__path__in=above_of(unit.path)[1:]) | below(unit.path, "unit__path")
    return people_for(user).filter(own, left_on__isnull=True).order_by("unit__path", "pk")


def years_of_terms() -> set[int]:
    """The years in which terms in office end, and those before, in which they are reminded. One query."""
    ends = {day.year for day in Term.objects.filter(OPEN).order_by().dates("ends_on", "year")}
    return ends | {year - 1 for year in ends}
