"""Reads: joint conferences, and how far each member unit is; in establishment order, never by how much is done (AF-2)."""

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from duban.duties.models import Task
from duban.duties.queries.tasks import overdue
from duban.duties.supervision.models import JointConference
from duban.duties.supervision.permits import VIEW_CONFERENCE
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit
from duban.orgs.permits import above_of

MEETINGS = "joint_conference"
"""The kind of record of a meeting."""


def conferences_for(user: Any) -> QuerySet[JointConference]:
    """The conferences a person may see: of their own bodies, and of those above."""
    rows = VIEW_CONFERENCE.scope(user, JointConference.objects.select_related("unit"))
    return rows.annotate(member_count=Count("seats", distinct=True))


def tasks_of(conference: JointConference) -> QuerySet[Task]:
    """What it decided, by member and day."""
    rows = Task.objects.filter(conference_task__conference=conference).exclude(state=Task.State.WAIVED)
    return rows.select_related("unit").order_by("unit__path", "due_on", "pk")


def board(conference: JointConference, day: datetime.date) -> list[dict[str, Any]]:
    """A line for each member unit in establishment order: contact, open, overdue, done. Two queries."""
    late = overdue(day)
    counts = {
        row["unit"]: row
        for row in tasks_of(conference).order_by().values("unit").annotate(
            open=Count("pk", filter=~Q(state=Task.State.ACCEPTED)),
            overdue=Count("pk", filter=late),
            done=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
        )
    }  # fmt: skip
    none = {"open": 0, "overdue": 0, "done": 0}
    seats = conference.seats.select_related("unit").order_by("unit__path")
    return [{"seat": seat, **none, **counts.get(seat.unit_id, {})} for seat in seats]


def meetings_of(conference: JointConference, most: int) -> list[LedgerRecord]:
    """The host's records of meetings, the newest first."""
    rows = LedgerRecord.objects.filter(unit=conference.unit, kind__code=MEETINGS, withdrawn_on=None)
    return list(rows.order_by("-held_on", "-pk")[:most])


def could_sit(conference: JointConference) -> QuerySet[Unit]:
    """Standing units below the host or beside it that are not members yet, two levels down at most."""
    within = above_of(conference.unit.path)[:1] or [conference.unit.path]
    rows = Unit.objects.standing().filter(path__startswith=within[0], depth__lte=len(within[0]) // Unit.steplen + 2)
    return rows.exclude(pk=conference.unit_id).exclude(seats__conference=conference).order_by("path")
