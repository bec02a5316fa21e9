"""Hard cases 1 to 9 of published schemes: limits and sign, and several rules that speak of one fact."""

from decimal import Decimal

from duban.scoring.evaluation.outcome import State
from duban.scoring.reading.load import load_text
from duban.scoring.result import UnitResult

from .worked import published, scheme_of, scored, text_of

D = Decimal
ERRORS = "错误: {kind: event, source_kind: inspection, absent: none, levels: [发现, 未整改, 重复]}"


def one(tags: str, lines: str, facts: str, **frame: str) -> UnitResult:
    """The only unit of a small scheme."""
    return scored(scheme_of(lines, tags=tags, **frame), 事实=facts).units[0]


# --- 1 ----------------------------------------------------------------------------------------------------------


def test_hard_case_01_deductions_beyond_the_item_stop_at_its_floor() -> None:
    """Three deductions of six points on an item of four: nought, and the raw sum of -2 stays to be seen."""
    scheme = published("04")
    yes = ["应设未设专职副书记", "专职副书记未列席党委会", "干部调整未书面征求机关党组织意见", "专职干部连任两届未交流"]
    facts = "标签 | 数值\n" + "\n".join(f"{tag} | 是" for tag in yes)
    indicator = scored(scheme, 事实=facts).units[0].indicator("1.4")
    assert (indicator.max, indicator.points, indicator.raw) == (4, 0, -2)
    limit = next(e for e in indicator.entries if e.rule == "LIMIT")
    assert (limit.points, limit.limit) == (2, "扣完为止")


def test_hard_case_01_the_floor_is_one_for_all_lines_of_the_item() -> None:
    lines = "- {rule: TALLY, mode: per_event, source: 错误, points: -3}\n- {rule: TALLY, mode: per_event, source: 错误, points: -2}"
    points = [
        one(ERRORS, lines, f"标签 | 数值\n错误 | {n}", max="4", limit="{base: max}").indicator("1").points
        for n in (0, 1)
    ]
    assert points == [4, 0]


def test_hard_case_01_eleven_missing_rules_on_seven_points() -> None:
    unit = one(
        ERRORS,
        "- {rule: TALLY, mode: per_shortfall, source: 错误, need: 11, points: -1}",
        "标签 | 数值\n错误 | 0",
        max="7",
        limit="{base: max}",
    )
    assert (unit.indicator("1").points, unit.indicator("1").raw) == (0, -4)


# --- 2 ----------------------------------------------------------------------------------------------------------


def test_hard_case_02_negative_points_only_where_the_scheme_allows_them() -> None:
    lines = "- {rule: TALLY, mode: per_event, source: 错误, points: -1}"
    for floor, expected in (("0", D(0)), ("none", D("-7.5")), ("-0.5", D("-0.5")), ("1", D(1))):
        unit = one(ERRORS, lines, "标签 | 数值\n错误 | 9", max="4", limit=f"{{base: 1.5, floor: {floor}}}")
        assert unit.indicator("1").points == expected, floor


def test_hard_case_02_without_a_word_the_floor_is_nought() -> None:
    unit = one(ERRORS, "- {rule: TALLY, mode: per_event, source: 错误, points: -2}", "标签 | 数值\n错误 | 1", max="2")
    assert unit.indicator("1").points == 0
    below = one(
        ERRORS,
        "- {rule: TALLY, mode: per_event, source: 错误, points: -2}",
        "标签 | 数值\n错误 | 1",
        limit="{floor: -2}",
    )
    assert below.indicator("1").points == -2, "37: two taken off a two-point item that was not earned"


def test_hard_case_02_a_deduction_of_its_own_cap_stops_there() -> None:
    """17: base 1.5, a deduction of at most 2: the lowest is -0.5."""
    line = "- {rule: TALLY, mode: per_event, source: 错误, points: -1, limit: {floor: -2}}"
    unit = one(ERRORS, line, "标签 | 数值\n错误 | 9", max="2", limit="{base: 1.5, floor: none}")
    assert unit.indicator("1").points == D("-0.5")
    assert unit.entry("1-1").raw == -9


def test_hard_case_02_direct_deductions_from_the_total_have_no_floor() -> None:
    lines = "- {rule: TALLY, mode: per_event, source: 错误, points: -10}"
    unit = one(ERRORS, lines, "标签 | 数值\n错误 | 12", max="", limit="{floor: none, ceiling: none}")
    assert unit.total == -120


# --- 3 ----------------------------------------------------------------------------------------------------------


def test_hard_case_03_above_full_marks_only_where_the_scheme_allows_it() -> None:
    """06: one and one more on a full item of three."""
    scheme = published("06")
    facts = "标签 | 数值\n未悬挂党旗誓词 | 否\n宣传报道 | 5\n建有宣传平台 | 1"
    indicator = scored(scheme, 事实=facts).units[0].indicator("4.2")
    assert (indicator.max, indicator.points) == (3, 5)


def test_hard_case_03_the_ceiling_is_a_parameter() -> None:
    line = "- {rule: TALLY, mode: per_event, source: 错误, points: 1}"
    for ceiling, expected in (("max", 3), ("none", 9), ("5", 5)):
        unit = one(ERRORS, line, "标签 | 数值\n错误 | 9", max="3", limit=f"{{base: 0, ceiling: {ceiling}}}")
        assert unit.indicator("1").points == expected, ceiling


# --- 4 ----------------------------------------------------------------------------------------------------------

LEVELS_OF_CAPS = """
- code: A
  name: 加分
  limit: {base: 0, floor: none, ceiling: 20}
  indicators:
  - code: A1
    name: 甲
    limit: {base: 0, ceiling: 15}
    bundles: {两条: {ceiling: 12}}
    lines:
    - {rule: TALLY, mode: per_event, source: 好事, points: 4, limit: {ceiling: 10}, bundle: 两条}
    - {rule: TALLY, mode: per_event, source: 好事, points: 5, bundle: 两条}
    - {rule: TALLY, mode: per_event, source: 好事, points: 7}
  - {code: A2, name: 乙, limit: {base: 0, ceiling: 30}, lines: [{rule: TALLY, mode: per_event, source: 好事, points: 8}]}
"""


def test_hard_case_04_caps_at_line_bundle_item_group_and_total_in_this_order() -> None:
    tags = "好事: {kind: event, source_kind: circular, absent: none}"
    scheme = scheme_of(tags=tags, groups=LEVELS_OF_CAPS, more="total: {limit: {base: 85, floor: 0, ceiling: 100}}")
    seen = []
    for n in (0, 1, 2, 3):
        unit = scored(scheme, 事实=f"标签 | 数值\n好事 | {n}").units[0]
        group = unit.groups[0]
        seen.append(
            (
                unit.entry("A1-1").points,
                unit.indicator("A1").points,
                unit.indicator("A2").points,
                group.points,
                unit.total,
            )
        )
    assert seen == [
        (0, 0, 0, 0, 85),
        (4, 15, 8, 20, 100),  # 4+5 in the bundle is 9; with 7 it is 16, the item holds 15; 23 in the group, 20
        (8, 15, 16, 20, 100),
        (10, 15, 24, 20, 100),
    ]


def test_hard_case_04_a_base_of_eighty_ends_at_a_hundred() -> None:
    scheme = published("26")
    result = scored(scheme, 单位=f"单位 | 类别\n甲 | {scheme.categories[0]}" if scheme.categories else "单位\n甲")
    assert scheme.total.limit.base == 80
    assert scheme.total.limit.ceiling in (100, "max")
    assert result.units[0].total <= 100


# --- 5 ----------------------------------------------------------------------------------------------------------


def test_hard_case_05_a_shortfall_never_turns_extra_work_into_points_or_penalties() -> None:
    for points in ("-0.5", "-1.25"):
        line = f"- {{rule: TALLY, mode: per_shortfall, source: 错误, need: 4, points: {points}}}"
        have = [
            one(ERRORS, line, f"标签 | 数值\n错误 | {n}", limit="{base: max}").entry("1-1").points
            for n in (0, 3, 4, 5, 400)
        ]
        assert have == [D(points) * 4, D(points), 0, 0, 0]


def test_hard_case_05_extra_work_in_one_month_does_not_make_up_for_another() -> None:
    line = "- {rule: TALLY, mode: per_shortfall, source: 错误, need: 1, per: month, points: -1}"
    unit = one(ERRORS, line, "标签 | 数值 | 日期\n错误 | 12 | 2026-01-31", limit="{base: max, floor: none}", max="20")
    assert unit.entry("1-1").points == -11


# --- 6 ----------------------------------------------------------------------------------------------------------

LADDER = "rows: [{is: 发现, points: 3}, {is: 未整改, points: 4}, {is: 重复, points: 10}]"


def test_hard_case_06_the_highest_or_the_sum_as_the_scheme_says() -> None:
    facts = "标签 | 数值 | 级别 | 事项\n错误 | 1 | 发现 | 一\n错误 | 1 | 未整改 | 一\n错误 | 1 | 重复 | 一\n错误 | 1 | 发现 | 二"
    points = {}
    for keep in ("max", "min", "first", "sum"):
        lines = f"- {{rule: TABLE, key: label, source: 错误, match: sum, {LADDER}}}"
        more = f"dedupe: [{{key: 事项, lines: [1-1], keep: {keep}}}]"
        points[keep] = one(ERRORS, lines, facts, max="", more=more).entry("1-1").points
    assert points == {"max": 13, "min": 6, "first": 6, "sum": 20}


def test_hard_case_06_the_heaviest_deduction_of_a_matter_across_lines() -> None:
    tags = ERRORS + "\n批评: {kind: event, source_kind: circular, absent: none}"
    lines = "- {rule: TALLY, mode: per_event, source: 错误, points: -1}\n- {rule: TALLY, mode: per_event, source: 批评, points: -2}"
    more = "dedupe: [{key: 事项, lines: [1-1, 1-2], keep: max}]"
    for facts, expected in (
        ("错误 | 1 | 一\n批评 | 1 | 一", -2),
        ("错误 | 1 | 一\n批评 | 1 | 二", -3),
        ("错误 | 3 | 一\n批评 | 1 | 一", -3),
        ("错误 | 1 |\n批评 | 1 |", -3),
    ):
        unit = one(tags, lines, f"标签 | 数值 | 事项\n{facts}", limit="{floor: none}", more=more)
        assert unit.indicator("1").points == expected, facts


# --- 7 ----------------------------------------------------------------------------------------------------------

OVERDUE = "- {rule: DEADLINE, source: 发展党员, due: {source: 上次发展, months: 36}, points: -5, per: {every: year, points: -1}}"
VETO = """
grades: {bands: [{grade: 优秀, at_least: 0}, {grade: 合格}]}
gates: [{code: v1, name: 三年未发展党员, condition: {source: 三年未发展, is: true}, effect: cap_grade, grade: 合格}]
"""


def test_hard_case_07_a_deduction_and_a_veto_on_the_same_fact() -> None:
    """14: three years without a recruit cost five, each further year one, and the grade waits for a ruling."""
    tags = """
    发展党员: {kind: dated, source_kind: roster, absent: none}
    上次发展: {kind: event, source_kind: roster, absent: missing}
    三年未发展: {kind: yes_no, source_kind: roster}
    """
    scheme = scheme_of(OVERDUE, tags=tags, limit="{base: max}", more=VETO)
    facts = "标签 | 数值 | 日期\n上次发展 | 1 | 2021-12-31\n三年未发展 | 是 |"
    for ruling, grade, state in (
        ("", "优秀", "proposed"),
        ("细则 | 裁定 | 评分人 | 理由\nv1 | 成立 | 镇党委 | 查实", "合格", "upheld"),
    ):
        unit = scored(scheme, 事实=facts, 评分=ruling).units[0]
        assert unit.indicator("1").points == 10 - 5 - 2
        assert (unit.gates[0].state, unit.grade) == (state, grade)


# --- 8 ----------------------------------------------------------------------------------------------------------


def test_hard_case_08_a_later_step_replaces_or_adds_as_each_ladder_says() -> None:
    rows = "rows: [{is: 发现, points: -0.3}, {is: 未整改, points: -1}, {is: 重复, points: -2}]"
    facts = "标签 | 数值 | 级别 | 日期\n错误 | 1 | 发现 | 2026-03-01\n错误 | 1 | 未整改 | 2026-04-01"
    for match, expected in (("replace", D(-1)), ("sum", D("-1.3")), ("highest", D(-1)), ("first", D("-0.3"))):
        unit = one(
            ERRORS, f"- {{rule: TABLE, key: label, source: 错误, match: {match}, {rows}}}", facts, limit="{base: max}"
        )
        assert unit.entry("1-1").points == expected, match
    asking = one(ERRORS, f"- {{rule: TABLE, key: label, source: 错误, match: ask, {rows}}}", facts, limit="{base: max}")
    assert asking.asks
    assert asking.indicator("1").state is State.MISSING


def test_hard_case_08_the_published_reading_is_stated_and_held() -> None:
    scheme = published("54")
    assert any("替换" in word for word in scheme.unclear)
    facts = (
        "标签 | 数值 | 事项 | 状态 | 出现\n市督查问题 | 1 | 一 | 整改中 | 首次\n市督查问题 | 1 | 一 | 整改中 | 连续两次"
    )
    assert scored(scheme, 事实=facts).units[0].entry("1.1-1").points == -2


# --- 9 ----------------------------------------------------------------------------------------------------------


def test_hard_case_09_escalation_by_count_with_all_as_a_value() -> None:
    """41: late 0.5 each, the fourth empties the item; absences 3, 5, all."""
    scheme = published("41")
    for late, absent, expected in (
        (0, 0, 10),
        (3, 0, D("8.5")),
        (4, 0, 0),
        (0, 1, 7),
        (0, 2, 5),
        (0, 3, 0),
        (3, 2, D("3.5")),
    ):
        facts = f"标签 | 数值\n支部会迟到早退 | {late}\n支部会无故缺席 | {absent}\n违反会场纪律 | 否"
        indicator = scored(scheme, 事实=facts).units[0].indicator("1.1")
        assert indicator.points == expected, (late, absent)


def test_hard_case_09_overlapping_steps_are_reported_and_the_higher_one_counts() -> None:
    line = "- {rule: TABLE, key: ordinal, source: 错误, match: replace, rows: [{from: 2, points: -2}, {from: 2, points: -5}]}"
    loaded = load_text(text_of(line, tags=ERRORS, limit="{base: max}"))
    assert any(p.where.partition(" ")[2].startswith("1-1/rows") for p in loaded.warnings)
    scheme = published("41")
    for absent, expected in ((1, 8), (2, 5), (3, 0)):
        unit = scored(scheme, 事实=f"标签 | 数值\n志愿活动缺席 | {absent}").units[0]
        assert unit.indicator("1.3").points == expected


def test_hard_case_09_all_does_not_give_back_what_other_lines_took() -> None:
    lines = """
    - {rule: TALLY, mode: per_event, source: 错误, points: -12}
    - {rule: TALLY, mode: per_event, source: 错误, points: all, free: 1}
    """
    for n, expected in ((1, -2), (2, -14)):
        unit = one(ERRORS, lines, f"标签 | 数值\n错误 | {n}", limit="{base: max, floor: none}")
        assert unit.indicator("1").points == expected
