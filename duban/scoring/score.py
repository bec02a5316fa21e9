"""Scheme + facts → result."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from . import ENGINE
from .evaluation.engine import Scoring, exact
from .evaluation.grade import grade
from .facts import Book
from .fingerprint import fingerprint
from .result import Result, UnitResult
from .scheme.model import Scheme


def score(
    scheme: Scheme, book: Book, *, as_of: date | None = None, progress: Callable[[int], None] | None = None
) -> Result:
    """The result of every unit of the book for one period, with a ledger of lines that add up to each total.

    Args:
        scheme: rules, in points; exact decimals, nothing is rounded but by a rule of the scheme.
        book: units in establishment order; rows in any order.
        as_of: the day up to which facts count; the last day of the scheme's window when left out.
        progress: called with the number of units done.

    Returns:
        units in the book's order, each with entries, asks, gates and (where the scheme grades) its grade.
    """
    return result_of(Scoring(scheme, book, as_of), book, progress)


def result_of(scoring: Scoring, book: Book, progress: Callable[[int], None] | None = None) -> Result:
    """The whole result of a scoring whose rows may have been replaced since; ``book`` is what they are now.

    It shares nothing that is written later: a result made before stays as it was.
    """
    scheme, units = scoring.scheme, []
    with uncollected():
        for n, name in enumerate(scoring.names, start=1):
            units.append(_own(scoring.unit(name)))
            if progress is not None:
                progress(n)
    with exact():
        seats = grade(scoring, units)
    return Result(
        scheme=scheme.scheme,
        version=scheme.version,
        engine=ENGINE,
        fingerprint=fingerprint(scheme, book, scoring.as_of, ENGINE),
        as_of=scoring.as_of,
        closes=scheme.closes or scheme.window.to,
        units=units,
        seats=seats,
    )


def _own(unit: UnitResult) -> UnitResult:
    """The result's own copy of what grading writes to; the scoring keeps its objects for the next result."""
    groups = [replace(group) for group in unit.groups]
    return replace(unit, groups=groups, gates=list(unit.gates), asks=list(unit.asks))


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circular garbage meanwhile: all that is made here is kept, and there are millions of pieces of it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
