"""What the wing hears from below: a unit ends, and what is open there goes to the one that takes over."""

from typing import Any

from django.dispatch import receiver

from duban.audit.actions import record
from duban.duties.issues.models import Issue
from duban.duties.issues.queries import unfinished
from duban.orgs.models import Change, Unit
from duban.orgs.signals import unit_ended


@receiver(unit_ended, dispatch_uid="issues.hand_over")
def hand_over_issues(sender: Any, unit: Unit, heir: Unit | None, change: Change, by: Any, **_kwargs: Any) -> None:
    """Issues that are not closed, or are to be looked at again, go to the heir; it follows those that the unit raised.

    Without an heir they stay where they are: what was amiss does not become right because the organisation is gone, and the
    body that raised one closes or withdraws it.
    """
    if heir is None:
        return
    for name, before in (("unit", unit), ("issuer", unit)):
        rows = Issue.objects.select_for_update().filter(unfinished(), **{name: before})
        for issue in rows.order_by("pk"):
            setattr(issue, name, heir)
            issue.save(update_fields=[name, "updated_at"])
            record("orgs.merge_units", issue.key, by=by, detail={f"{name}_id": [unit.pk, heir.pk]})
