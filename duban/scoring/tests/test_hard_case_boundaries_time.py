"""Hard cases 27 to 32 at their edges: the last valid ballot, the first day late, the fifth place drawn, the cap above."""

from datetime import date
from decimal import Decimal

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.result import UnitResult

from .worked import published, scheme_of, scored, text_of

D = Decimal
TAGS = """
错误: {kind: event, source_kind: inspection, absent: none}
好事: {kind: event, source_kind: record, absent: none}
比率: {kind: number, source_kind: statistics}
四无: {kind: yes_no, source_kind: statistics}
抽查: {kind: event, source_kind: inspection, absent: missing, levels: [合格, 不合格]}
换届: {kind: dated, source_kind: document, absent: none}
上次换届: {kind: event, source_kind: document, absent: missing}
"""


def live(text: str) -> str:
    """The same scheme as one in force."""
    return text.replace("historical: true", "plan_number: 甲\nfiling_number: 乙")


# --- 27 ---------------------------------------------------------------------------------------------------------


def vote(empty: str, ballots: str, least: int = 1) -> UnitResult:
    classes = "[{who: 领导, weight: 40}, {who: 群众, weight: 60}]"
    values = "{满意: 100, 基本满意: 70, 不满意: 30, 不了解: exclude}"
    line = f"- {{rule: PANEL, classes: {classes}, ballot_values: {values}, empty_class: {empty}, min_valid: {least}}}"
    return scored(scheme_of(line, tags=TAGS, max="100"), 测评=f"细则 | 评价主体 | 选项 | 票数\n{ballots}").units[0]


def test_hard_case_27_abstentions_leave_the_denominator() -> None:
    """29: 40 + 30 + 10 of 80 valid ballots, 20 who do not know."""
    ballots = "1-1 | 群众 | 满意 | 40\n1-1 | 群众 | 基本满意 | 30\n1-1 | 群众 | 不满意 | 10\n1-1 | 群众 | 不了解 | 20\n1-1 | 领导 | 满意 | 1"
    assert vote("ask", ballots).total == D("40") + D(6400) / 80 * D("0.6")


@pytest.mark.parametrize(("empty", "total", "asks"), [("redistribute", 100, False), ("ask", 0, True)])
def test_hard_case_27_a_class_without_a_valid_ballot_by_rule(empty: str, total: int, *, asks: bool) -> None:
    for leaders in ("", "1-1 | 领导 | 不了解 | 9"):
        unit = vote(empty, f"1-1 | 群众 | 满意 | 3\n{leaders}")
        assert (unit.total, bool(unit.asks)) == (total, asks)


def test_hard_case_27_nobody_valid_is_neither_nought_nor_full() -> None:
    for empty in ("redistribute", "ask"):
        unit = vote(empty, "1-1 | 群众 | 不了解 | 3\n1-1 | 领导 | 不了解 | 9")
        assert (unit.indicator("1").state, bool(unit.asks), unit.best) == (State.MISSING, True, 100)


def test_hard_case_27_what_becomes_of_an_empty_class_must_be_said() -> None:
    with pytest.raises(Refused) as refused:
        load_text(text_of("- {rule: PANEL, classes: [{who: 群众, weight: 1}]}", tags=TAGS))
    assert any("empty_class" in p.where for p in refused.value.problems)


def test_hard_case_27_too_few_valid_ballots() -> None:
    for n, asks in ((4, True), (5, False)):
        assert bool(vote("ask", f"1-1 | 群众 | 满意 | {n}\n1-1 | 领导 | 满意 | 5", least=5).asks) is asks


# --- 28 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "points", "asks"),
    [
        ("-10 | 镇党委会 | 造成影响 | 第3次会议", -10, False),
        ("-1 | 镇党委会 | 造成影响 | 第3次会议", -1, False),
        ("-0.5 | 镇党委会 | 造成影响 | 第3次会议", -10, True),  # outside ±1 to 10
        ("-11 | 镇党委会 | 造成影响 | 第3次会议", -10, True),
        ("-2 | 镇党委会 |  | 第3次会议", -10, True),  # no reason
        ("-2 | 镇党委会 | 造成影响 | ", -10, True),  # no meeting record
    ],
)
def test_hard_case_28_judgement_needs_a_range_who_a_reason_and_a_record(row: str, points: int, *, asks: bool) -> None:
    line = "- {rule: JUDGE, min: -10, max: -1, who: 镇党委会, record_required: true}"
    scheme = scheme_of(line, tags=TAGS, max="20", limit="{base: max}")
    unit = scored(scheme, 评分=f"细则 | 得分 | 评分人 | 理由 | 会议记录\n1-1 | {row}").units[0]
    entry = unit.entry("1-1")
    assert (entry.points, bool(entry.ask)) == (points, asks)
    assert asks or (entry.who == "镇党委会" and "造成影响" in entry.reason)


def test_hard_case_28_nothing_is_judged_by_itself() -> None:
    line = "- {rule: JUDGE, min: 0, max: 10, who: 考核办}"
    unit = scored(scheme_of(line, tags=TAGS)).units[0]
    assert (unit.indicator("1").state, unit.total, unit.best) == (State.MISSING, 0, 10)


def test_hard_case_28_two_marks_on_one_line_are_not_added_in_silence() -> None:
    marks = "细则 | 得分 | 评分人 | 理由\n1-1 | 3 | 考核办 | 甲\n1-1 | 4 | 考核办 | 乙"
    once = scored(scheme_of("- {rule: JUDGE, min: 0, max: 10, who: 考核办}", tags=TAGS), 评分=marks).units[0]
    each = scored(scheme_of("- {rule: JUDGE, min: 0, max: 10, who: 考核办, times: each}", tags=TAGS), 评分=marks).units[
        0
    ]
    assert (bool(once.asks), once.total, each.total) == (True, 0, 7)


# --- 29 ---------------------------------------------------------------------------------------------------------


def test_hard_case_29_a_year_from_december_to_november() -> None:
    """23: the rule owns its window; the plan year is only the default."""
    lines = """
    - {rule: TALLY, mode: per_event, source: 错误, points: -1, window: {from: 2025-12-01, to: 2026-11-30}}
    - {rule: TALLY, mode: per_event, source: 错误, points: -1}
    """
    scheme = scheme_of(lines, tags=TAGS, limit="{base: max, floor: none}")
    for day, first, second in (("2025-12-01", -1, 0), ("2026-11-30", -1, -1), ("2026-12-01", 0, -1)):
        unit = scored(scheme, 事实=f"标签 | 数值 | 日期\n错误 | 1 | {day}").units[0]
        assert (unit.entry("1-1").points, unit.entry("1-2").points) == (first, second), day
    with pytest.raises(Refused):
        scored(scheme, 事实="标签 | 数值 | 日期\n错误 | 1 | 2025-11-30")


@pytest.mark.parametrize(("years", "points"), [(0, 0), (1, 1), (2, 3), (3, 5), (4, 7), (5, 9), (6, 9)])
def test_hard_case_29_streak_years(years: int, points: int) -> None:
    """14: one to five clean years; a year without a report ends the streak."""
    facts = (
        "标签 | 数值 | 日期\n"
        + "\n".join(f"四无 | 是 | {2026 - n}-12-31" for n in range(years))
        + f"\n四无 | 否 | {2026 - years}-12-31"
    )
    rows = ", ".join(f"{{from: {n}, to: {n}, points: {2 * n - 1}}}" for n in range(1, 5))
    line = f"- {{rule: ROLLUP, over: streak, source: 四无, rows: [{rows}, {{from: 5, points: 9}}]}}"
    assert scored(scheme_of(line, tags=TAGS), 事实=facts).units[0].total == points


@pytest.mark.parametrize(
    ("done", "points"), [("2026-05-10", 0), ("2026-05-11", 0), ("2026-06-10", -1), ("2026-07-09", -1), ("", -7)]
)
def test_hard_case_29_grace_months(done: str, points: int) -> None:
    """50: five years after the last election, two months of grace, then one point a month; open till the closing day."""
    line = "- {rule: DEADLINE, source: 换届, due: {source: 上次换届, months: 60}, grace: {months: 2}, per: {every: month, points: -1}}"
    facts = "标签 | 日期\n上次换届 | 2021-03-10" + (f"\n换届 | {done}" if done else "")
    unit = scored(scheme_of(line, tags=TAGS, limit="{base: max}"), 事实=facts).units[0]
    assert unit.entry("1-1").points == points


@pytest.mark.parametrize(
    ("as_of", "state", "points"),
    [
        ("2026-01-30", "not_yet", 0),
        ("2026-01-31", "scored", -1),
        ("2026-03-30", "scored", -1),
        ("2026-03-31", "scored", -2),
    ],
)
def test_hard_case_29_monthly_cut_offs_count_only_ended_months(as_of: str, state: str, points: int) -> None:
    line = "- {rule: TALLY, mode: per_shortfall, source: 好事, need: 1, per: month, points: -1}"
    facts = "标签 | 数值 | 日期\n好事 | 1 | 2026-02-15"
    entry = (
        scored(scheme_of(line, tags=TAGS, limit="{base: max}"), date.fromisoformat(as_of), 事实=facts)
        .units[0]
        .entry("1-1")
    )
    assert (str(entry.state), entry.points) == (state, points)


# --- 30 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "points", "state"),
    [
        ("合格 合格 合格 合格", 12, State.SCORED),
        ("合格 合格 合格 不合格", 0, State.SCORED),
        ("合格 合格 合格", 0, State.MISSING),
        ("合格 合格 合格 合格 合格", 0, State.MISSING),
        ("", 0, State.MISSING),
    ],
)
def test_hard_case_30_four_drawn_and_one_fails(results: str, points: int, state: State) -> None:
    """46: any failing township takes the item; the draw itself is on record."""
    scheme = published("46")
    rows = "\n".join(f"乡镇专人与培训抽查 | 乡{n} | {r} | 抽签记录1号" for n, r in enumerate(results.split()))
    indicator = scored(scheme, 事实=f"标签 | 对象 | 级别 | 事项\n{rows}").units[0].indicator("1.4")
    assert (indicator.points, indicator.state) == (points, state)


def test_hard_case_30_a_draw_without_a_record_of_the_drawing_does_not_count() -> None:
    line = "- {rule: SAMPLE, source: 抽查, size: 2, failing: [不合格], mode: each, points: -2}"
    for record, state in (("抽签记录", State.SCORED), ("", State.MISSING)):
        facts = f"标签 | 对象 | 级别 | 事项\n抽查 | 甲 | 合格 | {record}\n抽查 | 乙 | 不合格 | {record}"
        unit = scored(scheme_of(line, tags=TAGS, limit="{base: max}"), 事实=facts).units[0]
        assert unit.indicator("1").state is state


def test_hard_case_30_the_same_place_twice_is_one_place() -> None:
    line = "- {rule: SAMPLE, source: 抽查, size: 2, failing: [不合格], mode: each, points: -2}"
    facts = "标签 | 对象 | 级别 | 事项\n抽查 | 甲 | 合格 | 签\n抽查 | 甲 | 合格 | 签"
    assert scored(scheme_of(line, tags=TAGS, limit="{base: max}"), 事实=facts).units[0].asks


# --- 31 ---------------------------------------------------------------------------------------------------------


def test_hard_case_31_a_best_band_below_full_marks_is_reported_not_repaired() -> None:
    """45: a three-point item whose best band gives two."""
    line = "- {rule: TABLE, key: number, source: 比率, rows: [{to: 0.7, points: 0}, {from: 0.7, to: 0.8, points: 1}, {from: 0.8, points: 2}]}"
    text = text_of(line, tags=TAGS, max="3", indicator="basis: 甲", more="total: {max: 3}")
    loaded = load_text(text)
    assert any("只有2分" in p.found for p in loaded.warnings)
    assert scored(loaded.scheme, 事实="标签 | 数值\n比率 | 0.9").units[0].total == 2
    with pytest.raises(Refused) as refused:
        load_text(live(text))
    assert any("只有2分" in p.found for p in refused.value.problems)


def test_hard_case_31_a_number_used_twice_is_refused_even_for_study() -> None:
    """15 prints number 30 twice; 11 prints 8 and 6 for one item."""
    two = "{code: A1, name: 一, max: 8, lines: [{rule: TALLY, mode: per_event, source: 好事, points: 1}]}"
    groups = f"- {{code: A, name: 甲, max: 6, indicators: [{two}, {two}]}}"
    with pytest.raises(Refused) as refused:
        load_text(text_of(tags=TAGS, groups=groups))
    assert any("A1" in p.found for p in refused.value.problems)


@pytest.mark.parametrize(("said", "right"), [(6, False), (8, True)])
def test_hard_case_31_a_sum_that_does_not_fit_is_reported(said: int, *, right: bool) -> None:
    groups = f"- {{code: A, name: 甲, max: {said}, indicators: [{{code: A1, name: 一, max: 8, basis: 甲, lines: [{{rule: TALLY, mode: per_event, source: 好事, points: 1}}]}}]}}"
    text = text_of(tags=TAGS, groups=groups, more=f"total: {{max: {said}}}")
    assert any("之和8" in p.found for p in load_text(text).warnings) is not right
    if right:
        load_text(live(text))
    else:
        with pytest.raises(Refused):
            load_text(live(text))


# --- 32 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "group", "total", "warned"),
    [
        ("{ceiling: none}", "{floor: none, ceiling: none}", "{floor: none, ceiling: none}", True),
        ("{ceiling: 10}", "{floor: none, ceiling: none}", "{floor: none, ceiling: none}", False),
        ("{ceiling: none}", "{floor: none, ceiling: 10}", "{floor: none, ceiling: none}", False),
        ("{ceiling: none}", "{floor: none, ceiling: none}", "{floor: none, ceiling: 100}", False),
    ],
)
def test_hard_case_32_uncapped_rewards_are_warned_of_at_design_time(
    limit: str, group: str, total: str, *, warned: bool
) -> None:
    """47 and 13: they swamp everything else; the scheme still loads and scores as it stands."""
    line = "{rule: TALLY, mode: per_event, source: 好事, points: 20}"
    groups = f"- {{code: A, name: 甲, limit: {group}, indicators: [{{code: A1, name: 一, limit: {limit}, lines: [{line}]}}]}}"
    loaded = load_text(text_of(tags=TAGS, groups=groups, more=f"total: {{limit: {total}}}"))
    assert any("没有封顶" in p.found for p in loaded.warnings) is warned
    points = scored(loaded.scheme, 事实="标签 | 数值\n好事 | 50").units[0].total
    assert points == (1000 if warned else 10 if "10}" in limit + group else 100)


def test_hard_case_32_a_cap_on_the_line_is_a_cap() -> None:
    line = "{rule: TALLY, mode: per_event, source: 好事, points: 20, limit: {ceiling: 30}}"
    groups = f"- {{code: A, name: 甲, indicators: [{{code: A1, name: 一, limit: {{ceiling: none}}, lines: [{line}]}}]}}"
    assert not [p for p in load_text(text_of(tags=TAGS, groups=groups)).warnings if "没有封顶" in p.found]
