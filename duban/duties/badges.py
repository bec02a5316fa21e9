"""How a task's state is drawn and said. The word carries it; the drawing comes second (ui: `{% state %}`)."""

import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.duties.models import Binding, Task

SOON_DAYS = 7


def badge(task: Task, day: datetime.date) -> tuple[str, str]:
    """(drawing, word) for the state in which the task stands on that day."""
    overdue = task.overdue_days(day)
    if overdue:
        return "late", _("%(n)s days overdue") % {"n": overdue}
    if task.state == Task.State.RETURNED:
        return "back", _("returned, %(n)s days left") % {"n": (task.deadline - day).days}
    if task.state == Task.State.ACCEPTED:
        return "ok", _("accepted, %(n)s days late") % {"n": task.late_days} if task.late_days else _("accepted")
    if task.state == Task.State.SUBMITTED:
        return "sent", _("handed in, %(n)s days late") % {"n": task.late_days} if task.late_days else _("handed in")
    if task.state == Task.State.WAIVED:
        return "na", _("not applicable")
    left = (task.due_on - day).days
    return ("soon" if left <= SOON_DAYS else "todo"), _("%(n)s days left") % {"n": left}


def binding_badge(binding: Binding) -> tuple[str, str | Promise]:
    """(drawing, word) for what the reviewer said of a piece of evidence."""
    drawing = {Binding.State.WAITING: "sent", Binding.State.RETURNED: "back", Binding.State.ACCEPTED: "ok"}
    return drawing[Binding.State(binding.state)], binding.get_state_display()
