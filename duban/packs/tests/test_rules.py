"""Rules by day: a change in the middle of a year applies from its date, and every number of the shipped pack is held."""

import datetime
from fractions import Fraction

import pytest

from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter
from duban.packs.rules import MissingRule, Rulebook, rulebook

CHANGE = datetime.date(2026, 7, 1)
DAY = datetime.timedelta(days=1)


def parameter(value: str, since: datetime.date | None = None, until: datetime.date | None = None) -> RuleParameter:
    return RuleParameter(code="life.x", title="某项", value=value, basis="示例规定", from_on=since, until_on=until)


@pytest.mark.parametrize(("day", "value"), [(CHANGE - DAY, 1), (CHANGE, 2), (CHANGE + DAY, 2)])
def test_a_change_in_the_middle_of_a_year_applies_from_its_date(day, value):
    book = Rulebook([parameter("2", CHANGE), parameter("1")])

    assert book.whole("life.x", day) == value


def test_a_rule_that_ended_or_has_not_begun_does_not_hold():
    book = Rulebook([parameter("1", CHANGE, CHANGE + DAY)])

    held = [book.find("life.x", CHANGE + n * DAY) is not None for n in (-1, 0, 1, 2)]

    assert held == [False, True, True, False]
    with pytest.raises(MissingRule):
        book.at("life.x", CHANGE + 2 * DAY)


def test_a_share_is_exact_and_no_whole_number():
    book = Rulebook([parameter("1/3")])

    assert book.number("life.x", CHANGE) == Fraction(1, 3)
    with pytest.raises(MissingRule):
        book.whole("life.x", CHANGE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "day", "value"),
    [
        ("org.branch.full_members_min", "2026-01-01", 3),
        ("org.branch_committee.full_members_min", "2026-01-01", 7),
        ("org.general_branch.members_min", "2026-01-01", 50),
        ("org.primary_committee.members_min", "2026-01-01", 100),
        ("term.branch.years", "2026-01-01", 3),
        ("term.primary_committee.years", "2026-01-01", 5),
        ("election.present_share_min", "2026-01-01", Fraction(4, 5)),
        ("election.winner_share_over", "2026-01-01", Fraction(1, 2)),
        ("life.member_appraisal.excellent_share_max", "2026-01-01", Fraction(1, 3)),
        ("dues.first_rate", "2026-01-01", Fraction(5, 1000)),
        ("admission.notice_workdays", "2026-05-18", 5),
    ],
)
def test_the_shipped_numbers(code, day, value):
    install_folder(folder_named("core"))

    assert rulebook().number(code, datetime.date.fromisoformat(day)) == value


@pytest.mark.django_db
def test_the_text_of_2026_on_admission_holds_from_its_day():
    install_folder(folder_named("core"))

    book = rulebook()

    assert book.find("admission.notice_workdays", datetime.date(2026, 5, 17)) is None
    assert (
        book.at("admission.notice_workdays", datetime.date(2026, 5, 18)).cited
        == "《中国共产党发展党员工作细则》第十三条"
    )
