"""Hard cases 22 to 26 at their edges: the number on the line, the gap, the endless quotient, the cut total."""

import ast
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import duban.scoring
from duban.scoring.evaluation.outcome import State
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.result import add_up

from .worked import published, scheme_of, scored, text_of

D = Decimal
NUMBER = "比率: {kind: number, source_kind: statistics}"

# --- 22 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("held", "points"), [(30, 5), (29, D("4.833")), (25, D("4.165")), (1, D("0.157")), (0, 0)])
def test_hard_case_22_exact_decimals_and_no_rounding_on_the_way(held: int, points: Decimal) -> None:
    """20: 0.167 × 30 is 5.01 on a five-point item."""
    unit = scored(published("20"), 单位="单位 | 类别\n甲 | 区", 事实=f"标签 | 数值\n百姓宣讲 | {held}").units[0]
    assert unit.indicator("1.3").points == points
    assert unit.indicator("1.3").raw == 5 - D("0.167") * (30 - held)


def test_hard_case_22_a_tenth_three_times_is_three_tenths() -> None:
    tags = "好事: {kind: event, source_kind: record, absent: none}"
    unit = scored(
        scheme_of("- {rule: TALLY, mode: per_event, source: 好事, points: 0.1}", tags=tags),
        事实="标签 | 数值\n好事 | 3",
    ).units[0]
    assert unit.total == D("0.3")
    assert str(unit.total) == "0.3"


@pytest.mark.parametrize(
    ("mode", "expected"), [("half_up", "2.67"), ("half_even", "2.66"), ("down", "2.66"), ("up", "2.67")]
)
def test_hard_case_22_rounding_only_by_a_stated_rule(mode: str, expected: str) -> None:
    line = "- {rule: SLOPE, source: 比率, baseline: {constant: 0}, step: 1, stepping: continuous, above: {points: 1}}"
    facts = "标签 | 数值\n比率 | 2.665"
    rounded = scheme_of(line, tags=NUMBER, limit=f"{{round: {{places: 2, mode: {mode}}}}}")
    unit = scored(rounded, 事实=facts).units[0]
    assert unit.indicator("1").points == D(expected)
    assert unit.entry("1-1").points == D("2.665"), "the line stays exact"
    assert scored(scheme_of(line, tags=NUMBER), 事实=facts).units[0].total == D("2.665")


def test_hard_case_22_endless_quotients_still_add_up() -> None:
    """In any order: sums of quotients are cut where 28 digits still hold them exactly."""
    line = "- {rule: IMPORT, from: 考核, kind: score, worth: 10, provenance_required: false}"
    total = "total: {limit: {base: 60, ceiling: none}}"
    scheme = scheme_of("\n".join([line] * 5), tags=NUMBER, max="100", more=total)
    for k in range(1, 30):
        rows = "\n".join(f"1-{i} | {i * k % 97 + 1} | {97 + i * 2 + k}" for i in range(1, 6))
        unit = scored(scheme, 引用=f"细则 | 数值 | 满分\n{rows}").units[0]
        assert add_up(unit.entries) == add_up(unit.entries[::-1]) == unit.total
        exact = 60 + sum(Fraction(i * k % 97 + 1, 97 + i * 2 + k) * 10 for i in range(1, 6))
        assert abs(Fraction(unit.total) - exact) < Fraction(1, 10**17)


def test_hard_case_22_never_binary_floats() -> None:
    """A float in a scheme's numbers is refused, and no module computes points with one."""
    with pytest.raises(Refused):
        load_text(text_of("- {rule: TALLY, mode: per_event, source: 比率, points: 一分}", tags=NUMBER))
    evaluation = Path(duban.scoring.__file__).parent / "evaluation"
    for path in evaluation.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path.name}:{node.lineno}"


# --- 23 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stepping", "expected"),
    [
        ("continuous", ["-0.26", "0", "-0.1", "-0.001", "0"]),
        ("whole", ["-0.2", "0", "-0.1", "0", "0"]),
        ("started", ["-0.3", "0", "-0.1", "-0.1", "0"]),
    ],
)
def test_hard_case_23_per_one_per_cent_below_by_whole_steps_or_continuous(stepping: str, expected: list[str]) -> None:
    line = f"- {{rule: SLOPE, source: 比率, baseline: {{constant: 0.2}}, step: 0.01, stepping: {stepping}, below: {{points: -0.1}}}}"
    scheme = scheme_of(line, tags=NUMBER, limit="{base: max}")
    for number, points in zip(("0.174", "0.2", "0.19", "0.1999", "0.9"), expected, strict=True):
        unit = scored(scheme, 事实=f"标签 | 数值\n比率 | {number}").units[0]
        assert unit.entry("1-1").points == D(points), number


def test_hard_case_23_the_switch_has_no_default() -> None:
    line = "- {rule: SLOPE, source: 比率, baseline: {constant: 0.2}, step: 0.01, below: {points: -0.1}}"
    with pytest.raises(Refused) as refused:
        load_text(text_of(line, tags=NUMBER))
    assert any("stepping" in p.where for p in refused.value.problems)


# --- 24 ---------------------------------------------------------------------------------------------------------

BANDS = "- {{rule: TABLE, key: number, source: 比率, closed: {closed}, rows: [{{to: 0.1, points: -2}}, {{from: 0.1, to: 0.2, points: -4}}, {{from: 0.2, points: -6}}]}}"


@pytest.mark.parametrize(("closed", "at"), [("right", [-2, -2, -4, -4, -6]), ("left", [-2, -4, -4, -6, -6])])
def test_hard_case_24_the_boundary_belongs_to_a_stated_side(closed: str, at: list[int]) -> None:
    """11: is exactly ten per cent within ten per cent?"""
    scheme = scheme_of(BANDS.format(closed=closed), tags=NUMBER, limit="{base: max}")
    for number, points in zip(("0.0999", "0.1", "0.1001", "0.2", "0.2001"), at, strict=True):
        assert scored(scheme, 事实=f"标签 | 数值\n比率 | {number}").units[0].entry("1-1").points == points, number


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        ("[{to: 59, points: 0}, {from: 60, points: 5}]", "left"),  # whole numbers leave 59.5 nowhere
        ("[{to: 60, points: 0}, {from: 60, points: 5}]", "both"),  # 60 stands in two bands
        ("[{to: 60, points: 0}, {from: 60, points: 5}]", "neither"),  # 60 stands in none
        ("[{from: 0, to: 60, points: 0}, {from: 60, to: 100, points: 5}]", "left"),  # 100 and above are not said
        ("[{to: 60, points: 0}, {from: 50, points: 5}]", "left"),  # an overlap
    ],
)
def test_hard_case_24_gaps_and_overlaps_are_found_on_load(rows: str, closed: str) -> None:
    line = f"- {{rule: TABLE, key: number, source: 比率, closed: {closed}, rows: {rows}}}"
    scheme = text_of(line, tags=NUMBER, max="5", indicator="basis: 甲", more="total: {max: 5}")
    with pytest.raises(Refused) as refused:
        load_text(scheme.replace("historical: true", "plan_number: 甲\nfiling_number: 乙"))
    assert all("1-1" in p.where for p in refused.value.problems)
    load_text(scheme)  # a historical one is studied as it is, with warnings
    assert load_text(scheme).warnings


def test_hard_case_24_a_number_that_falls_into_a_gap_is_put_to_a_person() -> None:
    line = (
        "- {rule: TABLE, key: number, source: 比率, closed: both, rows: [{to: 59, points: 0}, {from: 60, points: 5}]}"
    )
    for number, asks in (("59", False), ("59.5", True), ("60", False)):
        unit = scored(scheme_of(line, tags=NUMBER), 事实=f"标签 | 数值\n比率 | {number}").units[0]
        assert bool(unit.asks) is asks, number


# --- 25 ---------------------------------------------------------------------------------------------------------


def test_hard_case_25_bands_joined_by_or_need_an_order_of_precedence() -> None:
    """43: income, or growth: a unit can stand in two bands."""
    tags = "收入: {kind: number, source_kind: statistics}\n增幅: {kind: number, source_kind: statistics}"
    rows = "rows: [{any: [{source: 收入, at_least: 2300, at_most: 4500}, {source: 增幅, over: 0.13}], points: 12}, {any: [{source: 收入, at_least: 4500}, {source: 增幅, over: 0.15}], points: 18}]"
    seen = {}
    for match in ("first", "highest", "ask"):
        scheme = scheme_of(f"- {{rule: TABLE, key: tests, match: {match}, {rows}}}", tags=tags, max="25")
        for income, growth in ((3000, "0.14"), (3000, "0.2"), (9000, "0"), (4500, "0")):
            unit = scored(scheme, 事实=f"标签 | 数值\n收入 | {income}\n增幅 | {growth}").units[0]
            seen[match, income, growth] = "待决" if unit.asks else unit.total
    assert [seen["first", *k] for k in ((3000, "0.14"), (3000, "0.2"), (9000, "0"), (4500, "0"))] == [12, 12, 18, 12]
    assert [seen["highest", *k] for k in ((3000, "0.14"), (3000, "0.2"), (9000, "0"), (4500, "0"))] == [12, 18, 18, 18]
    assert [seen["ask", *k] for k in ((3000, "0.14"), (3000, "0.2"), (9000, "0"), (4500, "0"))] == [
        12,
        "待决",
        18,
        "待决",
    ]


def test_hard_case_25_the_published_scheme_asks_where_it_is_silent() -> None:
    scheme = published("43")
    for income, growth, asks in ((2000, "0", True), (5000, "0.14", True)):
        facts = f"标签 | 数值\n人均纯收入 | {income}\n人均纯收入增幅 | {growth}"
        entry = scored(scheme, 事实=facts).units[0].entry("2.1-1")
        assert (entry.state, bool(entry.ask)) == (State.MISSING, asks)
    assert "同时满足2档" in entry.reason


# --- 26 ---------------------------------------------------------------------------------------------------------

BONUS = """
- {code: A, name: 工作, max: 90, indicators: [{code: A1, name: 工作, max: 90, lines: [{rule: IMPORT, from: 考核, kind: score, factor: 1, provenance_required: false}]}]}
- code: B
  name: 加分
  bonus: true
  limit: {base: 0, ceiling: 5}
  indicators: [{code: B1, name: 加分, bonus: true, limit: {ceiling: none}, lines: [{rule: IMPORT, from: 加分, kind: score, factor: 1, provenance_required: false}]}]
"""


@pytest.mark.parametrize(
    ("work", "bonus", "total", "grade"), [(80, 9, 85, "优"), (79, 9, 84, "良"), (79, 0, 79, "良"), (90, 0, 90, "优")]
)
def test_hard_case_26_a_grade_on_the_total_without_bonus(work: int, bonus: int, total: int, grade: str) -> None:
    scheme = scheme_of(
        tags=NUMBER,
        groups=BONUS,
        more="grades: {on: total_without_bonus, bands: [{grade: 优, at_least: 80}, {grade: 良}]}",
    )
    unit = scored(scheme, 引用=f"细则 | 数值\nA1-1 | {work}\nB1-1 | {bonus}").units[0]
    assert (unit.total, unit.grade) == (total, grade)


def test_hard_case_26_without_bonus_means_before_the_total_was_cut() -> None:
    more = "total: {max: 90, limit: {base: 0, floor: 0, ceiling: 90}}\ngrades: {on: total_without_bonus, bands: [{grade: 优, at_least: 88}, {grade: 良}]}"
    unit = scored(scheme_of(tags=NUMBER, groups=BONUS, more=more), 引用="细则 | 数值\nA1-1 | 88\nB1-1 | 5").units[0]
    assert (unit.total, unit.grade) == (90, "优"), "93 was cut to 90, but 88 were earned without any bonus"


@pytest.mark.parametrize(
    ("scores", "stars"), [((80, 80, 80), "三星"), ((80, 79, 100), "二星"), ((100, 0, 0), "一星"), ((79, 79, 79), "无")]
)
def test_hard_case_26_a_grade_on_the_number_of_blocks_passed(scores: tuple[int, ...], stars: str) -> None:
    """34: each star is its own test of a hundred points."""
    groups = "\n".join(
        f"- {{code: S{n}, name: 星{n}, max: 100, indicators: [{{code: S{n}1, name: 星, max: 100, lines: [{{rule: IMPORT, from: 检查, kind: score, factor: 1, provenance_required: false}}]}}]}}"
        for n in range(3)
    )
    grades = "grades: {on: blocks_passed, block_pass: 80, bands: [{grade: 三星, at_least: 3}, {grade: 二星, at_least: 2}, {grade: 一星, at_least: 1}, {grade: 无}]}"
    imports = "细则 | 数值\n" + "\n".join(f"S{n}1-1 | {score}" for n, score in enumerate(scores))
    assert scored(scheme_of(tags=NUMBER, groups=groups, more=grades), 引用=imports).units[0].grade == stars
