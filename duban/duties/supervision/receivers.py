"""What the wing hears from below: a unit ends, and what is open there goes to the one that takes over."""

from typing import Any

from django.dispatch import receiver

from duban.audit.actions import record
from duban.duties.supervision.models import SupervisionNotice
from duban.orgs.models import Change, Unit
from duban.orgs.signals import unit_ended

State = SupervisionNotice.State


@receiver(unit_ended, dispatch_uid="supervision.hand_over")
def hand_over_notices(sender: Any, unit: Unit, heir: Unit | None, change: Change, by: Any, **_kwargs: Any) -> None:
    """Notices to the unit that are not closed go to the heir, with their numbers; those it issued keep its numbers.

    Without an heir they stay where they are, for the issuer to close or withdraw. A notice that the unit issued stays in
    its row of numbers, and the bodies above it close it: a number taken over would be one of another row.
    """
    if heir is None:
        return
    rows = SupervisionNotice.objects.select_for_update().filter(unit=unit)
    for notice in rows.exclude(state__in=[State.CLOSED, State.WITHDRAWN]).order_by("pk"):
        notice.unit = heir
        notice.save(update_fields=["unit", "updated_at"])
        record("orgs.merge_units", notice.key, by=by, detail={"unit_id": [unit.pk, heir.pk]})
