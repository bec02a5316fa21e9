"""Hard cases 27 to 32 of published schemes: voters, judgement with bounds, windows, samples, bad tables, no caps."""

from datetime import date
from decimal import Decimal

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.reading.load import load_text
from duban.scoring.result import UnitResult

from .worked import published, scheme_of, scored, text_of

D = Decimal


def one(
    lines: str, tags: str = "", as_of: date | None = None, frame: dict[str, str] | None = None, **sheets: str
) -> UnitResult:
    return scored(scheme_of(lines, tags=tags, **(frame or {})), as_of, **sheets).units[0]


# --- 27 ---------------------------------------------------------------------------------------------------------

VOTE = "ballot_values: {满意: 100, 基本满意: 70, 不满意: 30, 不了解: exclude}"


def test_hard_case_27_those_who_do_not_know_leave_the_denominator() -> None:
    line = f"- {{rule: PANEL, classes: [{{who: 代表, weight: 1}}], {VOTE}, empty_class: ask}}"
    ballots = "细则 | 评价主体 | 选项 | 票数\n1-1 | 代表 | 满意 | 40\n1-1 | 代表 | 基本满意 | 30\n1-1 | 代表 | 不满意 | 10\n1-1 | 代表 | 不了解 | 20"

    assert one(line, frame={"max": "100"}, 测评=ballots).indicator("1").points == 80


@pytest.mark.parametrize(("policy", "points"), [("redistribute", 90), ("ask", 0)])
def test_hard_case_27_a_class_without_valid_ballots_gives_its_weight_by_rule(policy, points) -> None:
    line = f"- {{rule: PANEL, classes: [{{who: 领导, weight: 0.2}}, {{who: 职工, weight: 0.8}}], {VOTE}, empty_class: {policy}}}"
    ballots = "细则 | 评价主体 | 选项 | 票数 | 得分\n1-1 | 领导 | | | 90\n1-1 | 职工 | 不了解 | 30"
    unit = one(line, frame={"max": "100"}, 测评=ballots)

    assert unit.indicator("1").points == points
    assert bool(unit.asks) is (policy == "ask")


def test_hard_case_27_too_few_valid_ballots_are_no_result() -> None:
    line = f"- {{rule: PANEL, classes: [{{who: 代表, weight: 1}}], {VOTE}, empty_class: ask, min_valid: 5}}"
    for count, asked in ((4, True), (5, False)):
        unit = one(line, frame={"max": "100"}, 测评=f"细则 | 评价主体 | 选项 | 票数\n1-1 | 代表 | 满意 | {count}")
        assert bool(unit.asks) is asked, count


# --- 28 ---------------------------------------------------------------------------------------------------------


def test_hard_case_28_a_judgement_needs_its_range_a_reason_and_the_record() -> None:
    line = "- {rule: JUDGE, min: -10, max: 10, who: 党委会, record_required: true, absent: zero}"
    for mark, reason, record, points, asked in (
        ("10", "重大项目", "纪要3号", 10, False),
        ("-10", "推进不力", "纪要3号", -10, False),
        ("10.5", "重大项目", "纪要3号", -10, True),
        ("5", "", "纪要3号", -10, True),
        ("5", "重大项目", "", -10, True),
    ):
        rows = f"细则 | 得分 | 评分人 | 理由 | 会议记录\n1-1 | {mark} | 党委会 | {reason} | {record}"
        unit = one(line, frame={"limit": "{floor: none}"}, 评分=rows)
        assert (unit.indicator("1").points, bool(unit.asks)) == (points, asked), (mark, reason, record)


def test_hard_case_28_who_judged_stands_in_the_ledger() -> None:
    line = "- {rule: JUDGE, min: 0, max: 10, who: 党委会}"
    entry = one(line, 评分="细则 | 得分 | 评分人 | 理由\n1-1 | 8 | 党委会扩大会议 | 有特色").entry("1-1")

    assert (entry.who, entry.reason) == ("党委会扩大会议", "党委会扩大会议评8分：有特色")


# --- 29 ---------------------------------------------------------------------------------------------------------

EVENT = "简报: {kind: event, source_kind: record, absent: none}"


def test_hard_case_29_a_year_may_run_from_december_to_november() -> None:
    window = "{from: 2025-12-01, to: 2026-11-30}"
    line = "- {rule: TALLY, mode: per_shortfall, source: 简报, need: 1, per: quarter, points: -1}"
    facts = "标签 | 日期 | 数值\n简报 | 2025-12-01 | 1\n简报 | 2026-05-31 | 1\n简报 | 2026-06-01 | 1"
    unit = one(line, EVENT, frame={"window": window, "limit": "{base: max}"}, 事实=facts)

    assert unit.indicator("1").points == 9, "December to February, March to May and June to August are served"


def test_hard_case_29_a_rule_owns_its_window_the_year_is_only_the_default() -> None:
    lines = (
        "- {rule: TALLY, mode: per_event, source: 简报, points: 1}\n"
        "- {rule: TALLY, mode: per_event, source: 简报, points: 1, window: {from: 2025-12-01, to: 2026-11-30}}"
    )
    facts = "标签 | 日期 | 数值\n简报 | 2025-12-31 | 1\n简报 | 2026-06-01 | 1\n简报 | 2026-12-01 | 1"
    unit = one(lines, EVENT, 事实=facts)

    assert [unit.entry(code).points for code in ("1-1", "1-2")] == [2, 2]


def test_hard_case_29_grace_months_run_to_the_day() -> None:
    """50: two months of grace, then one for each whole month."""
    tags = "换届: {kind: dated, source_kind: record}"
    line = "- {rule: DEADLINE, source: 换届, grace: {months: 2}, per: {every: month, points: -1}}"
    for done, points in (("2026-05-31", 2), ("2026-06-29", 2), ("2026-06-30", 1), ("2026-07-10", 1), ("2026-07-31", 0)):
        facts = f"标签 | 应办日期 | 日期\n换届 | 2026-03-31 | {done}"
        unit = one(line, tags, frame={"max": "2", "limit": "{base: max}"}, 事实=facts)
        assert unit.indicator("1").points == points, done


def test_hard_case_29_a_streak_counts_back_from_this_year_without_a_gap() -> None:
    tags = "四无: {kind: yes_no, source_kind: register}"
    line = "- {rule: ROLLUP, over: streak, source: 四无, rows: [{from: 1, to: 1, points: 1}, {from: 2, to: 2, points: 3}, {from: 3, points: 5}]}"
    for years, points in (((2026,), 1), ((2026, 2025), 3), ((2026, 2025, 2024, 2023), 5), ((2026, 2024), 1)):
        facts = "标签 | 日期 | 数值\n" + "\n".join(f"四无 | {y}-06-30 | 是" for y in years)
        assert one(line, tags, 事实=facts).indicator("1").points == points, years


def test_hard_case_29_months_that_have_not_ended_are_not_yet_failed() -> None:
    line = "- {rule: TALLY, mode: per_shortfall, source: 简报, need: 1, per: month, points: -0.5}"
    frame = {"limit": "{base: max}"}
    for day, state, points in (
        (date(2026, 1, 30), State.NOT_YET, 0),
        (date(2026, 1, 31), State.SCORED, D("9.5")),
        (date(2026, 3, 30), State.SCORED, 9),
        (date(2026, 12, 31), State.SCORED, 4),
    ):
        indicator = one(line, EVENT, day, frame=frame).indicator("1")
        assert (indicator.state, indicator.points) == (state, points), day


# --- 30 ---------------------------------------------------------------------------------------------------------

DRAW = "抽查: {kind: event, source_kind: inspection, absent: missing, levels: [合格, 不合格]}"
SAMPLE = "- {rule: SAMPLE, source: 抽查, size: 4, failing: [不合格], mode: any, points: all}"


def drawn(results: str, record: str = "抽签表7号") -> str:
    names = {"+": "合格", "-": "不合格"}
    rows = [f"抽查 | 乡镇{i} | {names[r]} | {record}" for i, r in enumerate(results)]
    return "标签 | 对象 | 级别 | 事项\n" + "\n".join(rows)


@pytest.mark.parametrize(("results", "points"), [("++++", 12), ("+++-", 0), ("----", 0)])
def test_hard_case_30_one_failure_in_the_draw_empties_the_item(results, points) -> None:
    unit = one(SAMPLE, DRAW, frame={"max": "12", "limit": "{base: max}"}, 事实=drawn(results))

    assert (unit.indicator("1").points, unit.asks) == (points, [])


@pytest.mark.parametrize(
    ("facts", "question"), [(drawn("+++"), "抽了3个，应抽4个"), (drawn("++++", ""), "抽查没有写抽取记录")]
)
def test_hard_case_30_a_draw_too_small_or_unrecorded_is_no_result(facts, question) -> None:
    unit = one(SAMPLE, DRAW, frame={"max": "12", "limit": "{base: max}"}, 事实=facts)

    assert (unit.indicator("1").state, unit.asks[0].question) == (State.MISSING, question)


# --- 31 ---------------------------------------------------------------------------------------------------------


def test_hard_case_31_a_bad_table_is_reported_and_not_repaired() -> None:
    """45: an item of three whose best band gives two."""
    tags = "建家率: {kind: number, source_kind: statistics}"
    line = "- {rule: TABLE, key: number, source: 建家率, rows: [{to: 0.7, points: 1}, {from: 0.7, points: 2}]}"
    loaded = load_text(text_of(line, tags=tags, max="3"))

    assert [w.found for w in loaded.warnings] == ["最高一档只有2分，满分3分得不到"]
    unit = scored(loaded.scheme, 事实="标签 | 数值\n建家率 | 0.9").units[0]
    assert (unit.indicator("1").max, unit.indicator("1").points) == (3, 2)


def test_hard_case_31_what_the_published_tables_contradict_stays_as_printed() -> None:
    scheme = published("11")

    assert any("6" in text and "8" in text for text in scheme.unclear)


# --- 32 ---------------------------------------------------------------------------------------------------------

PAPERS = "提案: {kind: event, source_kind: record, absent: none}"
EACH = "- {rule: TALLY, mode: per_event, source: 提案, points: 4}"


@pytest.mark.parametrize(
    ("limit", "more", "warned"),
    [
        ("{ceiling: none}", "", True),
        ("{ceiling: 20}", "", False),
        ("{ceiling: none}", "total: {limit: {floor: none, ceiling: 100}}", False),
    ],
)
def test_hard_case_32_rewards_without_any_cap_are_told_at_design_time(limit, more, warned) -> None:
    loaded = load_text(text_of(EACH, tags=PAPERS, max="", limit=limit, more=more))

    assert any("没有封顶" in w.found for w in loaded.warnings) is warned


def test_hard_case_32_and_are_counted_as_written() -> None:
    unit = one(EACH, PAPERS, frame={"max": "", "limit": "{ceiling: none}"}, 事实="标签 | 数值\n提案 | 250")

    assert unit.total == 1000
