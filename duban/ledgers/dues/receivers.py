"""What the wing hears from below."""

import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from duban.base.errors import Conflict
from duban.ledgers.dues.models import PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import month_of
from duban.orgs.models import Person
from duban.orgs.signals import step_taken_back


@receiver(step_taken_back, dispatch_uid="dues.keep_what_was_paid")
def keep_what_was_paid(
    sender: Any, person: Person, since_on: datetime.date, entered_at: datetime.datetime, **_kwargs: Any
) -> None:
    """Dues that came in where the step put somebody stay in the sums of that branch."""
    paid = PaidMonth.objects.filter(
        person=person, unit=person.unit, month__gte=month_of(since_on), created_at__gt=entered_at
    ).first()
    if paid is not None:
        raise Conflict(
            _("“%(unit)s” recorded the dues of %(month)s after that step. Take that tick back first.")
            % {"unit": person.unit, "month": f"{paid.month:%Y-%m}"}
        )
    more = VoluntaryDue.objects.filter(person=person, unit=person.unit, created_at__gt=entered_at).first()
    if more is not None:
        raise Conflict(
            _("“%(unit)s” recorded voluntary dues of %(day)s after that step. Take that sum back first.")
            % {"unit": person.unit, "day": more.paid_on}
        )
