"""Which parameters a rule heeds in the mode it is in. The others, when written, do nothing and must be told so.

One table for the sentence that reads a rule back and for the examination of a scheme: a parameter that has no effect
is never passed over in silence.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from .base import Test
from .rules import (
    Baseline,
    Basis,
    Cohort,
    Deadline,
    Import,
    Judge,
    Line,
    Panel,
    Rollup,
    Row,
    Sample,
    Slope,
    Table,
    Tally,
)

_IDENTITY = {"rule", "code", "name", "note"}
_COMMON = _IDENTITY | {"window", "opens", "limit", "variants", "factors", "exempt_when", "bonus", "bundle"}
_INNER = _IDENTITY | {"limit", "factors"}

_TALLY = {
    "per_event": {"source", "only", "excluding", "free", "points", "unit"},
    "per_shortfall": {"source", "only", "excluding", "need", "per", "charge", "points", "unit"},
    "parts": {"parts"},
}
_TABLE = {
    "number": {"source", "only", "excluding", "rows", "closed", "match", "otherwise"},
    "ordinal": {"source", "only", "excluding", "rows", "match", "otherwise"},
    "label": {"source", "only", "excluding", "rows", "match", "otherwise"},
    "tests": {"rows", "match", "otherwise"},
}
_ROW = {"number": {"from_", "to", "closed"}, "ordinal": {"from_"}, "label": {"is_", "when"}, "tests": {"any_"}}
_COHORT = {
    "rank_list": {"points", "k"},
    "rank_step": {"first", "step", "step_is"},
    "rank_linear": {"first", "last", "singleton"},
    "top_k": {"points", "k"},
    "bottom_k": {"points", "k"},
    "share_of_best": {"worth", "best_zero"},
    "vs_mean": {"above", "below", "step", "stepping"},
}
_ROLLUP = {
    "periods": {"combine", "per", "line"},
    "children": {"combine", "indicator"},
    "matters": {"combine", "source", "values"},
    "previous_year": set(),
    "streak": {"source", "rows"},
}
_IMPORT = {
    "score": {"factor", "worth"},
    "deduction": {"factor", "worth"},
    "rank": {"ranks", "beyond"},
    "grade": {"values"},
}


def heeded(line: Line, *, inner: bool = False) -> set[str]:
    """The names of the fields that have an effect; ``inner`` for the line inside a ROLLUP over periods."""
    common = set(_INNER if inner else _COMMON)
    match line:
        case Tally():
            return common | {"mode"} | (_if_true(line) if line.mode == "if_true" else _TALLY[line.mode])
        case Table():
            return common | {"key"} | _table(line)
        case Deadline():
            own = {
                "source",
                "due",
                "grace",
                "points",
                "per",
                "on_time",
                "done_late",
                "after_reminder",
                "only",
                "excluding",
                "unit",
            }
            return common | own | ({"counting"} if line.per is not None else set())
        case Judge():
            own = {"min", "max", "step", "who", "times", "absent", "reason_required", "record_required", "suggestions"}
            return common | own
        case Panel():
            return common | _panel(line)
        case Import():
            return common | {"from_", "kind", "absent", "provenance_required"} | _IMPORT[line.kind]
        case Slope():
            return common | {"source", "baseline", "step", "stepping", "below", "above"}
        case Cohort():
            return common | _cohort(line)
        case Rollup():
            return common | _rollup(line)
        case Sample():
            return common | {"source", "size", "size_is", "failing", "mode", "points", "draw_required", "unit"}
    raise AssertionError(f"no rule: {line!r}")


def _if_true(line: Tally) -> set[str]:
    return {"points", "otherwise"} | ({"when"} if line.when is not None else {"source", "only", "excluding"})


def _table(line: Table) -> set[str]:
    names = set(_TABLE[line.key])
    if any(row.share is not None and row.range is None for row in line.rows):
        names.add("worth")
    if any(row.range is not None for row in line.rows):
        names.add("who")
    return names


def _panel(line: Panel) -> set[str]:
    names = {"classes", "criteria", "ballot_values", "combine", "min_valid", "empty_class", "out_of", "worth"}
    return names | {"trimmed": {"trim"}, "rank_mean": {"rank_first", "rank_last"}}.get(line.combine, set())


def _cohort(line: Cohort) -> set[str]:
    names = {"of", "function", "better", "by", "per"} | _COHORT[line.function]
    if line.function.startswith(("rank", "top", "bottom")):
        names |= {"ties", "missing"}
    if line.function == "vs_mean":
        names.discard("better")
        if line.step is None:
            names.discard("stepping")
    if line.per is not None:
        names.add("combine")
    return names


def _rollup(line: Rollup) -> set[str]:
    names = {"over"} | _ROLLUP[line.over]
    if line.over != "streak" or not line.rows:
        names.add("times")
    if line.over not in ("streak", "periods"):
        names |= {"empty_points"} if line.empty_points is not None else {"empty", "empty_points"}
    return names


def heeded_in_row(row: Row, key: str) -> set[str]:
    """The fields of a table's row that have an effect; ``key`` as the table's, or "streak" for a ROLLUP's rows."""
    if key == "streak":
        return {"from_", "to", "closed", "points"}
    names = set(_ROW[key])
    if row.from_ is None and row.to is None:
        names.discard("closed")
    if row.range is not None:
        return names | {"range"}
    if row.points == "all" or row.share is None:
        return names | {"points"}
    return names | {"share"}


def heeded_in_test(test: Test) -> set[str]:
    """The fields of a test that have an effect: it asks one thing."""
    bounds = {"at_least", "over", "at_most", "under"}
    for name in ("any_", "all_"):
        if getattr(test, name) is not None:
            return {name, "not_"}
    if test.source is not None:
        return {"source", "only", "is_", "not_"} | bounds
    if test.import_ is not None:
        return {"import_", "is_", "not_"} | bounds
    for name in ("indicator", "group"):
        if getattr(test, name):
            return {name, "not_"} | bounds
    return {"total", "not_"} | bounds


def heeded_in_baseline(baseline: Baseline) -> set[str]:
    for name in ("constant", "source", "last_years"):
        if getattr(baseline, name) is not None:
            return {name, "plus"}
    return {"cohort_mean", "by", "plus"}


def heeded_in_basis(of: Basis) -> set[str]:
    if of.source is not None:
        return {"source"}
    if of.imported:
        return {"imported"}
    return {"indicator"} if of.indicator is not None else {"group"}


def positions(line: Line) -> set[str]:
    """Where a coefficient of the line takes effect."""
    on_points = {"on_points", "on_deduction"}
    if isinstance(line, Cohort):
        return on_points | {"before_rank", "after_rank"}
    counts = (
        isinstance(line, Deadline)
        or (isinstance(line, Tally) and line.mode == "per_event")
        or (isinstance(line, Table) and line.key == "label")
    )
    return on_points | ({"on_fact"} if counts else set())


def written(model: BaseModel) -> list[str]:
    """The fields of a model that say something else than their default."""
    return [name for name, field in type(model).model_fields.items() if getattr(model, name) != _default(field)]


def _default(field: Any) -> Any:
    return field.get_default(call_default_factory=True)


def idle(model: BaseModel, names: Iterable[str]) -> list[str]:
    """The fields that are written though they have no effect, in the model's order."""
    known = set(names)
    return [name for name in written(model) if name not in known]
