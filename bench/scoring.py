"""How fast the engine is: `make bench`. Prints a table; nothing here passes or fails.

Each size runs in a process of its own, so that its peak memory is its own. Times are the least and the median of the
runs; the machine is named by its load only, as absolute figures differ from one to the next.
"""

import random
import resource
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

from duban.scoring.evaluation.engine import Scoring
from duban.scoring.facts import Book, Fact, Unit
from duban.scoring.reading.load import load_text
from duban.scoring.scheme.model import Scheme
from duban.scoring.score import score

SIZES = {"county": (110, 37, 30_000, 5), "city": (1500, 100, 300_000, 3)}
_DAY = date(2026, 1, 1)


def scheme_of(indicators: int) -> Scheme:
    """A scheme with so many indicators, the common rules in turn, one in twelve comparing units with each other."""
    tags, items = [], []
    for n in range(indicators):
        code, tag = f"1.{n}", f"标签{n}"
        event = f"{tag}: {{kind: event, source_kind: record, absent: none, levels: [省, 市, 县]}}"
        number = f"{tag}: {{kind: number, source_kind: statistics}}"
        kinds = [
            (event, "max", f"rule: TALLY, mode: per_event, source: {tag}, points: -0.05"),
            (event, "max", f"rule: TALLY, mode: per_shortfall, source: {tag}, need: 1, per: month, points: -0.5"),
            (
                event,
                "0",
                f"rule: TABLE, key: label, source: {tag}, match: sum, rows: [{{is: 省, points: 0.3}}, {{is: [市, 县], points: 0.1}}]",
            ),
            (
                number,
                "max",
                f"rule: SLOPE, source: {tag}, baseline: {{constant: 90}}, step: 1, stepping: whole, below: {{points: -0.1}}",
            ),
            (event, "max", f"rule: TALLY, mode: per_shortfall, source: {tag}, need: 4, per: quarter, points: -0.2"),
            (
                number,
                "0",
                f"rule: TABLE, key: number, source: {tag}, rows: [{{to: 60, points: 0}}, {{from: 60, to: 90, points: 2}}, {{from: 90, points: 4}}]",
            ),
        ]
        tag_line, base, rule = kinds[n % 6]
        if n % 12 == 3:
            rule = f"rule: COHORT, of: {{source: {tag}}}, function: rank_step, first: 4, step: 0.01, ties: skip"
            base = "0"
        tags.append(f"  {tag_line}")
        items.append(f"  - {{code: '{code}', name: 指标{n}, max: 4, limit: {{base: {base}}}, lines: [{{{rule}}}]}}")
    text = "\n".join(
        ["scheme: bench", "title: 基准", "historical: true", "window: {from: 2026-01-01, to: 2026-12-31}", "tags:", *tags,
         f"total: {{max: {indicators * 4}}}", "groups:", "- code: '1'", "  name: 全部", "  indicators:", *items]
    )  # fmt: skip
    return load_text(text).scheme


def book_of(scheme: Scheme, units: int, facts: int) -> Book:
    """So many units and facts, spread evenly over the tags."""
    dice = random.Random(7)
    names = [f"单位{n:05}" for n in range(units)]
    tags = list(scheme.tags.items())
    rows: list[Fact] = []
    for name in names:
        for tag, kind in tags:
            if kind.kind == "number":
                rows.append(Fact(name, tag, f"n{len(rows)}", Decimal(dice.randint(400, 1000)) / 10, _DAY))
    events = [tag for tag, kind in tags if kind.kind == "event"]
    levels = [{"级别": "省"}, {"级别": "市"}, {"级别": "县"}]
    while len(rows) < facts:
        day = _DAY + timedelta(days=dice.randrange(365))
        rows.append(
            Fact(dice.choice(names), dice.choice(events), f"e{len(rows)}", Decimal(1), day, None, dice.choice(levels))
        )
    return Book([Unit(name) for name in names], rows)


def run(size: str) -> None:
    """One size in this process: whole scoring, and one unit anew after one fact."""
    units, indicators, facts, runs = SIZES[size]
    scheme = scheme_of(indicators)
    book = book_of(scheme, units, facts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(runs):
        result = None  # the one before must not count towards the peak of this one
        start = time.perf_counter()
        result = score(scheme, book)
        times.append(time.perf_counter() - start)
    lines = sum(len(unit.entries) for unit in result.units)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{size:8}{units:6} × {indicators:3} × {facts:7}  整体 {min(times):7.3f} / {statistics.median(times):7.3f} s"
        f"  明细 {lines:7}  峰值 {peak // 1024:4} MB（其中事实 {before // 1024} MB）"
    )
    scoring = Scoring(scheme, book)
    for name in scoring.names:
        scoring.unit(name)
    unit = scoring.names[units // 2]
    own = [f for f in book.facts if f.unit == unit]
    again, everybody = [], []
    for n in range(20):
        own = [*own, Fact(unit, "标签0", f"x{n}", Decimal(1), _DAY)]
        start = time.perf_counter()
        scoring.replace(unit, {"facts": own})
        scoring.unit(unit)
        again.append(time.perf_counter() - start)
        for name in scoring.names:
            scoring.unit(name)
        everybody.append(time.perf_counter() - start)
    print(
        f"{'':8}一个单位加一笔事实后重算：本单位 {min(again) * 1000:6.1f} / {statistics.median(again) * 1000:6.1f} ms，"
        f"全部受影响的单位 {min(everybody) * 1000:6.1f} / {statistics.median(everybody) * 1000:6.1f} ms"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1])
    else:
        print("单位 × 指标 × 事实          最短 / 中位")
        for name in SIZES:
            subprocess.run([sys.executable, __file__, name], check=True)
