"""When each step may be taken and by when, and what does not fit in what was recorded. Plain objects, no database.

Source: 中国共产党发展党员工作细则, as the steps and rule parameters of packs say it. Which version of a rule is asked:

- a time limit counts from a step: the version in force on the day of that step, when the duty arose;
- a waiting time is asked when the later step is taken: the version in force on that day, today for what is to come;
- a rule that did not hold on its day is not asked.

Nothing here decides: a step that came too early or too late stays, with the finding beside it.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base.months import months_after
from duban.base.workdays import DAY, WorkCalendar
from duban.ledgers.admission.models import Stage
from duban.ledgers.admission.steps import Step, Within
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

NEEDED = (
    "admission.age_min",
    "admission.talk_months",
    "admission.activist_months_min",
    "admission.review_months",
    "admission.notice_workdays",
    "admission.training_days_min",
    "admission.training_hours_min",
    "admission.meeting_months",
    "admission.vote_share_over",
    "admission.approval_months",
    "admission.approval_months_special",
    "admission.oath_months",
    "admission.probation_months",
    "admission.conversion_approval_months",
    "admission.extension_months_min",
    "admission.extension_months_max",
)
WORKDAYS, DAYS = "个工作日", "天"
HOURS = "admission.training_hours_min"


@dataclass(frozen=True)
class Done:
    """What is recorded of a step."""

    on: datetime.date
    until: datetime.date | None = None
    is_yes: bool = True
    hours: int | None = None
    months: int | None = None
    eligible: int | None = None
    yes: int | None = None
    is_special: bool = False
    number: str = ""
    pk: int = 0

    @property
    def ended(self) -> datetime.date:
        """The day it was over."""
        return self.until or self.on


@dataclass(frozen=True)
class Limit:
    """A day with the rule it rests on; `is_provisional` while the work calendar of a year is not confirmed (暂算)."""

    day: datetime.date
    rule: RuleParameter | None = None
    is_provisional: bool = False

    @property
    def cited(self) -> str:
        """The rule's own words."""
        return self.rule.cited if self.rule else ""


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit, and the rule's own words."""

    say: str
    cited: str = ""


@dataclass(frozen=True)
class Line:
    """A step of one person's way: what is recorded, when it may be taken, by when, and what does not fit."""

    step: Step
    done: Sequence[Done]
    earliest: Limit | None
    latest: Limit | None
    findings: list[Finding] = field(default_factory=list)
    is_next: bool = False
    waits: datetime.date | None = None
    """The end of its waiting time alone, whatever else comes before it."""

    @property
    def last(self) -> Done | None:
        """What was recorded last; None when nothing is."""
        return self.done[-1] if self.done else None

    @property
    def is_due(self) -> Limit | None:
        """The day by which it is to be done, while it is not."""
        if self.step.recurs:
            return self.latest
        if self.done:
            return None
        return self.latest or (self.earliest if self.step.prompt else None)


Recorded = Mapping[str, Sequence[Done]]


@dataclass(frozen=True)
class Reckoner:
    """Everything that a way is reckoned with: the steps, the rules, the calendar, the day."""

    steps: Sequence[Step]
    book: Rulebook
    days: WorkCalendar
    today: datetime.date

    def lines(self, recorded: Recorded, born_in: str = "") -> list[Line]:
        """Each step of one person's way, in order.

        Args:
            recorded: code of the step → what is recorded, oldest first.
            born_in: year and month, as 1985-03; "" when it is not known: then no age is asked.
        """
        return [self._line(step, recorded, born_in) for step in self.steps]

    def _line(self, step: Step, recorded: Recorded, born_in: str) -> Line:
        done = recorded.get(step.code, ())
        last = done[-1] if done else None
        first_days, latest = self._first_days(step, recorded, last), self._latest(step, recorded, last)
        earliest = max(first_days, key=lambda limit: limit.day, default=None)
        findings = [*self._order(step, recorded, done), *self._times(first_days, latest, step, done, recorded)]
        for each in done:
            findings += self._checks(step, each, born_in)
        ready = all(self._passed(code, recorded) for code in step.after)
        waits = max((each.day for each in first_days if each.rule and step.not_before), default=None)
        return Line(step, done, earliest, latest, findings, ready and not done and not step.optional, waits)

    @staticmethod
    def _passed(code: str, recorded: Recorded) -> bool:
        done = recorded.get(code, ())
        return bool(done) and done[-1].is_yes

    # ------------------------------------------------------------ when

    def _first_days(self, step: Step, recorded: Recorded, last: Done | None) -> list[Limit]:
        """What it has to wait for, as far as it is recorded: the steps before it, and a waiting time."""
        found = [limit for code in step.after if (limit := self._behind(code, recorded))]
        if step.not_before and (start := self._start(step.not_before.start, recorded)):
            rule = self.book.find(step.not_before.rule, last.on if last else max(self.today, start))
            if rule and rule.number:
                found.append(self._moved(start, rule, extended=self._extension(step, recorded)))
        return found

    def _behind(self, code: str, recorded: Recorded) -> Limit | None:
        """The first day after the step with that code, as far as it is recorded."""
        done = recorded.get(code, ())
        if not done:
            return None
        before = next(step for step in self.steps if step.code == code)
        if not before.whole:
            return Limit(done[-1].ended)
        if done[-1].until:
            return Limit(done[-1].until + DAY)
        # The notice still hangs: it is over when its last day by the rules is.
        ends = [self._moved(done[-1].on, rule, inclusive=True) for rule in self._asked(before, done[-1].on)]
        last = max(ends, key=lambda limit: limit.day, default=Limit(done[-1].on))
        return Limit(last.day + DAY, last.rule, last.is_provisional)

    def _latest(self, step: Step, recorded: Recorded, last: Done | None) -> Limit | None:
        """The last day; None where no limit runs."""
        if step.by is None:
            return None
        start = self._start(step.by.start, recorded)
        if start is None:
            return None
        if step.recurs:
            return self._next_time(step, step.by, recorded, start)
        code = step.by.special if last and last.is_special and step.by.special else step.by.rule
        rule = self.book.find(code, start)
        return self._moved(start, rule) if rule and rule.number else None

    def _next_time(self, step: Step, by: Within, recorded: Recorded, start: datetime.date) -> Limit | None:
        """The next time for what is done again and again. A rule that began meanwhile counts from its beginning."""
        if step.until and recorded.get(step.until):
            return None
        rule = self.book.find(by.rule, self.today)
        if rule is None or not rule.number:
            return None
        before = max([start, *(each.ended for each in recorded.get(step.code, ()))])
        return self._moved(max(before, rule.from_on or before), rule)

    def _start(self, code: str, recorded: Recorded) -> datetime.date | None:
        done = recorded.get(code, ())
        return done[-1].ended if done else None

    def _extension(self, step: Step, recorded: Recorded) -> int:
        extended = recorded.get(step.extended, ()) if step.extended else ()
        return (extended[-1].months or 0) if extended and extended[-1].is_yes else 0

    def _moved(self, start: datetime.date, rule: RuleParameter, *, extended: int = 0, inclusive: bool = False) -> Limit:
        """So much later, in the rule's own unit. `inclusive`: the first day counts, as the days of a notice do."""
        amount = int(rule.number)
        if rule.unit == WORKDAYS:
            day = self.days.after(start - DAY if inclusive else start, amount)
            return Limit(day, rule, self.days.is_provisional(start, day))
        if rule.unit == DAYS:
            return Limit(start + DAY * (amount - inclusive), rule)
        return Limit(months_after(start, amount + extended), rule)

    def _asked(self, step: Step, day: datetime.date) -> list[RuleParameter]:
        found = (self.book.find(code, day) for code in step.rules)
        return [rule for rule in found if rule and rule.number]

    # ------------------------------------------------------------ what does not fit

    def _order(self, step: Step, recorded: Recorded, done: Sequence[Done]) -> Iterator[Finding]:
        """A step before the one that comes before it."""
        if not done:
            return
        for code in step.after:
            before = next(each for each in self.steps if each.code == code)
            found = recorded.get(code, ())
            if not found:
                yield Finding(_("“%(before)s” is not recorded before it") % {"before": before.name}, step.cited)
            elif not found[-1].is_yes:
                yield Finding(_("“%(before)s” did not pass") % {"before": before.name}, step.cited)
            elif done[0].on < found[0].ended or (before.whole and done[0].on == found[0].until):
                said = {"before": before.name, "day": found[0].ended, "found": done[0].on}
                yield Finding(_("on %(found)s, before “%(before)s” on %(day)s") % said, step.cited)

    def _times(
        self, first_days: list[Limit], latest: Limit | None, step: Step, done: Sequence[Done], recorded: Recorded
    ) -> Iterator[Finding]:
        """Too early or too late by a rule."""
        if step.recurs:
            yield from self._gaps(step, done, recorded)
            return
        if not done:
            return
        for first in first_days:
            if first.rule and done[-1].on < first.day:
                yield Finding(
                    _("on %(found)s, %(day)s at the earliest") % {"found": done[-1].on, "day": first.day}, first.cited
                )
        if latest and done[-1].on > latest.day:
            yield Finding(
                _("on %(found)s, %(day)s at the latest") % {"found": done[-1].on, "day": latest.day}, latest.cited
            )

    def _gaps(self, step: Step, done: Sequence[Done], recorded: Recorded) -> Iterator[Finding]:
        start = self._start(step.by.start, recorded) if step.by else None
        if start is None or step.by is None:
            return
        for each in done:
            rule = self.book.find(step.by.rule, start)
            if rule and rule.number and each.on > (last := self._moved(start, rule).day):
                yield Finding(_("on %(found)s, %(day)s at the latest") % {"found": each.on, "day": last}, rule.cited)
            start = max(start, each.ended)

    def _checks(self, step: Step, done: Done, born_in: str) -> Iterator[Finding]:
        """What the rules of the day say of the step itself."""
        for rule in self._asked(step, done.on):
            found = self._check(rule, done, born_in)
            if found:
                yield Finding(found, rule.cited)

    def _check(self, rule: RuleParameter, done: Done, born_in: str) -> str:
        """What does not hold by this rule, in words; "" when it does or there is nothing to go by."""
        said: dict[str, object] = {"n": _plain(rule), "unit": rule.unit}
        if rule.code == "admission.age_min" and born_in and _too_young(born_in, done.on, int(rule.number)):
            return _("born in %(born)s: not yet %(n)s years old") % {**said, "born": born_in}
        if rule.code == "admission.training_days_min":
            return self._training(rule, done)
        if rule.unit in (WORKDAYS, DAYS) and done.until:
            days = self.days.between(done.on, done.until) if rule.unit == WORKDAYS else _days(done)
            wrong = _("%(found)s days made public, at least %(n)s%(unit)s")
            return wrong % {**said, "found": days} if days < rule.number else ""
        if rule.code == "admission.vote_share_over" and done.is_yes and done.eligible and done.yes is not None:
            wrong = _("%(yes)s yes-votes of %(eligible)s: not more than half")
            counts = {"yes": done.yes, "eligible": done.eligible}
            return wrong % counts if done.yes <= rule.number * done.eligible else ""
        if rule.code == "admission.extension_months_min" and (done.months or 0) < rule.number:
            return _("%(found)s months, at least %(n)s") % {**said, "found": done.months or 0}
        if rule.code == "admission.extension_months_max" and (done.months or 0) > rule.number:
            return _("%(found)s months, at most %(n)s") % {**said, "found": done.months}
        return ""

    def _training(self, rule: RuleParameter, done: Done) -> str:
        """So many days, or so many hours: one of them is enough."""
        hours = self.book.find(HOURS, done.on)
        if done.hours is not None and hours and done.hours >= hours.number:
            return ""
        if _days(done) >= rule.number:
            return ""
        said = {"days": _days(done), "hours": done.hours or 0, "n": _plain(rule), "m": _plain(hours) if hours else "—"}
        return _("%(days)s days, %(hours)s hours: at least %(n)s days or %(m)s hours") % said


def _days(done: Done) -> int:
    return (done.ended - done.on).days + 1


def _plain(rule: RuleParameter) -> str:
    return f"{float(rule.number):g}"


def _too_young(born_in: str, day: datetime.date, years: int) -> bool:
    """Whether somebody born in that month is surely younger; in the month itself the day is not known, so it is not said."""
    year, month = (int(part) for part in born_in.split("-"))
    return (year + years, month) > (day.year, day.month)


def stage_of(steps: Sequence[Step], recorded: Recorded) -> str:
    """The stage that the steps recorded have opened, the last of those that passed."""
    opened = [step.opens for step in steps if step.opens and Reckoner._passed(step.code, recorded)]
    return max(opened, key=list(Stage.values).index, default=Stage.APPLICANT)


@dataclass(frozen=True)
class Standing:
    """How one way stands on a day: the line that is due next, its state in a word, how many days are left."""

    lines: list[Line]
    due: Line | None
    left: int | None
    kind: str
    word: str | Promise
    warnings: int

    @property
    def limit(self) -> Limit | None:
        """The day of what is due next."""
        return self.due.is_due if self.due else None


SOON = 30
"""Days before its day on which a step is said to be near."""


def standing_of(lines: list[Line], today: datetime.date, *, is_open: bool = True) -> Standing:
    """How a way stands. What is due first comes first; a way that has ended has nothing due."""
    warnings = sum(len(line.findings) for line in lines)
    due = [(limit.day, place, line) for place, line in enumerate(lines) if is_open and (limit := line.is_due)]
    if not due:
        word = _("in progress") if is_open else _("way ended")
        return Standing(lines, None, None, "doing" if is_open else "ok", word, warnings)
    day, _place, line = min(due, key=lambda each: each[:2])
    left = (day - today).days
    if left < 0:
        return Standing(lines, line, left, "late", _("overdue %(n)s days") % {"n": -left}, warnings)
    kind, word = ("soon", _("%(n)s days left")) if left <= SOON else ("doing", _("%(n)s days left"))
    return Standing(lines, line, left, kind, word % {"n": left}, warnings)
