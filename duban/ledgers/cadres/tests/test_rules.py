"""Staffing, training and years at their boundaries.

Sources: 党和国家机关基层组织工作条例 art. 30 (domain rule 3.1); 全国党员教育培训工作规划 (domain rule 2, study hours).
"""

import datetime

import pytest

from duban.ledgers.cadres.rules import (
    age_on,
    class_due_by,
    counts_for_new,
    hours_rule,
    months_held,
    staffing_of,
    years_between,
)
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

DAY = datetime.date(2026, 11, 23)


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.fixture
def book() -> Rulebook:
    said = {
        "staffing.share_min": "0.01", "staffing.share_max": "0.02", "staffing.dedicated_min": "1",
        "training.member_hours": "32", "training.secretary_hours": "56", "training.new_secretary_months": "6",
    }  # fmt: skip
    return Rulebook(
        RuleParameter(code=code, title=code, value=value, basis="示例条例", article="第三十条")
        for code, value in said.items()
    )


@pytest.mark.parametrize(
    ("staff", "low", "high"),
    [(0, 1, 1), (1, 1, 1), (50, 1, 1), (51, 1, 2), (99, 1, 2), (100, 1, 2), (101, 2, 3), (150, 2, 3), (200, 2, 4), (201, 3, 5)],
)  # fmt: skip
def test_one_to_two_in_a_hundred_rounded_up_and_at_least_one(book, staff, low, high):
    check = staffing_of(staff, 1, DAY, book)

    assert (check.low, check.high) == (low, high)
    assert check.rule.cited == "《示例条例》第三十条"


@pytest.mark.parametrize(
    ("dedicated", "kind", "differs_by"), [(0, "below", -2), (1, "below", -1), (2, "within", 0), (3, "within", 0), (4, "above", 1)]
)  # fmt: skip
def test_below_within_above_and_by_how_many(book, dedicated, kind, differs_by):
    check = staffing_of(150, dedicated, DAY, book)

    assert (check.kind, check.differs_by) == (kind, differs_by)


def test_staff_that_is_not_reported_is_neither_zero_nor_below(book):
    missing, zero = staffing_of(None, 0, DAY, book), staffing_of(0, 0, DAY, book)

    assert (missing.kind, missing.low, missing.differs_by) == ("missing", None, None)
    assert (zero.kind, zero.low, zero.differs_by) == ("below", 1, -1)


@pytest.mark.parametrize(
    ("born_in", "age"), [("1985-11", 41), ("1985-12", 40), ("1985-10", 41), ("", None), ("1985", None), ("1985-13", None)]
)  # fmt: skip
def test_age_counts_from_the_month_of_birth(born_in, age):
    assert age_on(born_in, DAY) == age


@pytest.mark.parametrize(("first", "years"), [("2020-11-23", 6), ("2020-11-24", 5), ("2020-02-29", 6)])
def test_whole_years_between_two_days(first, years):
    assert years_between(day(first), DAY) == years


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([], 0),
        ([("2025-01-01", "2025-12-31")], 12),
        ([("2025-01-01", "2025-12-30")], 11),
        ([("2025-01-02", "2025-12-31")], 11),
        ([("2021-01-01", "2023-12-31")], 36),
        ([("2024-02-29", "2025-02-26")], 11),
        ([("2024-02-29", "2025-02-27")], 12),
        ([("2026-10-24", None)], 1),
        ([("2026-10-25", None)], 0),
        ([("2026-11-24", None)], 0),
        ([("2026-10-24", "2027-11-10")], 1),
        ([("2025-01-01", "2025-12-31"), ("2025-03-01", "2025-04-30")], 12),
        ([("2025-01-01", "2025-06-30"), ("2025-03-01", "2025-12-31")], 12),
        ([("2025-01-01", "2025-06-15"), ("2025-06-16", "2025-12-31")], 12),
        ([("2024-01-01", "2024-01-15"), ("2025-01-01", "2025-01-15")], 0),
        ([("2024-01-01", "2024-01-15"), ("2025-01-01", "2025-01-16")], 1),
    ],
)
def test_months_in_office_end_with_their_last_day_and_count_once_for_posts_held_at_once(spans, months):
    assert months_held([(day(since), day(until)) for since, until in spans], DAY) == months


@pytest.mark.parametrize(
    ("as_secretary", "is_member", "hours"), [(True, True, 56), (True, False, 56), (False, True, 32), (False, False, None)]
)  # fmt: skip
def test_hours_asked_of_secretaries_members_and_nobody_else(book, as_secretary, is_member, hours):
    asked = hours_rule(as_secretary=as_secretary, is_member=is_member, day=DAY, book=book)

    assert (asked.hours if asked else None) == hours


@pytest.mark.parametrize(
    ("held", "stage", "counts"),
    [
        ("2026-03-01", "in_post", True), ("2026-09-01", "in_post", True), ("2026-09-02", "in_post", False),
        ("2026-02-28", "in_post", False), ("2026-02-28", "before", True), ("2025-09-01", "before", True),
        ("2025-08-31", "before", False),
    ],
)  # fmt: skip
def test_a_class_within_six_months_in_office_or_before_it(book, held, stage, counts):
    since = day("2026-03-01")
    due_by = class_due_by(since, book)

    assert due_by == day("2026-09-01")
    assert counts_for_new(since, due_by, [(day(held), stage)]) is counts
