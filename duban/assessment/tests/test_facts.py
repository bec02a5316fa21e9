"""From a task to what it comes to: each state on the days at its boundary, and which tasks count at all."""

import datetime

import pytest

from duban.assessment.actions import rescore
from duban.assessment.facts import known_of
from duban.assessment.tests import factories
from duban.assessment.tests.factories import TEXT
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories as orgs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DUE = duties.DUE
DAY = datetime.timedelta(days=1)
GRACE = TEXT.replace("done_late: 6, unit: 件", "done_late: 6, unit: 件, grace: {days: 3}")


def done(late: int = 0, **fields) -> dict:
    """Accepted, so many days late."""
    on = DUE + late * DAY
    return {"state": "accepted", "submitted_on": on, "late_days": late, "closed_on": on, **fields}


def handed_in(late: int = 0) -> dict:
    return {"state": "submitted", "submitted_on": DUE + late * DAY, "late_days": late}


def returned(answer_by: str, late: int = 0) -> dict:
    answer_on = datetime.date.fromisoformat(answer_by)
    return {**handed_in(late), "state": "returned", "reason": "缺结果", "answer_by": answer_on}


WAIVED = {"state": "waived", "reason": "没有这项工作", "closed_on": DUE}


@pytest.fixture
def year():
    return factories.year()


def cell(year, frozen, day: str, code: str = "d01") -> tuple[str, str]:
    """(state, points) of 北局 on that morning."""
    frozen.move_to(datetime.datetime.fromisoformat(f"{day}T09:00:00+08:00"))
    state, points, _full = year.standing().cells[code]
    return state, points


# --- one task, its states, the days at their boundaries ---------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "day", "expected"),
    [
        ({}, "2026-11-30", ("not_yet", "0")),
        ({}, "2026-12-01", ("scored", "0")),
        (done(), "2026-11-30", ("scored", "10")),
        (done(), "2026-11-23", ("scored", "10")),
        (done(1), "2026-12-01", ("scored", "6")),
        (handed_in(), "2026-11-30", ("not_yet", "0")),
        (handed_in(), "2026-12-01", ("not_yet", "0")),
        (handed_in(1), "2026-12-01", ("not_yet", "0")),
        (handed_in(1), "2027-01-11", ("not_yet", "0")),
        (returned("2026-12-05"), "2026-12-05", ("not_yet", "0")),
        (returned("2026-12-05"), "2026-12-06", ("scored", "0")),
        (returned("2026-11-25"), "2026-11-26", ("scored", "0")),
        (returned("2027-01-08"), "2027-01-08", ("not_yet", "0")),
        (returned("2027-01-08"), "2027-01-09", ("scored", "0")),
        (WAIVED, "2026-12-01", ("not_applicable", "0")),
        (None, "2026-12-30", ("not_yet", "0")),
        (None, "2026-12-31", ("missing", "0")),
    ],
    ids=[
        "to do on its day: not yet",
        "to do a day later: zero",
        "accepted in time",
        "accepted ahead of its day",
        "accepted a day late",
        "waits for its reviewer on its day",
        "waits for its reviewer a day later",
        "late and waiting",
        "waiting when the period closes",
        "returned, on the reviewer's day",
        "returned, a day after the reviewer's day",
        "returned, the reviewer's day before the due day",
        "returned into January",
        "returned into January, a day after",
        "waived: not applicable",
        "no task at all, before the end of the window",
        "no task at all: missing",
    ],
)
def test_a_task_on_the_days_at_its_boundary(year, frozen, fields, day, expected):
    if fields is not None:
        year.task(**fields)

    assert cell(year, frozen, day) == expected


@pytest.mark.parametrize(
    ("late", "day", "expected"),
    [
        (None, "2026-12-03", ("not_yet", "0")),
        (None, "2026-12-04", ("scored", "0")),
        (3, "2026-12-03", ("scored", "10")),
        (4, "2026-12-04", ("scored", "6")),
    ],
    ids=[
        "to do on the last day of grace",
        "to do the day after",
        "done on the last day of grace",
        "done the day after",
    ],
)
def test_a_task_at_the_end_of_its_grace(frozen, late, day, expected):
    year = factories.year(text=GRACE)
    year.task(**({} if late is None else done(late)))

    assert cell(year, frozen, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-12-31", ("not_yet", "0")), ("2027-01-01", ("scored", "0")), ("2027-01-11", ("scored", "0"))],
)
def test_a_task_of_the_last_day_is_late_on_the_morning_after(year, frozen, day, expected):
    year.task(due_on=datetime.date(2026, 12, 31))

    assert cell(year, frozen, day) == expected


@pytest.mark.parametrize(("fields", "best"), [(handed_in(), "10"), (handed_in(1), "6"), ({}, "10")])
def test_what_was_handed_in_late_promises_no_more_than_late(year, fields, best):
    year.task(**fields)

    account = year.standing().account

    assert account["groups"][0]["indicators"][0]["best"] == best


@pytest.mark.parametrize(
    ("fields", "day", "reason"),
    [
        (handed_in(), "2026-12-02", "1件已报送，等审核"),
        (handed_in(1), "2026-12-02", "1件逾期1天报送，等审核"),
        (returned("2026-12-05"), "2026-12-02", "1件已退回，12月05日前补报"),
        ({}, "2026-11-30", "最早11月30日到期"),
        (done(1), "2026-12-02", "应办1件，按时0件；应2026-11-30，逾期1天得6分，共得6分"),
        (WAIVED, "2026-12-02", "登记为不适用：没有这项工作；本项分值按比例摊到同组其他指标"),
        (None, "2026-12-31", "没有报“事项1”"),
    ],
    ids=["waiting", "late and waiting", "returned", "not yet", "late", "waived", "missing"],
)
def test_each_state_says_its_reason(year, frozen, fields, day, reason):
    if fields is not None:
        year.task(**fields)

    cell(year, frozen, day)

    lines = year.standing().account["groups"][0]["indicators"][0]["lines"]
    assert [line["reason"] for line in lines] == [reason]


def test_a_returned_task_that_is_overdue_is_late_against_the_reviewers_day(year, frozen):
    year.task(**returned("2026-12-05"))

    assert cell(year, frozen, "2026-12-08") == ("scored", "0")
    lines = year.standing().account["groups"][0]["indicators"][0]["lines"]
    assert lines[0]["reason"] == "应办1件，按时0件；应2026-12-05，至今未办，逾期3天，不得分"


# --- several tasks, and those that do not count -----------------------------------------------------------------


def test_one_waived_task_among_others_only_falls_away(year, frozen):
    days = (DUE, datetime.date(2026, 6, 30))
    duty = duties.duty(year.first.responsibility_list, number=3, days=days, tag="事项1", code="d01x")
    year.task(of=duty, due_on=days[0], **done())
    year.task(of=duty, due_on=days[1], **WAIVED)

    assert cell(year, frozen, "2026-12-01") == ("scored", "10")


def test_a_waived_task_where_the_scheme_allows_no_exception_is_missing(year, frozen):
    year.task(of=year.second, **WAIVED)

    assert cell(year, frozen, "2026-12-31", "d02") == ("missing", "0")


@pytest.mark.parametrize(
    ("due_on", "state"),
    [
        ("2025-12-31", "missing"),
        ("2026-01-01", "scored"),
        ("2026-12-31", "scored"),
        ("2027-01-01", "missing"),
    ],
)
def test_only_what_is_due_within_the_period_counts(year, frozen, due_on, state):
    year.task(due_on=datetime.date.fromisoformat(due_on), **done())

    assert cell(year, frozen, "2027-01-02")[0] == state


def test_parts_of_branches_and_other_bodies_lists_do_not_count(year):
    whole = year.task()
    year.task(year.tree.north_1, parent=whole, **done())
    other = duties.duty(duties.responsibility_list(year.tree.north, title="局里的清单"), number=1)
    year.task(year.tree.north, of=other, **done())

    known = known_of(year.period, day=datetime.date(2026, 11, 23))

    assert [fact.key for fact in known.book.facts] == [whole.key]


def test_a_duty_without_a_tag_counts_nowhere(year):
    untagged = duties.duty(year.first.responsibility_list, number=4, tag="")
    year.task(of=untagged, **done())

    assert known_of(year.period, day=datetime.date(2026, 11, 23)).book.facts == []


def test_every_row_stands_behind_its_tag_the_waived_ones_too(year):
    waived = year.task(of=year.second, **WAIVED)
    todo = year.task()

    known = known_of(year.period, day=datetime.date(2026, 11, 23))

    north = str(year.tree.north.pk)
    assert known.keys == {(north, "事项1"): [todo.key], (north, "事项2"): [waived.key]}


def test_units_of_one_name_are_told_apart(year):
    twin = orgs.unit("北局", below=year.tree.committee, kind=year.tree.north.kind)
    year.task(**done())
    rescore(year.period)

    assert list(year.period.standings.values_list("unit", "total")) == [
        (year.tree.north.pk, 10),
        (year.tree.south.pk, 0),
        (twin.pk, 0),
    ]


@pytest.mark.parametrize("units", [1, 3])
def test_known_of_costs_two_queries_whatever_the_number_of_units(year, django_assert_num_queries, units):
    for number in range(units):
        unit = orgs.unit(f"第{number}局", below=year.tree.committee, kind=year.tree.north.kind)
        year.task(unit, **done())

    with django_assert_num_queries(2):
        known_of(year.period, day=datetime.date(2026, 11, 23))
