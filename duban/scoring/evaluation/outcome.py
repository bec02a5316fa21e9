"""What a line came to, before the limits of its indicator."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

ZERO = Decimal(0)
ONE = Decimal(1)
PLACES = 18
"""Endless quotients are cut here, so that every sum of points is exact in 28 digits, in whatever order it is made."""


SETTLING = "（裁定只写一行，要写评分人、理由，并在规则的幅度之内）"
"""What is said of a ruling that settles nothing."""


def scaled(number: Decimal, by: Fraction) -> Decimal:
    """A number times a coefficient, divided last and cut: what is equal as a fraction stays equal as a decimal."""
    product = number * by.numerator
    return product if by.denominator == 1 else cut(product / by.denominator)


def cut(points: Decimal) -> Decimal:
    """Points with not more decimals than the ledger keeps; anything a rule states is far shorter and stays as it is."""
    exponent = points.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES and points.adjusted() < 28 - PLACES:
        return points.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_EVEN)
    return points


class State(StrEnum):
    """Four different things; none of them is ever shown or counted as another."""

    SCORED = "scored"
    NOT_YET = "not_yet"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(slots=True)
class Part:
    """What one fact brought."""

    key: str
    matter: str | None
    points: Decimal


@dataclass(slots=True)
class Outcome:
    """State, points and reason of one line for one unit.

    When the state is MISSING, ``points`` are the worst the line can come to: a blank never raises a total.
    ``best`` is what the line can still come to (None: no bound), ``empties`` that it takes the whole indicator,
    ``bottomless`` that nobody can say how much it takes: the indicator then stands at its floor.
    ``take`` says how ``parts`` make ``points``: their sum, or only the highest, the first or the last of them.
    """

    state: State = State.SCORED
    points: Decimal = ZERO
    quantity: Decimal | None = None
    facts: tuple[str, ...] = ()
    reason: str = ""
    who: str = ""
    ask: str = ""
    empties: bool = False
    bottomless: bool = False
    best: Decimal | None = ZERO
    best_set: bool = False
    limit: str = ""
    raw: Decimal | None = None
    parts: list[Part] = field(default_factory=list)
    take: str = "sum"

    def could_be(self, best: Decimal | None) -> "Outcome":
        self.best, self.best_set = best, True
        return self

    def reach(self) -> Decimal | None:
        """The best this line can still come to."""
        return self.best if self.best_set else self.points


def show(number: Decimal) -> str:
    """A number as an office writes it: no exponent, no idle zeros."""
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


def show_number(number: Decimal) -> str:
    """A number for reading: a long quotient is shortened, the exact value stays in the result."""
    return show(number) if number == round(number, 4) else f"{number:.4f}…"


def verb_number(points: Decimal) -> str:
    """得…分 or 扣…分 for points that may be a long quotient."""
    return f"{'扣' if points < 0 else '得'}{show_number(abs(points))}分"


def verb(points: Decimal) -> str:
    """得3分 or 扣3分."""
    return f"扣{show(-points)}分" if points < 0 else f"得{show(points)}分"


def missing(why: str, low: Decimal | None, high: Decimal | None, *, empties: bool = False) -> Outcome:
    """A line without the number it needs, counted at its worst.

    Args:
        low: the least it can give; None where no number bounds it from below.
        empties: that it may take the whole indicator (本项不得分).
    """
    outcome = Outcome(State.MISSING, ZERO if low is None else low, reason=why, empties=empties)
    outcome.bottomless = low is None
    return outcome.could_be(high)


def asked(
    why: str, low: Decimal | None, high: Decimal | None, facts: tuple[str, ...] = (), *, empties: bool = False
) -> Outcome:
    """A line that a person has to decide; until then it stands at its worst."""
    outcome = missing(f"待决：{why}", low, high, empties=empties)
    outcome.ask, outcome.facts = why, facts
    return outcome


def combined(take: str, parts: list[Part]) -> tuple[Decimal, list[Part]]:
    """What the parts of a line come to, and which of them count; they stand in the order of their days."""
    if take == "sum" or len(parts) < 2:
        return sum((p.points for p in parts), ZERO), parts
    part = {"highest": max(parts, key=lambda p: abs(p.points)), "first": parts[0], "last": parts[-1]}[take]
    return part.points, [part]


def not_yet(why: str, high: Decimal | None) -> Outcome:
    return Outcome(State.NOT_YET, reason=why).could_be(high)
