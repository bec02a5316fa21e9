"""Parameters that a rule needs together, and parameters that its mode does not heed."""

from collections.abc import Iterator
from typing import Any

from duban.scoring.problems import Problem
from duban.scoring.scheme.base import Test
from duban.scoring.scheme.heeded import (
    heeded,
    heeded_in_baseline,
    heeded_in_basis,
    heeded_in_row,
    heeded_in_test,
    idle,
    positions,
)
from duban.scoring.scheme.labels import label_of, title_of
from duban.scoring.scheme.model import Gate
from duban.scoring.scheme.rules import Cohort, Deadline, Import, Judge, Line, Rollup, Slope, Table, Tally

from .named import NamedPlaces

Found = Iterator[Problem]
Need = tuple[bool, str, str]
"""(whether it is lacking, which parameter, what it should be)"""


def lacking(line: Any, places: NamedPlaces) -> Found:
    """Parameters that the rule cannot do without."""
    for lacks, parameter, expected in _needs(line):
        if lacks:
            found = "没有填写" if getattr(line, parameter, None) in (None, [], {}) else "填写不当"
            yield Problem(places.of(line.code, parameter), found, expected)


def _needs(line: Line) -> list[Need]:
    match line:
        case Tally():
            return _tally(line)
        case Table():
            return [(line.key != "tests" and line.source is None, "source", "查什么的标签")]
        case Deadline():
            nothing = line.points is None and line.per is None and not line.on_time and not line.done_late
            return [(nothing, "points", "固定分值，或 per 逐期分值")]
        case Slope():
            return _slope(line)
        case Cohort():
            return _cohort(line)
        case Import():
            return [
                (line.kind == "rank" and not line.ranks, "ranks", "各名次的分值"),
                (line.kind == "grade" and not line.values, "values", "各等次的分值"),
            ]
        case Rollup():
            return [
                (line.over == "periods" and line.per is None, "per", "每期的长短"),
                (line.over == "periods" and line.line is None, "line", "各期细则"),
                (line.over == "children" and line.indicator is None, "indicator", "下级的指标编码"),
                (line.over in ("matters", "streak") and line.source is None, "source", "标签"),
            ]
        case Judge():
            return [(line.min > line.max, "min", "不大于 max 的数")]
    return []


def _tally(line: Tally) -> list[Need]:
    return [
        (line.mode in ("per_event", "per_shortfall") and line.source is None, "source", "计什么的标签"),
        (line.mode != "parts" and line.points is None, "points", "每次的分值，扣分写负数"),
        (line.mode == "per_shortfall" and line.need is None, "need", "每期应有的次数"),
        (line.mode == "if_true" and line.source is None and line.when is None, "source", "标签，或 when 条件"),
        (line.mode == "parts" and not line.parts, "parts", "各步的标签和分值"),
    ]


def _slope(line: Slope) -> list[Need]:
    base = line.baseline
    bases = (base.constant, base.source, base.last_years, base.cohort_mean or None)
    one = "一个基准：constant、source、last_years 或 cohort_mean"
    return [
        (line.below is None and line.above is None, "below", "低于或高于基准每档的分值"),
        (sum(b is not None for b in bases) != 1, "baseline", one),
    ]


def _cohort(line: Cohort) -> list[Need]:
    ranks = line.function in ("rank_list", "rank_step", "rank_linear", "top_k", "bottom_k")
    single = line.function == "rank_linear" and line.singleton is None
    neither = line.function == "vs_mean" and line.above is None and line.below is None
    bases = (line.of.source, line.of.indicator, line.of.group, line.of.imported or None)
    one = "一样：source、indicator、group 或 imported"
    return [
        (sum(b is not None for b in bases) != 1, "of", one),
        (ranks and line.ties is None, "ties", "并列怎样赋分：skip、dense、average 或 ask（没有默认值）"),
        (single, "singleton", "只有一个参评单位时：first、last 或 ask（没有默认值）"),
        (line.function in ("rank_list", "top_k", "bottom_k") and not line.points, "points", "各名次的分值"),
        (line.function in ("top_k", "bottom_k") and line.k is None, "k", "前后几名"),
        (line.function in ("rank_step", "rank_linear") and line.first is None, "first", "第一名的分值"),
        (line.function == "rank_step" and line.step is None, "step", "每差一名的分值或百分比"),
        (line.function == "rank_linear" and line.last is None, "last", "末名的分值"),
        (line.function == "share_of_best" and line.worth is None, "worth", "最好者的分值"),
        (neither, "above", "高于或低于平均的分值"),
    ]


# --- without effect --------------------------------------------------------------------------------------------------

_BY = {"TALLY": "mode", "TABLE": "key", "IMPORT": "kind", "COHORT": "function", "ROLLUP": "over", "PANEL": "combine"}


def unheeded(line: Any, places: NamedPlaces) -> Found:
    """Parameters that are written and do nothing: the author meant something else."""
    by = _BY.get(line.rule)
    manner = f"“{label_of(line, by)}”时" if by else "这里"
    for name in idle(line, heeded(line)):
        yield _idle(line, name, "", line, places, manner)
    yield from _inside(line, places)
    known = positions(line)
    for n, factor in enumerate(line.factors, start=1):
        if factor.position not in known:
            where = places.of(line.code, f"factors[{n}]/position")
            allowed = "、".join(
                w for w in ("on_fact", "on_points", "on_deduction", "before_rank", "after_rank") if w in known
            )
            yield Problem(where, f"系数放在“{label_of(factor, 'position')}”，这种规则用不到", allowed)


def _inside(line: Any, places: NamedPlaces) -> Found:
    rows = line.rows if isinstance(line, Table | Rollup) else []
    key = line.key if isinstance(line, Table) else "streak"
    for n, row in enumerate(rows, start=1):
        for name in idle(row, heeded_in_row(row, key)):
            yield _idle(row, name, f"rows[{n}]/", line, places)
    for name, part, known in (
        ("baseline", getattr(line, "baseline", None), heeded_in_baseline),
        ("of", getattr(line, "of", None), heeded_in_basis),
        ("when", getattr(line, "when", None), heeded_in_test),
        ("exempt_when", line.exempt_when, heeded_in_test),
    ):
        if part is not None:
            for field in idle(part, known(part)):
                yield _idle(part, field, f"{name}/", line, places)


def unheeded_in_gate(gate: Gate, places: NamedPlaces) -> Found:
    tests: tuple[tuple[str, Test | None], ...] = (("condition", gate.condition), ("exempt_when", gate.exempt_when))
    for name, test in tests:
        for field in idle(test, heeded_in_test(test)) if test is not None else ():
            yield _idle(test, field, f"{name}/", gate, places)


def _idle(part: Any, name: str, before: str, owner: Any, places: NamedPlaces, manner: str = "这里") -> Problem:
    key = type(part).model_fields[name].alias or name
    return Problem(
        places.of(owner.code, f"{before}{key}"), f"{manner}用不到“{title_of(type(part), name)}”，写了也不起作用", "删去"
    )
