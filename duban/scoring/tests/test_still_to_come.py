"""What is not settled yet: handed in and waiting for a person, and full marks that are shared out among the others."""

from datetime import date
from decimal import Decimal

import pytest

from duban.scoring.evaluation.outcome import State
from duban.scoring.facts import PENDING, Book, Fact, Unit
from duban.scoring.result import IndicatorResult
from duban.scoring.score import score

from .worked import scheme_of, scored

D = Decimal
TAGS = "事项: {kind: dated, source_kind: register, absent: missing}"
LINE = "- {rule: DEADLINE, source: 事项, on_time: 2, done_late: 1, unit: 件}"
SHARED = """
- code: A
  name: 甲
  max: 8
  indicators:
  - {code: A1, name: 已办, max: 2, lines: [{rule: DEADLINE, source: 一, on_time: 2, done_late: 1}]}
  - {code: A2, name: 年底办, max: 4, lines: [{rule: DEADLINE, source: 二, on_time: 4, done_late: 1}]}
  - {code: A3, name: 不涉及, max: 2, applies: {opt_out: true, otherwise: OTHERWISE}, lines: [{rule: DEADLINE, source: 三, on_time: 2}]}
"""
SHARED_TAGS = "\n".join(f"{name}: {{kind: dated, source_kind: register, absent: missing}}" for name in "一二三")
GROUP, TOTAL = "rescale_group", "rescale_total"


def fact(due: str, on: str = "", waits_for: str = "") -> Fact:
    day = date.fromisoformat(on) if on else None
    attributes = {PENDING: waits_for} if waits_for else {}
    return Fact("甲", "事项", f"{due}到期", D(1), on=day, due=date.fromisoformat(due), attributes=attributes)


def told(day: str, *facts: Fact) -> IndicatorResult:
    scheme = scheme_of(LINE, tags=TAGS)
    return score(scheme, Book([Unit("甲")], facts), as_of=date.fromisoformat(day)).units[0].indicators[0]


@pytest.mark.parametrize("day", ["2026-05-31", "2026-06-01", "2027-01-11"])
def test_what_waits_for_a_person_is_neither_done_nor_late_however_long(day: str) -> None:
    found = told(day, fact("2026-05-31", "2026-05-31", "已报送，等审核"))

    assert (found.state, found.points, found.best) == (State.NOT_YET, 0, 2)
    assert found.entries[0].reason == "1件已报送，等审核"


def test_what_was_handed_in_late_cannot_be_in_time_any_more() -> None:
    found = told("2026-06-05", fact("2026-05-31", "2026-06-01", "已报送，等审核"))

    assert (found.state, found.best) == (State.NOT_YET, 1)


def test_what_waits_is_said_beside_what_counts_and_what_is_not_due() -> None:
    found = told(
        "2026-06-05",
        fact("2026-03-31", "2026-03-30"),
        fact("2026-05-31", "2026-05-30", "已报送，等审核"),
        fact("2026-09-30"),
    )

    assert (found.state, found.points, found.best) == (State.SCORED, 2, 6)
    assert found.entries[0].reason == "应办1件，按时1件，共得2分；1件已报送，等审核；另1件最早09月30日到期"
    assert found.entries[0].facts == ("2026-03-31到期",), "what waits does not count yet"


@pytest.mark.parametrize(
    ("on", "waits_for", "state", "points"),
    [
        ("2027-01-05", "", State.SCORED, 1),
        ("2027-01-05", "已报送，等审核", State.NOT_YET, 0),
        ("2026-12-31", "已报送，等审核", State.NOT_YET, 0),
    ],
    ids=["done in January", "handed in in January", "waiting since December"],
)
def test_what_was_due_in_the_window_is_reported_whenever_it_was_done(on, waits_for, state, points) -> None:
    found = told("2027-01-06", fact("2026-12-31", on, waits_for))

    assert (found.state, found.points) == (state, points)


def test_what_waits_ahead_of_its_day_is_no_silence() -> None:
    found = told("2026-05-06", fact("2026-05-31", "2026-05-31", "已报送，等审核"))

    assert (found.state, found.best) == (State.NOT_YET, 2)


@pytest.mark.parametrize("otherwise", [GROUP, TOTAL])
@pytest.mark.parametrize(
    ("done", "now", "best"),
    [
        ("2026-03-31", (2 + 2, 4), 8),
        ("2026-04-01", (1 + 1, 4), D(5) + D(5) * 2 / 6),
    ],
    ids=["in time", "late"],
)
def test_shared_out_marks_count_by_now_and_grow_with_what_is_still_to_come(otherwise, done, now, best) -> None:
    scheme = scheme_of(groups=SHARED.replace("OTHERWISE", otherwise), tags=SHARED_TAGS)
    facts = f"标签 | 数值 | 应办日期 | 日期\n一 | 1 | 2026-03-31 | {done}\n二 | 1 | 2026-12-20 |"
    sheets = {"事实": facts, "不适用": "指标 | 理由\nA3 | 没有"}

    unit = scored(scheme, date(2026, 6, 30), **sheets).units[0]

    assert (unit.total, unit.max_due) == now
    assert unit.best == round(best, 18)


@pytest.mark.parametrize("otherwise", [GROUP, TOTAL])
def test_what_was_said_to_be_within_reach_is_reached(otherwise) -> None:
    scheme = scheme_of(groups=SHARED.replace("OTHERWISE", otherwise), tags=SHARED_TAGS)
    facts = "标签 | 数值 | 应办日期 | 日期\n一 | 1 | 2026-03-31 | 2026-04-01\n二 | 1 | 2026-12-20 | 2026-12-01"
    sheets = {"事实": facts, "不适用": "指标 | 理由\nA3 | 没有"}

    june, january = (scored(scheme, day, **sheets).units[0] for day in (date(2026, 6, 30), date(2027, 1, 1)))

    assert june.total < june.best == january.total == january.best
    assert january.max_due == 8
