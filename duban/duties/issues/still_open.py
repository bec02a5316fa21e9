"""What the wing has open in organisations that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.duties.issues.models import Issue
from duban.duties.issues.queries import unfinished
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_issues(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Issues of the units that are not closed or are to be looked at again, and those that the units follow."""
    becomes = _("whoever takes over goes on with them") if has_heir else _("close or withdraw them first")
    rows = Issue.objects.filter(unfinished())
    yield from counted(rows.filter(unit__in=units), _("issues that are not closed or to be looked at again"), becomes)
    follows = rows.filter(issuer__in=units).exclude(unit__in=units)
    yield from counted(follows, _("issues of others that it follows"), becomes, "issuer")
