"""The clock answers in the office's time zone."""

import datetime

import time_machine

from duban.base import clock


def test_today_is_the_date_in_shanghai():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC), tick=False):
        assert clock.today() == datetime.date(2026, 11, 23)
        assert clock.now() == datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC)
