"""What the room hears from below: units that ended; records that came, were corrected or withdrawn."""

from collections.abc import Collection, Sequence
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from duban.audit.actions import record as write
from duban.base.errors import Conflict
from duban.duties.actions.closing import close_with_parts
from duban.duties.actions.evidence import bind_record, evidence_of, statement_of
from duban.duties.actions.evidence import serves as can_serve
from duban.duties.actions.handing_over import hand_over, hold_tasks
from duban.duties.models import Binding, Evidence, Task
from duban.duties.serving import task_keys
from duban.duties.signals import tasks_changed
from duban.ledgers.models import LedgerRecord
from duban.ledgers.signals import record_corrected, record_entered, record_withdrawn
from duban.orgs.action import locked
from duban.orgs.models import Change, Unit
from duban.orgs.signals import unit_ended, units_ending


@receiver(units_ending, dispatch_uid="duties.hold_tasks")
def hold(sender: Any, units: Sequence[Unit], **_kwargs: Any) -> None:
    """Nobody works on what will be closed or handed over."""
    hold_tasks(units)


@receiver(unit_ended, dispatch_uid="duties.hand_over")
def hand_over_tasks(sender: Any, unit: Unit, heir: Unit | None, change: Change, by: Any, **_kwargs: Any) -> None:
    """What is still open goes to whoever takes over, in the transaction that ends the unit."""
    hand_over(unit, heir, change, by=by)


@receiver(record_entered, dispatch_uid="duties.take_record")
def take_record(sender: Any, record: LedgerRecord, by: Any, serves: Collection[str], **_kwargs: Any) -> None:
    """The record is evidence of the tasks that were ticked, and its decisions become tasks.

    Every task is locked before the trail is: two that lock them in different orders stand still.
    """
    bound = _bind(record, task_keys(serves), by)
    made = _follow_up(record)
    for task in bound:
        write(bind_record.permit.name, task.key, by=by, detail={"evidence": [None, record.key]})  # type: ignore[attr-defined]
    for task in made:
        write("ledgers.enter_record", task.key, by=by, detail={"made": [None, task.key]})
    if made:
        tasks_changed.send(Task, units={record.unit_id})


def _bind(record: LedgerRecord, keys: Sequence[int], by: Any) -> list[Task]:
    wanted = list(Task.objects.filter(pk__in=keys))
    tasks = [task for task in locked(wanted, bind_record.permit, by=by) if can_serve(record, task)]  # type: ignore[attr-defined]
    if tasks:
        piece = evidence_of(record, by)
        Binding.objects.bulk_create(Binding(evidence=piece, task=task) for task in tasks)
    return tasks


def _follow_up(record: LedgerRecord) -> list[Task]:
    """A task for each decision with a person and a day, reviewed within the organisation."""
    decisions = record.decisions.filter(owner__isnull=False).select_related("owner")
    said = {"title": record.title, "day": record.held_on}
    made = [
        Task(
            number=_("Decision %(record)s-%(n)s") % {"record": record.pk, "n": each.number},
            decision=each,
            unit=record.unit,
            issuer=record.unit,
            owner=each.owner,
            title=each.text,
            standard=_("What was decided is done (%(title)s, %(day)s)") % said,
            due_on=each.due_on or record.held_on,
        )
        for each in decisions
    ]
    for task in made:
        task.save()
    return made


@receiver(record_corrected, dispatch_uid="duties.tell_correction")
def tell_correction(sender: Any, record: LedgerRecord, by: Any, reason: str, **_kwargs: Any) -> None:
    """Whoever relied on the record reads in the task's story that it was corrected, and why.

    What was accepted stays as it was accepted; what is still open says what the record says now.
    """
    piece = Evidence.objects.filter(record=record).first()
    if piece is None:
        return
    if not piece.bindings.filter(state=Binding.State.ACCEPTED).exists():
        piece.title, piece.happened_on, piece.statement = record.title, record.held_on, statement_of(record)
        piece.save(update_fields=["title", "happened_on", "statement", "updated_at"])
    for task in Task.objects.filter(bindings__evidence=piece).order_by("pk"):
        write("ledgers.correct_record", task.key, by=by, reason=reason, detail={"evidence": [None, record.key]})


@receiver(record_withdrawn, dispatch_uid="duties.let_go")
def let_go(sender: Any, record: LedgerRecord, by: Any, **_kwargs: Any) -> None:
    """Open tasks lose it as evidence, and what it decided is asked no more.

    Raises:
        Conflict: a task that is handed in or accepted rests on it.
    """
    bindings = Binding.objects.filter(evidence__record=record)
    tasks = locked(Task.objects.filter(bindings__in=bindings))
    if any(not task.is_open() for task in tasks) or bindings.filter(state=Binding.State.ACCEPTED).exists():
        raise Conflict(_("A task that was handed in or accepted rests on this record; correct it instead."))
    bindings.delete()
    decided = [task for task in locked(Task.objects.filter(decision__record=record)) if not task.is_closed()]
    reason = _("The record of the decision was withdrawn")
    closed = [each for task in decided for each in close_with_parts(task, reason)]
    if closed:
        tasks_changed.send(Task, units={task.unit_id for task, _before in closed})
    for task in tasks:
        write("duties.unbind_evidence", task.key, by=by, detail={"evidence": [record.key, None]})
    for task, before in closed:
        write("duties.waive_task", task.key, by=by, reason=reason, detail={"state": [before, task.state]})
