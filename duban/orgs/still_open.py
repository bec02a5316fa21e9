"""What is still open in units that are about to end: shown to whoever merges or dissolves them, before it is done."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.models import Grant, Post, Relation, Unit

Found = tuple[int, str | Promise, int, str | Promise]
"""(id of the unit, what is open, how many, what becomes of it)."""
Source = Callable[[Sequence[Unit], bool], Iterable[Found]]
_sources: list[Source] = []


def add_still_open(source: Source) -> None:
    """Ask this for what is open in units that end; it is told whether somebody takes over. The same one twice is taken once."""
    if source not in _sources:
        _sources.append(source)


def counted(rows: QuerySet, what: str | Promise, becomes: str | Promise, unit: str = "unit") -> Iterator[Found]:
    """One line for each unit that has such rows. One query."""
    for key, number in rows.order_by().values_list(unit).annotate(n=Count("pk")):
        yield key, what, number, becomes


def still_open(units: Sequence[Unit], *, has_heir: bool) -> list[tuple[str, str, str]]:
    """(unit and what, how many, what becomes of it), in the order of the units. A handful of queries however many they are."""
    found: dict[int, list[Found]] = {}
    for source in (_of_this_room, *_sources):
        for line in source(units, has_heir):
            found.setdefault(line[0], []).append(line)
    return [
        (_("%(unit)s, %(what)s") % {"unit": unit.name, "what": what}, str(number), str(becomes))
        for unit in units
        for _key, what, number, becomes in found.get(unit.pk, ())
    ]


def must_be_seen(units: Sequence[Unit], *, has_heir: bool, is_seen: bool) -> None:
    """Whoever ends units has looked at what is open in them. No query when they say so.

    Raises:
        BadInput: something is open, and nobody says that it was looked at; with the list.
    """
    if is_seen:
        return
    expected = _("looked at before it ends; then %(becomes)s")
    found = still_open(units, has_heir=has_heir)
    if found:
        places = [(what, number, expected % {"becomes": becomes}) for what, number, becomes in found]
        raise BadInput(_("What is still open there was not looked at."), places=places)


def _of_this_room(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    day = clock.today()
    yield from counted(
        Post.objects.held(day).filter(unit__in=units), gettext_lazy("posts held"), gettext_lazy("they end with it")
    )
    for way in ("unit", "other"):
        held = Relation.objects.held(day).filter(Q(**{f"{way}__in": units}))
        yield from counted(held, gettext_lazy("relations"), gettext_lazy("they end with it"), way)
    yield from counted(
        Grant.objects.in_force().filter(unit__in=units),
        gettext_lazy("roles"),
        gettext_lazy("they stay: the security administrator revokes them or grants others"),
    )
