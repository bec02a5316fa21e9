"""What organisational life owes: each rule at its boundaries, with the text it rests on."""

import datetime

import pytest

from duban.base.workdays import WorkCalendar
from duban.ledgers.kinds import current_kinds
from duban.ledgers.life import Body, Owing, Period, Reckoner, Stand, Subgroup, owings_of, period_at, periods_of
from duban.ledgers.tests import factories as ledgers
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook, rulebook

pytestmark = [pytest.mark.django_db]

TODAY = datetime.date(2026, 11, 23)
NOVEMBER, OCTOBER = datetime.date(2026, 11, 1), datetime.date(2026, 10, 1)
DECEMBER, THIRD = datetime.date(2026, 12, 1), datetime.date(2026, 7, 1)
BRANCH = Body("branch", full_members=lambda _day: 12)


@pytest.fixture
def book():
    ledgers.core()
    return rulebook()


def owing(rule: str) -> Owing:
    return next(each for each in owings_of(d for _kind, d in current_kinds()) if each.rule == rule)


def cell(book, rule, day, *, body=BRANCH, today=TODAY, **counts):
    asked = owing(rule)
    parts = {name if name != "n" else "": number for name, number in counts.items()}
    return Reckoner(book, WorkCalendar(), today).cell(asked, period_at(asked.every, day), body, parts)


@pytest.mark.parametrize(
    ("rule", "kind", "basis"),
    [
        ("life.members_meeting.per_quarter", "branch", "《中国共产党支部工作条例（试行）》"),
        ("life.committee_meeting.per_month", "branch", "《中国共产党支部工作条例（试行）》"),
        ("life.party_lecture.per_quarter", "branch", "本地要求"),
        ("life.theme_day.per_month", "branch", "《中国共产党支部工作条例（试行）》第十六条"),
        ("life.org_life_meeting.per_year", "branch", "《中国共产党支部工作条例（试行）》第十七条"),
        ("life.member_appraisal.per_year", "branch", "《中国共产党支部工作条例（试行）》"),
        ("life.secretary_lecture.per_year", "party_group", "《中国共产党支部工作条例（试行）》第十六条"),
        ("life.democratic_life_meeting.per_year", "party_group", "《县以上党和国家机关党员领导干部民主生活会若干规定》"),
        ("life.theory_study.per_quarter", "party_group", "本地要求（中国共产党党委（党组）理论学习中心组学习规则）"),
    ],
)  # fmt: skip
def test_none_is_too_few_and_one_is_done(book, rule, kind, basis):
    """§2: members' meeting a quarter, committee meeting and theme day a month, lecture a quarter by local requirement,
    org-life meeting and appraisal a year; a party group: lecture of its secretary and democratic life meeting a year,
    theory study group a quarter."""
    body = Body(kind, full_members=lambda _day: 12)

    none, one = cell(book, rule, NOVEMBER, body=body), cell(book, rule, NOVEMBER, body=body, n=1)

    assert (none.stand, none.owed, one.stand) == (Stand.DUE, 1, Stand.DONE)
    assert none.rule.cited == basis


def test_the_lecture_is_called_a_local_requirement(book):
    assert cell(book, "life.party_lecture.per_quarter", NOVEMBER).rule.is_local


def test_a_period_that_ended_is_overdue_from_the_next_day(book):
    rule = "life.theme_day.per_month"

    last, next_day = datetime.date(2026, 10, 31), datetime.date(2026, 11, 1)

    assert cell(book, rule, OCTOBER, today=last).stand == Stand.DUE
    assert cell(book, rule, OCTOBER, today=next_day).stand == Stand.OVERDUE
    assert cell(book, rule, OCTOBER, today=next_day, n=1).stand == Stand.DONE


def test_a_period_that_has_not_begun_is_not_yet(book):
    rule = "life.theme_day.per_month"

    assert cell(book, rule, DECEMBER).stand == Stand.NOT_YET
    assert cell(book, rule, DECEMBER, today=DECEMBER).stand == Stand.DUE


def test_it_is_due_by_the_last_working_day(book):
    """31 October 2026 is a Saturday; the day before is the last on which an office can hold it."""
    calendar = WorkCalendar()
    asked = owing("life.theme_day.per_month")
    found = Reckoner(book, calendar, TODAY).cell(asked, period_at("month", OCTOBER), BRANCH, {})

    assert found.due_on == datetime.date(2026, 10, 30)


@pytest.mark.parametrize(
    ("members", "stand"), [(6, Stand.NOT_APPLICABLE), (7, Stand.DUE), (None, Stand.MISSING)], ids=str
)
def test_a_committee_meets_where_seven_full_members_elect_one(book, members, stand):
    """中国共产党支部工作条例（试行）: a branch of seven full members and more has a committee; fewer elect a secretary."""
    found = cell(
        book, "life.committee_meeting.per_month", NOVEMBER, body=Body("branch", full_members=lambda _day: members)
    )

    assert found.stand == stand
    assert found.why if members != 7 else not found.why


def test_members_count_on_the_first_day_of_the_period(book):
    """Who became the seventh full member on 10 November makes the committee owe from December."""
    grew = Body("branch", full_members=lambda day: 7 if day >= datetime.date(2026, 11, 10) else 6)
    rule = "life.committee_meeting.per_month"

    assert cell(book, rule, NOVEMBER, body=grew).stand == Stand.NOT_APPLICABLE
    assert cell(book, rule, DECEMBER, body=grew).stand == Stand.NOT_YET


@pytest.mark.parametrize(
    ("groups", "owed", "stand"), [(0, 0, Stand.NOT_APPLICABLE), (1, 1, Stand.DUE), (3, 3, Stand.DUE)]
)
def test_subgroups_meet_where_there_are_any(book, groups, owed, stand):
    """中国共产党支部工作条例（试行）: each subgroup generally meets once a month; a branch without owes none."""
    body = Body("branch", subgroups=tuple(Subgroup(f"0001000{n}") for n in range(groups)))

    found = cell(book, "life.subgroup_meeting.per_month", NOVEMBER, body=body)

    assert (found.stand, found.owed) == (stand, owed)


def test_three_meetings_of_one_subgroup_do_not_stand_for_three(book):
    """Nor do three that the branch entered without saying which subgroup met; one of each does."""
    rule, paths = "life.subgroup_meeting.per_month", ("00010001", "00010002", "00010003")
    body = Body("branch", subgroups=tuple(map(Subgroup, paths)))

    def done(counts):
        found = Reckoner(book, WorkCalendar(), TODAY).cell(owing(rule), period_at("month", NOVEMBER), body, counts)
        return found.stand, found.done, found.owed

    assert done({paths[0]: 3}) == (Stand.DUE, 1, 3)
    assert done({"": 3}) == (Stand.DUE, 1, 3)
    assert done({paths[0]: 1, "": 3}) == (Stand.DUE, 2, 3)
    assert done({"另一小组": 3}) == (Stand.DUE, 0, 3)
    assert done(dict.fromkeys(paths, 1)) == (Stand.DONE, 3, 3)


def test_every_pair_of_heart_talks_is_owed_once_a_year(book):
    """中国共产党支部工作条例（试行）: among committee members, with members, among members, each once a year."""
    rule = "life.heart_talk.per_year"

    two = cell(book, rule, NOVEMBER, committee_committee=5, committee_member=1)

    assert (two.stand, two.done, two.owed, two.lacking) == (Stand.DUE, 2, 3, ("党员之间",))
    assert cell(book, rule, NOVEMBER, committee_committee=1, committee_member=1, member_member=1).stand == Stand.DONE
    small = Body("branch", full_members=lambda _day: 6)
    assert cell(book, rule, NOVEMBER, body=small).owed == 2


@pytest.mark.parametrize(
    ("founded", "stand"),
    [
        (datetime.date(2026, 9, 30), Stand.DUE),
        (datetime.date(2026, 10, 1), Stand.DUE),
        (datetime.date(2026, 10, 2), Stand.NOT_APPLICABLE),
    ],
)
def test_an_organisation_founded_inside_a_period_owes_from_the_next(book, founded, stand):
    body = Body("branch", founded_on=founded, full_members=lambda _day: 12)

    assert cell(book, "life.members_meeting.per_quarter", NOVEMBER, body=body).stand == stand


@pytest.mark.parametrize(
    ("dissolved", "stand"),
    [(datetime.date(2026, 10, 31), Stand.NOT_APPLICABLE), (datetime.date(2026, 11, 1), Stand.OVERDUE)],
)
def test_a_dissolved_organisation_owes_nothing_of_its_last_period(book, dissolved, stand):
    body = Body("branch", dissolved_on=dissolved)

    assert cell(book, "life.theme_day.per_month", OCTOBER, body=body).stand == stand


@pytest.mark.parametrize(
    ("dissolved", "stand"),
    [
        (datetime.date(2026, 10, 1), Stand.NOT_APPLICABLE),
        (datetime.date(2026, 10, 2), Stand.DONE),
        (datetime.date(2026, 10, 31), Stand.DONE),
    ],
)
def test_what_an_organisation_did_before_it_ended_stays_done(book, dissolved, stand):
    body = Body("branch", dissolved_on=dissolved)

    assert cell(book, "life.theme_day.per_month", OCTOBER, body=body, n=1).stand == stand


def test_other_kinds_owe_nothing(book):
    found = cell(book, "life.theme_day.per_month", NOVEMBER, body=Body("community"))

    assert (found.stand, found.why) == (Stand.NOT_APPLICABLE, "这类组织不用开展")


def test_a_rule_changed_inside_a_year_applies_from_its_date(book):
    """Two a quarter from 1 July: the second quarter owes one, the third two. One from 15 August reaches the fourth."""
    rule = "life.members_meeting.per_quarter"
    old, new = RuleParameter.objects.get(code=rule), RuleParameter.objects.get(code=rule)
    new.pk, new.value, new.from_on = None, "2", datetime.date(2026, 7, 1)

    def owed(day):
        return cell(Rulebook([old, new]), rule, day).owed

    assert (owed(datetime.date(2026, 4, 1)), owed(THIRD)) == (1, 2)
    new.from_on = datetime.date(2026, 8, 15)
    assert (owed(THIRD), owed(OCTOBER)) == (1, 2)


def test_without_a_rule_in_force_nothing_is_owed():
    ledgers.core()
    found = cell(Rulebook([]), "life.theme_day.per_month", NOVEMBER)

    assert (found.stand, found.rule) == (Stand.NOT_APPLICABLE, None)


def test_periods_end_where_the_month_does():
    assert period_at("month", datetime.date(2028, 2, 5)).end == datetime.date(2028, 2, 29)
    assert period_at("quarter", TODAY) == Period("quarter", OCTOBER, datetime.date(2026, 12, 31))
    assert [len(periods_of(every, 2026)) for every in ("month", "quarter", "year")] == [12, 4, 1]
