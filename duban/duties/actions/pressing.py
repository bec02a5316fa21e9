"""Tasks that are pressed for, and days that are put off: for one task or for many that were chosen together."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.burden.actions import ask
from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.duties.burden import asking_of_reminder
from duban.duties.models import Task
from duban.duties.permits import REVIEWERS
from duban.duties.queries.pressing import Pressing
from duban.duties.signals import tasks_changed
from duban.orgs.action import action
from duban.packs.deadlines import deadline


def _is_open(task: Task, by: Any) -> bool:
    return task.is_open()


@action(
    "duties.remind_task",
    gettext_lazy("reminded of it"),
    roles=REVIEWERS,
    unit="issuer",
    when=_is_open,
    others="also",
)
def remind_task(task: Task, *, by: Any, also: Collection[Task] = ()) -> None:
    """催办: the line of each task says it among what is asked of whoever does it, from the next working hours on (AF-11).

    Raises:
        Conflict: one was reminded of fewer working days ago than the rule says.
    """
    pressing = Pressing(clock.today())
    tasks = [task, *also]
    if early := [each for each in tasks if not pressing.may_remind(each)]:
        raise Conflict(
            _("It was reminded of a short time ago: %(names)s. The next time from %(day)s on.")
            % {"names": "、".join(str(each) for each in early), "day": pressing.next_on(early[0])}
        )
    goes_out = pressing.goes_out_on(clock.now())
    for each in tasks:
        before = each.reminded_on
        each.reminded_on, each.reminded_times = goes_out, each.reminded_times + 1
        each.save(update_fields=["reminded_on", "reminded_times", "updated_at"])
        if each is not task:
            record("duties.remind_task", each.key, by=by, detail={"reminded_on": [before, goes_out]})
    ask(asking_of_reminder(tasks, goes_out), by=by)


@action(
    "duties.extend_task",
    gettext_lazy("put the day off"),
    roles=REVIEWERS,
    unit="issuer",
    when=_is_open,
    others="also",
)
def extend_task(task: Task, *, by: Any, due_on: datetime.date, reason: str, also: Collection[Task] = ()) -> None:
    """延期: a later day for what is still to do, with the reason. After a return it is the day for the answer that moves.

    A day on which the office does not work moves on to the next working day, where the rule says so. What was late when
    it was handed in stays late.

    Raises:
        BadInput: the day has passed, is not later than the one in force, or is after the day of the whole.
    """
    tasks = [task, *also]
    day = _checked(tasks, due_on)
    for each in tasks:
        name = "answer_by" if each.state == Task.State.RETURNED else "due_on"
        before = getattr(each, name)
        setattr(each, name, day)
        each.save(update_fields=[name, "updated_at"])
        if each is not task:
            record("duties.extend_task", each.key, by=by, reason=reason, detail={name: [before, day]})
    tasks_changed.send(Task, units={each.unit_id for each in tasks})


def _checked(tasks: Sequence[Task], due_on: datetime.date) -> datetime.date:
    today, pressing = clock.today(), Pressing(clock.today())
    day = deadline(due_on, pressing.book, pressing.calendar).holds_on
    latest = max(max(each.deadline for each in tasks) + datetime.timedelta(days=1), today)
    if day < latest:
        raise BadInput(
            _("The new day is not later than the one in force."),
            places=[(_("due on"), str(due_on), _("%(day)s or later") % {"day": latest})],
        )
    wholes = Task.objects.filter(parts__in=[each.pk for each in tasks if each.parent_id])
    first = min((whole.deadline for whole in wholes if whole.deadline >= today), default=None)
    if first is not None and day > first:
        raise BadInput(
            _("A part is due no later than the task."),
            places=[(_("due on"), str(day), _("%(day)s or earlier") % {"day": first})],
        )
    return day
