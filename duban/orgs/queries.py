"""Reads on the tree."""

from django.db.models import QuerySet

from duban.orgs.models import Unit


def subtree_of(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it, as one range of paths: an index serves it on both databases."""
    # Filled up with nines, the greatest path that can stand below: digits only, so that no collation matters. The
    # path of the next sibling would not do: after 00019999 comes 0002, which is smaller than 00020000.
    longest = Unit._meta.get_field("path").max_length
    return Unit.objects.filter(path__range=(unit.path, unit.path.ljust(longest, "9")))


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above it, from the top down; without itself."""
    return Unit.objects.filter(path__in=[unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)])
