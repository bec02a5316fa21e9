"""JUDGE, IMPORT and SAMPLE: what a person, another assessment or a recorded draw said."""

import re
from decimal import Decimal

from duban.scoring.facts import LEVEL, MATTER, OBJECT, Judgement
from duban.scoring.scheme.base import Window
from duban.scoring.scheme.rules import Import, Judge, Sample

from .desk import Desk
from .outcome import ONE, ZERO, Outcome, Part, asked, missing, not_yet, show, verb

_SEVERAL = re.compile("[、与/]")


def _is_named(who: str, named: str) -> bool:
    """Whether a mark's author is the one the scheme names: more exactly (县河长办 → 县河长办评分组), one of several, or
    as the office calls it for short (县直机关工委 → 工委)."""
    bodies = (named, *(body for body in _SEVERAL.split(named) if body))
    return who.startswith(bodies) or (len(who) > 1 and any(body.endswith(who) for body in bodies))


def judge(rule: Judge, unit: str, desk: Desk) -> Outcome:
    """Marks inside their bounds; one outside them, or without the reason asked for, is put to a person."""
    marks = [j for j in desk.units[unit].judgements.get(rule.code, []) if j.points is not None]
    many = rule.times == "each"
    low, high = (None if many and rule.min < 0 else rule.min), (None if many and rule.max > 0 else rule.max)
    if not marks:
        if rule.absent == "zero":
            return Outcome(reason=f"{rule.who}没有提出加扣")
        if rule.opens is not None and desk.as_of < rule.opens:
            return not_yet(f"{rule.opens:%m月%d日}起由{rule.who}评", rule.max)
        return missing(f"{rule.who}还没有评分", low, high)
    keys = tuple(j.key for j in marks)
    if len(marks) > 1 and not many:
        return asked(f"同一细则有{len(marks)}个评分", low, high, keys)
    for mark in marks:
        fault = _fault(rule, mark)
        if fault:
            return asked(fault, low, high, keys)
    parts = [Part(j.key, j.matter, j.points or ZERO) for j in marks]
    total = sum((p.points for p in parts), ZERO)
    outcome = Outcome(points=total, quantity=Decimal(len(marks)), facts=keys, parts=parts)
    outcome.who = "、".join(dict.fromkeys(j.who or rule.who for j in marks))
    why = "；".join(j.reason for j in marks[:2] if j.reason)
    each = f"{len(marks)}件，共" if many else ""
    outcome.reason = f"{outcome.who}评{each}{show(total)}分" + (f"：{why}" if why else "")
    return outcome


def _fault(rule: Judge, mark: Judgement) -> str:
    points, reason, record = mark.points or ZERO, mark.reason, mark.record
    if mark.who and not _is_named(mark.who, rule.who):
        return f"评分人“{mark.who}”不是方案规定的“{rule.who}”"
    if not rule.min <= points <= rule.max:
        return f"评了{show(points)}分，应在{show(rule.min)}至{show(rule.max)}分之间"
    if rule.step and points % rule.step:
        return f"评了{show(points)}分，应以{show(rule.step)}分为一档"
    if rule.reason_required and not reason:
        return f"评了{show(points)}分，没有写理由"
    if rule.record_required and not record:
        return f"评了{show(points)}分，没有会议记录"
    return ""


def imported(rule: Import, unit: str, desk: Desk) -> Outcome:
    rows = desk.units[unit].imports.get(rule.code, [])
    low, high = import_bounds(rule)
    if not rows:
        if rule.absent == "zero":
            return Outcome(reason=f"没有{rule.from_}的结果")
        if rule.opens is not None and desk.as_of < rule.opens:
            return not_yet(f"{rule.opens:%m月%d日}起引用{rule.from_}", high)
        return missing(f"没有{rule.from_}的结果", low, high)
    keys = tuple(r.key for r in rows)
    if len(rows) > 1 and rule.kind != "deduction":
        return asked(f"{rule.from_}有{len(rows)}个结果", low, high, keys)
    total, words = ZERO, []
    for row in rows:
        if rule.provenance_required and not row.provenance:
            return asked(f"{rule.from_}的结果没有写出处", low, high, keys)
        value, word = _scaled(rule, row.value, row.out_of, row.grade)
        if value is None:
            return asked(word, low, high, keys)
        total += value
        words.append(word + (f"（{row.provenance}）" if row.provenance else ""))
    outcome = Outcome(points=total, quantity=rows[-1].value, facts=keys, who=rule.from_)
    outcome.parts = []
    outcome.reason = f"{rule.from_}：{'；'.join(words)}，{verb(total)}"
    return outcome


def import_bounds(rule: Import) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that the imported result can give."""
    times = ONE if rule.factor is None else rule.factor
    if rule.kind == "rank":
        values = [v * times for v in (*rule.ranks, rule.beyond or ZERO)]
        return min(values), max(values)
    if rule.kind == "grade":
        values = [v * times for v in rule.values.values()]
        return min([ZERO, *values]), max(values, default=ZERO)
    if rule.kind == "deduction":
        times = -times
    reach = None if rule.worth is None else rule.worth * times
    return (reach, ZERO) if times < 0 else (ZERO, reach)


def _scaled(
    rule: Import, value: Decimal | None, out_of: Decimal | None, grade: str | None
) -> tuple[Decimal | None, str]:
    times = ONE if rule.factor is None else rule.factor
    factored = "" if rule.factor is None else f"×{show(rule.factor)}"
    if rule.kind == "grade":
        if grade not in rule.values:
            return None, f"等次“{grade or '空'}”没有折分办法"
        return rule.values[grade] * times, f"等次{grade}{factored}"
    if value is None:
        return None, "结果没有数值"
    if rule.kind == "rank":
        place = int(value)
        if place < 1 or value != place:
            return None, f"名次“{show(value)}”不是正整数"
        if place <= len(rule.ranks):
            return rule.ranks[place - 1] * times, f"第{place}名{factored}"
        if rule.beyond is None:
            return None, f"第{place}名没有赋分办法"
        return rule.beyond * times, f"第{place}名{factored}"
    sign = -ONE if rule.kind == "deduction" else ONE
    scaled = value
    if rule.worth is not None:
        if not out_of:
            return None, "没有写对方满分，不能折算"
        scaled = value / out_of * rule.worth
    scaled *= times
    of = f"/{show(out_of)}" if out_of else ""
    return sign * scaled, f"{'扣' if sign < 0 else ''}{show(value)}{of}{factored}"


def sample_bounds(rule: Sample) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a draw can give; one larger than its least size has no bound on the side it moves to."""
    if rule.points == "all":
        return ZERO, ZERO
    reach: Decimal | None = rule.points
    if rule.mode == "each":
        reach = None if rule.size_is == "minimum" else rule.points * rule.size
    return (reach, ZERO) if rule.points < 0 else (ZERO, reach)


def sample(rule: Sample, unit: str, desk: Desk, window: Window) -> Outcome:
    """Objects drawn by lot; a draw too small or without a record of the drawing is not counted as a result."""
    found = desk.facts(unit, rule.source, window)
    low, high = sample_bounds(rule)
    all_of_it = rule.points == "all"
    if not found:
        return missing(f"没有抽查结果（应抽{rule.size}{rule.unit}）", low, high, empties=all_of_it)
    keys = tuple(f.key for f in found)
    objects = {f.attributes.get(OBJECT) or f.key for f in found}
    if len(objects) < rule.size or (rule.size_is == "fixed" and len(objects) > rule.size):
        at_least = "至少" if rule.size_is == "minimum" else ""
        return asked(
            f"抽了{len(objects)}{rule.unit}，应{at_least}抽{rule.size}{rule.unit}", low, high, keys, empties=all_of_it
        )
    if rule.draw_required and any(not f.attributes.get(MATTER) for f in found):
        return asked("抽查没有写抽取记录", low, high, keys, empties=all_of_it)
    if any(not f.attributes.get(LEVEL) for f in found):
        return missing("抽查结果没有写合格不合格", low, high, empties=all_of_it)
    failed = [f for f in found if f.attributes.get(LEVEL) in rule.failing]
    parts = [Part(f.key, f.matter, ZERO) for f in failed]
    outcome = Outcome(quantity=Decimal(len(failed)), facts=keys, parts=parts)
    told = f"抽查{len(objects)}{rule.unit}，不合格{len(failed)}{rule.unit}"
    if rule.points == "all":
        outcome.empties = bool(failed)
        outcome.reason = f"{told}，本项不得分" if failed else told
        return outcome
    if rule.points > 0:
        outcome.points = ZERO if failed and rule.mode == "any" else rule.points * (len(objects) - len(failed))
        if rule.mode == "any" and not failed:
            outcome.points = rule.points
    else:
        outcome.points = rule.points * (len(failed) if rule.mode == "each" else min(len(failed), 1))
    outcome.parts = []
    outcome.reason = f"{told}，{verb(outcome.points)}"
    return outcome
