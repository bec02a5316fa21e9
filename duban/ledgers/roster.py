"""Who should be there: members of a branch, its committee, or people whose names are typed."""

import datetime
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.ledgers.kinds import Definition
from duban.ledgers.naming import people_written
from duban.orgs.models import Person, Post, Stay, Unit
from duban.orgs.roll import present_on, stayed_on

MOST = 300
"""A list that a person ticks through; what is larger is entered as two numbers."""


@dataclass(frozen=True)
class Seat:
    """Somebody who should be there; `votes` is false for those who take part without a vote."""

    person: Person
    votes: bool


def members_of(unit: Unit, day: datetime.date) -> QuerySet[Person]:
    """The members of an organisation on that day, probationary ones among them, wherever they belong now.

    Each says as `was` what membership they had there then.
    """
    stays = Stay.objects.filter(stayed_on(day), unit=unit)
    there = Q(present_on(day), unit=unit) | Q(pk__in=stays.values("person"))
    then = Subquery(stays.filter(person=OuterRef("pk")).values("membership")[:1])
    return Person.objects.filter(there).annotate(was=Coalesce(then, F("membership")))


def votes(person: Person, day: datetime.date) -> bool:
    """Whether a member had a vote on that day: full members have, from the day of their conversion."""
    full = getattr(person, "was", person.membership) == Person.Membership.FULL
    return full and (person.converted_on is None or person.converted_on <= day)


def roster_of(unit: Unit, definition: Definition, day: datetime.date) -> list[Seat]:
    """Who should be there, in the order of the ledger; empty when nobody is entered or two numbers are asked. One query."""
    if definition.attendance == "members":
        members = list(members_of(unit, day).order_by("pk")[: MOST + 1])
        found = [Seat(person, votes(person, day)) for person in members]
        return found if len(found) <= MOST else []
    if definition.attendance == "committee":
        return [Seat(person, True) for person in committee_of(unit, day)]
    return []


Sorter = Callable[[Sequence[Post]], Collection[int]]
_sorters: list[Sorter] = []


def sort_committees_by(sorter: Sorter) -> None:
    """Let `sorter(posts)` say which of the posts of a unit, by their ids, sit on its committee: kinds of posts are data."""
    if sorter not in _sorters:
        _sorters.append(sorter)


def committee_of(unit: Unit, day: datetime.date) -> list[Person]:
    """Who sits on the committee of a branch on that day, by the kinds of the posts held there. Three queries at most."""
    held = list(Post.objects.held(day).filter(unit=unit).select_related("person").order_by("pk"))
    sits = {pk for sorter in _sorters for pk in sorter(held)} if held else set()
    return list({post.person_id: post.person for post in held if post.pk in sits}.values())


def people_named(unit: Unit, text: str, *, where: str) -> list[Person]:
    """The people below the unit whose names are typed, one after the other; with the organisation when a name is shared.

    "张明" or "张明 第一党支部". Two queries at most.

    Raises:
        BadInput: nobody there has the name, or several have; every such name at once.
    """
    wanted = [part.strip() for part in re.split(r"[\n,，、;；]+", text) if part.strip()]
    written = people_written(wanted, unit)
    if faults := [(where, each.text, each.expected) for each in written if each.person is None]:
        raise BadInput(_("Some names do not fit."), places=faults)
    return list({each.person.pk: each.person for each in written if each.person}.values())
