"""A unit ends: what is asked of it goes to the one that takes over, and is asked there once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.asks.burden.actions import handed_over
from duban.audit.actions import record
from duban.base.errors import Conflict
from duban.duties.actions.closing import CLOSED, close_with_parts
from duban.duties.models import Task
from duban.duties.signals import tasks_changed
from duban.orgs.history import heir_of
from duban.orgs.models import Change, Unit


def hold_tasks(units: Sequence[Unit]) -> None:
    """Lock the tasks that these units have, review or have split, in the order of their keys, before standings are. One query."""
    theirs = Q(unit__in=units) | Q(issuer__in=units) | Q(parent__unit__in=units)
    rows = Task.objects.select_for_update(of=("self",)).exclude(state__in=CLOSED).filter(theirs)
    list(rows.order_by("pk").values_list("pk", flat=True))


def hand_over(unit: Unit, heir: Unit | None, change: Change, *, by: Any) -> None:
    """Open tasks go to the heir, as does what the unit still reviews; what is closed or handed in stays with the unit.

    A task that the heir has too (the same duty, the same day) is closed here as not applicable, with the reason: asked
    once is enough. One that was found not applicable to the heir is none that it has. So is every open one when nobody takes over. No permit: the verb that ends the unit has one.
    """
    rows = Task.objects.select_for_update()
    mine = list(rows.filter(unit=unit, state__in=Task.OPEN).order_by("pk"))
    asked_there = Task.objects.filter(unit=heir).exclude(state=Task.State.WAIVED)
    theirs = set(asked_there.values_list("due_day", "parent")) if heir else set()
    changed = {unit.pk}
    for task in mine:
        asked = (task.due_day_id, task.parent_id)
        if heir is None:
            _close(task, _("%(unit)s was dissolved: %(symbol)s"), unit, change, by)
        elif asked != (None, None) and asked in theirs:
            _close(task, _("%(unit)s was merged, its heir has the same task: %(symbol)s"), unit, change, by)
        else:
            task.unit = heir
            task.save(update_fields=["unit", "updated_at"])
            record("orgs.merge_units", task.key, by=by, detail={"unit_id": [unit.pk, heir.pk]})
            handed_over([task.key], heir)
            changed.add(heir.pk)
    if heir is not None:
        for task in rows.filter(issuer=unit).exclude(state__in=CLOSED).order_by("pk"):
            task.issuer = heir
            task.save(update_fields=["issuer", "updated_at"])
            record("orgs.merge_units", task.key, by=by, detail={"issuer_id": [unit.pk, heir.pk]})
            changed.add(task.unit_id)
    tasks_changed.send(Task, units=changed)


def doer_of(task: Task) -> Unit:
    """Who does what is asked by the task: its unit, or the one that goes on with it.

    Raises:
        Conflict: the unit was dissolved and nobody took over; or the one that did has the same task already.
    """
    unit = task.unit
    while unit.dissolved_on is not None:
        heir = heir_of(unit)
        if heir is None:
            raise Conflict(
                _("%(unit)s was dissolved and nobody took over. Accept the task, or find it not applicable.")
                % {"unit": unit}
            )
        unit = heir
    if unit != task.unit and asks_the_same(task, unit):
        raise Conflict(
            _("%(unit)s was merged; its heir %(heir)s has the same task. Accept this one, or find it not applicable.")
            % {"unit": task.unit, "heir": unit}
        )
    return unit


def asks_the_same(task: Task, unit: Unit) -> bool:
    """Whether the same is asked of the unit by a task of its own: the same duty and day, or part of the same task."""
    asked = (task.due_day_id, task.parent_id)
    theirs = Task.objects.filter(unit=unit).exclude(state=Task.State.WAIVED).exclude(pk=task.pk)
    return asked != (None, None) and theirs.filter(due_day=task.due_day_id, parent=task.parent_id).exists()


def _close(task: Task, reason: str, unit: Unit, change: Change, by: Any) -> None:
    said = (reason % {"unit": unit.name, "symbol": change.symbol})[:300]
    for each, before in close_with_parts(task, said):
        record("duties.waive_task", each.key, by=by, reason=said, detail={"state": [before, each.state]})
