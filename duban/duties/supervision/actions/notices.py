"""Notices: drafted, issued under a number, signed for, fed back, returned or closed by somebody else."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.duties.issues.models import Issue
from duban.duties.models import Task
from duban.duties.permits import DOERS
from duban.duties.supervision.models import SupervisionNotice
from duban.duties.supervision.permits import ISSUERS
from duban.duties.supervision.queries.notices import issuer_of, last_place
from duban.orgs.action import action
from duban.orgs.models import Unit

State = SupervisionNotice.State


def _is_draft(notice: SupervisionNotice, by: Any) -> bool:
    return notice.state == State.DRAFT


def _is_to_sign(notice: SupervisionNotice, by: Any) -> bool:
    return notice.state == State.ISSUED and notice.issued_by_id != by.pk


def _is_in_hand(notice: SupervisionNotice, by: Any) -> bool:
    return notice.state in (State.SIGNED, State.RETURNED)


def _is_for_another(notice: SupervisionNotice, by: Any) -> bool:
    return notice.is_waiting() and notice.fed_back_by_id != by.pk


def _can_go(notice: SupervisionNotice, by: Any) -> bool:
    return notice.state == State.DRAFT or notice.is_open()


def check_due(due_on: datetime.date) -> None:
    """The day has not passed.

    Raises:
        BadInput: it has.
    """
    today = clock.today()
    if due_on < today:
        raise BadInput(
            _("The day has passed."),
            places=[(_("to be fed back by"), str(due_on), _("%(day)s or later") % {"day": today})],
        )


@action("supervision.draft_notice", gettext_lazy("drafted a supervision notice"), roles=ISSUERS, unit="")
def draft_notice(
    unit: Unit,
    *,
    by: Any,
    title: str,
    demands: str,
    basis: str,
    due_on: datetime.date,
    issue: Issue | None = None,
    task: Task | None = None,
) -> SupervisionNotice:
    """A notice to the unit from the nearest body at or above it for which the person supervises. Nobody below sees it yet.

    Raises:
        BadInput: the unit does not stand any more, the day has passed, it is about two things, or about another unit's.
    """
    if not unit.stands_on(clock.today()):
        raise BadInput(_("%(unit)s does not stand any more.") % {"unit": unit})
    if issue is not None and task is not None:
        raise BadInput(_("A notice is about an issue or about a task, not about both."))
    check_due(due_on)
    for name, matter in ((_("issue"), issue), (_("Task"), task)):
        if matter is not None and matter.unit_id != unit.pk:
            raise BadInput(_("It belongs to another unit."), places=[(name, str(matter.unit), str(unit))])
    return SupervisionNotice.objects.create(
        unit=unit, issuer=issuer_of(unit, by), issue=issue, task=task,
        title=title, demands=demands, basis=basis, due_on=due_on,
    )  # fmt: skip


@action(
    "supervision.change_notice",
    gettext_lazy("changed the draft of the notice"),
    roles=ISSUERS,
    unit="issuer",
    when=_is_draft,
)
def change_notice(
    notice: SupervisionNotice, *, by: Any, title: str, demands: str, basis: str, due_on: datetime.date
) -> None:
    """Other words or another day, as long as it is not issued.

    Raises:
        BadInput: the day has passed.
    """
    check_due(due_on)
    notice.title, notice.demands, notice.basis, notice.due_on = title, demands, basis, due_on
    notice.save(update_fields=["title", "demands", "basis", "due_on", "updated_at"])


@action("supervision.issue_notice", gettext_lazy("issued the notice"), roles=ISSUERS, unit="issuer", when=_is_draft)
def issue_notice(notice: SupervisionNotice, *, by: Any, place: int | None = None, gap: str = "") -> None:
    """Give it the next number of the issuer's year, or a later one with what became of those before it.

    Raises:
        BadInput: the day has passed, the number is taken, or numbers would be missing and nobody says why.
    """
    check_due(notice.due_on)
    today = clock.today()
    issuer = Unit.objects.select_for_update().get(pk=notice.issuer_id)  # two do not take one number
    following = last_place(issuer, today.year) + 1
    place = place or following
    if place < following:
        raise BadInput(
            _("The number is taken."),
            places=[(_("number in the year"), str(place), _("%(n)s or later") % {"n": following})],
        )
    if place > following and not gap:
        said = {"first": following, "last": place - 1}
        raise BadInput(
            _("Say what became of the numbers before it."),
            places=[
                (_("why numbers before it are missing"), _("not given"), _("numbers %(first)s to %(last)s") % said)
            ],
        )
    notice.year, notice.place, notice.gap = today.year, place, gap if place > following else ""
    notice.state, notice.issued_on, notice.issued_by = State.ISSUED, today, by
    notice.save(update_fields=["year", "place", "gap", "state", "issued_on", "issued_by", "updated_at"])


@action("supervision.sign_notice", gettext_lazy("signed for the notice"), roles=DOERS, when=_is_to_sign)
def sign_notice(notice: SupervisionNotice, *, by: Any) -> None:
    """签收: the organisation has it. Not by the one who issued it."""
    notice.state, notice.signed_on, notice.signed_by = State.SIGNED, clock.today(), by
    notice.save(update_fields=["state", "signed_on", "signed_by", "updated_at"])


@action("supervision.feed_back_notice", gettext_lazy("fed back"), roles=DOERS, when=_is_in_hand)
def feed_back_notice(notice: SupervisionNotice, *, by: Any, feedback: str) -> None:
    """反馈: what was done, in one sentence. How many days late it came stays, whatever comes after."""
    today = clock.today()
    notice.late_days = max(notice.late_days or 0, (today - notice.due_on).days, 0)
    notice.state, notice.feedback, notice.reason = State.FED_BACK, feedback, ""
    notice.fed_back_on, notice.fed_back_by = today, by
    notice.save(update_fields=["state", "feedback", "reason", "late_days", "fed_back_on", "fed_back_by", "updated_at"])


@action(
    "supervision.return_notice", gettext_lazy("returned what was fed back"), roles=ISSUERS, unit="issuer", when=_is_for_another
)  # fmt: skip
def return_notice(notice: SupervisionNotice, *, by: Any, reason: str, due_on: datetime.date) -> None:
    """It does not do: say what is missing, and by when.

    Raises:
        BadInput: the day has passed.
    """
    check_due(due_on)
    notice.state, notice.reason, notice.due_on = State.RETURNED, reason, due_on
    notice.save(update_fields=["state", "reason", "due_on", "updated_at"])


@action(
    "supervision.close_notice", gettext_lazy("closed the notice"), roles=ISSUERS, unit="issuer", when=_is_for_another
)
def close_notice(notice: SupervisionNotice, *, by: Any) -> None:
    """办结, by the issuer and not by whoever fed back. The days it was late stay."""
    notice.state, notice.closed_on, notice.closed_by = State.CLOSED, clock.today(), by
    notice.save(update_fields=["state", "closed_on", "closed_by", "updated_at"])


@action("supervision.withdraw_notice", gettext_lazy("withdrew the notice"), roles=ISSUERS, unit="issuer", when=_can_go)
def withdraw_notice(notice: SupervisionNotice, *, by: Any, reason: str) -> None:
    """It was a mistake. It stays readable with its number and the reason, and counts nowhere."""
    notice.state, notice.reason = State.WITHDRAWN, reason
    notice.save(update_fields=["state", "reason", "updated_at"])
