"""Terms at their boundaries. Source: 关于党的基层组织任期的意见 (2018); domain rules 1.1, 1.3."""

import datetime

import pytest

from duban.base.months import months_after
from duban.base.workdays import WorkCalendar
from duban.ledgers.terms.rules import days_of, earliest_election, end_of, latest_extension
from duban.ledgers.terms.tests.books import book

DAY = datetime.date(2026, 11, 20)
CALENDAR = WorkCalendar(
    days={datetime.date(2026, 10, 10): True, **{datetime.date(2026, 10, day): False for day in range(1, 8)}},
    confirmed=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("branch", "2029-11-20"), ("joint_branch", "2029-11-20"), ("general_branch", "2029-11-20"),
        ("primary_committee", "2031-11-20"), ("village", "2031-11-20"), ("party_group", None), ("temporary_branch", None),
    ],
)  # fmt: skip
def test_how_long_each_kind_of_body_serves(kind, end):
    assert end_of(kind, DAY, book()) == (datetime.date.fromisoformat(end) if end else None)


def test_the_days_before_the_end_cite_their_rules():
    days = days_of(datetime.date(2026, 8, 31), book())

    assert (days.remind_on, days.request_on) == (datetime.date(2026, 2, 28), datetime.date(2026, 4, 30))
    assert (days.remind_rule.cited, days.request_rule.value) == ("《示例规定》", "4")
    assert latest_extension(datetime.date(2026, 2, 28), book()) == datetime.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2024-02-29", 12, "2025-02-28"), ("2026-08-31", -6, "2026-02-28"), ("2026-12-31", 1, "2027-01-31"), ("2026-01-15", -1, "2025-12-15")],
)  # fmt: skip
def test_months_after_keeps_inside_the_month(day, months, then):
    assert months_after(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(then)


def test_an_election_in_advance_lies_in_the_last_year():
    """提前或者延期换届一般不超过1年."""
    assert earliest_election(datetime.date(2027, 3, 1), book()) == datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("ends_on", "remind_on", "request_on"),
    [
        # 31 August 2026 is a Monday; 1 November 2026 a Sunday, so that the request is due on the 2nd.
        ("2027-03-01", "2026-09-01", "2026-11-02"),
        # 10 February 2027 reminds on 10 August 2026, a Monday, and is requested by 10 October 2026, a Saturday worked.
        ("2027-02-10", "2026-08-10", "2026-10-10"),
        # 4 April 2027 reminds on 4 October 2026, in the National Day week: on the last working day before it.
        ("2027-04-04", "2026-09-30", "2026-12-04"),
    ],
)
def test_reminders_fall_on_working_days_and_the_request_moves_on_from_a_day_off(ends_on, remind_on, request_on):
    days = days_of(datetime.date.fromisoformat(ends_on), book(), CALENDAR)

    assert (str(days.remind_on), str(days.request_on)) == (remind_on, request_on)


def test_where_the_rule_says_no_the_request_does_not_move():
    days = days_of(datetime.date(2027, 3, 1), book(calendar__holiday_moves_deadline="否"), CALENDAR)

    assert str(days.request_on) == "2026-11-01"
