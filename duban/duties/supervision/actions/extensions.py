"""Another day: asked for before the due day, agreed to by the officer, approved by the leader, or refused with a reason."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.duties.permits import DOERS
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.supervision.permits import LEADERS, OFFICERS
from duban.orgs.action import action, tell
from duban.orgs.permits import PERMITS

State = Extension.State
IN_HAND = (SupervisionNotice.State.SIGNED, SupervisionNotice.State.RETURNED)


def _can_ask(notice: SupervisionNotice, by: Any) -> bool:
    return notice.state in IN_HAND and not any(each.is_pending() for each in notice.extensions.all())


def _is_asked(extension: Extension, by: Any) -> bool:
    return extension.state == State.ASKED and extension.notice.is_open()


def _is_seconded(extension: Extension, by: Any) -> bool:
    return extension.state == State.SECONDED and extension.notice.is_open() and extension.seconded_by_id != by.pk


def _is_theirs(extension: Extension, by: Any) -> bool:
    """Each of the two may refuse at the step that is theirs."""
    step = {State.ASKED: "second_delay", State.SECONDED: "approve_delay"}.get(State(extension.state))
    return step is not None and PERMITS[f"supervision.{step}"].possible(by, extension)


def asked_too_late(notice: SupervisionNotice, day: datetime.date) -> str:
    """Why no other day can be asked for any more; '' while one can: until the day before the due day."""
    if day < notice.due_on:
        return ""
    return _("Another day is asked for before the due day; this one was or is due on %(day)s.") % {"day": notice.due_on}


@action("supervision.ask_delay", gettext_lazy("asked for another day"), roles=DOERS, when=_can_ask)
def ask_delay(notice: SupervisionNotice, *, by: Any, reason: str, due_on: datetime.date) -> Extension:
    """Before the due day, with the reason and the new day.

    Raises:
        BadInput: it is the due day or later, or the new day is none.
    """
    today = clock.today()
    if late := asked_too_late(notice, today):
        raise BadInput(late)
    if due_on <= notice.due_on:
        raise BadInput(
            _("The new day must lie after the due day."),
            places=[(_("new day"), str(due_on), _("later than %(day)s") % {"day": notice.due_on})],
        )
    return Extension.objects.create(
        notice=notice, reason=reason, due_before=notice.due_on, due_on=due_on, asked_on=today, asked_by=by
    )


@action(
    "supervision.second_delay",
    gettext_lazy("agreed to another day"),
    roles=OFFICERS,
    unit="notice__issuer",
    when=_is_asked,
)
def second_delay(extension: Extension, *, by: Any) -> None:
    """The first step: the officer agrees and it goes to the leader."""
    extension.state, extension.seconded_by = State.SECONDED, by
    extension.save(update_fields=["state", "seconded_by", "updated_at"])


@action(
    "supervision.approve_delay",
    gettext_lazy("approved another day"),
    roles=LEADERS,
    unit="notice__issuer",
    when=_is_seconded,
)
def approve_delay(extension: Extension, *, by: Any) -> None:
    """The second step, by somebody else: from now on the notice is due on the new day.

    Raises:
        BadInput: the new day has passed by now.
    """
    today = clock.today()
    if extension.due_on < today:
        raise BadInput(
            _("The day has passed."),
            places=[(_("new day"), str(extension.due_on), _("%(day)s or later") % {"day": today})],
        )
    extension.state, extension.decided_on, extension.decided_by = State.APPROVED, today, by
    extension.save(update_fields=["state", "decided_on", "decided_by", "updated_at"])
    notice = SupervisionNotice.objects.select_for_update().get(pk=extension.notice_id)
    before, notice.due_on = notice.due_on, extension.due_on
    notice.save(update_fields=["due_on", "updated_at"])
    tell(due_on=[str(before), str(notice.due_on)])


@action(
    "supervision.refuse_delay",
    gettext_lazy("refused another day"),
    roles=OFFICERS | LEADERS,
    unit="notice__issuer",
    when=_is_theirs,
)
def refuse_delay(extension: Extension, *, by: Any, answer: str) -> None:
    """The day stays as it is; the reason is said."""
    extension.state, extension.answer = State.REFUSED, answer
    extension.decided_on, extension.decided_by = clock.today(), by
    extension.save(update_fields=["state", "answer", "decided_on", "decided_by", "updated_at"])
