"""What a person may see of schemes, periods and standings, and which days a period reaches."""

import datetime

import pytest

from duban.assessment import queries
from duban.assessment.models import Period, Scheme
from duban.assessment.tests import factories
from duban.orgs.models import Role, Unit
from duban.orgs.permits import BUSINESS
from duban.orgs.tests import factories as orgs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def year():
    return factories.year()


def somebody(unit: Unit, role: str):
    return orgs.account(orgs.person(f"{role}", unit=unit, **{role: unit}))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "in_force", "to_count"),
    [
        ("2025-12-31", 0, 0),
        ("2026-01-01", 1, 1),
        ("2027-01-10", 1, 1),
        ("2027-01-11", 0, 1),
        ("2027-01-12", 0, 0),
    ],
)
def test_a_period_is_in_force_until_it_closes_and_counted_once_more_on_the_morning_after(year, on, in_force, to_count):
    assert queries.periods_in_force(day(on)).count() == in_force
    assert queries.periods_to_count(day(on)).count() == to_count


@pytest.mark.parametrize("role", Role.values)
def test_schemes_for_is_what_is_published_by_the_unit_or_above(year, role):
    Scheme.objects.create(unit=year.tree.committee, name="草案", version="1", text="")
    Scheme.objects.create(unit=year.tree.south, name="别处的草案", version="1", text="")

    found = [str(scheme) for scheme in queries.schemes_for(somebody(year.tree.north, role))]

    assert found == (["2026年度考核"] if role in BUSINESS | {Role.ASSESSOR} else [])


def test_standings_for_the_committee_are_all_in_establishment_order(year):
    found = queries.standings_for(somebody(year.tree.committee, "committee_leader"))

    assert [str(standing.unit) for standing in found] == ["北局", "南局"]


def test_standings_for_a_unit_are_its_own(year):
    assert [str(standing.unit) for standing in queries.standings_for(somebody(year.tree.north, "unit_cadre"))] == [
        "北局"
    ]


@pytest.mark.parametrize("role", ["branch_secretary", "assessor", "system_admin"])
def test_standings_for_others_are_none(year, role):
    assert list(queries.standings_for(somebody(year.tree.north, role))) == []


def test_periods_for_is_of_the_committee_only(year):
    assert list(queries.periods_for(somebody(year.tree.committee, "committee_admin"))) == [year.period]
    assert list(queries.periods_for(somebody(year.tree.north, "unit_secretary"))) == []


def test_own_standing_of_somebody_in_a_branch_is_that_of_the_unit_above(year):
    cadre = orgs.account(orgs.person("许文静", unit=year.tree.north_1, unit_cadre=year.tree.north))

    assert queries.own_standing(cadre).unit == year.tree.north


def test_own_standing_in_an_assessed_unit_inside_another_is_that_of_the_inner_one(year):
    year.tree.north_1.kind = year.tree.north.kind
    year.tree.north_1.save()
    inner = year.standing(year.tree.north_1)

    assert queries.own_standing(somebody(year.tree.north_1, "unit_cadre")) == inner
    assert queries.standing_of(year.officer, year.tree.north_1) == inner


def test_own_standing_is_of_the_newest_period(year):
    year.period.pk = None
    year.period.name, year.period.starts_on = "2027年度", day("2026-11-01")
    year.period.save()
    year.standing()

    assert str(queries.own_standing(somebody(year.tree.north, "unit_cadre")).period) == "2027年度"


def test_the_committee_has_no_standing_of_its_own(year):
    assert queries.own_standing(year.officer) is None


def test_own_standing_without_a_period_is_none(year):
    Period.objects.all().delete()

    assert queries.own_standing(somebody(year.tree.north, "unit_cadre")) is None


def test_standing_of_a_branch_is_that_of_its_unit_and_hidden_from_other_units(year):
    assert queries.standing_of(year.officer, year.tree.north_2).unit == year.tree.north
    assert queries.standing_of(somebody(year.tree.south, "unit_cadre"), year.tree.north_2) is None


def test_tasks_behind_are_those_named_and_seen_only(year):
    mine, foreign = year.task(), year.task(year.tree.south)
    cadre = somebody(year.tree.north, "unit_cadre")

    assert list(queries.tasks_behind(cadre, [mine.key, foreign.key, "ledgers.record:7"])) == [mine]
    assert list(queries.tasks_behind(year.officer, [mine.key, foreign.key])) == [mine, foreign]
