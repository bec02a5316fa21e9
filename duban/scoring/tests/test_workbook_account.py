"""The account of rows says what is so: what counted, what was seen and passed over, what nothing used, and why."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from duban.scoring.facts import Book, Exemption, Fact, Judgement, Unit
from duban.scoring.reading.load import load_text
from duban.scoring.score import score
from duban.scoring.tests.made_books import cases
from duban.scoring.workbook.account import COUNTED, FATES, PASSED_OVER, TO_DECIDE, UNUSED, account

SCHEME = load_text(
    """
scheme: county
title: 机关党建考核
historical: true
window: {from: 2026-01-01, to: 2026-12-31}
categories: [机关, 事业单位]
tags:
  通报: {kind: event, source_kind: circular, absent: none}
  曝光: {kind: event, source_kind: circular, absent: none}
  荣誉: {kind: event, source_kind: circular, absent: none, levels: [国家, 省, 市]}
  到课率: {kind: number, source_kind: statistics}
  会议: {kind: event, source_kind: document, absent: missing}
  闲置: {kind: event, source_kind: document, absent: none}
  整改: {kind: yes_no, source_kind: document}
dedupe: [{lines: ["1.1-1", "1.1-2"], keep: max}]
groups:
- code: "1"
  name: 全部
  indicators:
  - code: "1.1"
    name: 问题
    max: 10
    limit: {base: max}
    lines:
    - {rule: TALLY, mode: per_event, source: 通报, points: -1}
    - {rule: TALLY, mode: per_event, source: 曝光, points: -2}
  - code: "1.2"
    name: 荣誉
    max: 5
    lines:
    - rule: TABLE
      key: label
      source: 荣誉
      match: highest
      otherwise: 0
      rows: [{is: 国家, points: 5}, {is: 省, points: 3}, {is: 市, points: 1}]
  - code: "1.3"
    name: 到课
    max: 1
    lines: [{rule: TABLE, key: number, source: 到课率, rows: [{to: 0.8, points: 0}, {from: 0.8, points: 1}]}]
  - code: "1.4"
    name: 会议
    max: 4
    applies: {opt_out: true, otherwise: zero}
    lines: [{rule: TALLY, mode: per_shortfall, source: 会议, need: 4, points: -1}]
  - code: "1.5"
    name: 整改
    max: 2
    applies: {applies_when: {类别: 机关}, opt_out: true, otherwise: zero}
    lines: [{rule: TALLY, mode: if_true, source: 整改, points: 2}]
"""
).scheme
UNITS = [Unit("甲局", {"类别": "机关"}), Unit("乙站", {"类别": "事业单位"})]


def fact(tag, key, value=1, month=3, unit="甲局", **attributes):
    number = Decimal(str(value)) if not isinstance(value, bool | None) else value
    return Fact(unit, tag, key, number, date(2026, month, 1), attributes=attributes)


def fates(**rows):
    book = Book(UNITS, **rows)
    return {f.key: (f.fate, f.note) for f in account(SCHEME, book, score(SCHEME, book, as_of=date(2026, 12, 31)))}


def test_of_one_matter_only_the_line_that_was_kept_counts():
    told = fates(facts=[fact("通报", "a", 事项="漏水"), fact("曝光", "b", 事项="漏水"), fact("通报", "c", 事项="停电")])

    assert told == {
        "a": (PASSED_OVER, "看过未计：同一事项只计一次，已在别处计入"),
        "b": (COUNTED, ""),
        "c": (COUNTED, ""),
    }


def test_where_the_highest_is_taken_the_others_do_not_count():
    told = fates(facts=[fact("荣誉", key, 级别=level) for key, level in (("a", "市"), ("b", "国家"), ("c", "省"))])

    assert told == {
        "a": (PASSED_OVER, "看过未计：只取最高一项"),
        "b": (COUNTED, ""),
        "c": (PASSED_OVER, "看过未计：只取最高一项"),
    }


def test_only_the_last_word_on_a_number_counts():
    told = fates(facts=[fact("到课率", "a", 0.5, 3), fact("到课率", "b", 0.9, 6)])

    assert told == {"a": (PASSED_OVER, "看过未计：已有更晚的b"), "b": (COUNTED, "")}


def test_a_nought_that_answers_the_question_counts():
    assert fates(facts=[fact("通报", "a", 0)]) == {"a": (COUNTED, "")}


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (fact("闲置", "a"), "未用：没有细则用到这个标签"),
        (fact("通报", "a", None), "未用：没有填数值"),
        (fact("到课率", "a", None), "未用：没有填数值"),
    ],
)
def test_what_nothing_used_says_why(row, note):
    assert fates(facts=[row]) == {"a": (UNUSED, note)}


def test_a_number_beside_a_blank_waits_for_it():
    told = fates(facts=[fact("会议", "a", 2), fact("会议", "b", None)])

    assert told == {"a": (UNUSED, "未用：细则1.4-1还缺别的数，补齐后一并计算"), "b": (UNUSED, "未用：没有填数值")}


def test_an_exemption_counts_only_where_it_is_what_exempts():
    told = fates(
        exemptions=[
            Exemption("甲局", "1.5", "a", "无"),
            Exemption("乙站", "1.5", "b", "无"),
            Exemption("甲局", "1.1", "c", "无"),
        ]
    )

    assert told == {
        "a": (COUNTED, ""),
        "b": (UNUSED, "未用：按单位类别本来就不涉及"),
        "c": (UNUSED, "未用：方案不许登记这个指标不适用"),
    }


def test_facts_beside_an_exemption_are_put_to_a_person():
    told = fates(facts=[fact("会议", "a", 4)], exemptions=[Exemption("甲局", "1.4", "b", "无党员")])

    assert told == {"a": (TO_DECIDE, ""), "b": (COUNTED, "")}


def test_a_mark_that_no_line_takes_is_unused():
    told = fates(judgements=[Judgement("甲局", "1.3-1", "a", Decimal(1), who="工委", reason="有据")])

    assert told == {"a": (UNUSED, "未用：这条细则没有用到这个评分")}


@given(cases())
@settings(max_examples=40, deadline=None)
def test_every_row_has_one_fate_and_what_moved_points_is_never_called_unused(case):
    scheme, book = case
    result = score(scheme, book)

    told = {f.key: f.fate for f in account(scheme, book, result)}

    assert len(told) == book.rows()
    assert set(told.values()) <= set(FATES)
    reckoned = {k for u in result.units for i in u.indicators for e in i.entries if not e.ask for k in e.facts}
    assert {told[k] for k in reckoned & set(told)} <= {COUNTED, PASSED_OVER, TO_DECIDE}
    for unit in result.units:
        for entry in (e for i in unit.indicators for e in i.entries):
            # Points come of something: not all facts of a line that gave points can have been passed over.
            if entry.facts and entry.points and not entry.ask and entry.rule == "TABLE":
                assert COUNTED in {told[k] for k in entry.facts}
