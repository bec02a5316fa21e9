"""Worked checks of a scheme: rows as in a workbook, what must come out, and whether it does."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .facts import Book
from .problems import Refused
from .result import Result, UnitResult
from .rows.cells import Reader
from .rows.intake import Intake
from .rows.sheets import BALLOTS, EXEMPTIONS, FACTS, IMPORTS, MARKS, UNITS
from .scheme.model import Check, Expectation, Scheme
from .score import score

ONLY = "本单位"


@dataclass(frozen=True, slots=True)
class Tried:
    """A worked check and what did not come out as expected (nothing: it passed)."""

    given: str
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def try_checks(scheme: Scheme) -> list[Tried]:
    """Every worked check of the scheme, in its order."""
    return [_try(scheme, check) for check in scheme.checks]


def _try(scheme: Scheme, check: Check) -> Tried:
    try:
        result = score_check(scheme, check)
    except Refused as refused:
        return Tried(check.given, tuple(str(p) for p in refused.problems))
    faults = [fault for expected in check.expect for fault in compare(result, expected)]
    return Tried(check.given, tuple(faults))


def score_check(scheme: Scheme, check: Check) -> Result:
    """The result over the rows of one check; raises ``Refused`` when the rows are wrong."""
    return score(scheme, book_of(scheme, check), as_of=check.as_of)


def book_of(scheme: Scheme, check: Check) -> Book:
    """The rows of one check as a book; raises ``Refused`` when they are wrong."""
    intake = Intake(scheme, strict=False)
    rows: list[tuple[str, list[dict[str, Any]]]] = [
        (UNITS, list(check.units) or [{"单位": ONLY}]),
        (FACTS, check.facts),
        (MARKS, check.judgements),
        (BALLOTS, check.ballots),
        (IMPORTS, check.imports),
        (EXEMPTIONS, check.exemptions),
    ]
    for sheet, cells_of_rows in rows:
        if sheet != UNITS and len(intake.units) == 1:
            intake.only_unit = next(iter(intake.units))
        for n, cells in enumerate(cells_of_rows, start=1):
            if sheet == UNITS and "单位" not in cells:
                cells = {"单位": ONLY if len(cells_of_rows) == 1 else f"单位{n}", **cells}
            reader = Reader(cells, sheet, intake.problems, {}, f"[{n}]")
            intake.take(sheet, reader, f"{sheet}[{n}]")
    if intake.problems:
        raise Refused("算例", intake.problems)
    return intake.book()


def compare(result: Result, expected: Expectation) -> list[str]:
    if expected.quota is not None:
        seats = next(iter(result.seats.values()), {})
        return [] if seats == expected.quota else [f"名额应为{expected.quota}，算得{seats}"]
    unit = result.units[0] if expected.unit is None else result.unit(expected.unit)
    faults: list[str] = []
    for name, want, have in _pairs(unit, expected):
        if want is not None and want != have:
            faults.append(f"{unit.unit} {name}应为{_show(want)}，算得{_show(have)}")
    return faults


def _pairs(unit: UnitResult, e: Expectation) -> list[tuple[str, Any, Any]]:
    pairs: list[tuple[str, Any, Any]] = [
        ("等次", e.grade, unit.grade),
        ("参评", e.ranked, unit.ranked),
    ]
    if e.gate is not None:
        gate = next(g for g in unit.gates if g.gate == e.gate)
        return [*pairs, (f"门槛{e.gate}", e.state, gate.state)]
    if e.line is not None:
        entry = unit.entry(e.line)
        return [
            *pairs,
            (f"细则{e.line}", e.points, entry.points),
            (f"细则{e.line}限前", e.raw, entry.raw),
            (f"细则{e.line}状态", e.state, str(entry.state)),
            (f"细则{e.line}待决", e.ask, bool(entry.ask)),
        ]
    if e.indicator is not None:
        indicator = unit.indicator(e.indicator)
        return [
            *pairs,
            (f"指标{e.indicator}", e.points, indicator.points),
            (f"指标{e.indicator}限前", e.raw, indicator.raw),
            (f"指标{e.indicator}状态", e.state, str(indicator.state)),
            (f"指标{e.indicator}待决", e.ask, any(x.ask for x in indicator.entries)),
        ]
    if e.group is not None:
        group = next(g for g in unit.groups if g.group == e.group)
        pairs += [(f"分组{e.group}", e.points, group.points), (f"分组{e.group}限前", e.raw, group.raw)]
        return [*pairs, (f"分组{e.group}达标", e.passed, group.passed)]
    if e.total:
        pairs += [("总分", e.points, unit.total), ("总分限前", e.raw, unit.raw)]
    if e.ask is not None:
        pairs.append(("待决", e.ask, bool(unit.asks)))
    return pairs


def _show(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
