"""Tests asked of one unit: yes, no, or None where the fact is lacking."""

from collections.abc import Callable
from decimal import Decimal

from duban.scoring.scheme.base import Test

from .desk import Desk, count_of

Score = Callable[[str, str, str], Decimal | None]
"""(kind, unit, code) → points of an indicator, a group or the total, or None when not known."""


def ask(test: Test, unit: str, desk: Desk, score: Score | None = None) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the test holds for the unit, with the keys of the facts that answered."""
    answer, keys = _ask(test, unit, desk, score)
    if test.not_ and answer is not None:
        answer = not answer
    return answer, keys


def _ask(test: Test, unit: str, desk: Desk, score: Score | None) -> tuple[bool | None, tuple[str, ...]]:
    if test.any_ is not None or test.all_ is not None:
        return _several(test, unit, desk, score)
    if test.source is not None:
        return _of_source(test, unit, desk)
    if test.import_ is not None:
        rows = desk.units[unit].imports.get(test.import_, [])
        if len(rows) != 1:
            return None, tuple(r.key for r in rows)
        row = rows[-1]
        if test.is_ is not None:
            return (None if row.grade is None else _is(test, row.grade)), (row.key,)
        return (None if row.value is None else test.holds(row.value)), (row.key,)
    if score is None:
        return None, ()
    kind = "indicator" if test.indicator else "group" if test.group else "total"
    number = score(kind, unit, test.indicator or test.group or "")
    return (None if number is None else test.holds(number)), ()


def _several(test: Test, unit: str, desk: Desk, score: Score | None) -> tuple[bool | None, tuple[str, ...]]:
    """Three-valued any/all: one certain answer may settle it, else an unknown leaves it unknown."""
    wanted = test.any_ is not None
    answers = [ask(t, unit, desk, score) for t in (test.any_ if test.any_ is not None else test.all_ or [])]
    keys = tuple(k for a, found in answers for k in found if a is not None)
    if any(a is wanted for a, _ in answers):
        return wanted, keys
    return (None if any(a is None for a, _ in answers) else not wanted), keys


def _of_source(test: Test, unit: str, desk: Desk) -> tuple[bool | None, tuple[str, ...]]:
    tag = desk.tag(test.source or "")
    if tag.kind in ("yes_no", "label"):
        fact = desk.latest(unit, test.source or "")
        if fact is None:
            return (_is(test, False) if tag.absent == "none" else None), ()
        return (None if fact.value is None else _is(test, fact.value)), (fact.key,)
    if tag.kind in ("event", "dated"):
        found = desk.facts(unit, test.source or "", only=test.only)
        silent = tag.absent == "missing" and not desk.reported(unit, test.source or "")
        if any(f.value is None for f in found) or silent:
            return None, tuple(f.key for f in found)
        number = sum((count_of(f) for f in found), Decimal(0))
        bounded = any(b is not None for b in (test.at_least, test.over, test.at_most, test.under))
        return (test.holds(number) if bounded else number > 0), tuple(f.key for f in found)
    number_now, keys = desk.number(unit, test.source or "")
    return (None if number_now is None else test.holds(number_now)), keys


def _is(test: Test, value: object) -> bool:
    if test.is_ is None:
        return value is True
    return value in test.is_ if isinstance(test.is_, list) else value == test.is_
