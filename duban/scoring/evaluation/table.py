"""TABLE: a number, a label, an ordinal or a set of tests looked up in rows."""

from decimal import Decimal

from duban.scoring.facts import LEVEL, Fact
from duban.scoring.scheme.base import Test, Window, matches
from duban.scoring.scheme.rules import Row, Table

from .desk import Desk, count_of
from .outcome import ONE, ZERO, Outcome, Part, asked, combined, missing, scaled, show, verb
from .questions import Score, ask
from .tally import by_day, lacking_reports, largest_factor, on_fact


def bounds(rule: Table, worth: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that the rows give; None where counting makes it unbounded or a row empties the indicator."""
    low, high, empties = _reach(rule, worth)
    return (None if empties else low), high


def _reach(rule: Table, worth: Decimal | None) -> tuple[Decimal | None, Decimal | None, bool]:
    """The least and the most that the rows give (None: unbounded), and whether one of them empties the indicator."""
    values = [v for row in rule.rows for v in _values(row, worth)]
    values.append(rule.otherwise or ZERO)
    empties = any(row.points == "all" for row in rule.rows)
    low, high = min(values), max(values)
    if rule.match == "sum" and rule.key in ("label", "ordinal"):
        return (None if low < 0 else low), (None if high > 0 else high), empties
    if rule.match == "sum":
        all_costs = sum((min(_values(row, worth)) for row in rule.rows if min(_values(row, worth)) < 0), ZERO)
        all_gains = sum((max(_values(row, worth)) for row in rule.rows if max(_values(row, worth)) > 0), ZERO)
        return min(all_costs, low), max(all_gains, high), empties
    if rule.key == "label":
        times = largest_factor(rule.factors)
        least = low if low >= 0 else None if times is None else low * times
        most = high if high <= 0 else None if times is None else high * times
        return least, most, empties
    return low, high, empties


def _missing(rule: Table, worth: Decimal | None, why: str) -> Outcome:
    low, high, empties = _reach(rule, worth)
    return missing(why, low, high, empties=empties)


def _asked(rule: Table, worth: Decimal | None, why: str, keys: tuple[str, ...]) -> Outcome:
    low, high, empties = _reach(rule, worth)
    return asked(why, low, high, keys, empties=empties)


def _values(row: Row, worth: Decimal | None) -> list[Decimal]:
    if row.range is not None:
        return list(row.range)
    if row.share is not None:
        return [row.share * (worth or ZERO)]
    return [row.points] if isinstance(row.points, Decimal) else [ZERO]


def inside(row: Row, number: Decimal, default: str) -> bool:
    """Whether a number lies in the row's band, ends as the row or the table says."""
    closed = row.closed or default
    if row.from_ is not None and (number < row.from_ or (number == row.from_ and closed in ("right", "neither"))):
        return False
    return not (row.to is not None and (number > row.to or (number == row.to and closed in ("left", "neither"))))


def band_name(row: Row, default: str) -> str:
    """A row's band in words."""
    closed = row.closed or default
    low = "" if row.from_ is None else f"{show(row.from_)}{'（不含）' if closed in ('right', 'neither') else ''}"
    high = "" if row.to is None else f"{show(row.to)}{'（不含）' if closed in ('left', 'neither') else ''}"
    if low and high:
        return f"{low}至{high}"
    return f"{low}以上" if low else f"{high}以下" if high else "各种情形"


def table(
    rule: Table, unit: str, desk: Desk, window: Window, worth: Decimal | None, score: Score | None = None
) -> Outcome:
    worth = rule.worth if rule.worth is not None else worth
    if rule.key == "label":
        return _label(rule, unit, desk, window, worth)
    if rule.key == "tests":
        return _tests(rule, unit, desk, worth, score)
    return _number(rule, unit, desk, window, worth)


def _settle(
    rule: Table, row: Row | None, unit: str, desk: Desk, worth: Decimal | None, what: str, keys: tuple[str, ...]
) -> Outcome:
    """The points of the row that was found, or of being outside all rows; a range waits for a person."""
    if row is None:
        if rule.otherwise is None:
            return _asked(rule, worth, f"{what}不在任何一档，原表没有写", keys)
        outside = what if rule.key == "tests" else f"{what}，不在各档内"
        return Outcome(points=rule.otherwise, facts=keys, reason=f"{outside}，{verb(rule.otherwise)}")
    if row.range is not None:
        return _judged(rule, row, unit, desk, what, keys)
    if row.points == "all":
        return Outcome(facts=keys, empties=True, reason=f"{what}，本项不得分")
    points = _values(row, worth)[0]
    return Outcome(points=points, facts=keys, reason=f"{what}，{verb(points)}")


def _judged(
    rule: Table, row: Row, unit: str, desk: Desk, what: str, keys: tuple[str, ...], matter: str | None = None
) -> Outcome:
    """The mark that a person gave inside the row's range; of a matter, where several facts have a range."""
    least, most = row.range or (ZERO, ZERO)
    marks = [j for j in desk.units[unit].judgements.get(rule.code, []) if j.points is not None]
    if matter is not None:
        marks = [j for j in marks if j.matter == matter]
    span = f"{show(least)}至{show(most)}分"
    if not marks:
        return asked(f"{what}，由{rule.who or '评分人'}在{span}内评定", least, most, keys)
    if len(marks) > 1:
        return asked(f"{what}，有{len(marks)}个评分", least, most, (*keys, *(j.key for j in marks)))
    mark = marks[0]
    points = mark.points or ZERO
    if not least <= points <= most:
        return asked(f"{what}，评了{show(points)}分，应在{span}内", least, most, (*keys, mark.key))
    reason = f"{what}，{mark.who}评{show(points)}分" + (f"：{mark.reason}" if mark.reason else "")
    return Outcome(points=points, facts=(*keys, mark.key), reason=reason, who=mark.who)


def _number(rule: Table, unit: str, desk: Desk, window: Window, worth: Decimal | None) -> Outcome:
    sources = [rule.source] if isinstance(rule.source, str) else list(rule.source or [])
    kinds = {desk.tag(s).kind for s in sources}
    keys: tuple[str, ...]
    number: Decimal | None
    if kinds & {"event", "dated"}:
        found = desk.facts(unit, sources, window, rule.only, rule.excluding)
        lacking = lacking_reports(sources, found, unit, desk, window)
        number = None if lacking else sum((count_of(f) for f in found), ZERO)
        keys = tuple(f.key for f in found)
    else:
        number, keys = desk.number(unit, sources[0], window, rule.only, rule.excluding)
    if number is None:
        return _missing(rule, worth, f"没有报“{'、'.join(sources)}”")
    what = f"{'、'.join(sources)}{show(number)}{desk.tag(sources[0]).unit if kinds & {'event', 'dated'} else ''}"
    if rule.key == "ordinal":
        outcome = _ordinal(rule, number, unit, desk, worth, what, keys)
    else:
        rows = [row for row in rule.rows if inside(row, number, rule.closed)]
        outcome = _choose(rule, rows, unit, desk, worth, what, keys)
    outcome.quantity = number
    return outcome


def _choose(
    rule: Table, rows: list[Row], unit: str, desk: Desk, worth: Decimal | None, what: str, keys: tuple[str, ...]
) -> Outcome:
    if rule.match == "ask" and len(rows) > 1:
        return _asked(rule, worth, f"{what}，同时满足{len(rows)}档，原文没有写先后", keys)
    if rule.match == "highest" and rows:
        rows = [_heaviest(rows, worth)]
    if rule.match == "sum" and len(rows) > 1:
        outcomes = [_settle(rule, row, unit, desk, worth, what, keys) for row in rows]
        waiting = next((o for o in outcomes if o.ask), None)
        if waiting is not None:
            return _asked(rule, worth, waiting.ask, keys)
        total = sum((o.points for o in outcomes), ZERO)
        out = Outcome(points=total, facts=keys, reason=f"{what}，满足{len(rows)}档，共{verb(total)}")
        out.empties = any(o.empties for o in outcomes)
        out.reason += "，本项不得分" if out.empties else ""
        return out
    return _settle(rule, rows[0] if rows else None, unit, desk, worth, what, keys)


def _heaviest(rows: list[Row], worth: Decimal | None) -> Row:
    """The row that weighs most: what empties the indicator, the largest gain, or the largest of nothing but deductions."""
    emptying = next((row for row in rows if row.points == "all"), None)
    if emptying is not None:
        return emptying
    most = max(rows, key=lambda r: max(_values(r, worth)))
    if max(_values(most, worth)) > 0:
        return most
    return min(rows, key=lambda r: min(_values(r, worth)))


def _ordinal(
    rule: Table, number: Decimal, unit: str, desk: Desk, worth: Decimal | None, what: str, keys: tuple[str, ...]
) -> Outcome:
    """A ladder by count. ``replace``: the step reached is the whole result; ``sum``: each step is paid on the way."""
    ladder = sorted(rule.rows, key=lambda r: r.from_ or ZERO)

    def step(n: Decimal) -> Row | None:
        reached = [row for row in ladder if (row.from_ or ZERO) <= n]
        return reached[-1] if reached else None

    if number <= 0 or step(number) is None:
        return Outcome(points=rule.otherwise or ZERO, facts=keys, reason=f"{what}，未到计分次数")
    if rule.match != "sum":
        return _settle(rule, step(number), unit, desk, worth, what, keys)
    total = ZERO
    for n in range(1, int(number) + 1):
        row = step(Decimal(n))
        if row is not None and row.points == "all":
            return Outcome(facts=keys, empties=True, reason=f"{what}，本项不得分")
        total += _values(row, worth)[0] if row is not None else ZERO
    return Outcome(points=total, facts=keys, reason=f"{what}，逐次计，共{verb(total)}")


def _row_of(rule: Table, fact: Fact, label: object) -> Row | None:
    for row in rule.rows:
        wanted = row.is_ if isinstance(row.is_, list) else [row.is_]
        if row.is_ is not None and label not in wanted:
            continue
        if row.when is not None and not matches(row.when, fact.attributes):
            continue
        return row
    return None


def _label(rule: Table, unit: str, desk: Desk, window: Window, worth: Decimal | None) -> Outcome:
    sources = [rule.source] if isinstance(rule.source, str) else list(rule.source or [])
    kind = desk.tag(sources[0])
    if kind.kind in ("label", "yes_no"):
        fact = desk.latest(unit, sources[0], window, rule.only, rule.excluding)
        if fact is None:
            if kind.absent == "none":
                return Outcome(points=rule.otherwise or ZERO, reason=f"没有{sources[0]}")
            return _missing(rule, worth, f"没有报“{sources[0]}”")
        if fact.value is None:
            return _missing(rule, worth, f"“{sources[0]}”没有填")
        label = ("是" if fact.value is True else "否") if kind.kind == "yes_no" else fact.value
        what = f"{sources[0]}：{label}"
        return _settle(rule, _row_of(rule, fact, label), unit, desk, worth, what, (fact.key,))
    found = desk.facts(unit, sources, window, rule.only, rule.excluding)
    lacking = lacking_reports(sources, found, unit, desk, window, rule.factors)
    if lacking:
        return _missing(rule, worth, lacking)
    # A sum is the same in any order; only where one of them is chosen does the order decide.
    return _events(rule, found if rule.match == "sum" else sorted(found, key=by_day), unit, desk, worth, sources)


def _events(
    rule: Table, found: list[Fact], unit: str, desk: Desk, worth: Decimal | None, sources: list[str]
) -> Outcome:
    """Each event looked up by its level; ``match`` says whether all of them count or one of them."""
    keys = tuple(f.key for f in found)
    counted = [f for f in found if count_of(f) != 0]
    rows = [(fact, _row_of(rule, fact, fact.attributes.get(LEVEL))) for fact in counted]
    unknown = [f"{f.key}的级别“{f.attributes.get(LEVEL) or '空'}”" for f, row in rows if row is None]
    if unknown and rule.otherwise is None:
        return _asked(rule, worth, f"{'、'.join(unknown[:3])}不在表中", keys)
    if rule.match == "ask" and len(rows) > 1:
        return _asked(rule, worth, f"有{len(rows)}件，原文没有写怎样合计", keys)
    ranged = sum(1 for _, row in rows if row is not None and row.range is not None)
    parts, words, empties = [], [], False
    who: list[str] = []
    for fact, row in rows:
        name = fact.attributes.get(LEVEL) or "、".join(str(v) for v in fact.attributes.values())
        points = rule.otherwise or ZERO
        if row is not None and row.range is not None:
            mark = _judged(rule, row, unit, desk, f"{name}", (fact.key,), fact.matter if ranged > 1 else None)
            if mark.ask:
                return _asked(rule, worth, mark.ask, keys)
            points, keys, who = mark.points, (*keys, *mark.facts[1:]), [*who, mark.who]
        elif row is not None:
            empties = empties or row.points == "all"
            points = _values(row, worth)[0]
        count = count_of(fact) if rule.match == "sum" else ONE
        each = scaled(points, on_fact(rule.factors, fact))
        parts.append(Part(fact.key, fact.matter, each * count))
        words.append(f"{name}{show(each)}分" + (f"×{show(count)}" if count != 1 else ""))
    take = {"highest": "highest", "first": "first", "replace": "last"}.get(rule.match, "sum")
    total, _ = combined(take, parts)
    outcome = Outcome(points=total, facts=keys, parts=parts, take=take, empties=empties)
    outcome.quantity, outcome.who = sum((count_of(f) for f in found), ZERO), "、".join(dict.fromkeys(who))
    how = {"highest": "，取最高一项", "first": "，取最早一项", "last": "，以最后一项为准"}.get(take, "")
    listed = "、".join(words[:4]) + ("等" if len(words) > 4 else "") + (how if len(parts) > 1 else "")
    effect = "本项不得分" if empties else f"共{verb(total)}"
    outcome.reason = f"{listed}，{effect}" if parts else f"没有{'、'.join(sources)}"
    return outcome


def _tests(rule: Table, unit: str, desk: Desk, worth: Decimal | None, score: Score | None) -> Outcome:
    """Bands joined by "or": each row is a set of tests, any of which puts the unit in it."""
    held, open_rows, keys, met = [], [], [], []
    for row in rule.rows:
        tests = row.any_ or []
        answers = [ask(test, unit, desk, score) for test in tests]
        keys += [k for _, found in answers for k in found]
        if any(a is True for a, _ in answers):
            held.append(row)
            met += [_found(test, unit, desk) for test, (a, _) in zip(tests, answers, strict=True) if a is True]
        elif any(a is None for a, _ in answers):
            open_rows.append(row)
    seen = tuple(dict.fromkeys(keys))
    if open_rows and (not held or rule.match != "first" or rule.rows.index(open_rows[0]) < rule.rows.index(held[0])):
        return _missing(rule, worth, "判断所在档次的数字不全")
    if met:
        return _choose(rule, held, unit, desk, worth, "、".join(dict.fromkeys(met)), seen)
    sources = dict.fromkeys(t.source for row in rule.rows for t in row.any_ or [] if t.source)
    return _choose(rule, held, unit, desk, worth, f"{'、'.join(sources) or rule.name or '条件'}没有达到任何一档", seen)


def _found(test: Test, unit: str, desk: Desk) -> str:
    """What was found under a test that holds: the thing and its number."""
    if test.source is None:
        return "条件成立"
    only = f"（{'、'.join(str(v) for v in test.only.values())}）" if test.only else ""
    tag = desk.tag(test.source)
    if tag.kind in ("event", "dated"):
        count = sum((count_of(f) for f in desk.facts(unit, test.source, only=test.only)), ZERO)
        return f"{test.source}{only}{show(count)}{tag.unit}"
    fact = desk.latest(unit, test.source)
    value = fact.value if fact is not None else None
    word = show(value) if isinstance(value, Decimal) else {True: "：是", False: "：否"}.get(value is True, "")
    return f"{test.source}{word if not isinstance(value, str) else '：' + value}"
