"""What was put to a person is settled by a person's row: named, reasoned, inside what the rule can give."""

from datetime import date
from decimal import Decimal, Inexact, localcontext

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.facts import Book, Imported, Unit
from duban.scoring.problems import Refused
from duban.scoring.score import score

from .worked import scheme_of, scored

TAGS = "进度: {kind: number, source_kind: statistics}"
TIE = "- {rule: COHORT, of: {source: 进度}, function: rank_list, points: [10, 8, 6], ties: ask}"
FACTS = "单位 | 标签 | 数值\n甲 | 进度 | 5\n乙 | 进度 | 5\n丙 | 进度 | 1"
UNITS = "单位\n甲\n乙\n丙"


def tied(marks: str):
    head = "单位 | 细则 | 得分 | 评分人 | 理由\n"
    return scored(scheme_of(TIE, tags=TAGS), 单位=UNITS, 事实=FACTS, 评分=head + marks)


def test_a_tie_stands_at_its_worst_until_somebody_decides():
    result = tied("")

    assert [(u.total, len(u.asks)) for u in result.units] == [(0, 1), (0, 1), (6, 0)]


def test_a_named_and_reasoned_mark_settles_it_and_stands_in_the_ledger():
    result = tied("甲 | 1-1 | 9 | 考核领导小组 | 并列取平均")

    assert [(u.total, len(u.asks)) for u in result.units] == [(9, 0), (0, 1), (6, 0)]
    entry = result.unit("甲").entry("1-1")
    assert (entry.who, entry.facts) == ("考核领导小组", ("事实[1]", "评分[1]"))
    assert entry.reason.endswith("；考核领导小组裁定9分：并列取平均")


@pytest.mark.parametrize(
    "marks", ["甲 | 1-1 | 9 | 考核领导小组 |", "甲 | 1-1 | 11 | 考核领导小组 | 照顾", "甲 | 1-1 | 9 | | 平均"]
)
def test_without_a_name_a_reason_or_beyond_the_rule_it_stays_open(marks):
    unit = tied(marks).unit("甲")

    assert (unit.total, len(unit.asks)) == (0, 1)
    assert "裁定只写一行，要写评分人、理由，并在规则的幅度之内" in unit.asks[0].question


def test_a_mark_where_nothing_was_asked_changes_nothing():
    assert tied("丙 | 1-1 | 10 | 考核领导小组 | 照顾").unit("丙").total == 6


def test_an_indicator_that_does_not_apply_without_a_policy_is_settled_the_same_way():
    scheme = scheme_of(TIE, tags=TAGS, indicator="applies: {opt_out: true, otherwise: ask}")
    sheets = {"单位": "单位\n甲", "不适用": "指标 | 理由\n1 | 新设单位"}

    assert scored(scheme, **sheets).units[0].asks
    settled = scored(scheme, **sheets, 评分="细则 | 得分 | 评分人 | 理由\n1 | 8 | 考核领导小组 | 按平均分").units[0]
    assert (settled.total, settled.asks) == (8, [])


IMPORTED = "- {rule: IMPORT, from: 市考核, kind: score, worth: 5, provenance_required: false}"


def test_two_results_for_one_line_are_put_to_a_person_and_never_added_or_chosen():
    rows = "细则 | 数值 | 满分\n1-1 | 90 | 100\n1-1 | 80 | 100"

    with pytest.raises(Refused, match=r"这个单位的1-1在引用\[1\]已经有结果"):
        scored(scheme_of(IMPORTED), 引用=rows)
    scheme = scheme_of(IMPORTED)
    twice = [Imported("甲", "1-1", key, value, Decimal(100)) for key, value in (("a", Decimal(90)), ("b", Decimal(80)))]
    unit = score(scheme, Book([Unit("甲")], imports=twice)).units[0]
    assert (unit.total, unit.asks[0].question) == (0, "市考核有2个结果")


@pytest.mark.parametrize(
    ("who", "asked"),
    [("县委组织部", False), ("县委组织部干部科", False), ("组织部", False), ("县", True), ("部", True), ("路人", True)],
)
def test_who_judged_must_be_the_one_the_scheme_names(who, asked):
    line = "- {rule: JUDGE, min: 0, max: 10, who: 县委组织部}"
    unit = scored(scheme_of(line), 评分=f"细则 | 得分 | 评分人 | 理由\n1-1 | 8 | {who} | 好").units[0]

    assert bool(unit.asks) is asked


@pytest.mark.parametrize(
    ("day", "state", "points"),
    [(date(2026, 7, 5), State.NOT_YET, 0), (date(2026, 7, 10), State.NOT_YET, 0), (date(2026, 7, 11), State.SCORED, 0)],
)
def test_inside_its_grace_an_unfinished_matter_is_neither_late_nor_in_time(day, state, points):
    line = "- {rule: DEADLINE, source: 办件, grace: {days: 10}, on_time: 5, points: 0}"
    scheme = scheme_of(line, tags="办件: {kind: dated, source_kind: register}")
    indicator = scored(scheme, day, 事实="标签 | 应办日期\n办件 | 2026-06-30").units[0].indicator("1")

    assert (indicator.state, indicator.points) == (state, points)


def test_what_is_equal_a_head_is_equal_in_rank():
    line = (
        "- {rule: COHORT, of: {source: 件数}, function: rank_step, first: 10, step: 1, ties: skip, "
        "factors: [{divide_by: 人数, position: before_rank}]}"
    )
    scheme = scheme_of(
        line, tags="件数: {kind: number, source_kind: statistics}", more="unit_attributes: {人数: number}"
    )
    facts = "单位 | 标签 | 数值\n甲 | 件数 | 3\n乙 | 件数 | 1\n丙 | 件数 | 7"
    units = scored(scheme, 单位="单位 | 人数\n甲 | 3\n乙 | 1\n丙 | 7", 事实=facts).units

    assert [unit.total for unit in units] == [10, 10, 10]


def test_the_callers_arithmetic_has_no_effect():
    scheme = scheme_of(
        "- {rule: SLOPE, source: 进度, baseline: {constant: 0}, step: 3, stepping: continuous, above: {points: 1}}",
        tags=TAGS,
    )
    with localcontext() as context:
        context.prec, context.traps[Inexact] = 5, True
        total = scored(scheme, 事实="标签 | 数值\n进度 | 1").units[0].total

    assert total == Decimal("0.333333333333333333")
