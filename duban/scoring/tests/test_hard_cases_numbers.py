"""Hard cases 22 to 26 of published schemes: exact numbers, steps, ends of bands, bands joined by "or", other bases."""

from decimal import Decimal

import pytest

from duban.scoring.problems import Refused
from duban.scoring.result import UnitResult

from .worked import published, scheme_of, scored

D = Decimal
RATIO = "占比: {kind: number, source_kind: statistics}"


def one(lines: str, facts: str, tags: str = RATIO, **frame: str) -> UnitResult:
    return scored(scheme_of(lines, tags=tags, **frame), 事实=f"标签 | 数值\n{facts}").units[0]


# --- 22 ---------------------------------------------------------------------------------------------------------


def test_hard_case_22_nothing_is_rounded_on_the_way() -> None:
    """20: 0.167 for each of 30 missing is 5.01 on five points; five missing leave 4.165."""
    scheme = published("20")
    for held, points, raw in ((25, "4.165", "4.165"), (0, "0", "-0.010"), (15, "2.495", "2.495"), (30, "5", "5")):
        result = scored(scheme, 单位="单位 | 类别\n甲区 | 区", 事实=f"标签 | 数值\n百姓宣讲 | {held}")
        indicator = result.units[0].indicator("1.3")
        assert (indicator.points, indicator.raw) == (D(points), D(raw)), held


def test_hard_case_22_decimals_stay_decimals() -> None:
    tags = "事: {kind: event, source_kind: register, absent: none}"
    line = "- {rule: TALLY, mode: per_event, source: 事, points: 0.1}"

    assert str(one(line, "事 | 3", tags).total) == "0.3"


def test_hard_case_22_rounding_only_by_a_stated_rule() -> None:
    line = "- {rule: SLOPE, source: 占比, baseline: {constant: 0}, step: 3, stepping: continuous, above: {points: 1}}"
    for mode, points in (("half_up", "1.67"), ("down", "1.66"), ("half_even", "1.67"), ("up", "1.67")):
        unit = one(line, "占比 | 5", limit=f"{{round: {{places: 2, mode: {mode}}}}}")
        assert unit.indicator("1").points == D(points), mode
    assert one(line, "占比 | 5").indicator("1").points == D("1.666666666666666667"), (
        "an endless quotient keeps 18 places"
    )


# --- 23 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "continuous", "whole", "started"),
    [
        ("0.174", "-0.26", "-0.2", "-0.3"),
        ("0.20", "0", "0", "0"),
        ("0.199", "-0.01", "0", "-0.1"),
        ("0.19", "-0.1", "-0.1", "-0.1"),
        ("0.25", "0", "0", "0"),
    ],
)
def test_hard_case_23_a_part_of_a_step_counts_as_the_rule_says(ratio, continuous, whole, started) -> None:
    """17: 0.1 for each point of a hundred below 20; 17.4 against 20."""
    for stepping, points in (("continuous", continuous), ("whole", whole), ("started", started)):
        line = (
            f"- {{rule: SLOPE, source: 占比, baseline: {{constant: 0.20}}, step: 0.01, stepping: {stepping}, "
            "below: {points: -0.1}}"
        )
        unit = one(line, f"占比 | {ratio}", limit="{floor: none}")
        assert unit.indicator("1").points == D(points), stepping


# --- 24 ---------------------------------------------------------------------------------------------------------

SHORT = "rows: [{to: 0.1, points: -2}, {from: 0.1, to: 0.2, points: -4}, {from: 0.2, points: -6}]"


@pytest.mark.parametrize(
    ("ratio", "left", "right"), [("0.1", 3, 5), ("0.2", 1, 3), ("0.0999", 5, 5), ("0.2001", 1, 1), ("0.15", 3, 3)]
)
def test_hard_case_24_a_number_on_the_line_lies_on_the_stated_side(ratio, left, right) -> None:
    """11: exactly ten per cent short."""
    for closed, points in (("left", left), ("right", right)):
        line = f"- {{rule: TABLE, key: number, source: 占比, closed: {closed}, {SHORT}}}"
        unit = one(line, f"占比 | {ratio}", max="7", limit="{base: max}")
        assert unit.indicator("1").points == points, closed


def test_hard_case_24_bands_in_whole_numbers_leave_the_decimals_nowhere_and_are_told() -> None:
    line = "- {rule: TABLE, key: number, source: 占比, closed: both, rows: [{from: 0, to: 59, points: 1}, {from: 60, to: 100, points: 2}]}"
    scheme = scheme_of(line, tags=RATIO)

    unit = scored(scheme, 事实="标签 | 数值\n占比 | 59.5").units[0]

    assert unit.asks[0].question == "占比59.5不在任何一档，原表没有写"


# --- 25 ---------------------------------------------------------------------------------------------------------

INCOME = "收入: {kind: number, source_kind: statistics}\n增幅: {kind: number, source_kind: statistics}"
BANDS = (
    "rows: [{any: [{source: 收入, over: 5500}, {source: 增幅, over: 0.17}], points: 25}, "
    "{any: [{source: 收入, at_least: 4500, at_most: 5500}, {source: 增幅, over: 0.15}], points: 20}, "
    "{any: [{source: 收入, at_least: 2300, under: 4500}, {source: 增幅, over: 0.13}], points: 15}]"
)


@pytest.mark.parametrize(("match", "points"), [("first", 25), ("highest", 25), ("ask", 0)])
def test_hard_case_25_bands_joined_by_or_need_an_order(match, points) -> None:
    """43: an income of 4,200 with a growth of 18 % satisfies three bands."""
    line = f"- {{rule: TABLE, key: tests, match: {match}, otherwise: 5, {BANDS}}}"
    unit = one(line, "收入 | 4200\n增幅 | 0.18", INCOME, max="25")

    assert unit.indicator("1").points == (points or 5)
    assert bool(unit.asks) is (match == "ask")


def test_hard_case_25_one_band_alone_is_no_question() -> None:
    line = f"- {{rule: TABLE, key: tests, match: ask, otherwise: 5, {BANDS}}}"

    for income, growth, points in ((4200, "0.10", 15), (4500, "0.10", 20), (5500, "0.13", 20), (2299, "0.13", 5)):
        unit = one(line, f"收入 | {income}\n增幅 | {growth}", INCOME, max="25")
        assert (unit.indicator("1").points, unit.asks) == (points, []), income


def test_hard_case_25_the_published_table_is_put_to_a_person() -> None:
    result = scored(published("43"), 事实="标签 | 数值\n人均纯收入 | 4200\n人均纯收入增幅 | 0.18")

    asked = [ask for ask in result.units[0].asks if "同时满足" in ask.question]
    assert len(asked) == 1


# --- 26 ---------------------------------------------------------------------------------------------------------

TWO = """
- code: A
  name: 基础
  indicators:
  - {code: "1", name: 基础分, max: 90, lines: [{rule: IMPORT, from: 统计, kind: score, provenance_required: false}]}
- code: B
  name: 加分
  bonus: true
  indicators:
  - {code: "2", name: 加分, max: 20, lines: [{rule: IMPORT, from: 统计, kind: score, provenance_required: false}]}
"""


@pytest.mark.parametrize(("on", "grade"), [("total", "优秀"), ("total_without_bonus", "良好")])
def test_hard_case_26_the_grade_may_go_by_another_number_than_the_total(on, grade) -> None:
    scheme = scheme_of(
        groups=TWO, more=f"grades: {{on: {on}, bands: [{{grade: 优秀, at_least: 90}}, {{grade: 良好}}]}}"
    )
    unit = scored(scheme, 引用="细则 | 数值\n1-1 | 85\n2-1 | 10").units[0]

    assert (unit.total, unit.grade) == (95, grade)


def test_hard_case_26_stars_are_counted_block_by_block() -> None:
    """34: each star is a test of its own, passed at 80 of 100."""
    blocks = "\n".join(
        f"- code: {c}\n  name: {c}星\n  max: 100\n  indicators:\n"
        f'  - {{code: "{c}1", name: {c}, max: 100, lines: [{{rule: IMPORT, from: 统计, kind: score, '
        "provenance_required: false}]}"
        for c in "ABC"
    )
    grades = "{on: blocks_passed, block_pass: 80, bands: [{grade: 三星, at_least: 3}, {grade: 二星, at_least: 2}, {grade: 无}]}"
    unit = scored(
        scheme_of(groups=blocks, more=f"grades: {grades}"), 引用="细则 | 数值\nA1-1 | 80\nB1-1 | 79.99\nC1-1 | 100"
    ).units[0]

    assert [(g.group, g.passed) for g in unit.groups] == [("A", True), ("B", False), ("C", True)]
    assert (unit.total, unit.grade) == (D("259.99"), "二星")


def test_a_number_that_is_not_exact_is_refused_in_a_scheme() -> None:
    with pytest.raises(Refused, match=r"“(true|True)”"):
        scheme_of("- {rule: TALLY, mode: per_event, source: 占比, points: true}", tags=RATIO)
