"""Whatever moves where, everybody reads just what stands at or below the units of their roles, and each past day is as it was."""

import datetime
import random

import pytest
import time_machine

from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.history import forest_on
from duban.orgs.models import Person, Unit
from duban.orgs.permits import VIEW_PERSON, VIEW_UNIT
from duban.orgs.tests import factories

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 1, 5)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("seed", range(3))
def test_permits_and_past_days_agree_with_plain_counting(seed):
    dice = random.Random(seed)  # noqa: S311 (no secret)
    top = factories.unit("0")
    officer = factories.account(factories.person("周敏", unit=top, committee_admin=top))
    parents: dict[str, str | None] = {"0": None}
    for number in range(1, 25):
        above = dice.choice(list(parents))
        unit = factories.unit(str(number), below=Unit.objects.get(name=above))
        factories.person(f"人{number}", unit=unit)
        parents[str(number)] = above
    holders = {
        name: factories.account(factories.person(f"查{name}", unit=top, unit_cadre=Unit.objects.get(name=name)))
        for name in dice.sample(list(parents), 6)
    }
    days = {START - DAY: dict(parents)}
    for step in range(12):
        day = START + step * DAY
        with time_machine.travel(datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC), tick=False):
            _something(dice, officer, parents, Approval("示直工委〔2026〕1号", day, day))
        days[day] = dict(parents)

    def chain(name: str, of: dict[str, str | None]) -> list[str]:
        return [name] if of[name] is None else [*chain(of[name] or "", of), name]

    ended = {unit.name: unit for unit in Unit.objects.exclude(dissolved_on=None)}
    for name, user in holders.items():
        # A unit that ended stands below the one that took over; there it is read.
        expected = {each for each in parents if name in chain(each, parents)}
        assert {unit.name for unit in VIEW_UNIT.scope(user, Unit.objects.all())} == expected
        for person in Person.objects.select_related("unit"):
            assert VIEW_PERSON.allows(user, person) == (person.unit.name in expected)
    for day, stood in days.items():
        forest = forest_on(officer, day)
        found = {each.name: forest.by_pk[each.parent].name if each.parent else None for each in forest.by_pk.values()}
        assert found == {
            name: above for name, above in stood.items() if name not in ended or ended[name].stands_on(day)
        }
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def _something(dice: random.Random, officer, parents: dict[str, str | None], approval: Approval) -> None:
    """Move a unit with what stands below it, or merge one into another."""

    def is_below(name: str | None, other: str) -> bool:
        return name is not None and (name == other or is_below(parents[name], other))

    standing = sorted(Unit.objects.standing(approval.holds_on).values_list("name", flat=True))
    one, other = dice.sample([name for name in standing if name != "0"], 2)
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=(one, other))}
    if is_below(other, one) or (parents[one] == other):
        return
    if dice.random() < 0.7:
        actions.move_unit(units[one], by=officer, approval=approval, others=[units[other]])
        parents[one] = other
    else:
        actions.merge_units(units[other], by=officer, approval=approval, others=[units[one]], is_seen=True)
        for name, above in parents.items():
            if above == one and name in standing:
                parents[name] = other
        parents[one] = other
