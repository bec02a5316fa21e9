"""What the wing has open in organisations that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.ledgers.admission.models import Admission
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_ways(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """People on their way into the party."""
    rows = Admission.objects.filter(unit__in=units, ended_on=None)
    yield from counted(rows, _("people on their way into the party"), _("they go on where the person belongs then"))
