"""Reads on the tree and its people."""

from typing import Any

from django.db.models import QuerySet

from duban.orgs.models import Person, Unit
from duban.orgs.permits import VIEW_PERSON, VIEW_UNIT, above_of, below


def subtree_of(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it, as one range of paths: an index serves it on both databases."""
    return Unit.objects.filter(below(unit.path))


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above it, from the top down; without itself."""
    return Unit.objects.filter(path__in=above_of(unit.path))


def units_for(user: Any) -> QuerySet[Unit]:
    """The units a person may see, in establishment order."""
    return VIEW_UNIT.scope(user, Unit.objects.select_related("kind", "category"))


def people_for(user: Any) -> QuerySet[Person]:
    """The people a person may see, by unit in establishment order."""
    return VIEW_PERSON.scope(user, Person.objects.select_related("unit"))


def top_unit_for(user: Any) -> Unit | None:
    """The topmost unit that a person may see, the first in establishment order; None for those who see none."""
    paths = VIEW_UNIT.reach(user)
    return units_for(user).filter(path=paths[0]).first() if paths else None
