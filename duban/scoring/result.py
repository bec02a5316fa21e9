"""The result: a ledger of lines that add up to each total, and what can be read from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .evaluation.outcome import ZERO, State, show


@dataclass(slots=True)
class Entry:
    """One line of the ledger. The ``points`` of all entries of a unit add up to its total, exactly.

    ``rule`` is a primitive, or BASE, LIMIT, GATE, APPLICABILITY for what the scheme itself adds or takes;
    what rounding takes or adds is a LIMIT named 取舍.
    ``raw`` is what the rule gave before its own limit, ``limit`` names the limit that bit.
    """

    unit: str
    group: str
    indicator: str
    line: str
    rule: str
    name: str
    state: State
    points: Decimal
    raw: Decimal | None = None
    quantity: Decimal | None = None
    facts: tuple[str, ...] = ()
    limit: str = ""
    who: str = ""
    reason: str = ""
    ask: str = ""


@dataclass(slots=True)
class IndicatorResult:
    """One indicator of one unit. ``best`` is the most it can still come to before the close (None: unbounded)."""

    unit: str
    indicator: str
    name: str
    group: str
    state: State
    points: Decimal
    raw: Decimal
    max: Decimal | None
    best: Decimal | None
    entries: list[Entry] = field(default_factory=list)
    gates: list["GateResult"] = field(default_factory=list)
    bonus: bool = False
    counts: bool = True
    otherwise: str = ""
    bonus_points: Decimal = ZERO

    @property
    def due(self) -> Decimal | None:
        """The full marks that already count: nothing while the indicator is not yet, or does not apply."""
        return None if self.state in (State.NOT_YET, State.NOT_APPLICABLE) else self.max


@dataclass(slots=True)
class Share:
    """Full marks that do not apply (``away``), and what stands for them: by now, and once all comes that still can."""

    away: Decimal
    now: Decimal
    best: Decimal


@dataclass(slots=True)
class GroupResult:
    """One group of one unit, with its own adjustments."""

    unit: str
    group: str
    name: str
    points: Decimal
    raw: Decimal
    max: Decimal | None
    best: Decimal | None
    bonus: bool
    counts: bool
    top: bool
    passed: bool | None = None
    share: Share | None = None
    entries: list[Entry] = field(default_factory=list)
    gates: list["GateResult"] = field(default_factory=list)


@dataclass(slots=True)
class GateResult:
    """A gate for one unit: clear, unknown, proposed (waits for a person), upheld, or dismissed."""

    unit: str
    gate: str
    name: str
    effect: str
    outcome: str
    state: str
    facts: tuple[str, ...] = ()
    reason: str = ""
    who: str = ""


@dataclass(slots=True)
class Ask:
    """What a person has to decide."""

    unit: str
    indicator: str
    line: str
    question: str
    facts: tuple[str, ...] = ()


@dataclass(slots=True)
class UnitResult:
    """All of one unit. ``total`` is provisional while anything is missing or waits for a decision."""

    unit: str
    total: Decimal
    raw: Decimal
    best: Decimal | None
    max_due: Decimal
    bonus: Decimal
    ranked: bool
    groups: list[GroupResult]
    indicators: list[IndicatorResult]
    entries: list[Entry]
    gates: list[GateResult]
    asks: list[Ask]
    grade: str = ""
    grade_note: str = ""
    titles_lost: list[str] = field(default_factory=list)
    share: Share | None = None

    def indicator(self, code: str) -> IndicatorResult:
        return next(i for i in self.indicators if i.indicator == code)

    def entry(self, line: str) -> Entry:
        return next(e for e in self.entries if e.line == line and e.rule not in ("BASE", "LIMIT"))

    def count(self, state: State) -> int:
        """How many indicators are in this state."""
        return sum(1 for i in self.indicators if i.state is state)

    @property
    def unreported(self) -> int:
        """How many indicators lack a number that nobody has given yet; those that wait for a ruling are asks."""
        return sum(1 for i in self.indicators if i.state is State.MISSING and not any(e.ask for e in i.entries))

    @property
    def provisional(self) -> bool:
        open_states = (State.MISSING, State.NOT_YET)
        return (
            bool(self.asks)
            or any(i.state in open_states for i in self.indicators)
            or any(g.state == "unknown" for g in self.gates)
        )


@dataclass(slots=True)
class Loss:
    """Where points were lost: the indicator, how many, and the entries that took them."""

    indicator: str
    name: str
    points: Decimal
    state: State
    entries: list[Entry]

    @property
    def reason(self) -> str:
        return "；".join(e.reason for e in self.entries if e.reason) or "没有得分的事项"


@dataclass(slots=True)
class Chance:
    """What an indicator can still bring before the close (``points`` None: no upper bound), and by what."""

    indicator: str
    name: str
    points: Decimal | None
    entries: list[Entry]


@dataclass(slots=True)
class Result:
    """All units of one period, with the fingerprint of what they were computed from."""

    scheme: str
    version: str
    engine: str
    fingerprint: str
    as_of: date
    closes: date
    units: list[UnitResult]
    seats: dict[str, dict[str, int]]

    def unit(self, name: str) -> UnitResult:
        return next(u for u in self.units if u.unit == name)

    def why_not_full(self, unit: str) -> list[Loss]:
        """Where a unit lost points, most first; ties in the scheme's order.

        An indicator that is not full, a direct deduction without full marks, and what a gate or a policy took from a
        group or the total. A bonus that was not earned is no loss.
        """
        of = self.unit(unit)
        losses = []
        for indicator in of.indicators:
            full = ZERO if indicator.bonus or indicator.max is None else indicator.due
            if full is None or indicator.points >= full or not indicator.counts:
                continue
            taking = [e for e in indicator.entries if e.points < 0 or e.state is State.MISSING]
            earning = [e for e in indicator.entries if e.rule not in ("BASE", "LIMIT")]
            lost = full - indicator.points
            losses.append(Loss(indicator.indicator, indicator.name, lost, indicator.state, taking or earning))
        for entry in of.entries:
            if not entry.indicator and entry.points < 0 and entry.rule in ("GATE", "APPLICABILITY"):
                losses.append(Loss(entry.group, entry.name, -entry.points, entry.state, [entry]))
        return sorted(losses, key=lambda loss: -loss.points)

    def still_open(self, unit: str) -> list[Chance]:
        """What can still be earned before the close, most first; nothing but what is missing after it."""
        chances = []
        for indicator in self.unit(unit).indicators:
            if not indicator.counts or indicator.state is State.NOT_APPLICABLE:
                continue
            pending = [e for e in indicator.entries if e.state in (State.MISSING, State.NOT_YET)]
            if self.as_of >= self.closes and not pending:
                continue
            if indicator.best is None or indicator.best > indicator.points:
                gain = None if indicator.best is None else indicator.best - indicator.points
                chances.append(Chance(indicator.indicator, indicator.name, gain, pending))
        return sorted(chances, key=lambda c: (c.points is None, -(c.points or ZERO)))


def add_up(entries: Iterable[Entry]) -> Decimal:
    return sum((e.points for e in entries), ZERO)


__all__ = [
    "Ask", "Chance", "Entry", "GateResult", "GroupResult", "IndicatorResult", "Loss", "Result", "Share", "State",
    "UnitResult", "add_up", "show",
]  # fmt: skip
