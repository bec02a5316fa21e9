"""Which units stand on a day, and that lists of today leave out those that do not while their pages stay readable."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from duban.orgs.models import Unit
from duban.orgs.permits import VIEW_UNIT
from duban.orgs.queries import lowest, units_ever_for, units_for, units_within
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.date(2026, 11, 23)
ONE = datetime.timedelta(days=1)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


def gone(unit: Unit, day: datetime.date = DAY) -> None:
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=day)


@pytest.mark.parametrize(
    ("founded", "dissolved", "stands"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY + ONE, None, False),
        (None, DAY + ONE, True),
        (None, DAY, False),
        (DAY - ONE, DAY - ONE, False),
    ],
)
def test_a_unit_stands_from_the_day_of_its_founding_to_the_day_before_it_is_dissolved(tree, founded, dissolved, stands):
    Unit.objects.filter(pk=tree.south.pk).update(founded_on=founded, dissolved_on=dissolved)

    south = Unit.objects.get(pk=tree.south.pk)
    assert (Unit.objects.standing(DAY).filter(pk=south.pk).exists(), south.stands_on(DAY)) == (stands, stands)


def test_a_unit_is_not_dissolved_before_it_was_founded(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=tree.south.pk).update(founded_on=DAY, dissolved_on=DAY - ONE)


def test_lists_and_choices_leave_out_what_is_dissolved_and_its_page_stays(client, tree, officer):
    gone(tree.south_1)
    client.force_login(officer)

    names = [unit.name for unit in client.get("/orgs/units/").context["page"]]

    assert names == ["北局", "北局机关党委", "北局第一党支部", "北局第二党支部", "南局"]
    assert not units_for(officer).filter(pk=tree.south_1.pk).exists()
    assert not units_within(VIEW_UNIT, officer).filter(pk=tree.south_1.pk).exists()
    assert units_ever_for(officer).filter(pk=tree.south_1.pk).exists()
    assert client.get(f"/orgs/units/{tree.south_1.pk}/about/").status_code == 200


def test_a_unit_below_which_only_dissolved_ones_are_is_among_the_lowest(tree, officer):
    before = list(lowest(units_for(officer)))
    gone(tree.south_1)

    assert before == [tree.north_1, tree.north_2, tree.south_1]
    assert list(lowest(units_for(officer))) == [tree.north_1, tree.north_2, tree.south]
