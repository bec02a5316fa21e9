"""Schemes whose parts ask for each other, or for things of the wrong kind: told at load, never a crash while scoring."""

import pytest

from duban.scoring.problems import Refused

from .worked import scheme_of

TAGS = """
通报: {kind: event, source_kind: circular, absent: none}
比率: {kind: number, source_kind: statistics}
抽查: {kind: event, source_kind: inspection, absent: missing, levels: [合格, 不合格]}
"""
GATED = """
- code: A
  name: 甲
  gates: [{code: ga, name: 甲关, condition: {group: B, under: 1}, effect: group_zero}]
  indicators: [{code: "1", name: 一, max: 1, lines: [{rule: JUDGE, min: 0, max: 1, who: 工委}]}]
- code: B
  name: 乙
  gates: [{code: gb, name: 乙关, condition: {group: A, under: 1}, effect: group_zero}]
  indicators: [{code: "2", name: 二, max: 1, lines: [{rule: JUDGE, min: 0, max: 1, who: 工委}]}]
"""


def faults(**scheme: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        scheme_of(**scheme)
    return [str(problem) for problem in refused.value.problems]


def test_gates_of_groups_that_ask_each_other_are_a_circle():
    assert faults(groups=GATED) == ["第6行 A：指标互相引用成了圈：A → B → A；应为单向引用"]


def test_an_indicator_that_asks_for_its_own_group_is_a_circle():
    groups = GATED.replace("{group: B, under: 1}", "{indicator: '1', under: 1}").replace(
        '{code: "2"',
        '{gates: [{code: g2, name: 二关, condition: {group: B, under: 1}, effect: indicator_zero}], code: "2"',
    )

    assert any(
        "B → 2 → B" in fault or "2 → B → 2" in fault
        for fault in faults(groups=groups.replace("{group: A", "{group: A"))
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- {rule: COHORT, of: {}, function: share_of_best, worth: 5}", "一样：source、indicator、group 或 imported"),
        (
            "- {rule: TABLE, key: number, source: [比率, 通报], rows: [{points: 1}]}",
            "数字标签“比率”不能和别的标签合在一起查；应为一个数字标签",
        ),
        (
            "- {rule: SAMPLE, source: 抽查, size: 1, failing: [不达标], mode: each, points: -1}",
            "“不达标”不是标签“抽查”的级别；应为合格、不合格",
        ),
    ],
)
def test_what_does_not_fit_the_rule_is_told(line, told):
    assert any(told in fault for fault in faults(lines=line, tags=TAGS))
