"""Somebody who was a member, was none for years, and was admitted again: the roll of each time says what they were then."""

import datetime

import pytest

from duban.orgs import actions
from duban.orgs.models import Person
from duban.orgs.roll import in_month, roll_of, unit_in_month
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
JOINED, STRUCK, AGAIN, FULL = (datetime.date(year, 7, 1) for year in (2015, 2019, 2023, 2024))
DAY = datetime.timedelta(days=1)


def test_the_roll_of_the_first_time_stays():
    """中国共产党章程: who was struck off may apply again; the party standing then counts from the new admission."""
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    person = Person.objects.create(
        name="何永年", unit=tree.north_1, membership="full", joined_on=JOINED, converted_on=JOINED
    )
    late = {"by": officer, "reason": "补录", "is_late": True}
    actions.change_membership(person, by=officer, membership="none", since_on=STRUCK, reason="除名")
    for said in (
        {"membership": "probationary", "since_on": AGAIN, "joined_on": AGAIN},
        {"membership": "full", "since_on": FULL, "converted_on": FULL},
    ):
        actions.change_membership(Person.objects.get(pk=person.pk), **late, **said)
    person = Person.objects.get(pk=person.pk)

    def roll(day: datetime.date) -> tuple[int, int]:
        found = roll_of(tree.north_1, day)
        return found.full, found.probationary

    assert (person.joined_on, person.converted_on) == (AGAIN, FULL)
    days = [STRUCK - DAY, STRUCK, AGAIN - DAY, AGAIN, FULL - DAY, FULL]
    assert [roll(day) for day in days] == [(1, 0), (0, 0), (0, 0), (0, 1), (0, 1), (1, 0)]
    stays = list(person.stays.order_by("until_on", "pk"))
    for month, unit in (("2019-06-01", tree.north_1.pk), ("2021-06-01", None), ("2024-01-01", tree.north_1.pk)):
        first = datetime.date.fromisoformat(month)
        assert unit_in_month(person, stays, first) == unit
        assert in_month(Person.objects.filter(pk=person.pk), first).get().month_unit == unit
