"""Hard cases 15 to 21 of published schemes: rules that need everybody's data, ties, classes, quotas."""

from decimal import Decimal

import pytest

from duban.scoring.evaluation.grade import seats_of
from duban.scoring.evaluation.outcome import State
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.result import Result
from duban.scoring.scheme.model import Quota

from .worked import published, scheme_of, scored, text_of

D = Decimal
NUMBER = "指数: {kind: number, source_kind: statistics}"
FREE = "{base: 0, floor: none, ceiling: none}"


def ranked(rule: str, *numbers: str, classes: str = "", **frame: str) -> Result:
    """A COHORT line over units 一, 二, 三 … with these numbers (an empty one: not reported)."""
    names = [chr(ord("a") + n) for n in range(len(numbers))]
    kinds = classes.split() or ["类"] * len(names)
    units = "单位 | 类别\n" + "\n".join(f"{name} | {kind}" for name, kind in zip(names, kinds, strict=True))
    facts = "单位 | 标签 | 数值\n" + "\n".join(
        f"{name} | 指数 | {n}" for name, n in zip(names, numbers, strict=True) if n
    )
    more = f"categories: [{', '.join(dict.fromkeys(kinds))}]"
    scheme = scheme_of(f"- {{rule: COHORT, of: {{source: 指数}}, {rule}}}", tags=NUMBER, limit=FREE, more=more, **frame)
    return scored(scheme, 单位=units, 事实=facts)


def points(result: Result) -> list[Decimal]:
    return [u.indicator("1").points for u in result.units]


# --- 15 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("function: rank_list, points: [60, 57, 54, 51, 48], ties: skip", [60, 57, 54, 51]),
        ("function: rank_list, points: [60, 57], ties: skip", [60, 57, 57, 57]),
        ("function: rank_step, first: 30, step: 2, ties: skip", [30, 28, 26, 24]),
        ("function: rank_step, first: 30, step: 0.05, step_is: percent, ties: skip", [30, D("28.5"), 27, D("25.5")]),
        (
            "function: rank_linear, first: 600, last: 500, ties: skip, singleton: ask",
            [600, D("566.666666666666666667"), D("533.333333333333333333"), 500],
        ),
        ("function: top_k, k: 2, points: [5, 3], ties: skip", [5, 3, 0, 0]),
        ("function: bottom_k, k: 1, points: [-5], ties: skip", [0, 0, 0, -5]),
    ],
)
def test_hard_case_15_rank_scales_differ(rule: str, expected: list[Decimal]) -> None:
    assert points(ranked(rule, "4", "3", "2", "1")) == expected


def test_hard_case_15_a_linear_scale_with_one_participant_does_not_divide_by_nought() -> None:
    scale = "function: rank_linear, first: 600, last: 500, ties: skip, singleton:"
    assert points(ranked(f"{scale} first", "4")) == [600]
    assert points(ranked(f"{scale} last", "4")) == [500]
    assert ranked(f"{scale} ask", "4").units[0].asks
    assert points(ranked(f"{scale} ask", "4", "2")) == [600, 500]


def test_hard_case_15_the_singleton_must_be_settled_on_load() -> None:
    line = "- {rule: COHORT, of: {source: 指数}, function: rank_linear, first: 600, last: 500, ties: skip}"
    with pytest.raises(Refused) as refused:
        load_text(text_of(line, tags=NUMBER))
    assert any("singleton" in p.where for p in refused.value.problems)


# --- 16 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ties", "expected"), [("skip", [10, 6, 6, 1]), ("dense", [10, 6, 6, 3]), ("average", [10, D("4.5"), D("4.5"), 1])]
)
def test_hard_case_16_ties_by_the_setting(ties: str, expected: list[Decimal]) -> None:
    assert points(ranked(f"function: rank_list, points: [10, 6, 3, 1], ties: {ties}", "9", "5", "5.0", "1")) == expected


def test_hard_case_16_a_tie_may_be_put_to_a_person_and_only_the_tied_are_asked() -> None:
    result = ranked("function: rank_list, points: [10, 6, 3, 1], ties: ask", "9", "5", "5", "1")
    assert [bool(u.asks) for u in result.units] == [False, True, True, False]
    assert points(result) == [10, 0, 0, 1]
    assert result.units[1].indicator("1").state is State.MISSING


def test_hard_case_16_how_ties_score_is_required() -> None:
    for function in (
        "rank_list, points: [1]",
        "rank_step, first: 1, step: 1",
        "top_k, k: 1, points: [1]",
        "bottom_k, k: 1, points: [1]",
    ):
        with pytest.raises(Refused) as refused:
            load_text(text_of(f"- {{rule: COHORT, of: {{source: 指数}}, function: {function}}}", tags=NUMBER))
        assert any("ties" in p.where for p in refused.value.problems), function


# --- 17 ---------------------------------------------------------------------------------------------------------

RATIOS = """
- code: A
  name: 三项比例
  counts: false
  indicators:
  - {code: A1, name: 一, max: 6, lines: [{rule: COHORT, of: {source: 甲数}, function: share_of_best, worth: 6}]}
  - {code: A2, name: 二, max: 6, lines: [{rule: COHORT, of: {source: 乙数}, function: share_of_best, worth: 6}]}
- {code: B, name: 名次, max: 60, indicators: [{code: B1, name: 名次, max: 60, lines: [{rule: COHORT, of: {group: A}, function: rank_list, points: [60, 57, 54], ties: skip}]}]}
"""


def test_hard_case_17_rank_of_ranks() -> None:
    """17: shares of the best are added up, and the sum is ranked; what is a basis does not count itself."""
    tags = "甲数: {kind: number, source_kind: statistics}\n乙数: {kind: number, source_kind: statistics}"
    scheme = scheme_of(tags=tags, groups=RATIOS)
    facts = "单位 | 标签 | 数值\na | 甲数 | 10\na | 乙数 | 2\nb | 甲数 | 5\nb | 乙数 | 10\nc | 甲数 | 1\nc | 乙数 | 1"
    result = scored(scheme, 单位="单位\na\nb\nc", 事实=facts)
    assert [u.groups[0].points for u in result.units] == [D("7.2"), 9, D("1.2")]
    assert [u.total for u in result.units] == [57, 60, 54]


def test_hard_case_17_a_ratio_that_is_lacking_leaves_the_sum_unknown() -> None:
    tags = "甲数: {kind: number, source_kind: statistics}\n乙数: {kind: number, source_kind: statistics}"
    facts = "单位 | 标签 | 数值\na | 甲数 | 10\nb | 甲数 | 5\nb | 乙数 | 10"
    result = scored(scheme_of(tags=tags, groups=RATIOS), 单位="单位\na\nb", 事实=facts)
    assert result.unit("a").indicator("B1").state is State.MISSING
    assert result.unit("b").indicator("B1").points == 60


def test_hard_case_17_monthly_ranks_are_averaged() -> None:
    """23: each month is ranked by itself, and the points are averaged, not the numbers."""
    line = "- {rule: COHORT, of: {source: 指数}, function: rank_step, first: 30, step: 0.05, step_is: percent, ties: ask, per: month, combine: mean}"
    scheme = scheme_of(line, tags=NUMBER, limit=FREE, window="{from: 2026-01-01, to: 2026-03-31}")
    rows = [("a", "1", "100"), ("b", "1", "1"), ("a", "2", "1"), ("b", "2", "2"), ("a", "3", "1"), ("b", "3", "2")]
    facts = "单位 | 标签 | 日期 | 数值\n" + "\n".join(f"{u} | 指数 | 2026-0{m}-15 | {n}" for u, m, n in rows)
    result = scored(scheme, 单位="单位\na\nb", 事实=facts)
    assert points(result) == [29, D("29.5")]


# --- 18 ---------------------------------------------------------------------------------------------------------


def test_hard_case_18_the_coefficient_stands_before_or_after_ranking() -> None:
    units = "单位 | 系数\na | 1\nb | 1.35\nc | 1"
    facts = "单位 | 标签 | 数值\na | 指数 | 100\nb | 指数 | 80\nc | 指数 | 105"
    expected = {"before_rank": [54, 60, 57], "after_rank": [57, D("72.9"), 60]}
    for position, wanted in expected.items():
        line = f"- {{rule: COHORT, of: {{source: 指数}}, function: rank_list, points: [60, 57, 54], ties: skip, factors: [{{times_attribute: 系数, position: {position}}}]}}"
        scheme = scheme_of(line, tags=NUMBER, limit=FREE, more="unit_attributes: {系数: number}")
        assert points(scored(scheme, 单位=units, 事实=facts)) == wanted


def test_hard_case_18_after_ranking_a_score_may_pass_the_maximum_where_the_item_lets_it() -> None:
    line = "- {rule: COHORT, of: {source: 指数}, function: rank_list, points: [60], ties: skip, factors: [{times: 1.35, position: after_rank}]}"
    for ceiling, expected in (("none", 81), ("max", 60)):
        scheme = scheme_of(line, tags=NUMBER, max="60", limit=f"{{base: 0, ceiling: {ceiling}}}")
        assert scored(scheme, 事实="标签 | 数值\n指数 | 1").units[0].total == expected


@pytest.mark.parametrize(("best_zero", "asks"), [("ask", True), ("zero", False)])
def test_hard_case_18_best_of_nought_is_explicit(best_zero: str, *, asks: bool) -> None:
    result = ranked(f"function: share_of_best, worth: 30, best_zero: {best_zero}", "0", "0", "-1")
    assert points(result) == [0, 0, 0]
    assert [bool(u.asks) for u in result.units] == [asks] * 3
    assert points(ranked(f"function: share_of_best, worth: 30, best_zero: {best_zero}", "4", "0", "-1")) == [30, 0, 0]


# --- 19 ---------------------------------------------------------------------------------------------------------


def test_hard_case_19_ranked_inside_classes() -> None:
    rule = "by: 类别, function: rank_list, points: [3, 2, 1], ties: skip"
    assert points(ranked(rule, "90", "80", "70", "60", classes="党群 政府 党群 政府")) == [3, 3, 2, 2]
    assert points(ranked(rule, "90", "80", "70", "60", classes="党群 党群 党群 政府")) == [3, 2, 1, 3]


def test_hard_case_19_the_published_classes_are_kept_apart() -> None:
    scheme = published("29")
    units = "单位 | 类别\n甲 | 行政部门\n乙 | 党群部门"
    ballots = (
        "单位 | 细则 | 评价主体 | 选项 | 票数\n甲 | 1.1-1 | 测评人员 | 基本满意 | 9\n乙 | 1.1-1 | 测评人员 | 满意 | 9"
    )
    result = scored(scheme, 单位=units, 测评=ballots)
    assert [u.indicator("2.1").points for u in result.units] == [1, 1]


# --- 20 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "expected"), [("floor", [4, 18, 14]), ("round", [5, 19, 14]), ("ceil", [5, 19, 15])]
)
def test_hard_case_20_quota_rounding(rounding: str, expected: list[int]) -> None:
    """36: 10, 40 and 30 per cent of 47 units are 4.7, 18.8 and 14.1."""
    shares = [Quota(grade="星", share=D(share), rounding=rounding) for share in ("0.10", "0.40", "0.30")]
    assert [seats_of(quota, 47) for quota in shares] == expected


def test_hard_case_20_best_grade_first_and_the_rest_without_a_grade() -> None:
    grades = "grades: {quota: [{grade: 五星, share: 0.1, rounding: floor}, {grade: 四星, share: 0.4, rounding: floor}, {grade: 三星, share: 0.3, rounding: floor}], ungraded: 不定级}"
    result = _imported(grades, {f"u{n:02}": 99 - n for n in range(47)})
    given = [u.grade for u in result.units]
    assert [given.count(g) for g in ("五星", "四星", "三星", "不定级")] == [4, 18, 14, 11]
    assert given == sorted(given, key=["五星", "四星", "三星", "不定级"].index)


def _imported(grades: str, totals: dict[str, int], facts: str = "") -> Result:
    tags = "先进: {kind: yes_no, source_kind: circular, absent: none}"
    scheme = scheme_of("- {rule: IMPORT, from: 评定, kind: score, factor: 1}", tags=tags, max="100", more=grades)
    imports = "单位 | 细则 | 数值 | 出处\n" + "\n".join(f"{u} | 1-1 | {n} | 表" for u, n in totals.items())
    return scored(scheme, 单位="单位\n" + "\n".join(totals), 引用=imports, 事实=facts)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ("counts_direct: true", ["优", "良", "优"]),
        ("counts_direct: false", ["优", "优", "优"]),
        ("", ["优", "待决", "优"]),
    ],
)
def test_hard_case_20_whether_direct_recognition_uses_up_places(counts: str, expected: list[str]) -> None:
    """The last unit is recognised directly; two places by quota. Where the scheme is silent, who depends on it is asked."""
    grades = f"grades: {{bands: [{{grade: 优, at_least: 80}}, {{grade: 良}}], quota: [{{grade: 优, count: 2, rounding: floor, {counts}}}], direct: [{{when: {{source: 先进, is: true}}, grade: 优}}]}}"
    result = _imported(grades, {"a": 90, "b": 85, "c": 10}, "单位 | 标签 | 数值\nc | 先进 | 是")
    assert [u.grade for u in result.units] == expected


# --- 21 ---------------------------------------------------------------------------------------------------------

LINE_AND_QUOTA = "grades: {bands: [{grade: 优秀, at_least: 90}, {grade: 良好, at_least: 80}, {grade: 一般}], quota: [{grade: 优秀, count: 2, rounding: floor}]}"


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ((95, 94, 93), ["优秀", "优秀", "良好"]),  # three reach the line, two places
        ((95, 89, 70), ["优秀", "良好", "一般"]),  # a place that nobody reaches stays empty
        ((89, 85, 80), ["良好", "良好", "良好"]),
        ((90, 80, 79), ["优秀", "良好", "一般"]),  # the line itself is inside
    ],
)
def test_hard_case_21_a_line_and_a_quota_together(totals: tuple[int, ...], expected: list[str]) -> None:
    result = _imported(LINE_AND_QUOTA, dict(zip("abc", totals, strict=True)))
    assert [u.grade for u in result.units] == expected


def test_hard_case_21_a_tie_on_the_last_place_is_put_to_a_person() -> None:
    result = _imported(LINE_AND_QUOTA, {"a": 95, "b": 92, "c": 92, "d": 70})
    assert [u.grade for u in result.units] == ["优秀", "待决", "待决", "一般"]
    assert all("并列" in u.asks[0].question for u in result.units if u.grade == "待决")
