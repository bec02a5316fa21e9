"""The command of each morning: what was due yesterday is late today, without anybody having touched a task."""

import datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from duban.assessment.models import Standing
from duban.assessment.tests import factories
from duban.cli import commands

pytestmark = pytest.mark.django_db


def at(frozen, day: str):
    frozen.move_to(datetime.datetime.fromisoformat(f"{day}T06:00:00+08:00"))
    return CliRunner().invoke(commands, ["rescore"])


def test_what_was_due_yesterday_is_late_this_morning(frozen):
    year = factories.year()
    year.task()

    told = [
        (at(frozen, day).output.strip(), Standing.objects.first().cells["d01"][0])
        for day in ("2026-11-30", "2026-12-01")
    ]

    assert told == [("已重算 2 个单位的得分。", "not_yet"), ("已重算 2 个单位的得分。", "scored")]


def test_without_a_period_in_force_it_says_so(frozen):
    factories.year()

    assert (at(frozen, "2027-02-01").exit_code, at(frozen, "2027-02-01").output) == (0, "今天没有在考的周期。\n")


def test_a_scheme_that_cannot_be_read_is_named_and_nothing_changes(frozen):
    factories.year()
    before = list(Standing.objects.values())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessment_scheme SET text = %s", [factories.TEXT.replace("事项2, on", "事项9, on")])

    answer = at(frozen, "2026-12-01")

    assert answer.exit_code == 1
    assert "没有标签“事项9”" in answer.output
    assert list(Standing.objects.values()) == before
