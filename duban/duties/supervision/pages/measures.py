"""What the pages of measures show: the policy, what it proposes, what was decided about one matter."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.base import clock
from duban.duties.issues.models import Issue
from duban.duties.models import Duty, Task
from duban.duties.supervision import forms
from duban.duties.supervision.actions.measures import kind_of, matter_url, reminded_until
from duban.duties.supervision.models import Matter, Measure, SupervisionNotice
from duban.duties.supervision.queries.measures import (
    STEP_WORDS,
    Proposal,
    how_many_proposed,
    measures_for,
    measures_on,
    policy,
    proposals,
)
from duban.duties.supervision.queries.notices import can_supervise
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook
from duban.ui.shapes import Link

SHOWN, IN_FORCE = 30, 50
FORMS: dict[str, type[forms.OnMatter]] = {"remind_unit": forms.RemindUnit, "take_measure": forms.TakeMeasure}
DO: dict[str, str | Promise] = {
    "remind_unit": gettext_lazy("Remind the unit"),
    "take_measure": gettext_lazy("Decide an interview or a bulletin"),
}
ON_MEASURES: dict[str, type[forms.OnMeasure]] = {
    "answer_measure": forms.AnswerMeasure,
    "lift_measure": forms.LiftMeasure,
}
DO_MEASURES: dict[str, str | Promise] = {
    "answer_measure": gettext_lazy("Answer the bulletin"),
    "lift_measure": gettext_lazy("Lift it before its day"),
}


def measure_list_page(request: HttpRequest) -> dict[str, Any]:
    """督办措施: the policy, what it proposes today, what is in force. At most eight queries."""
    day, user = clock.today(), request.user
    steps = policy(rulebook(), day)
    decides = bool(PERMITS["supervision.remind_unit"].reach(user))
    found = list(proposals(user, day, steps, SHOWN)) if decides else []
    rows = measures_for(user).filter(lifted_on=None, ends_on__gte=day)
    return {
        "crumb": [Link(_("Supervision notices"), reverse("notice_register"))],
        "policy": [(STEP_WORDS[step], steps.get(step)) for step in STEP_WORDS],
        "decides": decides,
        "proposals": [(each, *_proposed(each)) for each in found],
        "total": how_many_proposed(user, day, steps) if decides else 0,
        "measures": [(each, matter_url(each.matter), badge(each, day)) for each in rows[:IN_FORCE]],
    }


def _proposed(proposal: Proposal) -> tuple[str | Promise, str, str]:
    """(the step in words, the matter's page, where the step is taken)."""
    matter = proposal.matter
    kind = kind_of(matter)
    if proposal.step == "notice":
        url = f"{reverse('draft_notice', args=[matter.unit_id])}?{kind}={matter.pk}"
    else:
        url = reverse("matter_measures", args=[kind, matter.pk])
    return STEP_WORDS[proposal.step], matter_url(matter), url


def badge(measure: Measure, day: datetime.date) -> tuple[str, str]:
    """(drawing, word): in force, lifted or ended."""
    if measure.lifted_on:
        return "na", pgettext("measure", "lifted")
    return (
        ("doing", pgettext("measure", "in force"))
        if measure.is_in_force(day)
        else ("none", pgettext("measure", "ended"))
    )


def measures_page(matter: Matter, user: Any, wrong: Any = None) -> dict[str, Any]:
    """What was decided about one matter, and what may be."""
    day = clock.today()
    again = reminded_until(matter)
    possible = [name for name in FORMS if PERMITS[f"supervision.{name}"].possible(user, matter)]
    if again and not isinstance(wrong, forms.RemindUnit) and "remind_unit" in possible:
        possible.remove("remind_unit")
    return {
        "matter": matter,
        "kind": kind_of(matter),
        "late": matter.overdue_days(day),
        "crumb": [
            Link(_("Measures of supervision"), reverse("measure_register")),
            Link(matter.title, matter_url(matter)),
        ],
        "again": again,
        "possible": [
            (name, DO[name], wrong if type(wrong) is FORMS[name] else FORMS[name](matter=matter)) for name in possible
        ],
        "measures": [_measure(each, user, day, wrong) for each in measures_on(user, matter)],
    }


def _measure(each: Measure, user: Any, day: datetime.date, wrong: Any) -> dict[str, Any]:
    mine = wrong if getattr(wrong, "measure", None) == each else None
    return {
        "row": each,
        "badge": badge(each, day),
        "possible": [
            (name, DO_MEASURES[name], mine if type(mine) is form else form(measure=each))
            for name, form in ON_MEASURES.items()
            if PERMITS[f"supervision.{name}"].possible(user, each)
        ],
    }


def measures_section(obj: Duty | Task | Issue | SupervisionNotice, user: Any, day: datetime.date) -> Card | None:
    """On the page of a task, an issue or a notice: what was decided, and the way to decide. One query."""
    if not isinstance(obj, Task | Issue | SupervisionNotice):
        return None
    found = list(measures_on(user, obj))
    url = reverse("matter_measures", args=[kind_of(obj), obj.pk])
    may = bool(obj.overdue_days(day)) and can_supervise(obj.unit, user)
    if not found and not may:
        return None
    context = {"lines": [(each, badge(each, day)) for each in found], "decide_url": url, "may": may}
    return Card(_("Measures of supervision"), "supervision/measures_card.html", context, len(found))
