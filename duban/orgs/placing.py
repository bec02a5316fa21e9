"""Which kind of organisation stands below which: asked here by whatever founds, moves, merges or brings in. Packs say it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.orgs.models import Unit, UnitKind

Placed = tuple[str, UnitKind, UnitKind]
"""(name of what is placed, its kind, the kind of what it comes to stand below)."""


def fits(kind: UnitKind, above: UnitKind) -> bool:
    """Whether the one stands below the other. A kind of which no pack says anything stands anywhere."""
    return not kind.below or above.code in kind.codes_above


def expected_above(kind: UnitKind) -> str:
    """The kinds below which it stands, in words. One query."""
    names = UnitKind.objects.filter(code__in=kind.codes_above).values_list("name", flat=True)
    return _("%(kind)s stands below: %(kinds)s") % {"kind": kind.name, "kinds": "、".join(names)}


def found_above(kind: UnitKind, above: UnitKind) -> str:
    """How it would stand, in words."""
    return _("%(kind)s below %(above)s") % {"kind": kind.name, "above": above.name}


def must_fit(placed: Iterable[Placed]) -> None:
    """Let everything stand only where its kind may.

    Raises:
        BadInput: with every one that does not.
    """
    places = [
        (name, found_above(kind, above), expected_above(kind)) for name, kind, above in placed if not fits(kind, above)
    ]
    if places:
        raise BadInput(_("An organisation of this kind does not stand there."), places=places)


def below_it(units: Iterable[Unit], above: UnitKind) -> Iterable[Placed]:
    """These units as they would stand below something of that kind."""
    return ((unit.name, unit.kind, above) for unit in units)


def kinds_below(above: UnitKind) -> Any:
    """The kinds that may stand below it, for a form. One query more."""
    return UnitKind.objects.filter(pk__in=[kind.pk for kind in UnitKind.objects.all() if fits(kind, above)])
