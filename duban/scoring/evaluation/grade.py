"""GRADE: bands, quotas, direct recognition, rulings; ties at the line go to a person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from duban.scoring.result import Ask, UnitResult
from duban.scoring.scheme.model import Grade, Quota

from .group import Knowing
from .indicator import clamped, rounded
from .outcome import ZERO
from .questions import ask

if TYPE_CHECKING:
    from .engine import Scoring

TIE = "等次"
PENDING = ""
UNKNOWN = ""
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
    """Give every ranked unit its grade, written into ``units``; returns the places per class and grade.

    A gate that was upheld caps its unit before places are given, so that the place which it would have taken goes to
    the next; directly recognised units keep their recognition no higher than the cap. A gate that is only proposed
    moves no place: it is said beside the grade.

    Args:
        units: fresh results, shared with nobody: their grades, notes, asks and passed blocks are written here.
    """
    rule = scoring.scheme.grades
    if rule is None:
        return {}
    ladder = ladder_of(rule)
    for unit in units:
        if not unit.ranked:
            unit.grade = "不参评"
    seats: dict[str, dict[str, int]] = {}
    for name, members in _classes(scoring, rule, [u for u in units if u.ranked]).items():
        one = Class(ladder, {q.grade: q for q in rule.quota}, {q.grade: seats_of(q, len(members)) for q in rule.quota})
        notes = {unit.unit: _enter(scoring, rule, one, unit) for unit in members}
        one.place({rule.ungraded, *(band.grade for band in rule.bands)})
        for unit in members:
            given = one.placed.get(unit.unit, PENDING)
            unit.grade = given or "待决"
            unit.grade_note = "；".join(notes[unit.unit]) if given else unit.grade_note
        seats[name] = one.seats
    return seats


def _enter(scoring: Scoring, rule: Grade, one: Class, unit: UnitResult) -> list[str]:
    """Enter a unit among its class, with the best grade open to it; returns what is to be said beside its grade."""
    number = measure(scoring, rule, unit)
    reached = _band(rule, number)
    points_of = Knowing(scoring, "total", "", unit.total).points_of
    direct = next((d.grade for d in rule.direct if ask(d.when, unit.unit, scoring.desk, points_of)[0]), None)
    best, notes = _capped(unit, direct or reached or one.ladder[0], one.ladder)
    if direct is not None:
        one.placed[unit.unit] = best
        one.recognised[best] += 1
        return ["符合直接认定条件", *notes]
    if reached == UNKNOWN:
        one.leave_open(unit, "方案没有写各等次的分数线，等次由人决定", noted=False)
        return notes
    breaks = [scoring.indicator(unit.unit, code).points for code in rule.tie_break] if rule.quota else []
    one.claims.append(Claim(unit, one.ladder.index(best), tuple(-n for n in (number, *breaks))))
    return notes


def _capped(unit: UnitResult, best: str, ladder: list[str]) -> tuple[str, list[str]]:
    """The best grade that upheld gates leave open, the worst effect winning, and what is to be said of the gates."""
    notes = []
    for gate in unit.gates:
        if gate.effect not in ("cap_grade", "set_grade"):
            continue
        if gate.state == "proposed":
            notes.append(f"若认定“{gate.name}”则为{gate.outcome}")
        if gate.state != "upheld" or gate.outcome not in ladder:
            continue
        if gate.effect == "set_grade" or ladder.index(gate.outcome) > ladder.index(best):
            best = max(best, gate.outcome, key=ladder.index)
            notes.append(f"{gate.name}：{gate.reason}")
    return best, notes


def _band(rule: Grade, number: Decimal) -> str | None:
    """The best band the number reaches; None when every unit is eligible for everything (quotas only)."""
    if not rule.bands:
        return None
    if sum(1 for band in rule.bands if band.at_least is None) > 1:
        return UNKNOWN  # the order of the grades is known, their lines are not
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


@dataclass(slots=True)
class Claim:
    """A unit that competes: the best level of the ladder open to it, and its rank (the smaller, the further ahead)."""

    unit: UnitResult
    level: int
    rank: tuple[Decimal, ...]
    waits_for: str = ""  # the grade whose ruling decides whether it still competes further down


@dataclass(slots=True)
class Class:
    """The units that share one set of places, while the places are given, best grade first.

    A unit whose grade waits for a ruling may still come down and take a place below. Nobody knows which of them will,
    but at least ``fewest`` and at most ``most`` of ``pending``: whoever gets the same place in every such case has it,
    the others wait for the ruling as well.
    """

    ladder: list[str]
    quotas: dict[str, Quota]
    seats: dict[str, int]
    claims: list[Claim] = field(default_factory=list)
    placed: dict[str, str] = field(default_factory=dict)
    recognised: Counter[str] = field(default_factory=Counter)
    pending: list[Claim] = field(default_factory=list)
    fewest: int = 0
    most: int = 0

    def place(self, open_to_all: set[str]) -> None:
        """Who does not fit falls to the next grade; a place that nobody reaches stays empty."""
        for level, name in enumerate(self.ladder):
            waiting = [c for c in self.claims if c.level <= level and c.unit.unit not in self.placed]
            if name in self.quotas:
                self._share(name, waiting)
            elif name in open_to_all:
                self.placed.update({c.unit.unit: name for c in waiting})
                self.pending, self.fewest, self.most = [], 0, 0

    def leave_open(self, unit: UnitResult, question: str, *, noted: bool = True) -> None:
        """The unit's grade waits for a person."""
        self.placed[unit.unit] = PENDING
        unit.asks.append(Ask(unit.unit, "", TIE, question))
        if noted:
            unit.grade_note = f"待决：{question}"

    def _share(self, name: str, waiting: list[Claim]) -> None:
        """Give the places of one grade, as far as they are the same in every case that is still open."""
        low, high = self._room(name)
        sure, maybe = sorted(c.rank for c in waiting), sorted(c.rank for c in self.pending)

        def through(claim: Claim) -> int:
            """The last place that the claim could come to need, all its equals before it."""
            return bisect_right(sure, claim.rank) + min(self.most, bisect_right(maybe, claim.rank))

        def ahead(claim: Claim) -> int:
            """How many come before it in any case."""
            before = bisect_left(maybe, claim.rank)
            return bisect_left(sure, claim.rank) + max(0, self.fewest - (len(maybe) - before))

        still = [c for c in self.pending if through(c) > low]
        fall, unsure = 0, []
        for claim in waiting:
            if through(claim) <= low:
                self.placed[claim.unit.unit] = name
            elif ahead(claim) >= high:
                fall += 1
            else:
                unsure.append(claim)
        for claim in unsure:
            equals = sum(1 for c in unsure if c.rank == claim.rank)
            split = any(ahead(claim) < room < through(claim) for room in (low, high))
            left = f"，剩{high - ahead(claim)}个名额" if low == high and not self.pending else ""
            reasons = []
            if low < high:
                reasons.append(f"“{name}”有{self.recognised[name]}个单位直接认定，方案没有写占不占名额")
            if equals > 1 and split:
                reasons.append(f"{equals}个单位在“{name}”名额线上并列{left}")
            if self.pending:
                above = "、".join(dict.fromkeys(f"“{c.waits_for}”" for c in self.pending))
                reasons.append(f"能否得“{name}”，要等{above}的待决事项裁定")
            self.leave_open(claim.unit, "；".join(reasons))
        fewest = max(0, len(waiting) + self.fewest - high) - fall
        most = max(0, len(waiting) + self.most - low) - fall
        self.pending = still + [replace(c, waits_for=name) for c in unsure]
        self.fewest, self.most = max(0, fewest), min(most, len(self.pending))

    def _room(self, name: str) -> tuple[int, int]:
        """(the fewest, the most) places that are left: two numbers where it is not written whether direct ones count."""
        quota, seats, recognised = self.quotas[name], self.seats[name], self.recognised[name]
        left = max(seats - recognised, 0)
        if quota.counts_direct is None:
            return left, seats
        return (left, left) if quota.counts_direct else (seats, seats)
