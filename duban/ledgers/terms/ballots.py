"""What the rules say of an election, as checks on plain numbers. Every number comes from the rulebook.

Source: 中国共产党基层组织选举工作条例 (quorum, difference, winners, ballots, further ballots, fewer seats). Each finding cites
the parameter it rests on.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.terms.models import Election
from duban.packs.rules import Rulebook

Kind = Election.Kind


@dataclass(frozen=True)
class Totals:
    """A ballot in numbers: seats, who should attend, who did, ballots, and (name, yes-votes) of each candidate.

    `tellers` and `consent` are None when they are not said.
    """

    held_on: datetime.date
    seats: int
    eligible: int
    present: int
    issued: int
    returned: int
    valid: int
    candidates: Sequence[tuple[str, int]]
    kind: str = Kind.FIRST
    tellers: int | None = None
    consent: int | None = None


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
    if totals.tellers is not None and totals.tellers > totals.eligible - len(totals.candidates):
        # Candidates count no ballots.
        expected = _("at most %(n)s (those who are no candidates)") % {
            "n": max(totals.eligible - len(totals.candidates), 0)
        }
        yield Finding(_("tellers"), str(totals.tellers), expected)
    if totals.consent is not None and totals.consent > totals.present:
        expected = _("at most %(n)s (%(word)s)") % {"n": totals.present, "word": _("who attended")}
        yield Finding(_("for fewer seats"), str(totals.consent), expected)
    for name, yes in totals.candidates:
        if yes > totals.valid:
            yield Finding(name, str(yes), _("at most %(n)s valid ballots") % {"n": totals.valid})


def _rules(totals: Totals, book: Rulebook) -> Iterator[Finding]:
    quorum = book.at("election.present_share_min", totals.held_on)
    least = ceil(quorum.number * totals.eligible)
    if totals.present < least:
        yield Finding(_("who attended"), str(totals.present), _("at least %(n)s") % {"n": least}, quorum.cited)
    if totals.kind == Kind.TIED:
        return
    surplus = book.at("election.surplus_share_min", totals.held_on)
    wanted = ceil((1 + surplus.number) * totals.seats)
    if len(totals.candidates) < wanted:
        found = str(len(totals.candidates))
        yield Finding(_("candidates"), found, _("at least %(n)s") % {"n": wanted}, surplus.cited)


def base_of(totals: Totals, book: Rulebook) -> int:
    """Of whom more than half is needed: those who should attend, or those who did where the rule says so."""
    by_eligible = book.is_on("election.winner_base_is_eligible", totals.held_on)
    return totals.eligible if by_eligible else totals.present


def winners(totals: Totals, book: Rulebook) -> tuple[list[str], list[str]]:
    """(elected, tied at the edge). Elected: more yes-votes than half of the base, most votes first, as many as seats.

    Those who tie for the last seats are not elected: the meeting votes on them again, and then the most votes decide.
    """
    over = book.number("election.winner_share_over", totals.held_on) * Fraction(base_of(totals, book))
    fits = [(yes, name) for name, yes in totals.candidates if totals.kind == Kind.TIED or yes > over]
    enough = sorted(fits, key=lambda each: -each[0])
    if len(enough) <= totals.seats:
        return [name for _yes, name in enough], []
    edge = enough[totals.seats - 1][0]
    if enough[totals.seats][0] < edge:
        return [name for _yes, name in enough[: totals.seats]], []
    return [name for yes, name in enough if yes > edge], [name for yes, name in enough if yes == edge]


def may_reduce(totals: Totals, book: Rulebook) -> tuple[bool, Finding]:
    """Whether enough agreed to leave open seats open, and what to say when not."""
    rule = book.at("election.reduce_consent_share_over", totals.held_on)
    over = rule.number * Fraction(base_of(totals, book))
    finding = Finding(
        _("for fewer seats"), str(totals.consent), _("more than %(n)s") % {"n": float(over)}, rule.cited
    )  # fmt: skip
    return totals.consent is not None and totals.consent > over, finding


@dataclass(frozen=True)
class Held:
    """A ballot that was held: what it was for, who was elected, who tied, whether the open seats were given up."""

    seats: int
    elected: Sequence[str] = ()
    tied: Sequence[str] = ()
    is_reduced: bool = False


@dataclass(frozen=True)
class Ballot:
    """The ballot that comes next: its place, its seats, and who alone may stand when some tied."""

    kind: str
    number: int
    seats: int
    names: tuple[str, ...] = ()


def next_ballot(seats: int, held: Sequence[Held]) -> Ballot | None:
    """What the meeting votes on next; None when every seat is filled or given up."""
    if not held:
        return Ballot(Kind.FIRST, 1, seats)
    still = seats - sum(len(each.elected) for each in held)
    if still <= 0 or held[-1].is_reduced:
        return None
    if held[-1].tied:
        return Ballot(Kind.TIED, len(held) + 1, still, tuple(held[-1].tied))
    return Ballot(Kind.REMAINDER, len(held) + 1, still)
