"""Working days at their edges: around the National Day of 2026 and into a year without a notice."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.base.workdays import DAY, WorkCalendar

OCTOBER = [datetime.date(2026, 10, day) for day in range(1, 8)]
CALENDAR = WorkCalendar(
    days={
        **dict.fromkeys(OCTOBER, False),
        datetime.date(2026, 9, 20): True,
        datetime.date(2026, 10, 10): True,
    },
    confirmed=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-09-20", True), ("2026-09-27", False), ("2026-10-01", False), ("2026-10-08", True), ("2026-10-10", True)],
)
def test_a_notice_goes_before_the_week(day, works):
    assert CALENDAR.is_workday(datetime.date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "workdays", "end"),
    [
        ("2026-09-30", 0, "2026-09-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # a Saturday that is worked
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-11-20", 5, "2026-11-27"),  # a public notice of five working days
    ],
)
def test_after_counts_whole_working_days_and_not_the_first(start, workdays, end):
    assert CALENDAR.after(datetime.date.fromisoformat(start), workdays) == datetime.date.fromisoformat(end)


def test_a_day_off_moves_to_the_next_or_the_last_working_day():
    holiday = datetime.date(2026, 10, 3)

    assert (CALENDAR.on_or_after(holiday), CALENDAR.on_or_before(holiday)) == (
        datetime.date(2026, 10, 8),
        datetime.date(2026, 9, 30),
    )


def test_a_year_without_a_notice_is_provisional():
    day = datetime.date(2026, 12, 31)

    assert (CALENDAR.is_provisional(day), CALENDAR.is_provisional(day, day + DAY)) == (False, True)


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.after(datetime.date(2026, 1, 1), -1)


@given(st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 1)), st.integers(1, 15))
def test_after_and_between_agree(day, workdays):
    end = CALENDAR.after(day, workdays)

    assert CALENDAR.between(day + DAY, end) == workdays
    assert CALENDAR.is_workday(end)
