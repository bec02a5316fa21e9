"""Hard cases 10 to 14 of published schemes: who is being scored."""

from decimal import Decimal

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text

from .worked import published, scheme_of, scored, text_of

D = Decimal
TAGS = """
错误: {kind: event, source_kind: inspection, absent: none}
批评: {kind: event, source_kind: circular, absent: none}
达标: {kind: yes_no, source_kind: inspection}
"""
KINDS = "categories: [机关, 国企]"
UNITS = "单位 | 类别\n甲 | 机关\n乙 | 国企"

# --- 10 ---------------------------------------------------------------------------------------------------------


def test_hard_case_10_the_same_item_with_other_parameters_by_kind_of_unit() -> None:
    """20: ten people at half a point, or four at one and a quarter."""
    scheme = published("20")
    for kind, expected in (
        ("区", {0: 0, 4: 2, 9: D("4.5"), 10: 5, 30: 5}),
        ("开发区", {0: 0, 3: D("3.75"), 4: 5, 9: 5}),
    ):
        for people, points in expected.items():
            facts = f"标签 | 数值\n先进推荐 | {people}"
            unit = scored(scheme, 单位=f"单位 | 类别\n甲 | {kind}", 事实=facts).units[0]
            assert unit.indicator("1.2").points == points, (kind, people)


def test_hard_case_10_every_parameter_of_the_variant_is_its_own() -> None:
    line = "- {rule: TALLY, mode: per_shortfall, source: 错误, need: 4, points: -1, variants: [{when: {类别: 国企}, set: {need: 2, per: half}}]}"
    scheme = scheme_of(line, tags=TAGS, limit="{base: max}", more=KINDS)
    result = scored(
        scheme, 单位=UNITS, 事实="单位 | 标签 | 数值 | 日期\n甲 | 错误 | 3 | 2026-01-05\n乙 | 错误 | 3 | 2026-01-05"
    )
    assert [u.indicator("1").points for u in result.units] == [9, 8]


def test_hard_case_10_a_variant_that_does_not_fit_the_rule_is_refused() -> None:
    line = "- {rule: TALLY, mode: per_event, source: 错误, points: -1, variants: [{when: {类别: 国企}, set: {pionts: -2}}]}"
    with pytest.raises(Refused) as refused:
        load_text(text_of(line, tags=TAGS, more=KINDS))
    assert "pionts" in str(refused.value)


# --- 11 ---------------------------------------------------------------------------------------------------------

SETS = """
- code: A
  name: 共同
  max: 40
  indicators: [{{code: A1, name: 共同, max: 40, limit: {{base: max}}, basis: 甲, lines: [{{rule: TALLY, mode: per_event, source: 错误, points: -1}}]}}]
- code: B
  name: 机关差异
  max: 60
  set: 差异
  for: {{类别: 机关}}
  indicators: [{{code: B1, name: 机关, max: 60, limit: {{base: max}}, basis: 乙, lines: [{{rule: TALLY, mode: per_event, source: 批评, points: -1}}]}}]
- code: C
  name: 国企差异
  max: {share}
  set: 差异
  for: {{类别: 国企}}
  indicators: [{{code: C1, name: 国企, max: {share}, limit: {{base: max}}, basis: 丙, lines: [{{rule: TALLY, mode: if_true, source: 达标, points: 0, otherwise: -5}}]}}]
"""
SETS_MORE = "total: {max: 100}\nsets: {差异: 60}\n" + KINDS


def test_hard_case_11_a_common_and_an_own_item_set() -> None:
    scheme = scheme_of(tags=TAGS, groups=SETS.format(share=60), more=SETS_MORE)
    result = scored(
        scheme, 单位=UNITS, 事实="单位 | 标签 | 数值\n甲 | 错误 | 1\n甲 | 批评 | 1\n乙 | 批评 | 9\n乙 | 达标 | 否"
    )
    assert [u.total for u in result.units] == [98, 95]
    assert [[i.indicator for i in u.indicators] for u in result.units] == [["A1", "B1"], ["A1", "C1"]]


@pytest.mark.parametrize("share", [59, 61])
def test_hard_case_11_every_set_must_be_worth_its_share(share: int) -> None:
    live = text_of(tags=TAGS, groups=SETS.format(share=share), more=SETS_MORE).replace(
        "historical: true", "plan_number: 甲\nfiling_number: 乙"
    )
    with pytest.raises(Refused) as refused:
        load_text(live)
    assert any(f"{share}" in p.found and "60" in p.expected for p in refused.value.problems)


def test_hard_case_11_the_published_sets_hold() -> None:
    """15: forty points for all, sixty from the unit's own set."""
    scheme = published("15")
    result = scored(scheme, 单位="单位 | 类别\n" + "\n".join(f"{kind} | {kind}" for kind in scheme.categories))
    assert len(scheme.categories) > 1
    for unit in result.units:
        assert sum((i.max or D(0) for i in unit.indicators if i.counts and not i.bonus), D(0)) == 100


# --- 12 ---------------------------------------------------------------------------------------------------------

TWO = """
- code: A
  name: 甲
  max: 20
  indicators:
  - {{code: A1, name: 一, max: 10, limit: {{base: max}}, lines: [{{rule: TALLY, mode: per_event, source: 错误, points: -1}}]}}
  - {{code: A2, name: 二, max: 10, limit: {{base: max}}, applies: {{applies_when: {{类别: 机关}}, otherwise: {policy}{more}}}, lines: [{{rule: TALLY, mode: per_event, source: 批评, points: -1}}]}}
- code: B
  name: 乙
  max: 20
  indicators: [{{code: B1, name: 三, max: 20, limit: {{base: max}}, lines: [{{rule: TALLY, mode: per_event, source: 批评, points: -1}}]}}]
"""


@pytest.mark.parametrize(
    ("policy", "more", "total"),
    [
        ("full", "", 36),
        ("zero", "", 26),
        ("rescale_group", "", 32),  # 6 of 10 in the group: the other 10 count 6 too
        ("rescale_total", "", D(26) + D(26) * 10 / 30),  # 26 of 30
        ("cohort_mean", "", 35),  # 甲 has 9
        ("factor_on_rest", ", factor: 1.5", 24),  # four lost become six
        ("not_ranked", "", 26),
        ("ask", "", 26),
    ],
)
def test_hard_case_12_not_applicable_by_the_policy_the_author_chose(policy: str, more: str, total: Decimal) -> None:
    scheme = scheme_of(tags=TAGS, groups=TWO.format(policy=policy, more=more), more=KINDS)
    result = scored(scheme, 单位=UNITS, 事实="单位 | 标签 | 数值\n甲 | 批评 | 1\n乙 | 错误 | 4")
    unit = result.unit("乙")
    assert unit.indicator("A2").state is State.NOT_APPLICABLE
    assert abs(unit.total - total) < D("0.000000000000001")
    assert bool(unit.asks) == (policy == "ask")
    assert unit.ranked == (policy != "not_ranked")


def test_hard_case_12_there_is_no_default_policy() -> None:
    with pytest.raises(Refused) as refused:
        load_text(
            text_of(
                "- {rule: TALLY, mode: per_event, source: 错误, points: -1}",
                tags=TAGS,
                more=KINDS,
                indicator="applies: {applies_when: {类别: 机关}}",
            )
        )
    assert any("otherwise" in p.where for p in refused.value.problems)


def test_hard_case_12_a_missing_value_is_never_nought_or_full_in_silence() -> None:
    for base, otherwise, expected in (("max", "-10", 0), ("0", "0", 0), ("max", "-4", 6)):
        line = f"- {{rule: TALLY, mode: if_true, source: 达标, points: {'10' if base == '0' else '0'}, otherwise: {otherwise}}}"
        unit = scored(scheme_of(line, tags=TAGS, limit=f"{{base: {base}}}")).units[0]
        assert (unit.indicator("1").state, unit.total, unit.provisional) == (State.MISSING, expected, True)
        assert unit.best == 10


def test_hard_case_12_a_shared_room_is_exempt_and_a_unit_without_the_task_is_not_entered() -> None:
    """06 and 27."""
    scheme = published("06")
    for shared, expected in (("是", 0), ("否", -2)):
        facts = f"标签 | 数值\n无党员活动室 | 是\n条件受限与他支部共用活动室 | {shared}"
        assert scored(scheme, 事实=facts).units[0].indicator("4.1").points == expected
    rule = published("27").applies
    assert rule is not None
    assert rule.otherwise == "not_ranked"


def test_hard_case_12_a_member_may_opt_out_but_only_where_the_scheme_opens_it() -> None:
    applies = "applies: {opt_out: true, otherwise: full}"
    line = "- {rule: TALLY, mode: if_true, source: 达标, points: 10}"
    scheme = scheme_of(line, tags=TAGS, indicator=applies)
    unit = scored(scheme, 不适用="指标 | 理由\n1 | 年老体弱").units[0]
    assert (unit.indicator("1").state, unit.total) == (State.NOT_APPLICABLE, 10)
    with pytest.raises(Refused):
        scored(scheme_of(line, tags=TAGS), 不适用="指标 | 理由\n1 | 年老体弱")


# --- 13 ---------------------------------------------------------------------------------------------------------


def test_hard_case_13_the_post_of_a_person_changes_the_amount() -> None:
    """14: other cadres half of the head's deduction."""
    line = "- {rule: TALLY, mode: per_event, source: 错误, points: -3, unit: 人次, factors: [{when: {职务: 其他}, times: 0.5}]}"
    scheme = scheme_of(line, tags=TAGS, limit="{base: max, floor: none}", more="fact_attributes: {职务: [主职, 其他]}")
    for facts, expected in (("主职", -3), ("其他", D("-1.5")), ("", -3)):
        assert scored(scheme, 事实=f"标签 | 数值 | 职务\n错误 | 1 | {facts}").units[0].entry("1-1").points == expected


def test_hard_case_13_ten_five_and_two_by_post() -> None:
    """40: a table by the person's post."""
    line = "- {rule: TABLE, key: label, source: 处分, match: sum, rows: [{is: 书记, points: -10}, {is: 班子成员, points: -5}, {is: 其他, points: -2}]}"
    scheme = scheme_of(
        line,
        tags="处分: {kind: event, source_kind: circular, absent: none, levels: [书记, 班子成员, 其他]}",
        max="",
        limit="{floor: none, ceiling: none}",
    )
    facts = "标签 | 数值 | 级别\n处分 | 1 | 书记\n处分 | 2 | 其他\n处分 | 1 | 班子成员"
    assert scored(scheme, 事实=facts).units[0].total == -19


# --- 14 ---------------------------------------------------------------------------------------------------------


def test_hard_case_14_lead_and_helper_share_bonus_and_deduction() -> None:
    """26: one for the lead, half for the helper, up and down."""
    roles = "factors: [{when: {角色: 协办}, times: 0.5}]"
    lines = f"- {{rule: TALLY, mode: per_event, source: 错误, points: -1, {roles}}}\n- {{rule: TALLY, mode: per_event, source: 批评, points: 2, {roles}}}"
    scheme = scheme_of(lines, tags=TAGS, limit="{floor: none}", more="fact_attributes: {角色: [牵头, 协办]}")
    facts = "标签 | 数值 | 角色\n错误 | 1 | 牵头\n错误 | 1 | 协办\n批评 | 1 | 牵头\n批评 | 1 | 协办"
    unit = scored(scheme, 事实=facts).units[0]
    assert (unit.entry("1-1").points, unit.entry("1-2").points) == (D("-1.5"), 3)


@pytest.mark.parametrize(
    ("authors", "expected"), [("1", D(6)), ("2", D(3)), ("4", D("1.5")), ("3", D(2)), ("7", D("0.857142857142857143"))]
)
def test_hard_case_14_authors_share_equally(authors: str, expected: Decimal) -> None:
    line = "- {rule: TALLY, mode: per_event, source: 批评, points: 6, factors: [{divide_by: 署名人数}]}"
    scheme = scheme_of(line, tags=TAGS, more="fact_attributes: {署名人数: number}")
    assert scored(scheme, 事实=f"标签 | 数值 | 署名人数\n批评 | 1 | {authors}").units[0].total == expected


def test_hard_case_14_an_author_count_that_nobody_wrote_is_not_one() -> None:
    line = "- {rule: TALLY, mode: per_event, source: 批评, points: 6, factors: [{divide_by: 署名人数}]}"
    scheme = scheme_of(line, tags=TAGS, more="fact_attributes: {署名人数: number}")
    unit = scored(scheme, 事实="标签 | 数值\n批评 | 1").units[0]
    assert (unit.total, unit.indicator("1").state) == (0, State.MISSING)
