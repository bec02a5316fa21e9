"""What the room hears from below."""

import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from duban.base.errors import Conflict
from duban.ledgers.models import Attendance
from duban.orgs.models import Person
from duban.orgs.signals import step_taken_back


@receiver(step_taken_back, dispatch_uid="ledgers.keep_who_is_listed")
def keep_who_is_listed(
    sender: Any, person: Person, since_on: datetime.date, entered_at: datetime.datetime, **_kwargs: Any
) -> None:
    """Whoever was listed where the step put them, in a record entered after it, stays there."""
    listed = (
        Attendance.objects.filter(person=person, record__unit=person.unit, record__withdrawn_on__isnull=True)
        .filter(record__held_on__gte=since_on, record__created_at__gt=entered_at)
        .select_related("record")
        .first()
    )
    if listed is not None:
        raise Conflict(
            _("The record “%(title)s” of %(day)s lists this person; the step stays while it does.")
            % {"title": listed.record.title, "day": listed.record.held_on}
        )
