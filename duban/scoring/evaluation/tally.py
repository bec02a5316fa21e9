"""TALLY: counts turned into points."""

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from fractions import Fraction

from duban.scoring.facts import Fact
from duban.scoring.periods import period_name, periods_of
from duban.scoring.scheme.base import Factor, Period, Window, matches
from duban.scoring.scheme.rules import Tally

from .desk import Desk, count_of
from .outcome import ONE, ZERO, Outcome, Part, missing, not_yet, scaled, show, verb
from .questions import Score, ask


def on_fact(factors: list[Factor], fact: Fact) -> Fraction:
    """By how much the coefficients of a line multiply what one fact brings."""
    times = Fraction(1)
    for factor in factors:
        if factor.position != "on_fact" or not matches(factor.when, fact.attributes):
            continue
        if factor.times is not None:
            times *= Fraction(factor.times)
        if factor.times_attribute is not None:
            times *= Fraction(_number(fact, factor.times_attribute))
        if factor.divide_by is not None:
            times /= Fraction(_number(fact, factor.divide_by) or ONE)
    return times


def _number(fact: Fact, attribute: str) -> Decimal:
    value = fact.attributes.get(attribute)
    return value if isinstance(value, Decimal) else ONE


def largest_factor(factors: list[Factor]) -> Decimal | None:
    """By how much the coefficients can multiply at most; None where one is taken from an attribute."""
    times = ONE
    for factor in factors:
        if factor.times_attribute is not None:
            return None
        if factor.times is not None and factor.times > 1:
            times *= factor.times
    return times


def by_day(fact: Fact) -> tuple[date, str]:
    """Facts in the order in which they happened; those without a day come first. On one day what they say decides,
    never the row they stand in."""
    return fact.on or date.min, fact.content()


def lacking_reports(
    sources: list[str],
    found: list[Fact],
    unit: str,
    desk: Desk,
    window: Window,
    factors: list[Factor] | None = None,
    *,
    told: bool = False,
) -> str:
    """What a count lacks to be known: a number, a report under a tag, or the attribute of a coefficient. Empty: nothing.

    `told` when it is known already that the unit has reported.
    """
    if any(f.value is None for f in found):
        return f"“{'、'.join(sources)}”有未填数值的行"
    silent = [t for t in sources if desk.tag(t).absent == "missing" and not desk.reported(unit, t, window)]
    if silent and not told:
        return f"没有报“{'、'.join(silent)}”"
    for factor in factors or []:
        for name in (factor.times_attribute, factor.divide_by):
            if factor.position != "on_fact" or name is None:
                continue
            if any(
                matches(factor.when, f.attributes) and not isinstance(f.attributes.get(name), Decimal) for f in found
            ):
                return f"“{'、'.join(sources)}”没有写“{name}”，不能乘系数"
    return ""


def tally(rule: Tally, unit: str, desk: Desk, window: Window, score: Score | None = None) -> Outcome:
    if rule.mode == "per_event":
        return _per_event(rule, unit, desk, window)
    if rule.mode == "per_shortfall":
        return _per_shortfall(rule, unit, desk, window)
    if rule.mode == "if_true":
        return _if_true(rule, unit, desk, window, score)
    return _parts(rule, unit, desk, window)


def _tags(rule: Tally) -> list[str]:
    return [rule.source] if isinstance(rule.source, str) else list(rule.source or [])


def _per_event(rule: Tally, unit: str, desk: Desk, window: Window) -> Outcome:
    points = rule.points if isinstance(rule.points, Decimal) else ZERO
    high = ZERO if points <= 0 else None
    found = sorted(desk.facts(unit, _tags(rule), window, rule.only, rule.excluding), key=by_day)
    lacking = lacking_reports(_tags(rule), found, unit, desk, window, rule.factors)
    if lacking:
        return missing(lacking, None if points < 0 else ZERO, high, empties=rule.points == "all")
    parts, total, spared = [], ZERO, rule.free
    for fact in found:
        count = count_of(fact)
        total += count
        free = min(spared, count)
        spared -= free
        parts.append(Part(fact.key, fact.matter, scaled((count - free) * points, on_fact(rule.factors, fact))))
    outcome = Outcome(quantity=total, facts=tuple(f.key for f in found), parts=parts)
    outcome.points = sum((p.points for p in parts), ZERO)
    if rule.points == "all" and total > rule.free:
        outcome.empties = True
        outcome.reason = f"{show(total)}{rule.unit}，本项不得分"
        return outcome
    if not found:
        outcome.reason = f"没有{'、'.join(_tags(rule))}"
    else:
        beyond = f"，前{show(rule.free)}{rule.unit}不计" if rule.free else ""
        each = f"每{rule.unit}{verb(points)}" if points else "出现即本项不得分"
        factored = "，按系数折算" if rule.factors else ""
        outcome.reason = f"{show(total)}{rule.unit}{beyond}，{each}{factored}，共{verb(outcome.points)}"
    return outcome


def _per_shortfall(rule: Tally, unit: str, desk: Desk, window: Window) -> Outcome:
    need = rule.need or ZERO
    points = rule.points if isinstance(rule.points, Decimal) else ZERO
    periods = periods_of(window, rule.per)
    ended = [p for p in periods if p.to <= desk.as_of]
    if not ended:
        return not_yet(f"到{periods[0].to:%m月%d日}计第一期", ZERO)
    whole_low = points * len(periods) * (need if rule.charge == "each" else ONE)
    found = desk.facts(unit, _tags(rule), window, rule.only, rule.excluding)
    lacking_report = lacking_reports(_tags(rule), found, unit, desk, window)
    if lacking_report:
        return missing(lacking_report, min(whole_low, ZERO), ZERO, empties=rule.points == "all")
    if len(periods) > 1 and any(f.on is None for f in found):
        return missing(f"“{'、'.join(_tags(rule))}”有没写日期的行，不知道算哪一期", min(whole_low, ZERO), ZERO)
    counts = _by_period(found, ended)
    have = sum(counts, ZERO)
    lacking = sum((need - got for got in counts if got < need), ZERO)
    failed = sum(1 for got in counts if got < need)
    outcome = Outcome(quantity=have, facts=tuple(f.key for f in found))
    name = period_name(rule.per)
    asked = f"{'全年' if rule.per is Period.YEAR else f'每{name}'}应{show(need)}{rule.unit}"
    span = f"已到{len(ended)}期，" if len(periods) > 1 else ""
    if lacking == 0:
        outcome.reason = f"{asked}，{span}计{show(have)}{rule.unit}，达到要求"
        return outcome
    if rule.points == "all":
        outcome.empties = True
        outcome.reason = f"{asked}，{span}少{show(lacking)}{rule.unit}，本项不得分"
        return outcome
    times = lacking if rule.charge == "each" else Decimal(failed)
    outcome.points = points * times
    if rule.charge == "each":
        short = f"少{show(lacking)}{rule.unit}，每{rule.unit}{verb(points)}"
    else:
        short = f"有{failed}期不足，每期{verb(points)}"
    outcome.reason = f"{asked}，{span}计{show(have)}{rule.unit}，{short}，共{verb(outcome.points)}"
    return outcome


def _by_period(found: list[Fact], periods: list[Window]) -> list[Decimal]:
    """How many times it happened in each period."""
    if len(periods) == 1 and all(f.on is None for f in found):
        return [sum((count_of(f) for f in found), ZERO)]
    counts = [ZERO] * len(periods)
    starts = [period.from_ for period in periods]
    for fact in found:
        n = len(starts) if fact.on is None else bisect_right(starts, fact.on)
        if n and (fact.on is None or fact.on <= periods[n - 1].to):
            counts[n - 1] += count_of(fact)
    return counts


def _if_true(rule: Tally, unit: str, desk: Desk, window: Window, score: Score | None) -> Outcome:
    points = rule.points
    yes = points if isinstance(points, Decimal) else ZERO
    no = rule.otherwise if isinstance(rule.otherwise, Decimal) else ZERO
    keys: tuple[str, ...]
    if rule.when is not None:
        answer, keys = ask(rule.when, unit, desk, score)
        what = rule.name or "条件"
    else:
        what = "、".join(_tags(rule))
        answer, keys = _flag(rule, unit, desk, window)
    empties_possible = points == "all" or rule.otherwise == "all"
    if answer is None:
        return missing(f"没有报“{what}”", min(yes, no), max(yes, no), empties=empties_possible)
    outcome = Outcome(quantity=ONE if answer else ZERO, facts=keys)
    takes = points if answer else rule.otherwise
    if takes == "all":
        outcome.empties = True
        outcome.reason = f"{what}：{'是' if answer else '否'}，本项不得分"
    else:
        outcome.points = yes if answer else no
        moves = verb(outcome.points) if outcome.points else "不得分" if max(yes, no) > 0 else "不扣分"
        outcome.reason = f"{what}：{'是' if answer else '否'}，{moves}"
    return outcome


def _flag(rule: Tally, unit: str, desk: Desk, window: Window) -> tuple[bool | None, tuple[str, ...]]:
    """Whether any of the tags holds: yes/no by its last word, an event by having happened."""
    answers, keys = [], []
    for tag in _tags(rule):
        kind = desk.tag(tag)
        if kind.kind == "yes_no":
            fact = desk.latest(unit, tag, window, rule.only, rule.excluding)
            if fact is None:
                answers.append(False if kind.absent == "none" else None)
            else:
                keys.append(fact.key)
                answers.append(fact.value if isinstance(fact.value, bool) else None)
        else:
            number, found = desk.number(unit, tag, window, rule.only, rule.excluding)
            keys += found
            answers.append(None if number is None else number > 0)
    if any(answers):
        return True, tuple(keys)
    return (None if None in answers else False), tuple(keys)


def _parts(rule: Tally, unit: str, desk: Desk, window: Window) -> Outcome:
    got, keys, done, lacking = ZERO, [], [], []
    low = sum((min(p.points, ZERO) for p in rule.parts), ZERO)
    for part in rule.parts:
        fact = desk.latest(unit, part.source, window)
        if fact.value is None if fact is not None else desk.tag(part.source).absent != "none":
            lacking.append(part.source)
            got += min(part.points, ZERO)
            continue
        if fact is not None:
            keys.append(fact.key)
            if fact.value is True:
                done.append(f"{part.source}{show(part.points)}分")
                got += part.points
    if len(lacking) == len(rule.parts):
        return missing("各步都没有报", low, sum((max(p.points, ZERO) for p in rule.parts), ZERO))
    outcome = Outcome(points=got, quantity=Decimal(len(done)), facts=tuple(keys))
    outcome.reason = f"{len(rule.parts)}步中做到{len(done)}步（{'、'.join(done) or '无'}），{verb(got)}"
    if lacking:
        reach = got + sum((abs(p.points) for p in rule.parts if p.source in lacking), ZERO)
        lack = missing(f"{outcome.reason}；没有报{'、'.join(lacking)}", got, reach)
        lack.facts = outcome.facts
        return lack
    return outcome
