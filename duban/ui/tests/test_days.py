"""A day of another year says its year."""

import datetime

import pytest
from django.utils import translation

from duban.ui.days import said_day

pytestmark = pytest.mark.usefixtures("frozen")  # Monday 23 November 2026


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime.date(2026, 1, 1), "1月1日"),
        (datetime.date(2025, 12, 31), "2025年12月31日"),
        (datetime.date(1800, 1, 1), "1800年1月1日"),
        # Half past eleven at night in UTC is the next morning in the office.
        (datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC), "3月2日"),
        (None, ""),
    ],
)
def test_a_day_is_said_with_its_year_when_it_is_not_this_one(day, said):
    with translation.override("zh-hans"):
        assert said_day(day) == said


def test_in_english_a_day_is_said_in_english():
    with translation.override("en"):
        assert said_day(datetime.date(2026, 11, 5)) == "5 Nov"
