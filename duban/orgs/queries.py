"""Reads on the tree and its people."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duban.audit.models import Entry
from duban.base.names import sounds
from duban.orgs.models import WATCHERS, Correction, Grant, Person, PersonQuerySet, Unit, UnitCategory, UnitQuerySet
from duban.orgs.permits import (
    PERMITS,
    VIEW_ACCOUNT,
    VIEW_GRANT,
    VIEW_PERSON,
    VIEW_TRAIL,
    VIEW_UNIT,
    Permit,
    above_of,
    below,
)
from duban.ui.shapes import Event

NEAR = 40
"""How many units are offered to choose from before the person looks for one."""


def people_named(words: str, lookup: str = "") -> Q:
    """The condition that somebody's name holds these characters, or is spelled or abbreviated so from a syllable on.

    Args:
        lookup: the way from the row to the person, "owner__".
    """
    found = Q(**{f"{lookup}name__icontains": words})
    if letters := sounds(words):
        found |= Q(**{f"{lookup}spelled__contains": f" {letters}"})
    return found


def whole_first(words: str) -> Case:
    """Where somebody stands among those found: first whose whole name, spelling or initials these words are or begin."""
    whole, letters = Q(name__startswith=words), sounds(words)
    if letters:
        initials = Q(Exact(Length("name"), len(letters))) & (
            Q(spelled__contains=f" {letters} ") | Q(spelled__endswith=f" {letters}")
        )
        whole |= Q(spelled__startswith=f" {letters}") | initials
    return Case(When(whole, then=0), default=1)


def units_named(words: str, lookup: str = "") -> Q:
    """The condition that a unit's name or short name holds these words, or is spelled or abbreviated so."""
    found = Q(**{f"{lookup}name__icontains": words}) | Q(**{f"{lookup}short_name__icontains": words})
    if letters := sounds(words):
        found |= Q(**{f"{lookup}spelled__contains": letters})
    return found


def subtree_of(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it, as one range of paths: an index serves it on both databases."""
    return Unit.objects.filter(below(unit.path))


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above it, from the top down; without itself."""
    return Unit.objects.filter(path__in=above_of(unit.path))


def units_for(user: Any) -> QuerySet[Unit]:
    """The units that stand today and that a person may see, in establishment order: for lists, choices and sums."""
    return units_ever_for(user).filter(UnitQuerySet.stands())


def units_ever_for(user: Any) -> QuerySet[Unit]:
    """The same with those dissolved since, or to be founded: for the page of one unit, whose records stay readable."""
    return VIEW_UNIT.scope(user, Unit.objects.select_related("kind", "category"))


def category_choices(chosen: str) -> list[tuple[str, str, bool]]:
    """(code, name, whether it is chosen) of each category of units, for a filter. One query."""
    return [(code, name, code == chosen) for code, name in UnitCategory.objects.values_list("code", "name")]


def lowest(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those of the units below which none of them stands: what was dissolved below a branch does not count. One query more."""
    inner = {path[: -Unit.steplen] for path in units.order_by().values_list("path", flat=True)}
    return units.exclude(path__in=inner)


def people_for(user: Any) -> PersonQuerySet:
    """The people a person may see, by unit in establishment order; those who left too."""
    return VIEW_PERSON.scope(user, Person.objects.select_related("unit"))


def top_unit_for(user: Any) -> Unit | None:
    """The topmost unit that a person may see, the first in establishment order; None for those who see none."""
    paths = VIEW_UNIT.reach(user)
    return units_for(user).filter(path=paths[0]).first() if paths else None


def unit_of_permit(declared: Permit, user: Any) -> Unit | None:
    """The topmost unit where a person has the permit, the first in establishment order; None where there is none."""
    paths = declared.reach(user)
    return Unit.objects.filter(path=paths[0]).first() if paths else None


def account_people_for(user: Any) -> QuerySet[Person]:
    """The people whose account a person may see, each with it or without."""
    return VIEW_ACCOUNT.scope(user, Person.objects.select_related("unit", "account"))


def grant_people_for(user: Any) -> QuerySet[Person]:
    """The people whose roles a person may see."""
    return VIEW_GRANT.scope(user, Person.objects.select_related("unit", "account"))


def accounts_to_close(user: Any, day: datetime.date) -> QuerySet[Person]:
    """Those who have left by that day and could still log in, for whoever closes accounts."""
    return account_people_for(user).filter(left_on__lt=day, account__is_active=True).order_by("left_on", "pk")


def grants_to_end(user: Any, day: datetime.date) -> QuerySet[Person]:
    """Those who have left by that day and still have a role, for whoever revokes roles."""
    held = Grant.objects.in_force().filter(person=OuterRef("pk"))
    return grant_people_for(user).filter(Exists(held), left_on__lt=day).order_by("left_on", "pk")


def corrections_for(user: Any) -> QuerySet[Correction]:
    """Requests for correction that wait and that a person may answer, the oldest first."""
    waiting = Correction.objects.filter(answered_on__isnull=True).select_related("person").order_by("pk")
    return PERMITS["orgs.answer_correction"].scope(user, waiting)


def is_watcher(person: Person) -> bool:
    """Whether somebody is security or audit administrator anywhere."""
    return Grant.objects.in_force().filter(person=person, role__in=WATCHERS).exists()


def reads_trail(user: Any) -> bool:
    """Whether a person may read the trail. It is one for all units, so the permit must hold at every topmost one."""
    tops = set(Unit.objects.filter(depth=1).values_list("path", flat=True))
    return bool(tops) and tops <= set(VIEW_TRAIL.reach(user))


def entries_for(user: Any) -> QuerySet[Entry]:
    """The trail for those who may read it, nothing for others."""
    return Entry.objects.all() if reads_trail(user) else Entry.objects.none()


def units_within(declared: Permit, user: Any) -> QuerySet[Unit]:
    """The standing units where the person has the permit, whatever objects it is about; in establishment order."""
    return replace(declared, unit="").scope(user, Unit.objects.standing().order_by("path"))


def units_near(declared: Permit, user: Any, unit: Unit, words: str = "") -> list[Unit]:
    """Units to choose from: those of a name, or the unit itself, then those beside it, which are sought most, then what stands
    above and below it. One query.
    """
    within = units_within(declared, user)
    if words:
        found = within.filter(units_named(words))
    else:
        beside = Q(below(unit.path[: -Unit.steplen]), depth=unit.depth)
        is_beside = Case(When(pk=unit.pk, then=0), When(beside, then=1), default=2)
        found = within.filter(beside | Q(path__in=above_of(unit.path)) | below(unit.path))
        found = found.order_by(is_beside, "path")
    return list(found[:NEAR])


def story_of(said: Mapping[str, str], verbs: Iterable[str]) -> list[Event]:
    """What was done with these verbs to the records with these keys, newest first, the last fifty. One query.

    Args:
        said: key of a record → what it is, for a verb that gives no reason; "" when the page is about it anyway.
        verbs: names of permits.
    """
    entries = Entry.objects.filter(subject__in=list(said), verb__in=list(verbs)).order_by("-number")
    return [
        Event(
            PERMITS[entry.verb].label,
            entry.by_name,
            entry.at,
            reason=entry.reason or said.get((entry.detail.get("made") or ["", entry.subject])[1], ""),
        )
        for entry in entries[:50]
    ]
