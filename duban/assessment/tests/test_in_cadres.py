"""A cadre's record holds the unit's grade of a period that is over, for those in office on its last day. No points."""

import datetime

import pytest

from duban.assessment.in_cadres import grade_lines
from duban.assessment.models import Period, Scheme, Standing
from duban.orgs.models import Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
END = datetime.date(2025, 12, 31)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def standing(tree):
    scheme = Scheme.objects.create(unit=tree.committee, name="方案", version="1", text="")
    period = Period.objects.create(
        unit=tree.committee, year=2025, name="2025年度考核", scheme=scheme, starts_on=datetime.date(2025, 1, 1), ends_on=END,
        closes_on=datetime.date(2026, 1, 10),
    )  # fmt: skip
    return Standing.objects.create(
        period=period,
        unit=tree.north,
        as_of=END,
        total="93.5",
        due=100,
        grade="好",
        fingerprint="",
        cells={},
        account={},
    )


def lines(unit, until: datetime.date | None) -> list[str]:
    person = factories.person("许文静", unit=unit)
    Post.objects.create(person=person, unit=unit, title="支部书记", since_on=datetime.date(2024, 3, 1), until_on=until)
    return [line.say for line in grade_lines(person)]


@pytest.mark.parametrize(("until", "said"), [(None, 1), ("2026-03-01", 1), ("2025-12-31", 1), ("2025-12-30", 0)])
def test_in_office_on_the_last_day(tree, standing, until, said):
    found = lines(tree.north_1, datetime.date.fromisoformat(until) if until else None)

    assert found == ["北局在2025年度考核中评为“好”"] * said


def test_nothing_of_another_unit_of_an_open_period_or_without_a_grade(tree, standing):
    assert lines(tree.south_1, None) == []
    Period.objects.update(closes_on=datetime.date(2026, 11, 23))
    assert lines(tree.north_1, None) == []
    Period.objects.update(closes_on=datetime.date(2026, 11, 22))
    assert len(lines(tree.north_1, None)) == 1
    Standing.objects.update(grade="")
    assert lines(tree.north_1, None) == []
