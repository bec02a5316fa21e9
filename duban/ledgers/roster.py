"""Who should be there: members of a branch, its committee, or people whose names are typed."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.ledgers.kinds import Definition
from duban.orgs.models import Person, Post, Stay, Unit
from duban.orgs.permits import below
from duban.orgs.roll import present_on, stayed_on

COMMITTEE_POSTS = ("书记", "委员")
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


def committee_of(unit: Unit, day: datetime.date) -> list[Person]:
    """Who sits on the committee of a branch on that day: those who hold a post of secretary or member. One query."""
    named = Q()
    for word in COMMITTEE_POSTS:
        named |= Q(title__contains=word)
    held = Post.objects.held(day).filter(named, unit=unit).select_related("person").order_by("pk")
    return list({post.person_id: post.person for post in held}.values())


def people_named(unit: Unit, text: str, *, where: str) -> list[Person]:
    """The people below the unit whose names are typed, one after the other; with the organisation when a name is shared.

    "张明" or "张明 第一党支部". Two queries at most.

    Raises:
        BadInput: nobody there has the name, or several have; every such name at once.
    """
    wanted = [part.strip() for part in re.split(r"[\n,，、;；]+", text.replace("\u3000", " ")) if part.strip()]
    names = {part.split()[0] for part in wanted}
    known = Person.objects.filter(below(unit.path, "unit__path"), name__in=names, left_on__isnull=True)
    found, faults = _matched(wanted, known.select_related("unit").order_by("unit__path", "pk"), where)
    if faults:
        raise BadInput(_("Some names do not fit."), places=faults)
    return found


def _matched(wanted: list[str], known: Iterable[Person], where: str) -> tuple[list[Person], list[tuple[str, str, str]]]:
    people = list(known)
    found: dict[int, Person] = {}
    faults = []
    for part in wanted:
        name, _space, place = part.partition(" ")
        fits = [each for each in people if each.name == name and place.strip() in each.unit.name]
        if len(fits) == 1:
            found[fits[0].pk] = fits[0]
        elif fits:
            many = "、".join(str(each.unit) for each in fits[:5])
            faults.append((where, part, _("name and organisation, one of: %(names)s") % {"names": many}))
        else:
            faults.append((where, part, _("a name of this organisation or below it")))
    return list(found.values()), faults
