"""Every limit of admission at its edges. Source: 中国共产党发展党员工作细则 (2026), as the domain rules, section 5, give it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.base.months import months_after
from duban.ledgers.admission.models import Stage
from duban.ledgers.admission.rules import Done, stage_of, standing_of
from duban.ledgers.admission.tests.reckoning import TODAY, done, known_steps, line, on, reckoner, said, way


def test_the_steps_stand_in_their_order_with_article_and_who_decides():
    found = known_steps()

    assert len(found) == 21
    assert [each.code for each in found][:4] == ["application", "talk", "activist", "filing"]
    assert all(each.cited.startswith("《") and each.decider for each in found)
    places = {each.code: place for place, each in enumerate(found)}
    assert [each.code for each in found if any(places[before] > places[each.code] for before in each.after)] == []


@pytest.mark.parametrize(
    ("born_in", "applied", "wrong"),
    [
        ("2008-06", "2026-06-15", False),
        ("2008-07", "2026-06-15", True),
        ("2008-05", "2026-06-15", False),
        ("", "2026-06-15", False),
    ],
)
def test_an_applicant_is_eighteen(born_in, applied, wrong):
    """第五条、第六条. In the month of the birthday the day is not kept, so nothing is said."""
    assert bool(said("application", way(application=done(applied)), born_in=born_in)) is wrong


def test_before_the_text_of_2026_the_age_rests_on_the_constitution():
    found = line("application", way(application=done("2026-05-17")), born_in="2009-01").findings

    assert [each.cited for each in found] == ["《中国共产党章程》第一条"]


@pytest.mark.parametrize(
    ("applied", "talked", "wrong"),
    [
        ("2026-06-01", "2026-07-01", False),
        ("2026-06-01", "2026-07-02", True),
        ("2026-08-31", "2026-09-30", False),
        ("2026-08-31", "2026-10-01", True),
        # The rule did not hold on the day of the application: it is not asked.
        ("2026-05-17", "2026-09-01", False),
        ("2026-05-18", "2026-06-19", True),
    ],
)
def test_a_talk_follows_within_a_month(applied, talked, wrong):
    """第七条."""
    found = line("talk", way(application=done(applied), talk=done(talked))).findings

    assert bool(found) is wrong
    assert {each.cited for each in found} <= {"《中国共产党发展党员工作细则》第七条"}


@pytest.mark.parametrize(
    ("activist", "target", "wrong"),
    [("2025-06-10", "2026-06-10", False), ("2025-06-10", "2026-06-09", True), ("2025-01-10", "2026-01-05", False)],
)
def test_an_activist_is_trained_for_a_year(activist, target, wrong):
    """第九条、第十一条: the version of the day on which the later step is taken. Before 18 May 2026 it is not asked."""
    recorded = way(activist=done(activist), notice=done("2025-12-01", "2025-12-12"), target=done(target))

    assert [each for each in said("target", recorded) if "最早" in each] == (
        [f"办理于{target}，最早应为2026-06-10"] if wrong else []
    )


@pytest.mark.parametrize(
    ("last_day", "wrong"),
    [
        # Monday to Friday are five; 20 September 2026 is a Sunday that is worked, 25 September a holiday.
        ("2026-06-05", False),
        ("2026-06-04", True),
    ],
)
def test_a_notice_hangs_five_working_days(last_day, wrong):
    """第十三条."""
    assert bool(said("notice", way(contact=done("2026-05-20"), notice=done("2026-06-01", last_day)))) is wrong


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-09-28", "2026-10-09", True),  # 28, 29, 30 September, 8, 9 October would be five but for the days off
        ("2026-09-28", "2026-10-10", False),
    ],
)
def test_days_off_and_days_worked_count_as_the_calendar_says(first, last, wrong):
    days = reckoner().days.between(on(first), on(last))

    assert bool(said("notice", way(contact=done("2026-05-20"), notice=done(first, last)))) is (days < 5)


def test_while_the_notice_hangs_the_first_day_after_it_is_reckoned():
    found = line("target", way(activist=done("2025-01-10"), notice=done("2026-11-23")))

    # Monday to Friday, so Saturday is the first day after it.
    assert (found.earliest.day, found.earliest.is_provisional) == (on("2026-11-28"), False)


def test_in_a_year_without_a_notice_of_days_off_the_day_is_provisional():
    found = line("target", way(activist=done("2025-01-10"), notice=done("2026-12-30")), reckoner(on("2026-12-30")))

    assert found.earliest.is_provisional


@pytest.mark.parametrize(("target", "wrong"), [("2026-06-05", True), ("2026-06-06", False)])
def test_the_choice_waits_until_the_notice_is_down(target, wrong):
    recorded = way(activist=done("2025-01-10"), notice=done("2026-06-01", "2026-06-05"), target=done(target))

    assert bool(said("target", recorded)) is wrong


@pytest.mark.parametrize(
    ("until", "hours", "wrong"),
    [
        ("2026-07-03", None, False),
        ("2026-07-02", None, True),
        ("2026-07-02", 24, False),
        ("2026-07-02", 23, True),
        ("2026-07-01", 24, False),
    ],
)
def test_training_is_three_days_or_twenty_four_hours(until, hours, wrong):
    """第十七条: one of the two is enough."""
    recorded = way(target=done("2026-06-20"), training=done("2026-07-01", until, hours=hours))

    assert bool(said("training", recorded)) is wrong


@pytest.mark.parametrize(("met", "wrong"), [("2026-08-15", False), ("2026-08-16", True)])
def test_the_meeting_is_within_a_month_of_the_preliminary_review(met, wrong):
    """第十九条至第二十二条."""
    assert bool(said("meeting", way(pre_review=done("2026-07-15"), meeting=done(met)))) is wrong


@pytest.mark.parametrize(
    ("eligible", "yes", "wrong"),
    [(20, 10, True), (20, 11, False), (21, 10, True), (21, 11, False), (None, None, False)],
)
def test_more_than_half_of_those_who_should_attend_vote_yes(eligible, yes, wrong):
    """第十九条至第二十二条: of those who should attend and may vote, not of those who do."""
    recorded = way(pre_review=done("2026-07-15"), meeting=done("2026-08-01", eligible=eligible, yes=yes))

    assert bool(said("meeting", recorded)) is wrong


def test_a_meeting_that_says_no_is_not_asked_for_its_majority():
    recorded = way(pre_review=done("2026-07-15"), meeting=done("2026-08-01", eligible=20, yes=3, is_yes=False))

    assert said("meeting", recorded) == []


@pytest.mark.parametrize(
    ("approved", "special", "wrong"),
    [
        ("2026-09-01", False, False),
        ("2026-09-02", False, True),
        ("2026-09-02", True, False),
        ("2026-12-01", True, False),
        ("2026-12-02", True, True),
    ],
)
def test_the_superior_answers_within_three_months_in_special_cases_six(approved, special, wrong):
    """第二十五条."""
    recorded = way(
        meeting=done("2026-06-01"), superior_talk=done("2026-06-20"), approval=done(approved, is_special=special)
    )

    assert bool(said("approval", recorded)) is wrong


@pytest.mark.parametrize(("sworn", "wrong"), [("2026-08-31", False), ("2026-09-01", True)])
def test_the_oath_is_within_a_month_of_the_approval(sworn, wrong):
    """第二十九条; the last day of a month that has no thirty-first is its end."""
    assert bool(said("oath", way(approval=done("2026-07-31"), oath=done(sworn)))) is wrong


@pytest.mark.parametrize(("converted", "wrong"), [("2027-05-31", True), ("2027-06-01", False), ("2027-08-01", False)])
def test_probation_is_a_year_from_the_vote(converted, wrong):
    """第三十一条: from the meeting, not from the approval."""
    recorded = way(
        meeting=done("2026-06-01"), approval=done("2026-08-01"), conversion_application=done("2027-05-01"), conversion_meeting=done(converted)
    )  # fmt: skip

    assert bool(said("conversion_meeting", recorded, reckoner(on("2027-09-01")))) is wrong


def test_probation_of_before_the_text_ends_by_the_constitution():
    found = line(
        "conversion_meeting", way(meeting=done("2025-03-10"), approval=done("2025-05-01")), reckoner(on("2026-01-10"))
    )

    assert (found.is_due.day, found.is_due.cited) == (on("2026-03-10"), "《中国共产党章程》第七条")


@pytest.mark.parametrize(("months", "wrong"), [(5, True), (6, False), (12, False), (13, True)])
def test_an_extension_is_six_to_twelve_months(months, wrong):
    """The constitution of the party, 第七条."""
    assert (
        bool(said("extension", way(approval=done("2026-01-10"), extension=done("2026-11-01", months=months)))) is wrong
    )


def test_an_extension_moves_the_end_of_the_probation():
    recorded = way(meeting=done("2025-10-31"), approval=done("2025-12-01"), extension=done("2026-11-01", months=6))

    assert line("conversion_meeting", recorded).is_due.day == on("2027-04-30")


@pytest.mark.parametrize(("approved", "wrong"), [("2026-09-10", False), ("2026-09-11", True)])
def test_conversion_is_approved_within_three_months(approved, wrong):
    """第三十三条."""
    recorded = way(conversion_meeting=done("2026-06-10"), conversion_approval=done(approved))

    assert bool(said("conversion_approval", recorded)) is wrong


@pytest.mark.parametrize(
    ("reviews", "due"),
    [
        ([], "2027-02-01"),
        (["2026-10-15"], "2027-04-15"),
        (["2026-09-01", "2026-10-15"], "2027-04-15"),
    ],
)
def test_an_activist_is_reviewed_every_six_months(reviews, due):
    """第九条、第十一条."""
    recorded = way(activist=done("2026-08-01"), review=[done(each) for each in reviews])

    assert line("review", recorded).is_due.day == on(due)


def test_a_review_that_comes_late_is_said_and_the_next_counts_from_it():
    recorded = way(activist=done("2026-05-20"), review=[done("2026-11-21")])

    found = line("review", recorded)
    assert [each.say for each in found.findings] == ["办理于2026-11-21，最迟应为2026-11-20"]
    assert found.is_due.day == on("2027-05-21")


def test_for_an_activist_of_before_reviews_count_from_the_day_of_the_rule():
    assert line("review", way(activist=done("2025-01-01"))).is_due.day == on("2026-11-18")


def test_once_chosen_for_admission_nobody_is_reviewed_any_more():
    assert line("review", way(activist=done("2026-01-01"), target=done("2026-11-01"))).is_due is None


@pytest.mark.parametrize(("value", "wrong"), [("0", False), ("6", True), ("5", False)])
def test_what_a_county_asks_beyond_the_rules_is_off_until_it_is_said(value, wrong):
    """Seen locally: an activist six months after the application at the earliest."""
    recorded = way(application=done("2026-06-01"), talk=done("2026-06-10"), activist=done("2026-11-10"))

    assert bool(said("activist", recorded, reckoner(admission__local_activist_months=value))) is wrong


@pytest.mark.parametrize(("value", "wrong"), [("0", False), ("7", True), ("5", False)])
def test_a_county_may_ask_for_a_longer_notice_in_calendar_days(value, wrong):
    recorded = way(contact=done("2026-05-20"), notice=done("2026-06-01", "2026-06-05"))

    assert bool(said("notice", recorded, reckoner(admission__local_notice_days=value))) is wrong


def test_a_step_before_its_predecessor_is_said_and_kept():
    recorded = way(application=done("2026-06-10"), talk=done("2026-06-09"))

    assert said("talk", recorded) == ["办理于2026-06-09，早于“递交入党申请书”（2026-06-10）"]
    assert said("activist", way(application=done("2026-06-10"), activist=done("2026-07-01"))) == [
        "没有登记在先的“党组织派人谈话”"
    ]
    assert said("talk", way(application=done("2026-06-10"), talk=done("2026-06-10"))) == []


def test_after_a_step_that_did_not_pass_the_next_is_said():
    assert said("approval", way(superior_talk=done("2026-07-01", is_yes=False), approval=done("2026-07-02"))) == [
        "“上级党委派人谈话”未通过"
    ]


@pytest.mark.parametrize(("left", "kind"), [(-1, "late"), (0, "soon"), (30, "soon"), (31, "doing")])
def test_how_a_way_stands(left, kind):
    limit = on("2026-12-01")
    today = limit - datetime.timedelta(days=left)

    found = standing_of(reckoner(today).lines(way(application=done("2026-11-01"))), today)

    assert (found.kind, found.left, found.due.step.code) == (kind, left, "talk")


def test_a_way_that_has_ended_has_nothing_due():
    found = standing_of(reckoner().lines(way(application=done("2026-06-01"))), TODAY, is_open=False)

    assert (found.due, found.kind) == (None, "ok")


# ---------------------------------------------------------------- whatever was recorded

DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))
TAKEN = st.builds(
    lambda first, length, is_yes, months: Done(first, first + datetime.timedelta(days=length), is_yes, months=months),
    DAYS, st.integers(0, 20), st.booleans(), st.integers(1, 15),
)  # fmt: skip
WAYS = st.dictionaries(
    st.sampled_from([each.code for each in known_steps()]), st.lists(TAKEN, min_size=1, max_size=1), max_size=12
)


@given(recorded=WAYS, today=DAYS)
def test_no_step_is_reckoned_before_the_end_of_one_that_comes_before_it(recorded, today):
    for each in reckoner(today).lines(recorded):
        before = [recorded[code][-1].ended for code in each.step.after if code in recorded]
        assert not before or each.earliest.day >= max(before)
        start = each.step.by and recorded.get(each.step.by.start)
        assert each.latest is None or each.latest.day >= start[-1].ended


@given(recorded=WAYS, today=DAYS)
def test_each_order_that_is_wrong_is_said_and_none_that_is_right(recorded, today):
    for each in reckoner(today).lines(recorded):
        wrong = each.done and any(
            code not in recorded or not recorded[code][-1].is_yes or each.done[0].on < recorded[code][0].ended
            for code in each.step.after
        )
        assert not wrong or each.findings
        assert each.done or not each.findings


@given(recorded=WAYS)
def test_the_stage_is_the_furthest_that_a_passed_step_opened(recorded):
    order = list(Stage.values)
    opened = [
        each.opens for each in known_steps() if each.opens and each.code in recorded and recorded[each.code][-1].is_yes
    ]

    found = stage_of(known_steps(), recorded)

    assert order.index(found) == max(map(order.index, opened), default=0)


@given(day=DAYS, months=st.integers(0, 36))
def test_months_later_is_never_a_later_day_of_the_month(day, months):
    found = months_after(day, months)

    assert found.day <= day.day
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
