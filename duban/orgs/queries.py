"""Reads on the tree."""

from django.db.models import QuerySet

from duban.orgs.models import Unit


def subtree_of(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it, as one range of paths: an index serves it on both databases."""
    following = f"{int(unit.path) + 1:0{len(unit.path)}d}"
    if len(following) > len(unit.path):
        # The very last place of the first level has nothing after it.
        return Unit.objects.filter(path__gte=unit.path)
    return Unit.objects.filter(path__gte=unit.path, path__lt=following)


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above it, from the top down; without itself."""
    return Unit.objects.filter(path__in=[unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)])
