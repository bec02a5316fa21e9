"""How an issue's state is drawn and said. The word carries it; the drawing comes second (ui: `{% state %}`)."""

import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.duties.issues.models import Issue

DRAWN = {
    Issue.State.OPEN: "todo",
    Issue.State.RETURNED: "back",
    Issue.State.REOPENED: "back",
    Issue.State.RECTIFIED: "sent",
    Issue.State.CLOSED: "ok",
    Issue.State.WITHDRAWN: "na",
}


def badge(issue: Issue, day: datetime.date) -> tuple[str, str | Promise]:
    """(drawing, word) for the state in which the issue stands on that day."""
    if late := issue.overdue_days(day):
        return "late", _("%(n)s days overdue") % {"n": late}
    if issue.is_closed() and issue.late_days:
        return "ok", _("closed, %(n)s days late") % {"n": issue.late_days}
    return DRAWN[Issue.State(issue.state)], issue.get_state_display()
