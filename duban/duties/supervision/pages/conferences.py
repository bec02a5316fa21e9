"""What the pages of joint conferences show."""

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.queries import history_of
from duban.base import clock
from duban.duties.badges import badge
from duban.duties.permits import VIEW_TASK
from duban.duties.supervision import forms
from duban.duties.supervision.models import JointConference
from duban.duties.supervision.queries.conferences import MEETINGS, board, conferences_for, meetings_of, tasks_of
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import unit_of_permit
from duban.ui.shapes import Event, Fact, Link

MEETINGS_SHOWN = 10
FORMS: dict[str, type[forms.OnConference]] = {
    "pass_decision": forms.PassDecision,
    "seat_member": forms.SeatMember,
    "unseat_member": forms.UnseatMember,
}
DO: dict[str, str | Promise] = {
    "pass_decision": gettext_lazy("Pass on a decision to member units"),
    "seat_member": gettext_lazy("Seat a member unit"),
    "unseat_member": gettext_lazy("End a seat"),
}


def conference_list_page(user: Any) -> dict[str, Any]:
    """联席会议 that the person may see, and the way to set one up at their own body."""
    host = unit_of_permit(PERMITS["supervision.set_up_conference"], user)
    return {
        "conferences": list(conferences_for(user)),
        "set_up_url": reverse("set_up_conference", args=[host.pk]) if host else "",
        "crumb": [Link(_("Supervision notices"), reverse("notice_register"))],
    }


def set_up_page(unit: Unit, form: Form) -> dict[str, Any]:
    """Setting one up with this unit as its host."""
    return {"unit": unit, "form": form, "crumb": [Link(_("Joint conferences"), reverse("conference_list"))]}


def conference_page(found: JointConference, user: Any, wrong: Any = None) -> dict[str, Any]:
    """Members with how far each is, what was decided, meetings, what happened."""
    day = clock.today()
    may = [name for name in FORMS if PERMITS[f"supervision.{name}"].possible(user, found)]
    lines = board(found, day)
    return {
        "conference": found,
        "crumb": [Link(_("Joint conferences"), reverse("conference_list")), Link(found.title)],
        "facts": [Fact(_("host"), found.unit.name), Fact(_("basis"), found.basis, is_wide=True)],
        "board": lines,
        "tasks": [(task, *badge(task, day), VIEW_TASK.allows(user, task)) for task in tasks_of(found)],
        "meetings": meetings_of(found, MEETINGS_SHOWN),
        "enter_url": f"{reverse('new_record')}?unit={found.unit_id}&kind={MEETINGS}" if may else "",
        "possible": [
            (name, DO[name], wrong if type(wrong) is FORMS[name] else FORMS[name](conference=found))
            for name in may
            if lines or name == "seat_member"
        ],
        "events": [
            Event(
                PERMITS[each.verb].label if each.verb in PERMITS else each.verb,
                each.by_name,
                at=each.at,
                reason=each.reason,
            )
            for each in reversed(history_of(found.key))
        ],
    }
