"""Issues: raised, planned, rectified, returned or closed by somebody else, looked at again by a third."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.months import months_after
from duban.documents.actions import keep_upload
from duban.duties.issues.models import Issue, IssueAspect, IssueType, Proof, Recheck
from duban.duties.issues.permits import RAISERS
from duban.duties.issues.queries import issue_before, issuer_of
from duban.duties.issues.rules import RECHECK_MONTHS
from duban.duties.models import Campaign, Duty, Evidence, Task
from duban.duties.permits import DOERS
from duban.orgs.action import action, tell
from duban.orgs.models import Person, Unit
from duban.packs.rules import rulebook


def _is_open(issue: Issue, by: Any) -> bool:
    return issue.is_open()


def _is_for_another(issue: Issue, by: Any) -> bool:
    return issue.is_waiting() and issue.rectified_by_id != by.pk


def _is_for_a_third(issue: Issue, by: Any) -> bool:
    return (
        issue.is_closed() and issue.recheck_on is not None and by.pk not in (issue.rectified_by_id, issue.closed_by_id)
    )


@action("issues.raise_issue", gettext_lazy("raised an issue"), roles=RAISERS, unit="")
def raise_issue(
    unit: Unit,
    *,
    by: Any,
    title: str,
    aspect: IssueAspect,
    found_on: datetime.date,
    due_on: datetime.date,
    source: str = Issue.Source.SELF,
    severity: str = Issue.Severity.MINOR,
    known_type: IssueType | None = None,
    found: str = "",
    basis: str = "",
    measures: str = "",
    responsible: str = "",
    task: Task | None = None,
    duty: Duty | None = None,
    campaign: Campaign | None = None,
    about: str = "",
) -> Issue:
    """An issue of the unit, followed by the nearest body at or above it for which the person acts.

    The issue of the same organisation and aspect that stands before it, inside the months of the rule, is named as the one
    that it recurs after; a person reads both and says whether it is the same.

    Raises:
        BadInput: the unit does not stand any more, a day does not fit, the type is of another aspect, or the task or campaign
            is not this unit's.
    """
    today = clock.today()
    if not unit.stands_on(today):
        raise BadInput(_("%(unit)s does not stand any more.") % {"unit": unit})
    if found_on > today:
        raise BadInput(
            _("The day does not fit."),
            places=[(_("found on"), str(found_on), _("%(day)s or earlier") % {"day": today})],
        )
    _check_due(due_on)
    if known_type is not None and known_type.aspect_id != aspect.pk:
        raise BadInput(
            _("The type belongs to another aspect."), places=[(_("type"), str(known_type), str(known_type.aspect))]
        )
    if duty is not None and task is not None and task.duty_id != duty.pk:
        raise BadInput(_("The task belongs to another duty."), places=[(_("task"), str(task), str(duty))])
    if campaign is not None and not unit.path.startswith(campaign.unit.path):
        raise BadInput(
            _("The campaign is not one of this organisation."),
            places=[(_("campaign"), str(campaign), str(campaign.unit))],
        )
    if task is not None and not (unit.path.startswith(task.unit.path) or task.unit.path.startswith(unit.path)):
        raise BadInput(_("The task belongs to another unit."), places=[(_("task"), str(task.unit), str(unit))])
    made = Issue(
        unit=unit,
        issuer=issuer_of(unit, by),
        title=title,
        aspect=aspect,
        known_type=known_type,
        source=source,
        severity=severity,
        found=found,
        found_on=found_on,
        due_on=due_on,
        basis=basis,
        measures=measures,
        responsible=responsible,
        task=task,
        duty=duty or (task.duty if task else None),
        campaign=campaign,
        about=about,
    )
    made.recurs = issue_before(made, rulebook())
    made.save()
    return made


def _check_due(due_on: datetime.date) -> None:
    today = clock.today()
    if due_on < today:
        raise BadInput(
            _("The day has passed."),
            places=[(_("to be rectified by"), str(due_on), _("%(day)s or later") % {"day": today})],
        )


@action(
    "issues.plan_issue",
    gettext_lazy("set the measures"),
    roles=DOERS,
    when=_is_open,
    shows=lambda issue: (issue.measures, issue.responsible, issue.owner_id),
)
def plan_issue(issue: Issue, *, by: Any, measures: str, responsible: str, owner: Person | None = None) -> None:
    """What is done about it, which post answers for it, who handles it. Set again, it replaces what stood; the trail keeps both.

    Raises:
        BadInput: the person does not belong to the organisation or to one below it.
    """
    if owner is not None and not owner.unit.path.startswith(issue.unit.path):
        raise BadInput(
            _("The person does not belong to this unit."),
            places=[
                (_("handled by"), f"{owner.name}（{owner.unit}）", _("somebody of %(unit)s") % {"unit": issue.unit})
            ],
        )
    issue.measures, issue.responsible, issue.owner = measures, responsible, owner
    issue.save(update_fields=["measures", "responsible", "owner", "updated_at"])


@action("issues.rectify_issue", gettext_lazy("reported it rectified"), roles=DOERS, when=_is_open)
def rectify_issue(
    issue: Issue, *, by: Any, result: str, pieces: Sequence[Evidence] = (), upload: UploadedFile | None = None
) -> None:
    """Say what was put right, which settles how late it was. Proof is whatever shows it: pieces that are there already, a file, or the sentence alone (AF-6).

    Raises:
        BadInput: a piece belongs to another unit's work, or the file is not one that is accepted.
    """
    wrong = [piece for piece in pieces if not piece.unit.path.startswith(issue.unit.path)]
    if wrong:
        raise BadInput(
            _("The evidence belongs to another unit."), places=[(_("proof"), str(p), str(issue.unit)) for p in wrong]
        )
    shown = list(pieces)
    today = clock.today()
    if upload is not None:
        version = keep_upload(upload, unit=issue.unit, title=issue.title, by=by)
        shown.append(
            Evidence.objects.create(unit=issue.unit, title=issue.title, happened_on=today, version=version, added_by=by)
        )
    for piece in shown:
        Proof.objects.get_or_create(issue=issue, evidence=piece)
    if shown:
        tell(evidence=[None, [piece.key for piece in shown]])
    issue.late_days = max(issue.late_days or 0, issue.overdue_days(today))
    issue.state, issue.result, issue.reason = Issue.State.RECTIFIED, result, ""
    issue.rectified_on, issue.rectified_by = today, by
    issue.save(update_fields=["state", "result", "reason", "late_days", "rectified_on", "rectified_by", "updated_at"])


@action(
    "issues.return_issue", gettext_lazy("found it not put right"), roles=RAISERS, unit="issuer", when=_is_for_another
)
def return_issue(issue: Issue, *, by: Any, reason: str, due_on: datetime.date) -> None:
    """It is not put right: say what is missing, and by when.

    Raises:
        BadInput: the day has passed.
    """
    _check_due(due_on)
    issue.state, issue.reason, issue.due_on = Issue.State.RETURNED, reason, due_on
    issue.save(update_fields=["state", "reason", "due_on", "updated_at"])


@action("issues.close_issue", gettext_lazy("closed it"), roles=RAISERS, unit="issuer", when=_is_for_another)
def close_issue(issue: Issue, *, by: Any) -> None:
    """销号, by somebody else than the one who rectified it. A third looks again after the months of the rule; none: never."""
    today = clock.today()
    rule = rulebook().find(RECHECK_MONTHS, today)
    months = int(rule.number) if rule else 0
    issue.state, issue.closed_on, issue.closed_by = Issue.State.CLOSED, today, by
    issue.recheck_on = months_after(today, months) if months else None
    issue.save(update_fields=["state", "closed_on", "closed_by", "recheck_on", "updated_at"])


@action("issues.recheck_issue", gettext_lazy("looked at it again"), roles=RAISERS, unit="issuer", when=_is_for_a_third)
def recheck_issue(issue: Issue, *, by: Any, held: bool, finding: str, due_on: datetime.date | None = None) -> Recheck:
    """回头看 by a third: it held, or the issue is reopened with a new day.

    Raises:
        BadInput: it did not hold and no day stands, or the day has passed.
    """
    made = Recheck.objects.create(issue=issue, done_on=clock.today(), done_by=by, held=held, finding=finding)
    issue.recheck_on = None
    if not held:
        if due_on is None:
            raise BadInput(
                _("Say by when it is to be rectified."),
                places=[(_("to be rectified by"), _("not given"), _("%(day)s or later") % {"day": clock.today()})],
            )
        _check_due(due_on)
        issue.state, issue.reason, issue.due_on = Issue.State.REOPENED, finding, due_on
        issue.closed_on = issue.closed_by = None
    issue.save(update_fields=["state", "reason", "due_on", "recheck_on", "closed_on", "closed_by", "updated_at"])
    tell(held=[None, held], finding=[None, finding])
    return made


@action("issues.withdraw_issue", gettext_lazy("withdrew it"), roles=RAISERS, unit="issuer", when=_is_open)
def withdraw_issue(issue: Issue, *, by: Any, reason: str) -> None:
    """It was raised by mistake. It stays readable with the reason, and counts nowhere."""
    issue.state, issue.reason = Issue.State.WITHDRAWN, reason
    issue.save(update_fields=["state", "reason", "updated_at"])
