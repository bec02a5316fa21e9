"""What is known here already, so that nobody need be asked for it again. Rooms above add what they keep."""

from collections.abc import Callable, Collection, Mapping

Knows = Callable[[Collection[str]], Mapping[str, str]]

_knows: list[Knows] = []


def add_known(knows: Knows) -> None:
    """`knows(words)` gives for each word that the room keeps the name under which it is kept. One query at most."""
    if knows not in _knows:
        _knows.append(knows)


def known_here(words: Collection[str]) -> dict[str, str]:
    """word → where it is kept, for those of the words that are known here."""
    found: dict[str, str] = {}
    for knows in _knows:
        found = {**knows(words), **found}
    return found
