"""How many documents were sent to the base in a year. The room that writes documents says so; until then nobody knows."""

from collections.abc import Callable, Collection

Counts = Callable[[Collection[str], int], int]

_counts: list[Counts] = []


def add_documents(counts: Counts) -> None:
    """`counts(paths, year)` gives the documents sent in that year to organisations at or below these paths."""
    if counts not in _counts:
        _counts.append(counts)


def documents_in(paths: Collection[str], year: int) -> int | None:
    """How many documents were sent; None while no room counts them, which is not zero."""
    return sum(counts(paths, year) for counts in _counts) if _counts else None
