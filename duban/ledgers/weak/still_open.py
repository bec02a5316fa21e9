"""What the wing has open in organisations that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.ledgers.weak.models import WeakEntry
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_entries(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Weak organisations that are being improved."""
    rows = WeakEntry.objects.filter(unit__in=units, lifted_on=None)
    yield from counted(rows, _("entered as weak and not lifted"), _("decide first whether it is lifted"))
