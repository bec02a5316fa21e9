"""Evidence: entered once, bound to the tasks it serves."""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput
from duban.documents.actions import keep_upload
from duban.duties.models import Binding, Evidence, Task
from duban.duties.permits import DOERS
from duban.ledgers.models import LedgerRecord
from duban.orgs.action import action, locked, tell


@action(
    "duties.add_evidence",
    gettext_lazy("added evidence"),
    roles=DOERS,
    when=lambda task, by: task.is_open(),
    others="also",
)
def add_evidence(
    task: Task,
    *,
    by: Any,
    title: str,
    happened_on: datetime.date,
    statement: str = "",
    upload: UploadedFile | None = None,
    also: Collection[Task] = (),
) -> Evidence:
    """A fact or a file, bound to the task and to `also`, each of which the person must be able to add to.

    Raises:
        BadInput: neither a sentence nor a file, a day in the future, a file that is not accepted.
        NotAllowed, Conflict: for one of `also`.
    """
    today = clock.today()
    # A year before that of the task: what is older belongs to other work, and is usually a mistyped year.
    first = datetime.date(task.due_on.year - 1, 1, 1)
    if not first <= happened_on <= today:
        expected = (
            _("%(day)s or earlier") % {"day": today} if happened_on > today else _("%(day)s or later") % {"day": first}
        )
        message = (
            _("What has not happened yet shows nothing.")
            if happened_on > today
            else _("That was too long ago for this task.")
        )
        raise BadInput(message, places=[(_("day"), str(happened_on), expected)])
    if not statement and upload is None:
        raise BadInput(_("Write a sentence or choose a file."))
    version = keep_upload(upload, unit=task.unit, title=title, by=by) if upload is not None else None
    made = Evidence.objects.create(
        unit=task.unit, title=title, happened_on=happened_on, statement=statement, version=version, added_by=by
    )
    Binding.objects.bulk_create(Binding(evidence=made, task=each) for each in (task, *also))
    for other in also:
        record("duties.bind_evidence", other.key, by=by, detail={"evidence": [None, made.key]})
    return made


@action("duties.bind_evidence", gettext_lazy("used evidence again"), roles=DOERS, when=lambda task, by: task.is_open())
def bind_evidence(task: Task, *, by: Any, evidence: Evidence) -> Binding:
    """What was entered for another task serves this one too (ask once, count everywhere).

    Raises:
        BadInput: it is bound already, or belongs to another unit's work.
    """
    if not evidence.unit.path.startswith(task.unit.path):
        raise BadInput(_("The evidence belongs to another unit."))
    binding, new = Binding.objects.get_or_create(evidence=evidence, task=task)
    if not new:
        raise BadInput(_("It is bound to this task already."))
    tell(evidence=[None, evidence.key])
    return binding


@action("duties.bind_record", gettext_lazy("used a record"), roles=DOERS, when=lambda task, by: task.is_open())
def bind_record(task: Task, *, by: Any, record: LedgerRecord) -> Binding:
    """A record is evidence of the task: nothing is typed a second time.

    Raises:
        BadInput: it is bound already, is withdrawn, or belongs to another unit's work.
    """
    if not serves(record, task):
        raise BadInput(_("The record belongs to another unit, or is withdrawn."))
    binding, new = Binding.objects.get_or_create(evidence=evidence_of(record, by), task=task)
    if not new:
        raise BadInput(_("It is bound to this task already."))
    tell(evidence=[None, binding.evidence.key])
    return binding


def serves(found: LedgerRecord, task: Task) -> bool:
    """Whether a record can be evidence of the task: it stands, and its organisation is the task's or below it."""
    return found.is_kept() and found.unit.path.startswith(task.unit.path)


def evidence_of(found: LedgerRecord, by: Any) -> Evidence:
    """The one piece of evidence that a record is, whatever number of tasks it serves."""
    says = {"unit": found.unit, "title": found.title, "happened_on": found.held_on, "statement": statement_of(found)}
    return Evidence.objects.get_or_create(record=found, defaults={**says, "added_by": by})[0]


def statement_of(found: LedgerRecord) -> str:
    """What a record says as evidence: its kind, and how many were there."""
    if found.present_count is None:
        return found.kind.name
    return _("%(kind)s, %(n)s attended") % {"kind": found.kind.name, "n": found.present_count}


@action("duties.unbind_evidence", gettext_lazy("took evidence off"), roles=DOERS, when=lambda task, by: task.is_open())
def unbind_evidence(task: Task, *, by: Any, binding: Binding) -> None:
    """Take a piece off the task. The piece itself stays with the unit and can be bound again.

    Raises:
        BadInput: the piece belongs to another task, or the reviewer has accepted it.
        Conflict: it is off already.
    """
    [binding] = locked([binding])
    if binding.task_id != task.pk:
        raise BadInput(_("A piece of evidence belongs to another task."))
    if binding.state == Binding.State.ACCEPTED:
        raise BadInput(_("The reviewer has accepted this piece; it stays."))
    tell(evidence=[binding.evidence.key, None])
    binding.delete()
