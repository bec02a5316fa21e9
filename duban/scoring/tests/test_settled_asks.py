"""What was put to a person is settled by a person's row: named, reasoned, inside what the rule can give."""

import pytest

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
    assert "裁定要写评分人、理由，并在规则的幅度之内" in unit.asks[0].question


def test_a_mark_where_nothing_was_asked_changes_nothing():
    assert tied("丙 | 1-1 | 10 | 考核领导小组 | 照顾").unit("丙").total == 6


def test_an_indicator_that_does_not_apply_without_a_policy_is_settled_the_same_way():
    scheme = scheme_of(TIE, tags=TAGS, indicator="applies: {opt_out: true, otherwise: ask}")
    sheets = {"单位": "单位\n甲", "不适用": "指标 | 理由\n1 | 新设单位"}

    assert scored(scheme, **sheets).units[0].asks
    settled = scored(scheme, **sheets, 评分="细则 | 得分 | 评分人 | 理由\n1 | 8 | 考核领导小组 | 按平均分").units[0]
    assert (settled.total, settled.asks) == (8, [])
