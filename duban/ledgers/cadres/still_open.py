"""What the wing has open in organisations that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.models import Filing, HandOver, Objection
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_papers(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Filings of cadres, hand-overs and objections that are not finished."""
    first = _("finish them first")
    filings = Filing.objects.filter(unit__in=units, state__in=Filing.OPEN)
    yield from counted(filings, _("filings of cadres that are not finished"), first)
    hand_overs = HandOver.objects.filter(unit__in=units, taken_on=None)
    yield from counted(hand_overs, _("hand-overs that are not confirmed"), first)
    objections = Objection.objects.filter(unit__in=units, answered_on=None)
    yield from counted(objections, _("objections that are not answered"), first)
