"""A way follows its person: whoever belongs to another branch is cultivated there from then on."""

from typing import Any

from django.db.models import QuerySet

from duban.audit.actions import record
from duban.ledgers.admission.models import Admission
from duban.orgs.models import Unit

MOVED = "orgs.transfer_membership"
"""The trail's word for it, however the person came to move."""


def follow(ways: QuerySet[Admission], unit: Unit, reason: str, *, by: Any) -> None:
    """Those of the ways that are open belong to the organisation from now on; each one's trail says from where, and why.

    No permit of its own: the verb that moved the person has one. Ways that have ended stay where they ended.
    """
    rows = ways.filter(ended_on__isnull=True).exclude(unit=unit)
    for way in rows.select_for_update(of=("self",)).select_related("unit").order_by("pk"):
        before = way.unit
        way.unit = unit
        way.save(update_fields=["unit", "updated_at"])
        said = "，".join(filter(None, (f"{before.name} → {unit.name}", reason)))
        record(MOVED, way.key, by=by, reason=said[:300], detail={"unit_id": [before.pk, unit.pk]})
