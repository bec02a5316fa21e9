"""What the rules say of a term and of an election, as checks on plain numbers. Every number comes from the rulebook.

Sources: 关于党的基层组织任期的意见 (terms, reminder, extension); 中国共产党基层组织选举工作条例 (quorum, difference, winners,
ballots). Each finding cites the parameter it rests on.
"""

import calendar
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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

NEEDED = (
    *dict.fromkeys(YEARS.values()),
    "term.remind_months",
    "term.request_months",
    "term.extension_months_max",
    "election.present_share_min",
    "election.surplus_share_min",
    "election.winner_share_over",
    "election.winner_base_is_eligible",
)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later (earlier when negative), the last of the month when it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


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


def days_of(ends_on: datetime.date, book: Rulebook) -> Days:
    """When to remind and by when to request, counted back from the end by the rules in force at the end."""
    remind, request = book.at("term.remind_months", ends_on), book.at("term.request_months", ends_on)
    return Days(
        remind_on=months_after(ends_on, -int(remind.number)),
        request_on=months_after(ends_on, -int(request.number)),
        ends_on=ends_on,
        remind_rule=remind,
        request_rule=request,
    )


def latest_extension(ends_on: datetime.date, book: Rulebook) -> datetime.date:
    """The last day to which a term may be extended."""
    return months_after(ends_on, book.whole("term.extension_months_max", ends_on))


@dataclass(frozen=True)
class Totals:
    """An election in numbers: seats, who should attend, who did, ballots, and (name, yes-votes) of each candidate."""

    held_on: datetime.date
    seats: int
    eligible: int
    present: int
    issued: int
    returned: int
    valid: int
    candidates: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: where, what was found, what is expected, and the rule's own words."""

    where: str | Promise
    found: str
    expected: str | Promise
    cited: str = ""


def findings(totals: Totals, book: Rulebook) -> list[Finding]:
    """Why the election does not hold; none when it does."""
    return [*_counts(totals), *_rules(totals, book)]


def _counts(totals: Totals) -> Iterator[Finding]:
    """What cannot be, whatever the rules say."""
    order = (
        (_("who attended"), totals.present, _("who should attend"), totals.eligible),
        (_("ballots issued"), totals.issued, _("who attended"), totals.present),
        (_("ballots returned"), totals.returned, _("ballots issued"), totals.issued),
        (_("ballots valid"), totals.valid, _("ballots returned"), totals.returned),
    )
    for word, count, most_word, most in order:
        if count > most:
            expected = _("at most %(n)s (%(word)s)") % {"n": most, "word": most_word}
            yield Finding(word, str(count), expected)
    given, most = sum(yes for _name, yes in totals.candidates), totals.valid * totals.seats
    if given > most:
        # A ballot that names more than there are seats is no valid one.
        expected = _("at most %(n)s (valid ballots times seats)") % {"n": most}
        yield Finding(_("yes-votes together"), str(given), expected)
    for name, yes in totals.candidates:
        if yes > totals.valid:
            yield Finding(name, str(yes), _("at most %(n)s valid ballots") % {"n": totals.valid})


def _rules(totals: Totals, book: Rulebook) -> Iterator[Finding]:
    quorum = book.at("election.present_share_min", totals.held_on)
    least = ceil(quorum.number * totals.eligible)
    if totals.present < least:
        yield Finding(_("who attended"), str(totals.present), _("at least %(n)s") % {"n": least}, quorum.cited)
    surplus = book.at("election.surplus_share_min", totals.held_on)
    wanted = ceil((1 + surplus.number) * totals.seats)
    if len(totals.candidates) < wanted:
        found = str(len(totals.candidates))
        yield Finding(_("candidates"), found, _("at least %(n)s") % {"n": wanted}, surplus.cited)


def winners(totals: Totals, book: Rulebook) -> tuple[list[str], list[str]]:
    """(elected, tied at the edge). Elected: more yes-votes than half of the base, most votes first, as many as seats.

    Those who tie for the last seats are not elected: the meeting votes on them again.
    """
    base_rule = book.is_on("election.winner_base_is_eligible", totals.held_on)
    base = totals.eligible if base_rule else totals.present
    over = book.number("election.winner_share_over", totals.held_on) * Fraction(base)
    enough = sorted(((yes, name) for name, yes in totals.candidates if yes > over), key=lambda each: -each[0])
    if len(enough) <= totals.seats:
        return [name for _yes, name in enough], []
    edge = enough[totals.seats - 1][0]
    if enough[totals.seats][0] < edge:
        return [name for _yes, name in enough[: totals.seats]], []
    return [name for yes, name in enough if yes > edge], [name for yes, name in enough if yes == edge]
