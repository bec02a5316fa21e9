"""What is known of the people of the demonstration: birth months, education, party days, and where some were before."""

import datetime
import random
from collections.abc import Sequence, Set

from duban.cli.county.places import RETIRED
from duban.orgs.models import Person, Stay, Unit

DAY = datetime.timedelta(days=1)
GROUPS = ("汉族",) * 46 + ("回族", "彝族", "羌族", "苗族")


def tell_of(dice: random.Random, people: Sequence[Person], *, year: int, leading: Set[int]) -> None:
    """Fill in what is known of people who are not saved yet; of one in thirty something is missing, as it is in life.

    `leading` are the ids of the objects of those who hold posts: they are no beginners, in years or in the Party.
    """
    for person in people:
        leads, retired = id(person) in leading, RETIRED in person.unit.name
        age = dice.randint(61, 82) if retired else min(59, max(32 if leads else 23, round(dice.gauss(41, 9))))
        person.sex = dice.choice("112")
        person.born_in = f"{year - age}-{dice.randint(1, 12):02}" if dice.random() > 0.03 else ""
        person.ethnic_group = dice.choice(GROUPS)
        person.education = dice.choices(("10", "20", "30", "40"), weights=(14, 62, 20, 4))[0]
        if person.membership == Person.Membership.NONE:
            continue
        if person.membership == Person.Membership.PROBATIONARY:
            person.joined_on = datetime.date(year, dice.randint(1, 9), dice.randint(1, 28))
            continue
        # Nobody is admitted before eighteen; most are between twenty and thirty-five.
        joined = datetime.date(
            year - age + min(age - 3, dice.randint(20, 28 if leads else 35)), dice.randint(1, 12), dice.randint(1, 28)
        )
        person.joined_on = joined
        if dice.random() > 0.02:
            person.converted_on = joined.replace(year=joined.year + 1)


def tell_of_stays(dice: random.Random, people: Sequence[Person], branches: Sequence[Unit], *, year: int) -> int:
    """One in sixty came from another branch in the course of the last two years. Returns how many."""
    moved, stays = [], []
    for person in people:
        if person.membership != Person.Membership.FULL or dice.random() > 1 / 60:
            continue
        before = dice.choice(branches)
        if before.pk == person.unit_id:
            continue
        person.since_on = datetime.date(year - dice.randint(0, 1), dice.randint(1, 9), dice.randint(1, 28))
        moved.append(person)
        stays.append(Stay(person=person, unit=before, membership=person.membership, until_on=person.since_on - DAY))
    Person.objects.bulk_update(moved, ["since_on"])
    Stay.objects.bulk_create(stays)
    return len(stays)
