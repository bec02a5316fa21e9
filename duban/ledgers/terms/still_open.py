"""What the wing has open in organisations that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.ledgers.terms.models import Term
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_terms(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Committees in office, and elections under way."""
    rows = Term.objects.exclude(state__in=Term.CLOSED).filter(unit__in=units)
    yield from counted(rows, _("term in office"), _("it ends on the day from which the change holds"))
