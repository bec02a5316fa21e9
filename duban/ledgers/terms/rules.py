"""What the rules say of a term: how long it is, when to remind and to request, how far it may be moved.

Source: 关于党的基层组织任期的意见. Every number comes from the rulebook. What is checked of an election stands in `ballots`.
"""

import datetime
from dataclasses import dataclass

from duban.base.months import months_after
from duban.base.workdays import WorkCalendar
from duban.orgs.seats import seat_of
from duban.packs.deadlines import deadline
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

YEARS = {
    "branch": "term.branch.years",
    "joint_branch": "term.branch.years",
    "general_branch": "term.general_branch.years",
    "primary_committee": "term.primary_committee.years",
    "village": "term.village_branch.years",
}
"""Kind of organisation → the rule of its term. A party group and a temporary branch are not elected and have none."""


def is_committee_title(title: str, unit: str) -> bool:
    """Whether a post of the organisation `unit` belongs to its committee, by the whole title, with or without the name."""
    return bool(seat_of(title, unit))


NEEDED = (
    *dict.fromkeys(YEARS.values()),
    "term.remind_months",
    "term.request_months",
    "term.extension_months_max",
    "election.present_share_min",
    "election.surplus_share_min",
    "election.winner_share_over",
    "election.winner_base_is_eligible",
    "election.reduce_consent_share_over",
    "election.delegates_members_min",
    "org.branch_committee.seats_min",
)


def end_of(kind: str, starts_on: datetime.date, book: Rulebook) -> datetime.date | None:
    """The day on which a term that began then ends; None for kinds that have no term."""
    code = YEARS.get(kind)
    return months_after(starts_on, 12 * book.whole(code, starts_on)) if code else None


@dataclass(frozen=True)
class Days:
    """The days of a term's last months. `rules` are what they rest on, to be cited beside them."""

    remind_on: datetime.date
    request_on: datetime.date
    ends_on: datetime.date
    remind_rule: RuleParameter
    request_rule: RuleParameter


def days_of(ends_on: datetime.date, book: Rulebook, calendar: WorkCalendar | None = None) -> Days:
    """When to remind and by when to request, counted back from the end by the rules in force at the end.

    With a calendar the reminder falls on a working day, not later than the rule says (AF-11), and the request is due on the
    next one where the rule of deadlines says so.
    """
    remind, request = book.at("term.remind_months", ends_on), book.at("term.request_months", ends_on)
    remind_on, request_on = months_after(ends_on, -int(remind.number)), months_after(ends_on, -int(request.number))
    if calendar is not None:
        remind_on, request_on = calendar.on_or_before(remind_on), deadline(request_on, book, calendar).holds_on
    return Days(
        remind_on=remind_on,
        request_on=request_on,
        ends_on=ends_on,
        remind_rule=remind,
        request_rule=request,
    )


def needs_session(elected: int, held_on: datetime.date, book: Rulebook) -> bool:
    """Whether so many elected on that day are a committee, whose first session elects the secretary."""
    least = book.find("org.branch_committee.seats_min", held_on)
    return least is not None and elected >= least.number


def earliest_election(ends_on: datetime.date, book: Rulebook) -> datetime.date:
    """The first day on which the next committee may be elected in advance."""
    return months_after(ends_on, -book.whole("term.extension_months_max", ends_on))


def latest_extension(ends_on: datetime.date, book: Rulebook) -> datetime.date:
    """The last day to which a term may be extended."""
    return months_after(ends_on, book.whole("term.extension_months_max", ends_on))
