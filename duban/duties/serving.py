"""Which open tasks a record could serve, and which records a task could use: what is entered once counts everywhere."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duban.duties.models import Task
from duban.duties.permits import DOERS
from duban.duties.queries.tasks import tasks_for
from duban.ledgers.kinds import Definition, current_kinds
from duban.ledgers.models import LedgerRecord
from duban.ledgers.queries.records import records_for
from duban.ledgers.serving import Serves
from duban.orgs.models import Unit
from duban.orgs.permits import above_of, below, grants_of

BEFORE = datetime.timedelta(days=120)
AFTER = datetime.timedelta(days=60)
"""A record fits a task when it lies so many days before its due day, or so many after it when it is late."""
MOST = 40
PREFIX = Task._meta.label_lower + ":"


def task_keys(keys: Iterable[str]) -> list[int]:
    """The ids of the tasks among the keys."""
    return [
        int(key.removeprefix(PREFIX)) for key in keys if key.startswith(PREFIX) and key.rpartition(":")[2].isdecimal()
    ]


def is_about(definition: Definition, task: Task, tag: str) -> bool:
    """Whether records of this kind are about what the task asks, by the words of both."""
    words = (*definition.tags, definition.name)
    return tag in definition.tags or any(word in task.title for word in words)


def is_near(task: Task, day: datetime.date) -> bool:
    """Whether a day belongs to the task's period."""
    return task.due_on - BEFORE < day <= task.due_on + AFTER


def tasks_served(user: Any, unit: Unit, definition: Definition, day: datetime.date) -> Iterator[Serves]:
    """The open tasks of the organisation and of those above it that are the person's to do. One query."""
    homes = [path for role, path in grants_of(user) if role in DOERS and unit.path.startswith(path)]
    if not homes:
        return
    # Those above it, as far up as the person acts for them.
    paths = [path for path in (*above_of(unit.path), unit.path) if any(path.startswith(home) for home in homes)]
    first = datetime.date(day.year, 1, 1)
    found = (
        tasks_for(user)
        .filter(unit__path__in=paths, state__in=Task.OPEN, due_on__gte=first, due_on__year__lte=day.year + 1)
        .select_related("duty")
        .order_by("due_on", "pk")[:MOST]
    )
    for task in found:
        tag = task.duty.tag if task.duty else ""
        yield Serves(
            key=task.key,
            title=task.title,
            unit=str(task.unit),
            due_on=task.deadline,
            url=reverse("task", args=[task.pk]),
            fits=is_about(definition, task, tag) and is_near(task, day),
        )


def fitting_records(user: Any, task: Task, most: int) -> list[LedgerRecord]:
    """The records that are about what the task asks, entered already and not bound to it, newest first. Two queries."""
    tag = task.duty.tag if task.duty else ""
    codes = [kind.code for kind, definition in current_kinds() if is_about(definition, task, tag)]
    if not codes:
        return []
    near = (task.due_on - BEFORE, task.due_on + AFTER)
    found = records_to_bind(user, task).filter(kind__code__in=codes, held_on__range=near)
    return list(found.order_by("-held_on", "-pk")[:most])


def records_to_bind(user: Any, task: Task) -> QuerySet[LedgerRecord]:
    """Every record of the task's unit or below it that stands and is not bound to it."""
    own = records_for(user).filter(below(task.unit.path, "unit__path"), withdrawn_on__isnull=True)
    return own.exclude(evidence__bindings__task=task)
