"""Whatever is entered late, and in whatever order: each day has one tree, and everybody is counted once in what stood."""

import datetime
import random
from contextlib import suppress

import pytest

from duban.base.errors import BadInput
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.history import forest_on
from duban.orgs.models import Person, Unit
from duban.orgs.roll import rolls_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAYS = [datetime.date(2026, 6, number) for number in range(1, 9)]


@pytest.mark.parametrize("seed", range(4))
def test_each_past_day_has_one_tree_and_counts_everybody_once(seed):
    dice = random.Random(seed)  # noqa: S311 (no secret)
    top = factories.unit("0")
    officer = factories.account(factories.person("周敏", unit=top, committee_admin=top))
    for number in range(1, 10):
        above = Unit.objects.get(name=str(dice.randrange(number)))
        unit = factories.unit(str(number), below=above)
        Person.objects.create(name=f"人{number}", unit=unit, membership="full")
    done = 0
    for number in range(10, 40):
        with suppress(BadInput):
            _something(dice, officer, str(number))
            done += 1
    assert done >= 8
    for day in DAYS:
        forest = forest_on(officer, day)
        assert [each.name for each in forest.tops] == ["0"], day
        assert len(forest.below(forest.tops[0])) == len(forest.by_pk) - 1, day
        assert sum(roll.full for roll in rolls_of([each.now for each in forest.by_pk.values()], day).values()) == 9, day


def _something(dice: random.Random, officer, name: str) -> None:
    """Found, move, merge, split or transfer, from any of the days on."""
    day = dice.choice(DAYS)
    approval = Approval("示直工委〔2026〕1号", day, day)
    one, other = dice.sample(list(Unit.objects.standing().filter(depth__gt=1)), 2)
    given = {"by": officer, "approval": approval}
    match dice.randrange(5):
        case 0:
            actions.found_unit(one, name=name, kind=one.kind, **given)
        case 1:
            actions.move_unit(one, others=[other], **given)
        case 2:
            actions.merge_units(one, others=[other], **given, is_seen=True)
        case 3:
            actions.split_unit(one, name=name, people=list(one.people.all()[:1]), **given)
        case _:
            person = dice.choice(list(Person.objects.filter(membership="full")))
            actions.transfer_membership(person, by=officer, unit=one, since_on=day)
