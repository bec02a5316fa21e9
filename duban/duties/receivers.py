"""What the room hears from below."""

from typing import Any

from django.dispatch import receiver

from duban.duties.actions.handing_over import hand_over
from duban.orgs.models import Change, Unit
from duban.orgs.signals import unit_ended


@receiver(unit_ended, dispatch_uid="duties.hand_over")
def hand_over_tasks(sender: Any, unit: Unit, heir: Unit | None, change: Change, by: Any, **_kwargs: Any) -> None:
    """What is still open goes to whoever takes over, in the transaction that ends the unit."""
    hand_over(unit, heir, change, by=by)
