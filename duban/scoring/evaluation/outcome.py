"""What a line came to, before the limits of its indicator."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
ONE = Decimal(1)


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
    ``best`` is what the line can still come to (None: no bound), ``empties`` that it takes the whole indicator.
    """

    state: State = State.SCORED
    points: Decimal = ZERO
    quantity: Decimal | None = None
    facts: tuple[str, ...] = ()
    reason: str = ""
    who: str = ""
    ask: str = ""
    empties: bool = False
    best: Decimal | None = ZERO
    best_set: bool = False
    limit: str = ""
    raw: Decimal | None = None
    parts: list[Part] = field(default_factory=list)

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


def verb(points: Decimal) -> str:
    """得3分 or 扣3分."""
    return f"扣{show(-points)}分" if points < 0 else f"得{show(points)}分"


def missing(why: str, low: Decimal | None, high: Decimal | None, empties: bool = False) -> Outcome:
    """A line without the number it needs, counted at its worst (``low`` None: it takes the whole indicator)."""
    outcome = Outcome(State.MISSING, ZERO if low is None else low, reason=why, empties=empties or low is None)
    return outcome.could_be(high)


def asked(why: str, low: Decimal | None, high: Decimal | None, facts: tuple[str, ...] = ()) -> Outcome:
    """A line that a person has to decide; until then it stands at its worst."""
    outcome = missing(f"待决：{why}", low, high)
    outcome.ask, outcome.facts = why, facts
    return outcome


def not_yet(why: str, high: Decimal | None) -> Outcome:
    return Outcome(State.NOT_YET, reason=why).could_be(high)
