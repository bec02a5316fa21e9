"""The four states and ``ask``, in the middle of the year and at its end; where points were lost; what can still be earned."""

from datetime import date
from decimal import Decimal

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.result import Result

from .worked import scheme_of, scored

D = Decimal
TAGS = """
走访: {kind: event, source_kind: record, absent: none}
宣讲: {kind: event, source_kind: record, absent: missing}
有计划: {kind: yes_no, source_kind: document}
完成率: {kind: number, source_kind: statistics}
整改: {kind: dated, source_kind: inspection, absent: none}
"""


def at(day: str, lines: str, limit: str = "{base: max}", more: str = "", **sheets: str) -> Result:
    return scored(scheme_of(lines, tags=TAGS, limit=limit, more=more), date.fromisoformat(day), **sheets)


# --- the four states --------------------------------------------------------------------------------------------


def test_the_four_states_are_told_apart_side_by_side() -> None:
    groups = """
    - code: A
      name: 甲
      max: 40
      indicators:
      - {code: A1, name: 得分, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -1}]}
      - {code: A2, name: 未到, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_shortfall, source: 走访, need: 4, points: -1}]}
      - {code: A3, name: 缺报, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: if_true, source: 有计划, points: 0, otherwise: -4, opens: 2026-06-01}]}
      - {code: A4, name: 不适用, max: 10, limit: {base: max}, applies: {applies_when: {类别: 乡}, otherwise: zero}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -1}]}
    """
    scheme = scheme_of(tags=TAGS, groups=groups, more="categories: [乡, 镇]")
    unit = scored(scheme, date(2026, 12, 30), 单位="单位 | 类别\n甲 | 镇").units[0]
    assert [(i.indicator, i.state, i.points) for i in unit.indicators] == [
        ("A1", State.SCORED, 10),
        ("A2", State.NOT_YET, 0),
        ("A3", State.MISSING, 6),
        ("A4", State.NOT_APPLICABLE, 0),
    ]
    assert {s: unit.count(s) for s in State} == dict.fromkeys(State, 1)
    assert unit.max_due == 20, "full marks that count by now: neither what is not yet nor what does not apply"
    assert unit.provisional


@pytest.mark.parametrize(
    ("day", "state", "points", "reason"),
    [
        ("2026-01-31", State.NOT_YET, 0, "03月31日"),
        ("2026-03-30", State.NOT_YET, 0, "03月31日"),
        ("2026-03-31", State.SCORED, 9, "已到1期"),
        ("2026-06-29", State.SCORED, 9, "已到1期"),
        ("2026-06-30", State.SCORED, 9, "已到2期"),
        ("2026-12-31", State.SCORED, 7, "已到4期"),
    ],
)
def test_a_shortfall_counts_only_periods_that_have_ended(day: str, state: State, points: int, reason: str) -> None:
    line = "- {rule: TALLY, mode: per_shortfall, source: 走访, need: 1, per: quarter, points: -1}"
    indicator = at(day, line, 事实="标签 | 数值 | 日期\n走访 | 1 | 2026-05-01").units[0].indicator("1")
    assert (indicator.state, indicator.points) == (state, points)
    assert reason in indicator.entries[-1].reason


@pytest.mark.parametrize(
    ("day", "opens", "state", "points"),
    [
        ("2026-06-30", "", State.NOT_YET, 0),  # nobody said by when: before the year ends
        ("2026-12-30", "", State.NOT_YET, 0),
        ("2026-12-31", "", State.MISSING, 6),
        ("2026-06-30", ", opens: 2026-07-01", State.NOT_YET, 0),
        ("2026-07-01", ", opens: 2026-07-01", State.MISSING, 6),
    ],
)
def test_what_is_not_reported_is_missing_from_the_day_it_was_due(
    day: str, opens: str, state: State, points: int
) -> None:
    line = f"- {{rule: TALLY, mode: if_true, source: 有计划, points: 0, otherwise: -4{opens}}}"
    unit = at(day, line).units[0]
    assert (unit.indicator("1").state, unit.total, unit.best) == (state, points, 10)


def test_what_happens_after_the_day_does_not_count_yet() -> None:
    line = "- {rule: TALLY, mode: per_event, source: 走访, points: -1}"
    facts = "标签 | 数值 | 日期\n走访 | 1 | 2026-06-30\n走访 | 1 | 2026-07-01"
    assert at("2026-06-30", line, 事实=facts).units[0].total == 9
    assert at("2026-07-01", line, 事实=facts).units[0].total == 8


def test_one_line_that_is_missing_makes_the_indicator_missing_and_the_others_still_count() -> None:
    lines = """
    - {rule: TALLY, mode: per_event, source: 走访, points: -1}
    - {rule: TALLY, mode: if_true, source: 有计划, points: 0, otherwise: -4}
    """
    unit = at("2026-12-31", lines, 事实="标签 | 数值\n走访 | 2").units[0]
    assert (unit.indicator("1").state, unit.total, unit.best) == (State.MISSING, 4, 8)


def test_one_line_that_is_not_yet_beside_one_that_is_scored() -> None:
    lines = """
    - {rule: TALLY, mode: per_event, source: 走访, points: -1}
    - {rule: DEADLINE, source: 整改, points: -2}
    """
    unit = at("2026-06-30", lines, 事实="标签 | 数值 | 应办日期\n走访 | 2 |\n整改 | | 2026-09-01").units[0]
    assert (unit.indicator("1").state, unit.total) == (State.SCORED, 8)
    assert unit.entry("1-2").state is State.NOT_YET


# --- ask --------------------------------------------------------------------------------------------------------


def test_an_ask_is_listed_with_its_question_and_stands_at_its_worst() -> None:
    line = "- {rule: TABLE, key: number, source: 完成率, closed: both, rows: [{to: 0.5, points: -6}, {from: 0.6, points: 0}]}"
    unit = at("2026-12-31", line, 事实="标签 | 数值\n完成率 | 0.55").units[0]
    assert (unit.total, unit.best, unit.indicator("1").state) == (4, 10, State.MISSING)
    assert [(a.indicator, a.line) for a in unit.asks] == [("1", "1-1")]
    assert "完成率0.55" in unit.asks[0].question
    assert unit.asks[0].facts == ("事实[1]",)


def test_a_gate_that_waits_for_a_person_is_an_ask() -> None:
    more = "gates: [{code: v1, name: 弄虚作假, condition: {source: 走访, at_least: 1}, effect: needs_decision}]"
    line = "- {rule: TALLY, mode: per_event, source: 走访, points: -1}"
    unit = at("2026-12-31", line, more=more, 事实="标签 | 数值\n走访 | 1").units[0]
    assert [a.line for a in unit.asks] == ["v1"]
    assert unit.total == 9


# --- why not full -----------------------------------------------------------------------------------------------

LOSSES = """
- code: A
  name: 甲
  max: 30
  gates: [{code: g1, name: 完成率不足, condition: {source: 完成率, under: 0.2}, effect: group_zero}]
  indicators:
  - {code: A1, name: 少扣, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -1}]}
  - {code: A2, name: 多扣, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -3}]}
  - {code: A3, name: 同扣, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -1}]}
- code: B
  name: 乙
  indicators:
  - {code: B1, name: 直接扣, limit: {floor: none, ceiling: none}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -2}]}
  - {code: B2, name: 加分, max: 50, bonus: true, lines: [{rule: TALLY, mode: per_event, source: 走访, points: 1}]}
  - {code: B3, name: 只作依据, max: 50, counts: false, lines: [{rule: TALLY, mode: per_event, source: 走访, points: 1}]}
"""


def lost(facts: str) -> list[tuple[str, Decimal]]:
    result = scored(scheme_of(tags=TAGS, groups=LOSSES), 事实=f"标签 | 数值\n{facts}")
    return [(loss.name, loss.points) for loss in result.why_not_full(result.units[0].unit)]


def test_why_not_full_names_the_largest_loss_first_and_ties_in_the_order_of_the_scheme() -> None:
    """A direct deduction is a loss; a bonus that was not earned and an indicator that does not count are none."""
    assert lost("走访 | 1\n完成率 | 0.5") == [("多扣", 3), ("直接扣", 2), ("少扣", 1), ("同扣", 1)]


def test_why_not_full_is_empty_when_nothing_was_lost() -> None:
    assert lost("走访 | 0\n完成率 | 0.5") == []


def test_why_not_full_names_what_a_gate_took_from_a_group() -> None:
    assert lost("走访 | 0\n完成率 | 0.1") == [("完成率不足", 30)]


def test_why_not_full_says_why_in_words_and_points_at_the_entries() -> None:
    result = at(
        "2026-12-31", "- {rule: TALLY, mode: per_event, source: 走访, points: -1}", 事实="标签 | 数值\n走访 | 4"
    )
    (loss,) = result.why_not_full(result.units[0].unit)
    assert loss.points == 4
    assert "4次" in loss.reason
    assert [e.line for e in loss.entries] == ["1-1"]


def test_what_was_lost_is_what_is_lacking_from_the_full_marks() -> None:
    for facts in ("走访 | 2\n完成率 | 0.5", "走访 | 9\n完成率 | 0.5", "走访 | 3\n完成率 | 0.1"):
        result = scored(scheme_of(tags=TAGS, groups=LOSSES), 事实=f"标签 | 数值\n{facts}")
        unit = result.units[0]
        assert sum((x.points for x in result.why_not_full(unit.unit)), D(0)) == unit.max_due - (unit.total - unit.bonus)


# --- what can still be earned -----------------------------------------------------------------------------------


def test_what_can_still_be_earned_before_the_close() -> None:
    groups = """
    - code: A
      name: 甲
      max: 40
      indicators:
      - {code: A1, name: 已扣的扣了, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 走访, points: -1}]}
      - {code: A2, name: 按次加分, max: 10, lines: [{rule: TALLY, mode: per_event, source: 走访, points: 1}]}
      - {code: A3, name: 没有报, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: if_true, source: 有计划, points: 0, otherwise: -4, opens: 2026-06-01}]}
      - {code: A4, name: 还没有到期, max: 10, limit: {base: max}, lines: [{rule: TALLY, mode: per_shortfall, source: 走访, need: 4, points: -1}]}
    """
    scheme = scheme_of(tags=TAGS, groups=groups)
    facts = "标签 | 数值 | 日期\n走访 | 3 | 2026-02-01"
    result = scored(scheme, date(2026, 6, 30), 事实=facts)
    unit = result.units[0]
    assert [(c.indicator, c.points) for c in result.still_open(unit.unit)] == [("A4", 10), ("A2", 7), ("A3", 4)]
    assert unit.total == 7 + 3 + 6
    assert unit.best == 7 + 10 + 10 + 10
    assert unit.best == unit.total + sum((c.points or D(0) for c in result.still_open(unit.unit)), D(0))


def test_after_the_close_only_what_is_missing_is_still_open() -> None:
    lines = """
    - {rule: TALLY, mode: per_event, source: 走访, points: 1, limit: {ceiling: 5}}
    - {rule: TALLY, mode: if_true, source: 有计划, points: 5}
    """
    for facts, chances in (("走访 | 1", [5]), ("走访 | 1\n有计划 | 否", [])):
        result = at("2026-12-31", lines, limit="{base: 0}", 事实=f"标签 | 数值\n{facts}")
        assert [c.points for c in result.still_open(result.units[0].unit)] == chances
    assert result.units[0].best == result.units[0].total == 1


def test_an_unlimited_reward_has_no_best() -> None:
    line = "- {rule: TALLY, mode: per_event, source: 走访, points: 1}"
    result = at("2026-06-30", line, limit="{base: 0, ceiling: none}", 事实="标签 | 数值 | 日期\n走访 | 1 | 2026-02-01")
    assert result.units[0].best is None
    assert result.still_open(result.units[0].unit)[0].points is None


def test_a_gain_that_is_not_there_yet_can_still_be_earned_in_the_middle_of_the_year() -> None:
    line = "- {rule: TABLE, key: number, source: 完成率, rows: [{to: 0.5, points: 0}, {from: 0.5, to: 0.9, points: 6}, {from: 0.9, points: 10}]}"
    facts = "标签 | 数值 | 日期\n完成率 | 0.6 | 2026-06-30"
    for day, best in (("2026-06-30", 10), ("2026-12-31", 6)):
        unit = at(day, line, limit="{base: 0}", 事实=facts).units[0]
        assert (unit.total, unit.best) == (6, best), day


def test_a_bundle_bounds_what_can_still_be_earned() -> None:
    lines = """
    - {rule: TALLY, mode: per_event, source: 走访, points: 1, bundle: 合}
    - {rule: TALLY, mode: if_true, source: 有计划, points: 5, bundle: 合}
    """
    scheme = scheme_of(lines, tags=TAGS, limit="{base: 0}", indicator="bundles: {合: {ceiling: 3}}")
    assert scored(scheme, date(2026, 6, 30)).units[0].best == 3
