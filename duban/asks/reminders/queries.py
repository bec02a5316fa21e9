"""A person's own reminders; nobody else's, and no figures about them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from duban.asks.reminders.models import Reminder
from duban.base import clock

ORDER = list(Reminder.Group)


@dataclass(frozen=True)
class Day:
    """What was told on one day: lines in groups, most urgent first. `month` when the digest of a month is among it."""

    on: datetime.date
    month: str
    groups: list[tuple[str, list[Reminder]]]


def reminders_for(user: Any) -> QuerySet[Reminder]:
    """What the person has been told, the newest first; what waits for working time is not told yet."""
    if not user.person_id:
        return Reminder.objects.none()
    return Reminder.objects.filter(person=user.person_id, tell_at__lte=clock.now())


def told_since(user: Any, since: datetime.datetime) -> int:
    """How many are newer. One query, answered from the index."""
    return reminders_for(user).filter(tell_at__gt=since).count()


def in_days(reminders: Iterable[Reminder]) -> list[Day]:
    """The lines under the days on which they were told."""
    days: dict[datetime.date, list[Reminder]] = {}
    for reminder in reminders:
        days.setdefault(timezone.localdate(reminder.tell_at), []).append(reminder)
    return [
        Day(
            day,
            next((f"{line.digest}" for line in lines if line.digest), ""),
            [
                (str(group.label), found)
                for group in ORDER
                if (found := [line for line in lines if line.group == group])
            ],
        )
        for day, lines in days.items()
    ]
