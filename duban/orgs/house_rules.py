"""What this room asks of the rules in force. `packs`, above, gives the answers; without it nothing is asked and nothing is on."""

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import Protocol


class Rule(Protocol):
    """A rule parameter on one day."""

    @property
    def number(self) -> Fraction:
        """Its value, exact; 1 or 0 for yes and no."""

    @property
    def cited(self) -> str:
        """The text it rests on."""


Answer = Callable[[str, datetime.date], Rule | None]
_books: list[Callable[[], Answer]] = []


def answer_with(book: Callable[[], Answer]) -> None:
    """Ask this from now on: each call opens the book anew, what it gives is asked as often as one likes."""
    _books[:] = [book]


def rules() -> Answer:
    """All rules at once, for who asks several. One query."""
    return _books[0]() if _books else lambda _code, _day: None


def rule(code: str, day: datetime.date) -> Rule | None:
    """The version of the rule that holds on that day; None when there is none. One query."""
    return rules()(code, day)


def identity_is_kept(day: datetime.date) -> bool:
    """Whether identity numbers are kept here at all: off until a rule says otherwise."""
    found = rule("people.identity_is_kept", day)
    return found is not None and found.number != 0
