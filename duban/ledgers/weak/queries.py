"""Reads: the register as a person may see it."""

from typing import Any

from django.db.models import F, QuerySet

from duban.ledgers.weak.models import WeakEntry
from duban.ledgers.weak.permits import VIEW_WEAK


def weak_entries_for(user: Any) -> QuerySet[WeakEntry]:
    """The entries a person may see: open ones first, organisations in establishment order."""
    found = VIEW_WEAK.scope(user, WeakEntry.objects.select_related("unit__kind"))
    return found.order_by(F("lifted_on").desc(nulls_first=True), "unit__path")
