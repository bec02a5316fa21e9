"""Places that depend on a ruling, places that a gate frees, and results that stay as they were made."""

from dataclasses import asdict
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.scoring.evaluation.engine import Scoring
from duban.scoring.result import Result
from duban.scoring.score import result_of, score

from .worked import book_of, scheme_of

LINE = "- {rule: IMPORT, from: 统计, kind: score, provenance_required: false}"
NAMES = "甲乙丙丁戊己庚辛"
TWO = (
    "{quota: [{grade: 优秀, count: 1, rounding: floor}, {grade: 良好, count: 2, rounding: floor}], "
    "ungraded: 一般, on: total}"
)
DIRECT = (
    "{quota: [{grade: 优秀, count: 2, rounding: floor}, {grade: 良好, count: 2, rounding: floor}], ungraded: 一般, "
    "direct: [{when: {source: 表彰, at_least: 1}, grade: 优秀}]}"
)
TAGS = """
表彰: {kind: event, source_kind: circular, absent: none}
处分: {kind: event, source_kind: circular, absent: none}
"""


def sheets(points: str, **more: str) -> dict[str, str]:
    """Units 甲乙丙… with these totals."""
    marks = [f"{name} | 1-1 | {mark}" for name, mark in zip(NAMES, points.split(), strict=False)]
    names = NAMES[: len(marks)]
    return {"单位": "单位\n" + "\n".join(names), "引用": "单位 | 细则 | 数值\n" + "\n".join(marks)} | more


def graded(grades: str, points: str, gates: str = "", **more: str) -> Result:
    gates = f"gates: [{gates}]\n" if gates else ""
    scheme = scheme_of(LINE, max="100", tags=TAGS, more=f"{gates}grades: {grades}")
    return score(scheme, book_of(scheme, **sheets(points, **more)))


def grades_of(result: Result) -> str:
    return " ".join(unit.grade for unit in result.units)


# --- a tie above is a claim below -------------------------------------------------------------------------------


def test_the_loser_of_a_tie_takes_a_place_of_the_next_grade() -> None:
    """Whoever of 甲 and 乙 loses 优秀 has 良好: one of its two places is left, and it is 丙's in either case."""
    assert grades_of(graded(TWO, "95 95 90 85")) == "待决 待决 良好 一般"


def test_a_place_below_that_hangs_on_the_tie_waits_with_it() -> None:
    """丙 and 丁 are equal, and one place is left for them once the loser of the tie above has taken the other."""
    result = graded(TWO, "95 95 90 90 80")

    assert grades_of(result) == "待决 待决 待决 待决 一般"
    assert result.unit("丙").asks[-1].question == (
        "2个单位在“良好”名额线上并列；能否得“良好”，要等“优秀”的待决事项裁定"
    )
    assert result.unit("丙").provisional


def test_a_tie_reaches_through_every_grade_below() -> None:
    three = TWO.replace("ungraded", "direct: [], ungraded").replace(
        "{grade: 良好, count: 2", "{grade: 良好, count: 1, rounding: floor}, {grade: 较好, count: 1"
    )
    # 甲, 乙, 丙 share 优秀, 良好 and 较好 among themselves.
    assert grades_of(graded(three, "95 95 95 90 85")) == "待决 待决 待决 一般 一般"


def test_a_tie_takes_no_place_from_those_who_have_one_anyway() -> None:
    assert grades_of(graded(TWO.replace("count: 2", "count: 3"), "95 95 90 85 80")) == "待决 待决 良好 良好 一般"


def test_a_grade_with_a_line_and_without_places_is_sure_below_a_tie() -> None:
    both = (
        "{bands: [{grade: 优秀, at_least: 90}, {grade: 良好, at_least: 80}, {grade: 一般}], "
        "quota: [{grade: 优秀, count: 1, rounding: floor}]}"
    )
    assert grades_of(graded(both, "95 95 92 85 70")) == "待决 待决 良好 良好 一般"


def test_places_that_direct_recognition_may_take_are_claims_below_too() -> None:
    """甲 is recognised. If that takes a place, 丙 falls to 良好 and pushes 戊 out of it."""
    result = graded(DIRECT, "60 95 90 85 80 75", 事实="单位 | 标签 | 数值\n甲 | 表彰 | 1")

    assert grades_of(result) == "优秀 优秀 待决 良好 待决 一般"
    assert result.unit("丙").asks[-1].question == "“优秀”有1个单位直接认定，方案没有写占不占名额"
    assert result.unit("戊").asks[-1].question == "能否得“良好”，要等“优秀”的待决事项裁定"
    assert result.unit("丁").asks == []


def ruled(marks: list[int], counts: list[int]) -> list[set[int]]:
    """Every level that each unit can come to, all rulings of all ties tried one by one."""
    levels: list[set[int]] = [set() for _ in marks]

    def go(level: int, left: frozenset[int], had: dict[int, int]) -> None:
        if level == len(counts):
            for n in range(len(marks)):
                levels[n].add(had.get(n, level))
            return
        ordered = sorted(left, key=lambda n: -marks[n])
        room = counts[level]
        line = marks[ordered[room - 1]] if 0 < room <= len(ordered) else None
        over = [n for n in ordered if room >= len(ordered) or (line is not None and marks[n] > line)]
        tied = [] if room >= len(ordered) else [n for n in ordered if marks[n] == line]
        for lucky in combinations(tied, max(0, min(room, len(ordered)) - len(over))):
            won = {*over, *lucky}
            go(level + 1, left - won, had | dict.fromkeys(won, level))

    go(0, frozenset(range(len(marks))), {})
    return levels


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([70, 80, 85, 90]), min_size=3, max_size=8),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_a_grade_is_certain_exactly_when_every_ruling_gives_it(marks: list[int], counts: list[int]) -> None:
    quota = ", ".join(f"{{grade: 第{n}等, count: {c}, rounding: floor}}" for n, c in enumerate(counts))
    result = graded(f"{{quota: [{quota}], ungraded: 第3等}}", " ".join(map(str, marks)))

    possible = ruled(marks, counts)
    expected = [f"第{min(levels)}等" if len(levels) == 1 else "待决" for levels in possible]
    assert grades_of(result).split() == expected, (marks, counts)


# --- a gate frees the place -------------------------------------------------------------------------------------

UPHELD = """单位 | 细则 | 裁定 | 评分人 | 理由
甲 | v | 成立 | 工委会议 | 有处分决定"""
FACTS = "单位 | 标签 | 数值\n甲 | 处分 | 1"


def gate(effect: str, outcome: str) -> str:
    return (
        f"{{code: v, name: 处分不评优, condition: {{source: 处分, at_least: 1}}, effect: {effect}, grade: {outcome}}}"
    )


def test_an_upheld_cap_frees_the_place_for_the_next() -> None:
    result = graded(TWO, "95 90 85 80", gate("cap_grade", "良好"), 事实=FACTS, 评分=UPHELD)

    assert grades_of(result) == "良好 优秀 良好 一般"
    assert result.unit("甲").grade_note.startswith("处分不评优：")


def test_an_upheld_cap_takes_its_unit_out_of_the_tie() -> None:
    result = graded(TWO, "95 95 85 80", gate("cap_grade", "一般"), 事实=FACTS, 评分=UPHELD)

    assert grades_of(result) == "一般 优秀 良好 良好"


def test_a_grade_set_by_an_upheld_gate_frees_the_place() -> None:
    result = graded(TWO, "95 90 85 80", gate("set_grade", "一般"), 事实=FACTS, 评分=UPHELD)

    assert grades_of(result) == "一般 优秀 良好 良好"


def test_a_directly_recognised_unit_under_an_upheld_cap_leaves_its_place() -> None:
    facts = FACTS + "\n甲 | 表彰 | 1"
    one = DIRECT.replace("count: 2, rounding: floor}, ", "count: 1, counts_direct: true, rounding: floor}, ")
    result = graded(one, "95 90 85 80 75", gate("cap_grade", "一般"), 事实=facts, 评分=UPHELD)

    assert grades_of(result) == "一般 优秀 良好 良好 一般"


def test_a_proposed_gate_moves_no_place() -> None:
    result = graded(TWO, "95 90 85 80", gate("cap_grade", "一般"), 事实=FACTS)

    assert grades_of(result) == "优秀 良好 良好 一般"
    assert result.unit("甲").grade_note == "若认定“处分不评优”则为一般"


# --- a result stays as it was made ------------------------------------------------------------------------------


def whole(result: Result) -> dict[str, Any]:
    return asdict(result)


@pytest.mark.parametrize("on", ["on: total", "on: blocks_passed, block_pass: 80"])
def test_a_result_does_not_change_when_a_later_one_is_made(on: str) -> None:
    scheme = scheme_of(LINE, max="100", more=f"grades: {TWO.replace('on: total', on)}")
    before, after = book_of(scheme, **sheets("95 95 90 85")), book_of(scheme, **sheets("70 95 90 85"))
    scoring = Scoring(scheme, before)
    first = result_of(scoring, before)
    was = whole(first)
    scoring.replace("甲", {"imports": [row for row in after.imports if row.unit == "甲"]})
    second = result_of(scoring, after)

    assert whole(first) == was
    assert whole(second) == whole(score(scheme, after))
    assert grades_of(first) != grades_of(second)


def test_grading_writes_nothing_into_what_the_scoring_keeps() -> None:
    scheme = scheme_of(LINE, max="100", more=f"grades: {TWO.replace('on: total', 'on: blocks_passed, block_pass: 80')}")
    book = book_of(scheme, **sheets("95 95 90 85"))
    scoring = Scoring(scheme, book)
    was = asdict(scoring.unit("甲"))
    result = result_of(scoring, book)

    assert asdict(scoring.unit("甲")) == was
    assert [group.passed for group in result.unit("甲").groups] == [True]
