"""How far a line can move its indicator: (least, most), None where there is no bound."""

from decimal import Decimal
from typing import Any

from duban.scoring.scheme.rules import Deadline, Judge, Panel, Rollup, Sample, Tally

from .cohort import cohort_bounds
from .judge import import_bounds, sample_bounds
from .outcome import ZERO
from .panel import panel_bounds
from .slope import slope_bounds
from .table import bounds as table_bounds

Bounds = tuple[Decimal | None, Decimal | None]
MANY = 1000  # units: a rank rule's last place is only known with everybody


def bounds(line: Any, worth: Decimal | None) -> Bounds:
    """The bounds of a line, its own limit included."""
    low, high = _of_rule(line, worth)
    times = _largest_factor(line)
    low = None if low is None else low * (times if low < 0 else 1)
    high = None if high is None else high * (times if high > 0 else 1)
    if line.limit is not None:
        if line.limit.floor is not None:
            low = line.limit.floor if low is None else max(low, line.limit.floor)
        if line.limit.ceiling is not None:
            high = line.limit.ceiling if high is None else min(high, line.limit.ceiling)
    return low, high


def _largest_factor(line: Any) -> Decimal:
    """The largest coefficient a line can carry; one taken from an attribute is not known beforehand and left out."""
    return max([Decimal(1), *(f.times for f in line.factors if f.times is not None)])


def _of_rule(line: Any, worth: Decimal | None) -> Bounds:
    if isinstance(line, Tally):
        return _tally(line)
    if isinstance(line, Deadline):
        gain = None if line.on_time > 0 or line.done_late > 0 else ZERO
        return (None, gain) if line.points is not None or line.per is not None else (ZERO, gain)
    if isinstance(line, Judge):
        low, high = line.min, line.max
        if line.times == "each":
            return (None if low < 0 else ZERO), (None if high > 0 else ZERO)
        return (min(low, ZERO), max(high, ZERO)) if line.absent == "zero" else (low, high)
    if isinstance(line, Panel):
        return panel_bounds(line, worth)
    if isinstance(line, Sample):
        return (None, ZERO) if line.points == "all" else sample_bounds(line)
    if isinstance(line, Rollup):
        return _rollup(line, worth)
    if line.rule == "TABLE":
        return table_bounds(line, line.worth if line.worth is not None else worth)
    if line.rule == "IMPORT":
        return import_bounds(line)
    if line.rule == "SLOPE":
        return slope_bounds(line)
    return cohort_bounds(line, MANY)


def _tally(line: Tally) -> Bounds:
    if line.mode == "parts":
        values = [p.points for p in line.parts]
        return sum((v for v in values if v < 0), ZERO), sum((v for v in values if v > 0), ZERO)
    points = line.points if isinstance(line.points, Decimal) else ZERO
    if line.mode == "if_true":
        other = line.otherwise if isinstance(line.otherwise, Decimal) else ZERO
        low: Decimal | None = min(points, other)
        return (None if "all" in (line.points, line.otherwise) else low), max(points, other)
    if line.points == "all":
        return None, ZERO
    if line.mode == "per_shortfall":
        times = {"biweek": 26, "month": 12, "quarter": 4, "half": 2, "term": 2, "year": 1}[line.per]
        reach = points * times * ((line.need or ZERO) if line.charge == "each" else 1)
        return (reach, ZERO) if reach < 0 else (ZERO, reach)
    return (None, ZERO) if points < 0 else (ZERO, None)


def _rollup(line: Rollup, worth: Decimal | None) -> Bounds:
    values: list[Decimal] = []
    if line.over == "periods" and line.line is not None:
        low, high = bounds(line.line, worth)
        if line.combine in ("mean", "min", "last", "share"):
            return (None if low is None else low * line.times), (None if high is None else high * line.times)
        return (None if low is None or low < 0 else ZERO), (None if high is None or high > 0 else ZERO)
    if line.over == "matters" and line.combine in ("mean", "share", "min", "last"):
        values = [v * line.times for v in line.values.values()]
    elif line.over == "streak" and line.rows:
        values = [r.points for r in line.rows if isinstance(r.points, Decimal)]
    else:
        return ZERO, None
    values.append(line.empty_points or ZERO)
    return min(values), max(values)
