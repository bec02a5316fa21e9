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
from duban.orgs.action import action, check
from duban.orgs.permits import PERMITS


@action("duties.add_evidence", gettext_lazy("added evidence"), roles=DOERS, when=lambda task, by: task.is_open())
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
    if happened_on > today:
        raise BadInput(
            _("What has not happened yet shows nothing."),
            places=[(_("day"), str(happened_on), _("%(day)s or earlier") % {"day": today})],
        )
    if not statement and upload is None:
        raise BadInput(_("Write a sentence or choose a file."))
    others = [other for other in dict.fromkeys(also) if other.pk != task.pk]
    for other in others:
        check(PERMITS["duties.add_evidence"], by, other)
    version = keep_upload(upload, unit=task.unit, title=title, by=by) if upload is not None else None
    made = Evidence.objects.create(
        unit=task.unit, title=title, happened_on=happened_on, statement=statement, version=version, added_by=by
    )
    Binding.objects.bulk_create(Binding(evidence=made, task=each) for each in (task, *others))
    for other in others:
        record("duties.bind_evidence", other.key, by=by, detail={"made": [None, made.key]})
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
    return binding


@action("duties.unbind_evidence", gettext_lazy("took evidence off"), roles=DOERS, when=lambda task, by: task.is_open())
def unbind_evidence(task: Task, *, by: Any, binding: Binding) -> None:
    """Take a piece off the task. The piece itself stays with the unit and can be bound again.

    Raises:
        BadInput: the piece belongs to another task, or the reviewer has accepted it.
    """
    if binding.task_id != task.pk:
        raise BadInput(_("A piece of evidence belongs to another task."))
    if binding.state == Binding.State.ACCEPTED:
        raise BadInput(_("The reviewer has accepted this piece; it stays."))
    binding.delete()
