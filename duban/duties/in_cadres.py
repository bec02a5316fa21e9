"""What tasks say of a cadre: those accepted stand in the duty record, those open are handed over with the post."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.duties.actions import assign_task
from duban.duties.models import Task
from duban.ledgers.cadres.duty_record import Line, Part
from duban.ledgers.cadres.open_work import Work, WorkSource
from duban.orgs.models import Person, Unit
from duban.orgs.permits import below


def task_lines(person: Person) -> Iterator[Line]:
    """The tasks that the person handled and that were accepted; the issuer keeps them. One query."""
    done = Task.objects.filter(owner=person, state=Task.State.ACCEPTED).select_related("unit", "issuer")
    for task in done.order_by("-closed_on", "pk"):
        if task.closed_on is None:
            continue
        said: dict[str, str | Promise] = {"number": task.number, "unit": task.unit.name}
        yield Line(Part.TASKS, task.key, task.closed_on, task.title, task.issuer, more=_("%(number)s, %(unit)s") % said)


def open_tasks_of(person: Person, unit: Unit) -> list[Work]:
    """The tasks of the unit and of those below it that the person has in hand. One query."""
    rows = Task.objects.filter(below(unit.path, "unit__path"), owner=person, state__in=Task.OPEN)
    return [
        Work(task.key, task.title, reverse("task", args=[task.pk]), task.deadline)
        for task in rows.order_by("due_on", "pk")
    ]


def pass_on_tasks(keys: Sequence[str], taker: Person, by: Any) -> None:
    """Give the tasks with these keys to another person, each under its own permit."""
    ids = [int(key.rsplit(":", 1)[1]) for key in keys]
    for task in Task.objects.filter(pk__in=ids).order_by("pk"):
        assign_task(task, by=by, owner=taker)


OPEN_TASKS = WorkSource("duties.tasks", open_tasks_of, pass_on_tasks)
