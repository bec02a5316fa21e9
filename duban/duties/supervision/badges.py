"""The light of a notice, in words: in time, near, late (绿黄红). The word carries it; the drawing comes second."""

import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from duban.duties.supervision.models import Extension, SupervisionNotice

State = SupervisionNotice.State
DRAWN = {State.DRAFT: "none", State.FED_BACK: "sent", State.CLOSED: "ok", State.WITHDRAWN: "na"}


def badge(notice: SupervisionNotice, day: datetime.date, near: int) -> tuple[str, str | Promise]:
    """(drawing, word) for how the notice stands on that day, when `near` days before its day count as near."""
    if not notice.is_open():
        return DRAWN[State(notice.state)], _closed(notice)
    left = (notice.due_on - day).days
    if left < 0:
        return "late", _("%(n)s days overdue") % {"n": -left}
    if left == 0:
        return "soon", _("due today")
    said = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return (
        ("soon", _("near: %(left)s") % {"left": said})
        if left <= near
        else ("fair", _("in time: %(left)s") % {"left": said})
    )


def _closed(notice: SupervisionNotice) -> str | Promise:
    if notice.state == State.CLOSED and notice.late_days:
        return pgettext("notice", "closed, %(n)s days late") % {"n": notice.late_days}
    return notice.get_state_display()


ASKED = {
    Extension.State.ASKED: "sent",
    Extension.State.SECONDED: "sent",
    Extension.State.APPROVED: "ok",
    Extension.State.REFUSED: "back",
}
