"""Small real things to test with."""

import datetime
from typing import Any

from duban.ledgers.cadres.models import (
    CadrePost,
    Filing,
    HandOver,
    HandOverLine,
    Objection,
    PlannedClass,
    PostKind,
    Secondment,
)
from duban.orgs.models import Person, Post, Unit, User

DAY = datetime.date(2026, 11, 20)


def kind(code: str = "party_affairs_worker", **fields: Any) -> PostKind:
    """The kind with this code, made when it is not there."""
    return PostKind.objects.get_or_create(code=code, defaults={"name": code, **fields})[0]


def post(
    person: Person,
    unit: Unit,
    title: str = "党务干部",
    *,
    of: PostKind | str | None = None,
    full_time: bool = False,
    since_on: datetime.date = datetime.date(2024, 3, 1),
    until_on: datetime.date | None = None,
) -> Post:
    """A post, sorted when a kind is given."""
    time = Post.Kind.FULL_TIME if full_time else Post.Kind.PART_TIME
    made = Post.objects.create(person=person, unit=unit, title=title, kind=time, since_on=since_on, until_on=until_on)
    if of is not None:
        CadrePost.objects.create(post=made, kind=kind(of) if isinstance(of, str) else of)
    return made


def one_of_each(unit: Unit, person: Person, by: User | None = None) -> dict[str, Any]:
    """One object of each kind of this wing in the unit, by name; `person` is whom they are about."""
    held = post(person, unit, of="party_affairs_worker")
    left = post(person, unit, "党办主任", since_on=DAY.replace(year=2023), until_on=DAY)
    taker = Person.objects.create(name=person.name, unit=unit)
    hand_over = HandOver.objects.create(post=left, unit=unit, giver=person, taker=taker)
    HandOverLine.objects.create(hand_over=hand_over, place=1, title="印章")
    return {
        "cadre_post": held.cadre_post,
        "post": held,
        "filing": Filing.objects.create(unit=unit, person=person, title="党办主任", opened_on=DAY),
        "hand_over": hand_over,
        "planned_class": PlannedClass.objects.create(unit=unit, year=2026, month=5, title="培训", hours=8),
        "objection": Objection.objects.create(
            person=person, unit=unit, line=held.key, said="党务干部", text="任职时间不对", made_on=DAY
        ),
        "secondment": Secondment.objects.create(
            person=person, unit=unit, to_unit="某局", approval_symbol="示组〔2026〕3号", approved_on=DAY, since_on=DAY, until_on=DAY
        ),
    }  # fmt: skip
