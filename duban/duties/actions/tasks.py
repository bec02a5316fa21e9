"""Tasks: given to a person, split, handed in, returned, accepted, found not applicable."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.burden.actions import answered, ask
from duban.asks.reminders.actions import remind
from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput
from duban.duties.actions.closing import close_with_parts
from duban.duties.actions.handing_over import doer_of
from duban.duties.burden import asking_of_parts
from duban.duties.models import Binding, Evidence, Task
from duban.duties.permits import DOERS, REVIEWERS
from duban.duties.queries.asks import doers_of, task_url
from duban.duties.signals import tasks_changed
from duban.orgs.action import action, locked, tell
from duban.orgs.models import Person, Role, Unit
from duban.orgs.permits import UNIT, grants_of
from duban.ui.days import said_day

FIRST = ("parent_id", "unit_id", "owner_id", "title", "due_on")
"""What the first entry of a part says of it."""


@dataclass(frozen=True)
class Part:
    """One part of a split task: which branch, who there, what, by when."""

    unit: Unit
    owner: Person | None
    title: str
    due_on: datetime.date


def _is_open(task: Task, by: Any) -> bool:
    return task.is_open()


def _is_for_somebody_else(task: Task, by: Any) -> bool:
    return task.is_waiting() and task.submitted_by_id != by.pk


def _is_not_ones_own(task: Task, by: Any) -> bool:
    """Nobody finds not applicable what they handed in, nor what is theirs to do in a unit below the issuer."""
    acts = any(
        role in DOERS and task.unit.path.startswith(path) and not task.issuer.path.startswith(path)
        for role, path in grants_of(by)
    )
    return not task.is_closed() and not acts and (not task.is_waiting() or task.submitted_by_id != by.pk)


@action("duties.assign_task", gettext_lazy("gave it to"), roles=DOERS | {Role.COMMITTEE_ADMIN}, when=_is_open)
def assign_task(task: Task, *, by: Any, owner: Person) -> None:
    """Say who handles it.

    Raises:
        BadInput: the person does not belong to the unit or to one below it.
    """
    _check_owner(owner, task.unit)
    task.owner = owner
    task.save(update_fields=["owner", "updated_at"])


def _check_owner(owner: Person | None, unit: Unit) -> None:
    if owner is not None and not owner.unit.path.startswith(unit.path):
        raise BadInput(
            _("The person does not belong to this unit."),
            places=[(_("handled by"), f"{owner.name}（{owner.unit}）", _("somebody of %(unit)s") % {"unit": unit})],
        )


@action(
    "duties.split_task",
    gettext_lazy("split to branches"),
    roles=UNIT,
    when=lambda task, by: task.is_open() and task.parent_id is None,
)
def split_task(task: Task, *, by: Any, parts: Sequence[Part]) -> None:
    """Make a part for each branch. The unit reviews its parts itself; it hands in when they are closed.

    Raises:
        BadInput: no parts, a unit that is not below, a person of another unit, a day in the past or after
            the task's own.
    """
    if not parts:
        raise BadInput(_("Choose at least one branch."))
    today = clock.today()
    for part in parts:
        if part.unit == task.unit or not part.unit.path.startswith(task.unit.path):
            raise BadInput(
                _("A part goes to a branch of the unit."),
                places=[(_("branch"), str(part.unit), _("an organisation below %(unit)s") % {"unit": task.unit})],
            )
        if part.due_on < today:
            raise BadInput(
                _("The day for a part has passed."),
                places=[(str(part.unit), str(part.due_on), _("%(day)s or later") % {"day": today})],
            )
        # What is overdue already can still be split: its parts then only lie ahead.
        if part.due_on > task.deadline >= today:
            raise BadInput(
                _("A part is due no later than the task."),
                places=[(str(part.unit), str(part.due_on), _("%(day)s or earlier") % {"day": task.deadline})],
            )
        _check_owner(part.owner, part.unit)
    taken = set(task.parts.values_list("unit_id", flat=True))
    twice = [str(part.unit) for part in parts if part.unit.pk in taken]
    if twice:
        raise BadInput(_("Already split to: %(names)s") % {"names": "、".join(twice)})
    made = [
        Task(
            number=task.number,
            duty=task.duty,
            due_day=task.due_day,
            parent=task,
            unit=part.unit,
            issuer=task.unit,
            owner=part.owner,
            title=part.title,
            standard=task.standard,
            due_on=part.due_on,
        )
        for part in parts
    ]
    Task.objects.bulk_create(made)
    ask(asking_of_parts(task, made), by=by)
    tasks_changed.send(Task, units={part.unit.pk for part in parts})
    tell(branches=[None, [part.unit.key for part in parts]])
    for each in made:
        record("duties.split_task", each.key, by=by, detail={name: [None, getattr(each, name)] for name in FIRST})


@action("duties.submit_task", gettext_lazy("handed in"), roles=DOERS, when=_is_open)
def submit_task(task: Task, *, by: Any, statement: str = "") -> None:
    """Hand in what is bound to it. A sentence is enough: it becomes a fact, and no file is ever demanded (AF-6).

    How late it is, is counted against the day in force: the due day, after a return the day that the reviewer gave. The
    greatest stays with the task for good.

    Raises:
        BadInput: nothing shows that it was done (no piece, no accepted part, no sentence), or a part is not closed.
    """
    unfinished = [part for part in task.parts.select_related("unit") if not part.is_closed()]
    if unfinished:
        raise BadInput(
            _("Parts of it are not closed yet."),
            places=[(str(part.unit), part.get_state_display(), _("accepted or not applicable")) for part in unfinished],
        )
    day = clock.today()
    if statement:
        fact = Evidence.objects.create(
            unit=task.unit, title=task.title[:120], happened_on=day, statement=statement, added_by=by
        )
        Binding.objects.create(evidence=fact, task=task)
        tell(made=[None, fact.key])
    elif not (task.bindings.exists() or task.parts.filter(state=Task.State.ACCEPTED).exists()):
        raise BadInput(
            _("Nothing shows yet that it was done."),
            places=[(_("Evidence"), _("none"), _("one sentence, a fact or a file; a sentence is enough"))],
        )
    task.late_days = max(task.late_days or 0, (day - task.deadline).days, 0)
    task.state, task.submitted_on, task.submitted_by, task.reason = Task.State.SUBMITTED, day, by, ""
    task.save(update_fields=["state", "submitted_on", "submitted_by", "late_days", "reason", "updated_at"])
    task.bindings.exclude(state=Binding.State.ACCEPTED).update(state=Binding.State.WAITING)
    answered([task.key], day)
    tasks_changed.send(Task, units={task.unit_id})


@action(
    "duties.return_task",
    gettext_lazy("returned"),
    roles=REVIEWERS,
    unit="issuer",
    when=_is_for_somebody_else,
)
def return_task(
    task: Task, *, by: Any, reason: str, answer_by: datetime.date, bindings: Collection[Binding] = ()
) -> None:
    """Send it back with a reason and a day. The pieces named are returned, the others stand as accepted.

    A unit that has ended since it handed in does nothing any more: whoever took it over is asked.

    Raises:
        BadInput: the day is in the past, or a piece belongs to another task.
        Conflict: a piece was taken off; or the unit has ended and nobody can be asked.
    """
    day = clock.today()
    if answer_by < day:
        raise BadInput(
            _("The day for the answer has passed."),
            places=[(_("to be answered by"), str(answer_by), _("%(day)s or later") % {"day": day})],
        )
    if any(binding.task_id != task.pk for binding in locked(bindings)):
        raise BadInput(_("A piece of evidence belongs to another task."))
    chosen = [binding.pk for binding in bindings]
    if chosen:
        task.bindings.exclude(pk__in=chosen).update(state=Binding.State.ACCEPTED)
    returned = task.bindings.filter(pk__in=chosen) if chosen else task.bindings.all()
    if pieces := [binding.evidence.key for binding in returned.select_related("evidence")]:
        tell(returned=[None, pieces])
    returned.update(state=Binding.State.RETURNED)
    task.state, task.reason, task.answer_by = Task.State.RETURNED, reason, answer_by
    asked = {task.unit_id}
    task.unit = doer_of(task)
    task.full_clean(exclude=["duty", "due_day", "parent", "unit", "issuer", "owner"])
    task.save(update_fields=["unit", "state", "reason", "answer_by", "updated_at"])
    remind(
        doers_of(task),
        f"duties.return_task/{task.key}/{clock.now():%Y-%m-%dT%H:%M:%S}",
        text=_("%(task)s was returned: complete it by %(day)s") % {"task": task.title, "day": said_day(answer_by)},
        why=reason,
        url=task_url(task),
    )
    tasks_changed.send(Task, units={*asked, task.unit_id})


@action(
    "duties.accept_task",
    gettext_lazy("accepted"),
    roles=REVIEWERS,
    unit="issuer",
    when=_is_for_somebody_else,
)
def accept_task(task: Task, *, by: Any) -> None:
    """Close it as done. How many days late it was stays with it."""
    task.bindings.update(state=Binding.State.ACCEPTED)
    task.state, task.closed_on = Task.State.ACCEPTED, clock.today()
    task.save(update_fields=["state", "closed_on", "updated_at"])
    tasks_changed.send(Task, units={task.unit_id})


@action(
    "duties.waive_task",
    gettext_lazy("found not applicable"),
    roles=REVIEWERS,
    unit="issuer",
    when=_is_not_ones_own,
)
def waive_task(task: Task, *, by: Any, reason: str) -> None:
    """Close it as not applicable to this unit, with the reason. Its open parts are closed with it."""
    task.state, task.reason, task.closed_on = Task.State.WAIVED, reason, clock.today()
    task.full_clean(exclude=["duty", "due_day", "parent", "unit", "issuer", "owner"])
    closed = close_with_parts(task, reason)
    tasks_changed.send(Task, units={each.unit_id for each, _before in closed})
    # The trail comes last here as in every verb: two that lock it and the standing in different orders stand still.
    for part, before in closed[:-1]:
        record("duties.waive_task", part.key, by=by, reason=reason, detail={"state": [before, part.state]})
