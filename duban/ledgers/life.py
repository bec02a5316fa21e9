"""What organisational life owes: for one organisation, one rule and one period done, due, overdue or not applicable.

Plain reckoning: the rows come from queries/life.py, the numbers from the rules in force on the first day of the period.
"""

import calendar
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.workdays import DAY, WorkCalendar
from duban.ledgers.kinds import Definition
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

COMMITTEE_RULE = "org.branch_committee.full_members_min"
NEEDED = (COMMITTEE_RULE, "life.decision_present_share_over", "life.committee_present_share_over", "life.member_appraisal.excellent_share_max")  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Stand(StrEnum):
    """How an organisation stands with a rule in a period. `missing`: it cannot be said, something is not entered."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "na"
    NOT_YET = "not_yet"
    MISSING = "missing"


WORDS: dict[Stand, str | Promise] = {
    Stand.DONE: gettext_lazy("done"),
    Stand.DUE: gettext_lazy("due"),
    Stand.OVERDUE: gettext_lazy("overdue"),
    Stand.NOT_APPLICABLE: gettext_lazy("not applicable"),
    Stand.NOT_YET: gettext_lazy("not yet"),
    Stand.MISSING: gettext_lazy("missing"),
}


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year, from its first to its last day."""

    every: str
    start: datetime.date
    end: datetime.date

    @property
    def word(self) -> str:
        """As a heading says it, without the year."""
        if self.every == "month":
            return _("month %(n)s") % {"n": self.start.month}
        if self.every == "quarter":
            return _("quarter %(n)s") % {"n": (self.start.month + 2) // 3}
        return _("the whole year")

    @property
    def span(self) -> tuple[datetime.date, datetime.date]:
        """Its first and its last day."""
        return self.start, self.end

    def is_within(self, other: "Period") -> bool:
        """Whether a longer one has all its days."""
        return self != other and other.start <= self.start and self.end <= other.end

    def has(self, day: datetime.date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day <= self.end


def period_at(every: str, day: datetime.date) -> Period:
    """The period of that length with the day in it."""
    months = MONTHS[every]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    end = datetime.date(day.year, last, calendar.monthrange(day.year, last)[1])
    return Period(every, datetime.date(day.year, first, 1), end)


def periods_at(day: datetime.date) -> dict[str, Period]:
    """The month, the quarter and the year with the day in it, by their length."""
    return {every: period_at(every, day) for every in MONTHS}


def periods_of(every: str, year: int) -> list[Period]:
    """The periods of a year."""
    return [period_at(every, datetime.date(year, month, 1)) for month in range(1, 13, MONTHS[every])]


@dataclass(frozen=True)
class Owing:
    """One rule that kinds of organisations owe by records of one kind."""

    rule: str
    definition: Definition

    @property
    def every(self) -> str:
        """month, quarter or year, as the rule's code says."""
        return self.rule.rpartition(".per_")[2]


def owings_of(definitions: Iterable[Definition]) -> list[Owing]:
    """What is owed at all, in the order of the kinds."""
    return [Owing(rule, each) for each in definitions if each.owed_by for rule in each.rules]


@dataclass(frozen=True)
class Subgroup:
    """A subgroup of a branch: since when, and the first day on which it was none of it; None where no day is known."""

    path: str
    since_on: datetime.date | None = None
    until_on: datetime.date | None = None

    def stood_on(self, day: datetime.date) -> bool:
        """Whether it was one of the branch on that day."""
        return (self.since_on is None or self.since_on <= day) and (self.until_on is None or self.until_on > day)


@dataclass(frozen=True)
class Body:
    """What must be known of an organisation. `full_members(day)` are those entered by name, None where nothing is known;
    `unnamed` members are reported and not entered, so any of them may be full or probationary; `took_over` are the days
    on which others became part of it."""

    kind: str
    founded_on: datetime.date | None = None
    dissolved_on: datetime.date | None = None
    full_members: Callable[[datetime.date], int | None] = lambda _day: None
    subgroups: tuple[Subgroup, ...] = ()
    unnamed: int = 0
    took_over: tuple[datetime.date, ...] = ()

    def ended_by(self, day: datetime.date) -> bool:
        """Whether it stood no more on that day."""
        return self.dissolved_on is not None and self.dissolved_on <= day

    def owes_from_next(self, period: "Period") -> bool:
        """Whether it was founded inside the period, and new: one that was founded by taking others over goes on with what
        they owed, and what they had done counts for it."""
        founded = self.founded_on
        if founded is None or founded <= period.start:
            return False
        return founded > period.end or founded not in self.took_over

    def subgroups_at(self, day: datetime.date) -> list[Subgroup]:
        """The subgroups there were on that day."""
        return [each for each in self.subgroups if each.stood_on(day)]


@dataclass(frozen=True)
class Cell:
    """One place of the table. `done` of `owed`; `why` says what makes it not applicable or missing."""

    owing: Owing
    period: Period
    stand: Stand
    done: int = 0
    owed: int = 0
    why: str = ""
    due_on: datetime.date | None = None
    rule: RuleParameter | None = None
    lacking: tuple[str, ...] = field(default=())
    """Which of its parts are not done, in words."""

    @property
    def word(self) -> str | Promise:
        """The stand in a word."""
        return WORDS[self.stand]


class Reckoner:
    """Reckons cells for one day, by the rules and the work calendar."""

    def __init__(self, book: Rulebook, workdays: WorkCalendar, today: datetime.date) -> None:
        self.book, self.workdays, self.today = book, workdays, today
        # Asked once for each rule and period, not for each of twelve thousand organisations.
        self._rule = cache(book.find)
        self._due = cache(workdays.on_or_before)
        self._committee_rule = cache(partial(book.at, COMMITTEE_RULE))
        self._least = cache(lambda day: _whole(self._committee_rule(day)))

    def cell(self, owing: Owing, period: Period, body: Body, counts: Mapping[str, int]) -> Cell:
        """How the organisation stands.

        Args:
            counts: part → how many records count in the period; '' where records have no parts, the path of the subgroup
                that met where subgroups owe.
        """
        done = sum(counts.values())
        # The rule of the first day: one that begins or rises inside a period is owed from the next one.
        rule = self._rule(owing.rule, period.start)
        why = self._not_applicable(owing, period, body, rule)
        if why or rule is None:
            return Cell(owing, period, Stand.NOT_APPLICABLE, done, why=why, rule=rule)
        # One that ended inside the period owes nothing any more; what it had done by then stays done.
        ended = _("dissolved on %(day)s") % {"day": body.dissolved_on} if body.ended_by(period.end) else ""
        if owing.definition.owed_if == "committee" and not self._has_committee(body, period.start):
            stand = Stand.NOT_APPLICABLE if ended else Stand.MISSING
            why = ended or _("the number of full members is not entered")
            return Cell(owing, period, stand, done, why=why, rule=rule)
        owed, lacking = self._owed(owing, period, body, rule, counts)
        if owing.definition.owed_if == "subgroups":
            done = self._of_subgroups(body, period, rule, counts)
        if owing.definition.owed_each:
            done = owed - sum(short for _part, short in lacking)
        due_on = self._due(period.end)
        words = tuple(part for part, short in lacking if part and short)
        if done >= owed:
            return Cell(owing, period, Stand.DONE, done, owed, rule=rule, due_on=due_on)
        if ended:
            return Cell(owing, period, Stand.NOT_APPLICABLE, done, why=ended, rule=rule)
        if self.today > period.end:
            return Cell(owing, period, Stand.OVERDUE, done, owed, rule=rule, due_on=due_on, lacking=words)
        stand = Stand.DUE if self.today >= period.start else Stand.NOT_YET
        return Cell(owing, period, stand, done, owed, rule=rule, due_on=due_on, lacking=words)

    def due_on(self, period: Period) -> datetime.date:
        """The last working day of the period."""
        return self._due(period.end)

    def rule_of(self, owing: Owing, period: Period) -> RuleParameter | None:
        """The rule in force on the first day of the period."""
        return self._rule(owing.rule, period.start)

    def stand_of(
        self, owing: Owing, period: Period, body: Body, counts: Mapping[str, int], known: dict[Any, Stand], sign: Any
    ) -> Stand:
        """How it stands, without a word why: organisations that differ in nothing that matters are reckoned once.

        Args:
            known: what has been found so far; kept by whoever asks, for the rules and the periods of one day.
            sign: what `sign_of` says of the organisation.
        """
        key = owing.definition.code, owing.rule, sign, _alike(owing, period, body, counts)
        found = known.get(key)
        if found is None:
            found = known[key] = self.cell(owing, period, body, counts).stand
        return found

    def sign_of(self, body: Body, periods: Iterable[Period]) -> Any:
        """What of an organisation matters in these periods, apart from what it did and from its subgroups."""
        founded, ended = body.founded_on, body.dissolved_on
        states = []
        for period in periods:
            day = period.start
            members, least = body.full_members(day), self._least(day)
            states.append((
                members is not None and (members >= least, members + body.unnamed >= least),
                founded is not None and (founded > day, founded > period.end),
                ended is not None and (ended <= day, ended <= period.end),
            ))  # fmt: skip
        return body.kind, founded is not None and founded in body.took_over, tuple(states)

    def _not_applicable(self, owing: Owing, period: Period, body: Body, rule: RuleParameter | None) -> str:
        if body.kind not in owing.definition.owed_by:
            return _("not owed by this kind of organisation")
        if rule is None or not rule.number:
            return _("no rule in force on the first day of the period")
        if body.owes_from_next(period):
            return _("founded on %(day)s: owed from the next period") % {"day": body.founded_on}
        if body.ended_by(period.start):
            return _("dissolved on %(day)s") % {"day": body.dissolved_on}
        if owing.definition.owed_if == "subgroups" and not body.subgroups_at(period.start):
            return _("it has no subgroups")
        if owing.definition.owed_if == "committee":
            if body.founded_on is not None and body.founded_on > period.start:
                return _("founded on %(day)s: owed from the next period") % {"day": body.founded_on}
            least = self._committee_rule(period.start)
            members = body.full_members(period.start)
            if members is not None and members + body.unnamed < least.number:
                words = (
                    _("%(n)s full members at most, below the %(least)s that elect a committee（%(rule)s）")
                    if body.unnamed
                    else _("%(n)s full members, below the %(least)s that elect a committee（%(rule)s）")
                )
                return words % {"n": members + body.unnamed, "least": least.value, "rule": least.cited}
        return ""

    def _owed(
        self, owing: Owing, period: Period, body: Body, rule: RuleParameter, counts: Mapping[str, int]
    ) -> tuple[int, list[tuple[str, int]]]:
        """How many are owed, and how many are short of each part."""
        each = _whole(rule)
        if owing.definition.owed_if == "subgroups":
            return each * len(body.subgroups_at(period.start)), []
        if not owing.definition.owed_each:
            return each, []
        choices = owing.definition.by_code[owing.definition.part]
        without = choices.only_with_committee if not self._has_committee(body, period.start) else frozenset()
        parts = [(code, word) for code, word in choices.choices if code not in without]
        return each * len(parts), [(word, max(0, each - counts.get(code, 0))) for code, word in parts]

    def _of_subgroups(self, body: Body, period: Period, rule: RuleParameter, counts: Mapping[str, int]) -> int:
        """Each subgroup counts for itself only. What the branch entered without saying for which stands for one."""
        each, groups = _whole(rule), body.subgroups_at(period.start)
        done = [min(each, counts.get(group.path, 0)) for group in groups]
        return min(sum(done) + min(each, counts.get("", 0)), each * len(groups))

    def _has_committee(self, body: Body, day: datetime.date) -> bool:
        members = body.full_members(day)
        return members is not None and members >= self._committee_rule(day).number


def _alike(owing: Owing, period: Period, body: Body, counts: Mapping[str, int]) -> Any:
    """What was done, as far as it matters: subgroups are told apart by their paths, and how often each met is what counts."""
    if owing.definition.owed_if == "subgroups":
        met = sorted(counts.get(group.path, 0) for group in body.subgroups_at(period.start)) if body.subgroups else ()
        return tuple(met), counts.get("", 0)
    return frozenset(counts.items()) if owing.definition.owed_each else sum(counts.values())


def _whole(rule: RuleParameter) -> int:
    """The number of the rule, rounded up."""
    return -(-rule.number.numerator // rule.number.denominator)


def days_left(cell: Cell, today: datetime.date) -> int | None:
    """How many days are left until the last working day of the period; None when nothing is due."""
    return (cell.due_on - today) // DAY if cell.due_on and cell.stand == Stand.DUE else None
