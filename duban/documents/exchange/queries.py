"""Reads: the workbooks that somebody sent, and their rows."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from duban.base.errors import NotAllowed
from duban.documents.exchange.models import Batch, Line
from duban.documents.exchange.permits import VIEW_BATCH
from duban.orgs.models import Unit
from duban.orgs.queries import units_within


def batches_for(user: Any) -> QuerySet[Batch]:
    """The workbooks that this account sent: what somebody prepares is nobody else's to look at."""
    return VIEW_BATCH.scope(user, Batch.objects.select_related("unit")).filter(account=user)


def home_for(user: Any) -> Unit:
    """The topmost unit from which a person sends workbooks.

    Raises:
        NotAllowed: none.
    """
    home = units_within(VIEW_BATCH, user).first()
    if home is None:
        raise NotAllowed
    return home


def lines_of(batch: Batch, asked: Mapping[str, str]) -> QuerySet[Line]:
    """Its rows as the address asks for them: by verdict, by sheet, or those that changed since the last look."""
    rows = batch.lines.all()
    if asked.get("rows") in Line.Verdict.values:
        rows = rows.filter(verdict=asked["rows"])
    elif asked.get("rows") == "moved":
        rows = rows.filter(is_moved=True)
    return rows.filter(sheet=asked["sheet"]) if asked.get("sheet") else rows
