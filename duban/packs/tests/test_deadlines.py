"""Days and the work calendar: a deadline moves on from a day off where the rule says so; reminders keep to working hours."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from duban.base.workdays import WorkCalendar
from duban.packs.deadlines import Deadline, deadline, in_working_time, reminds_on
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

OFF = {datetime.date(2026, 10, day): False for day in range(1, 8)} | {datetime.date(2026, 10, 10): True}
CALENDAR = WorkCalendar(days=OFF, confirmed=frozenset({2026}))


def book(moves: str = "是") -> Rulebook:
    said = {"holiday_moves_deadline": moves, "remind_from_hour": "9", "remind_until_hour": "17"}
    return Rulebook(
        RuleParameter(code=f"calendar.{code}", title=code, value=value, basis="本地要求")
        for code, value in said.items()
    )


@pytest.mark.parametrize(
    ("day", "holds", "provisional"),
    [
        ("2026-09-30", "2026-09-30", False),
        ("2026-10-01", "2026-10-08", False),
        ("2026-10-07", "2026-10-08", False),
        ("2026-10-10", "2026-10-10", False),
        ("2026-10-11", "2026-10-12", False),
        ("2027-01-02", "2027-01-04", True),
    ],
    ids=["before", "first day off", "last day off", "Saturday worked", "Sunday", "a year without a notice"],
)
def test_a_deadline_on_a_day_off_moves_on_to_the_next_working_day(day, holds, provisional):
    """遇节假日顺延; domain rule 10."""
    set_on = datetime.date.fromisoformat(day)

    found = deadline(set_on, book(), CALENDAR)

    assert found == Deadline(set_on, datetime.date.fromisoformat(holds), provisional)
    assert found.is_moved is (day != holds)


def test_a_deadline_that_moves_into_a_year_without_a_notice_is_provisional():
    """31 December 2028 is a Sunday; whether 1 January is worked the notice of 2029 says, which is not entered."""
    calendar = WorkCalendar(days={datetime.date(2029, 1, 1): False}, confirmed=frozenset({2028}))

    found = deadline(datetime.date(2028, 12, 31), book(), calendar)

    assert found == Deadline(datetime.date(2028, 12, 31), datetime.date(2029, 1, 2), True)


@pytest.mark.parametrize("rules", [book("否"), Rulebook([])], ids=["the rule says no", "no rule"])
def test_where_no_rule_says_so_a_deadline_stays(rules):
    day = datetime.date(2026, 10, 1)

    assert deadline(day, rules, CALENDAR) == Deadline(day, day, False)


@pytest.mark.parametrize(
    ("moment", "inside", "day"),
    [
        ("2026-10-08T08:59", False, "2026-10-08"),
        ("2026-10-08T09:00", True, "2026-10-08"),
        ("2026-10-08T16:59", True, "2026-10-08"),
        ("2026-10-08T17:00", False, "2026-10-09"),
        ("2026-10-09T18:00", False, "2026-10-10"),
        ("2026-10-10T18:00", False, "2026-10-12"),
        ("2026-10-02T10:00", False, "2026-10-08"),
    ],
)
def test_reminders_keep_to_working_days_and_hours(moment, inside, day):
    """AF-11: reminders in working time."""
    now = datetime.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    assert in_working_time(now, book(), CALENDAR) is inside
    assert str(reminds_on(now, book(), CALENDAR)) == day
