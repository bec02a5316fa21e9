"""What else stands in the digest of a month, beside the lines of 待办: a room adds a source in its AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duban.asks.desk import Desk


@dataclass(frozen=True)
class Note:
    """Something to know, with the page where it stands. `about` is what it is told once a month for."""

    about: str
    text: str
    url: str


Notes = Callable[[Desk], Iterable[Note]]
_notes: list[Notes] = []


def add_notes(notes: Notes) -> None:
    """Tell people, once a month, what `notes(desk)` yields."""
    if notes not in _notes:
        _notes.append(notes)


def notes_of(desk: Desk) -> list[Note]:
    """What every room has for the person to know."""
    return [note for notes in _notes for note in notes(desk)]
