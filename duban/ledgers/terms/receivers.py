"""What the wing hears from below."""

from typing import Any

from django.dispatch import receiver

from duban.ledgers.terms.actions import end_terms
from duban.orgs.models import Change, Unit
from duban.orgs.signals import unit_ended


@receiver(unit_ended, dispatch_uid="terms.end_terms")
def end_its_term(sender: Any, unit: Unit, change: Change, **_kwargs: Any) -> None:
    """The committee's term ends with the organisation, on the day from which the change holds."""
    end_terms([unit], change.holds_on)
