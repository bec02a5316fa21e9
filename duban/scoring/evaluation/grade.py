"""GRADE: bands, quotas, direct recognition, rulings; ties at the line go to a person."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Ask, UnitResult
from duban.scoring.scheme.model import Grade, Quota

from .group import Knowing
from .indicator import clamped, rounded
from .outcome import ZERO, show
from .questions import ask

if TYPE_CHECKING:
    from .engine import Scoring

TIE = "等次"
_ROUNDING = {"floor": ROUND_FLOOR, "round": ROUND_HALF_UP, "ceil": ROUND_CEILING}


def seats_of(quota: Quota, population: int) -> int:
    """How many places a grade has among so many units."""
    if quota.count is not None:
        return quota.count
    share = (quota.share or ZERO) * population
    return int(share.to_integral_value(rounding=_ROUNDING[quota.rounding]))


def ladder_of(rule: Grade) -> list[str]:
    """The grades, best first."""
    names = [b.grade for b in rule.bands] + [q.grade for q in rule.quota]
    direct = [d.grade for d in rule.direct if d.grade not in names]
    return list(dict.fromkeys([*direct, *names, rule.ungraded]))


def measure(scoring: Scoring, rule: Grade, unit: UnitResult) -> Decimal:
    """The number a grade goes by."""
    if rule.on == "total_without_bonus":
        total = scoring.scheme.total
        plain, _ = clamped(rounded(unit.raw - unit.bonus, total.limit.round), total.limit, total.max)
        return min(plain, unit.total)
    if rule.on == "blocks_passed":
        passed = 0
        for group in unit.groups:
            if group.top:
                group.passed = group.points >= (rule.block_pass or ZERO)
                passed += group.passed
        return Decimal(passed)
    return unit.total


def grade(scoring: Scoring, units: list[UnitResult]) -> dict[str, dict[str, int]]:
    """Give every ranked unit its grade; returns the places per class and grade."""
    rule = scoring.scheme.grades
    if rule is None:
        return {}
    ranked = [u for u in units if u.ranked]
    for unit in units:
        unit.asks = [a for a in unit.asks if a.line != TIE]
        if not unit.ranked:
            unit.grade = "不参评"
    for unit in ranked:
        unit.grade_note = ""
    ladder = ladder_of(rule)
    reached = {u.unit: _band(rule, measure(scoring, rule, u)) for u in ranked}
    direct: dict[str, str] = {}
    for unit in ranked:
        knowing = Knowing(scoring, "total", "", unit.total)
        held = [d.grade for d in rule.direct if ask(d.when, unit.unit, scoring.desk, knowing.points_of)[0]]
        if held:
            direct[unit.unit] = held[0]
    seats: dict[str, dict[str, int]] = {}
    placed: dict[str, str] = dict(direct)
    for name, members in _classes(scoring, rule, ranked).items():
        seats[name] = {q.grade: seats_of(q, len(members)) for q in rule.quota}
        _place(scoring, rule, ladder, members, reached, direct, placed, seats[name])
    for unit in ranked:
        if unit.unit in direct:
            unit.grade_note = "符合直接认定条件"
        unit.grade = _ruled(unit, placed.get(unit.unit, ""), ladder)
    return seats


def _band(rule: Grade, number: Decimal) -> str | None:
    """The best band the number reaches; None when every unit is eligible for everything (quotas only)."""
    if not rule.bands:
        return None
    if sum(1 for band in rule.bands if band.at_least is None) > 1:
        return ""  # the order of the grades is known, their lines are not
    for band in rule.bands:
        if band.at_least is None or number >= band.at_least:
            return band.grade
    return rule.ungraded


def _classes(scoring: Scoring, rule: Grade, units: list[UnitResult]) -> dict[str, list[UnitResult]]:
    by = next((q.by for q in rule.quota if q.by), None)
    classes: dict[str, list[UnitResult]] = defaultdict(list)
    for unit in units:
        attributes = scoring.desk.units[unit.unit].unit.attributes
        classes[str(attributes.get(by, "")) if by else ""].append(unit)
    return classes


def _place(scoring, rule, ladder, members, reached, direct, placed, seats) -> None:  # type: ignore[no-untyped-def]
    """Best grade first; who does not fit falls to the next, and a place that nobody reaches stays empty."""
    quotas = {q.grade: q for q in rule.quota}
    for unit in members:
        if reached[unit.unit] == "" and unit.unit not in placed:
            placed[unit.unit] = ""
            unit.asks.append(Ask(unit.unit, "", TIE, "方案没有写各等次的分数线，等次由人决定"))
    for level, name in enumerate(ladder):
        waiting = [
            u
            for u in members
            if u.unit not in placed and (reached[u.unit] is None or ladder.index(reached[u.unit]) <= level)
        ]
        if name not in quotas:
            if name == rule.ungraded or any(b.grade == name for b in rule.bands):
                placed.update({u.unit: name for u in waiting})
            continue
        room = seats[name]
        recognised = sum(1 for u in members if direct.get(u.unit) == name)
        ordered = sorted(waiting, key=lambda u: tuple(-n for n in _keys(scoring, rule, u)))
        if quotas[name].counts_direct:
            room -= recognised
        elif quotas[name].counts_direct is None and recognised:
            _ask_seats(name, recognised, ordered, room, placed)
            ordered = [u for u in ordered if u.unit not in placed]
            room -= recognised
        room = max(room, 0)
        if len(ordered) <= room:
            placed.update({u.unit: name for u in ordered})
            continue
        line = _keys(scoring, rule, ordered[room]) if room < len(ordered) else None
        tied = [u for u in ordered if _keys(scoring, rule, u) == line]
        first = ordered.index(tied[0])
        if first < room:
            for unit in tied:
                placed[unit.unit] = ""
                question = f"{len(tied)}个单位在“{name}”名额线上并列，剩{room - first}个名额"
                unit.asks.append(Ask(unit.unit, "", TIE, question))
                unit.grade_note = f"待决：{question}"
        placed.update({u.unit: name for u in ordered[:first] if first < room})
        if first >= room:
            placed.update({u.unit: name for u in ordered[:room]})


def _ask_seats(name: str, recognised: int, ordered: list[UnitResult], room: int, placed: dict[str, str]) -> None:
    """Whether direct recognition uses up places is not written: who depends on it is put to a person."""
    question = f"“{name}”有{recognised}个单位直接认定，方案没有写占不占名额"
    for unit in ordered[max(room - recognised, 0) : max(room, 0)]:
        placed[unit.unit] = ""
        unit.asks.append(Ask(unit.unit, "", TIE, question))
        unit.grade_note = f"待决：{question}"


def _keys(scoring: Scoring, rule: Grade, unit: UnitResult) -> tuple[Decimal, ...]:
    return (measure(scoring, rule, unit), *(scoring.indicator(unit.unit, code).points for code in rule.tie_break))


def _ruled(unit: UnitResult, given: str, ladder: list[str]) -> str:
    """The grade after upheld gates, the worst effect winning; what is only proposed is said beside it."""
    if not given:
        return "待决"
    worst = given
    for gate in unit.gates:
        if gate.effect not in ("cap_grade", "set_grade"):
            continue
        if gate.state == "proposed":
            unit.grade_note = "；".join(filter(None, [unit.grade_note, f"若认定“{gate.name}”则为{gate.outcome}"]))
        if gate.state != "upheld" or gate.outcome not in ladder:
            continue
        if gate.effect == "set_grade" or ladder.index(gate.outcome) > ladder.index(worst):
            worst = max(worst, gate.outcome, key=ladder.index)
            unit.grade_note = "；".join(filter(None, [unit.grade_note, f"{gate.name}：{gate.reason}"]))
    return worst


__all__ = ["grade", "ladder_of", "seats_of", "show"]
