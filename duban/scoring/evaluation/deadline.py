"""DEADLINE: what was due, when it was done, and what the delay costs."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from duban.scoring.facts import PENDING, REMINDED, Fact
from duban.scoring.periods import add_months, periods_of, whole_months
from duban.scoring.scheme.base import Period, Window, matches
from duban.scoring.scheme.rules import DayOf, Deadline, MonthsAfter

from .desk import Desk
from .outcome import ONE, ZERO, Outcome, Part, missing, not_yet, scaled, verb
from .tally import lacking_reports, on_fact

_EVERY = {"day": "天", "week": "周", "month": "个月", "year": "年"}
_PERIODS = {"month": Period.MONTH, "quarter": Period.QUARTER, "half": Period.HALF, "year": Period.YEAR}


def late_periods(due: date, done: date, every: str, counting: str) -> int:
    """How many whole (or started) periods lie between the last day in time and the day it was done."""
    if done <= due:
        return 0
    if every in ("month", "year"):
        months, rest = whole_months(due, done)
        size = 12 if every == "year" else 1
        whole, over = divmod(months, size)
        return whole + (1 if counting == "started" and (over or rest) else 0)
    days = (done - due).days
    whole, over = divmod(days, 7 if every == "week" else 1)
    return whole + (1 if counting == "started" and over else 0)


def deadline(rule: Deadline, unit: str, desk: Desk, window: Window) -> Outcome:
    costs = rule.points is not None or rule.per is not None
    found = [
        f
        for f in desk.units[unit].facts.get(rule.source, [])
        if matches(rule.only, f.attributes) and not (rule.excluding and matches(rule.excluding, f.attributes))
    ]
    cases, unclear = _cases(rule, unit, found, desk, window)
    # What says that it was due in the window is a report, whenever it was done.
    told = any(f is not None and f.due is not None and window.holds(f.due) for f, _due, _done in cases)
    unclear = unclear or lacking_reports([rule.source], found, unit, desk, window, rule.factors, told=told)
    if unclear or (not cases and desk.tag(rule.source).absent == "missing"):
        low = None if costs or rule.on_time < 0 or rule.done_late < 0 else ZERO
        return missing(unclear or f"没有报“{rule.source}”", low, rule.on_time, empties=rule.points == "all")
    if not cases:
        return Outcome(reason=f"没有{rule.source}")
    # Until the grace has run out, what is not done is neither late nor in time; nor is what waits to be settled.
    open_cases = [c for c in cases if c[2] is None and (_waits_for(c[0]) or _last_day(rule, c[1]) >= desk.as_of)]
    reach = sum((_reach(rule, *c) for c in open_cases), ZERO)
    if len(open_cases) == len(cases):
        return not_yet(_told(rule, open_cases), reach)
    parts, words, empties = [], [], False
    for fact, due, done in cases:
        if (fact, due, done) in open_cases:
            continue
        points, word, takes_all = _cost(rule, _last_day(rule, due), due, done or desk.as_of, done is not None)
        empties = empties or takes_all
        if fact is not None:
            times = rule.after_reminder if points < 0 and fact.attributes.get(REMINDED) == "是" else ONE
            points = scaled(points * times, on_fact(rule.factors, fact))
        parts.append(Part(fact.key if fact else "", fact.matter if fact else None, points))
        if word:
            words.append(word)
    total = sum((p.points for p in parts), ZERO)
    outcome = Outcome(points=total, parts=parts, empties=empties, quantity=Decimal(len(words)))
    outcome.facts = tuple(p.key for p in parts if p.key)
    listed = "；".join(words[:3]) + (f"；等{len(words)}{rule.unit}" if len(words) > 3 else "")
    on_time = f"应办{len(parts)}{rule.unit}，按时{len(parts) - len(words)}{rule.unit}"
    none = "不得分" if rule.on_time > 0 or rule.done_late > 0 else "不扣分"
    effect = "本项不得分" if empties else f"共{verb(total)}" if total else none
    pending = _told(rule, open_cases, besides=True)
    outcome.reason = f"{on_time}{'；' + listed if listed else ''}，{effect}{'；' + pending if pending else ''}"
    late_open = sum(1 for c in cases if c[2] is None and c not in open_cases)
    if open_cases or (late_open and rule.done_late > 0):
        outcome.could_be(total + reach + max(ZERO, rule.done_late) * late_open)
    return outcome


def _waits_for(fact: Fact | None) -> str:
    """What the thing waits for before it counts as done, in words; '' when it does not."""
    return fact.attributes.get(PENDING, "") if fact is not None else ""


def _reach(rule: Deadline, fact: Fact | None, due: date, _done: date | None) -> Decimal:
    """The most an open case can still bring: what was handed in late cannot be in time any more."""
    if fact is None or fact.on is None or not _waits_for(fact):
        return rule.on_time
    return _cost(rule, _last_day(rule, due), due, fact.on, True)[0]


def _told(rule: Deadline, open_cases: list["Case"], *, besides: bool = False) -> str:
    """Why the open cases do not count yet: how many wait for what, and when the first of the others falls due.

    `besides` when other cases count already.
    """
    waiting = Counter(filter(None, (_waits_for(fact) for fact, _due, _done in open_cases)))
    words = [f"{n}{rule.unit}{word}" for word, n in waiting.items()]
    days = [_last_day(rule, due) for fact, due, _done in open_cases if not _waits_for(fact)]
    if days:
        words.append(f"{f'另{len(days)}{rule.unit}' if besides else ''}最早{min(days):%m月%d日}到期")
    return "；".join(words)


def _last_day(rule: Deadline, due: date) -> date:
    """The last day that is still in time."""
    return add_months(due, rule.grace.months) + timedelta(days=rule.grace.days)


Case = tuple[Fact | None, date, date | None]
DoneOf = Callable[[Fact], date | None]


def _cases(rule: Deadline, unit: str, found: list[Fact], desk: Desk, window: Window) -> tuple[list[Case], str]:
    """(fact, due day, day done or None) for each thing that was due in the window."""

    def done_of(fact: Fact) -> date | None:
        return fact.on if fact.on is not None and fact.on <= desk.as_of and not _waits_for(fact) else None

    if rule.due == "fact":
        if any(f.due is None for f in found):
            return [], f"“{rule.source}”没有写应办日期"
        return [(f, f.due, done_of(f)) for f in found if f.due is not None and window.from_ <= f.due <= window.to], ""
    if isinstance(rule.due, date):
        if not found and desk.tag(rule.source).absent == "missing":
            return [], ""
        return ([(f, rule.due, done_of(f)) for f in found] or [(None, rule.due, None)]), ""
    if isinstance(rule.due, MonthsAfter):
        starts = [f.on for f in desk.units[unit].facts.get(rule.due.source, []) if f.on and f.on <= desk.as_of]
        if not starts:
            return [], f"没有“{rule.due.source}”的日期"
        due = add_months(max(starts), rule.due.months)
        later = [f for f in found if f.on and f.on > max(starts)] if rule.source != rule.due.source else []
        return ([(f, due, done_of(f)) for f in later] or [(None, due, None)]), ""
    return _repeating(rule.due, found, window, done_of), ""


def _repeating(due: DayOf, found: list[Fact], window: Window, done_of: DoneOf) -> list[Case]:
    """One case a period: the fact that says it was due then, else the first that was done in it."""
    waiting = sorted(found, key=lambda f: (f.on or date.max, f.key))
    cases: list[Case] = []
    for period in periods_of(window, _PERIODS[due.each]):
        last_month = period.to.replace(day=1)
        day = add_months(last_month, 0).replace(day=min(due.day, period.to.day))
        named = (f for f in waiting if f.due is not None and period.from_ <= f.due <= period.to)
        by_day = (f for f in waiting if f.due is None and f.on and period.from_ <= f.on <= period.to)
        served = next(named, None) or next(by_day, None)
        if served is not None:
            waiting.remove(served)
        cases.append((served, day, done_of(served) if served else None))
    return cases


def _cost(rule: Deadline, last: date, due: date, done: date, finished: bool) -> tuple[Decimal, str, bool]:
    if done <= last:
        return rule.on_time, "", False
    points = rule.points if isinstance(rule.points, Decimal) else ZERO
    told = "" if finished else "至今未办，"
    word = f"应{due:%Y-%m-%d}{'' if last == due else f'（宽限到{last:%Y-%m-%d}）'}，{told}逾期{(done - due).days}天"
    if rule.per is not None:
        n = late_periods(last, done, rule.per.every, rule.counting)
        points += rule.per.points * n
        word += f"，计{n}{_EVERY[rule.per.every]}"
    if finished:
        points += rule.done_late
    return points, f"{word}{verb(points)}" if points else word, rule.points == "all"
