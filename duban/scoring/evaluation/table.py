"""TABLE: a number, a label, an ordinal or a set of tests looked up in rows."""

from decimal import Decimal

from duban.scoring.facts import LEVEL, Fact
from duban.scoring.scheme.base import Window, matches
from duban.scoring.scheme.rules import Row, Table

from .desk import Desk, count_of
from .outcome import ONE, ZERO, Outcome, Part, asked, missing, show, verb
from .questions import Score, ask
from .tally import on_fact


def bounds(rule: Table, worth: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that the rows give; None where counting makes it unbounded or a row empties the indicator."""
    values = [v for row in rule.rows for v in _values(row, worth)]
    values.append(rule.otherwise or ZERO)
    low, high = min(values), max(values)
    if rule.key == "label" and rule.match == "sum":
        return (None if low < 0 else low), (None if high > 0 else high)
    if any(row.points == "all" for row in rule.rows):
        return None, high
    return low, high


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
    low, high = bounds(rule, worth)
    if row is None:
        if rule.otherwise is None:
            return asked(f"{what}不在任何一档，原表没有写", low, high, keys)
        return Outcome(points=rule.otherwise, facts=keys, reason=f"{what}，不在各档内，{verb(rule.otherwise)}")
    if row.range is not None:
        return _judged(rule, row, unit, desk, what, keys)
    if row.points == "all":
        return Outcome(facts=keys, empties=True, reason=f"{what}，本项不得分")
    points = _values(row, worth)[0]
    return Outcome(points=points, facts=keys, reason=f"{what}，{verb(points)}")


def _judged(rule: Table, row: Row, unit: str, desk: Desk, what: str, keys: tuple[str, ...]) -> Outcome:
    least, most = row.range or (ZERO, ZERO)
    marks = [j for j in desk.units[unit].judgements.get(rule.code, []) if j.points is not None]
    span = f"{show(least)}至{show(most)}分"
    if not marks:
        return asked(f"{what}，由{rule.who or '评分人'}在{span}内评定", least, most, keys)
    mark = marks[-1]
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
        lacking = any(f.value is None for f in found) or (
            not found and any(desk.tag(s).absent == "missing" for s in sources)
        )
        number = None if lacking else sum((count_of(f) for f in found), ZERO)
        keys = tuple(f.key for f in found)
    else:
        number, keys = desk.number(unit, sources[0], window)
    low, high = bounds(rule, worth)
    if number is None:
        return missing(f"没有报“{'、'.join(sources)}”", low, high)
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
        low, high = bounds(rule, worth)
        return asked(f"{what}，同时满足{len(rows)}档，原文没有写先后", low, high, keys)
    if rule.match == "highest" and rows:
        rows = [max(rows, key=lambda r: max(_values(r, worth)))]
    if rule.match == "sum" and len(rows) > 1:
        outcomes = [_settle(rule, row, unit, desk, worth, what, keys) for row in rows]
        total = sum((o.points for o in outcomes), ZERO)
        return Outcome(points=total, facts=keys, reason=f"{what}，满足{len(rows)}档，共{verb(total)}")
    return _settle(rule, rows[0] if rows else None, unit, desk, worth, what, keys)


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
    low, high = bounds(rule, worth)
    if kind.kind in ("label", "yes_no"):
        fact = desk.latest(unit, sources[0], window)
        if fact is None:
            if kind.absent == "none":
                return Outcome(points=rule.otherwise or ZERO, reason=f"没有{sources[0]}")
            return missing(f"没有报“{sources[0]}”", low, high)
        label = {True: "是", False: "否"}.get(fact.value, fact.value) if kind.kind == "yes_no" else fact.value
        what = f"{sources[0]}：{label}"
        return _settle(rule, _row_of(rule, fact, label), unit, desk, worth, what, (fact.key,))
    found = desk.facts(unit, sources, window, rule.only, rule.excluding)
    if any(f.value is None for f in found) or (not found and any(desk.tag(s).absent == "missing" for s in sources)):
        return missing(f"没有报“{'、'.join(sources)}”", low, high)
    return _events(rule, found, worth, sources, high)


def _events(rule: Table, found: list[Fact], worth: Decimal | None, sources: list[str], high: Decimal | None) -> Outcome:
    keys = tuple(f.key for f in found)
    parts, words, empties, unknown = [], [], False, []
    for fact in found:
        label = fact.attributes.get(LEVEL)
        row = _row_of(rule, fact, label)
        if row is None and rule.otherwise is None:
            unknown.append(f"{fact.key}的级别“{label or '空'}”")
            continue
        if row is not None and row.points == "all":
            empties = True
        points = (rule.otherwise or ZERO) if row is None else _values(row, worth)[0]
        count = count_of(fact) if rule.match == "sum" else ONE
        if count_of(fact) == 0:
            continue
        each = points * on_fact(rule.factors, fact)
        parts.append(Part(fact.key, fact.matter, each * count))
        times = f"×{show(count)}" if count != 1 else ""
        words.append(f"{label or '、'.join(str(v) for v in fact.attributes.values())}{show(each)}分{times}")
    if rule.match in ("highest", "first") and parts:
        best = max(parts, key=lambda p: abs(p.points)) if rule.match == "highest" else parts[0]
        parts = [best]
    total = sum((p.points for p in parts), ZERO)
    quantity = sum((count_of(f) for f in found), ZERO)
    if unknown:
        low = bounds(rule, worth)[0]
        return asked(f"{'、'.join(unknown[:3])}不在表中", low, high, keys)
    outcome = Outcome(points=total, facts=keys, parts=parts, quantity=quantity, empties=empties)
    how = "，取最高一项" if rule.match == "highest" and len(found) > 1 else ""
    listed = "、".join(words[:4]) + ("等" if len(words) > 4 else "")
    outcome.reason = f"{listed}{how}，共{verb(total)}" if found else f"没有{'、'.join(sources)}"
    if empties:
        outcome.reason = f"{listed}，本项不得分"
    if high is None or high > 0:
        outcome.could_be(high)
    return outcome


def _tests(rule: Table, unit: str, desk: Desk, worth: Decimal | None, score: Score | None) -> Outcome:
    """Bands joined by "or": each row is a set of tests, any of which puts the unit in it."""
    held, open_rows, keys = [], [], []
    for row in rule.rows:
        answers = [ask(test, unit, desk, score) for test in row.any_ or []]
        keys += [k for _, found in answers for k in found]
        if any(a is True for a, _ in answers):
            held.append(row)
        elif any(a is None for a, _ in answers):
            open_rows.append(row)
    seen = tuple(dict.fromkeys(keys))
    low, high = bounds(rule, worth)
    if open_rows and (not held or rule.match != "first" or rule.rows.index(open_rows[0]) < rule.rows.index(held[0])):
        return missing("判断所在档次的数字不全", low, high)
    names = "、".join(str(rule.rows.index(r) + 1) for r in held)
    return _choose(rule, held, unit, desk, worth, f"满足第{names}档" if held else "不满足任何一档", seen)
