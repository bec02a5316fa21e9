"""What the page of one task shows, and the filters above the list of tasks."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.duties import forms
from duban.duties.chain import chain_of
from duban.duties.models import Task
from duban.duties.panels import sections_of
from duban.duties.queries.tasks import STATES, SUMS, bindings_of, evidence_to_bind, parts_of, story_of
from duban.duties.serving import fitting_records
from duban.orgs.permits import PERMITS
from duban.ui.days import said_day
from duban.ui.shapes import Chip, Link, Step

PAGE = 50
SAID = 5
"""How many pieces the unit has already are offered before the rest."""

FORMS: dict[str, type[forms.OnTask]] = {
    "submit_task": forms.SubmitTask,
    "return_task": forms.ReturnTask,
    "waive_task": forms.WaiveTask,
    "assign_task": forms.AssignTask,
    "split_task": forms.SplitTask,
    "add_evidence": forms.AddEvidence,
}


def steps_of(task: Task) -> list[Step]:
    """Issued, handed in, reviewed: where the task stands, in words with days."""
    day = clock.today()
    issued = Step(_("issued"), str(task.issuer), "done")
    handed = Step(_("handed in"), said_day(task.submitted_on), "done")
    late = task.overdue_days(day)
    due = Step(
        _("to hand in") if task.state == Task.State.ISSUED else _("returned, to complete"),
        said_day(task.deadline),
        "late" if late or task.state == Task.State.RETURNED else "now",
    )
    accepted = Step(_("accepted"), said_day(task.closed_on), "now" if task.is_closed() else "next")
    match task.state:
        case Task.State.ISSUED:
            return [issued, due, Step(_("reviewed"), str(task.issuer), "next"), accepted]
        case Task.State.RETURNED:
            return [issued, handed, due, accepted]
        case Task.State.SUBMITTED:
            return [issued, handed, Step(_("being reviewed"), str(task.issuer), "now"), accepted]
        case Task.State.WAIVED:
            return [issued, Step(_("not applicable"), said_day(task.closed_on), "now")]
    return [issued, handed, accepted]


def page_of(task: Task, user: Any, wrong: forms.OnTask | None = None) -> dict[str, Any]:
    """Everything the page shows. `wrong` is the form that was refused: it stands open with what was typed.

    Costs a query each for bindings, parts, story, and for what the person could choose from in an open form.
    """
    possible = {
        name: PERMITS[f"duties.{name}"].possible(user, task)
        for name in (*FORMS, "accept_task", "bind_evidence", "bind_record", "unbind_evidence", "remind_task")
    }
    shown: dict[str, Any] = {
        name: wrong if isinstance(wrong, form) else form(task=task, user=user)
        for name, form in FORMS.items()
        if possible[name]
    }
    parts, story = list(parts_of(task)), story_of(task)
    split: Any = shown["split_task"].fields["units"] if "split_task" in shown else None
    return {
        "task": task,
        "crumb": _crumb(task),
        "links": chain_of(task, user),
        "sections": sections_of(task, user, clock.today()),
        "duty_list": task.duty.responsibility_list if task.duty else None,
        "may": possible,
        "forms": shown,
        "buttons": buttons_of(task, possible),
        "submit_word": _("Complete and hand in again") if task.state == Task.State.RETURNED else _("Hand in"),
        "steps": steps_of(task),
        "handed_in_by": task.submitted_by or task.owner or task.unit,
        "remark": ("na", _("not applicable")) if task.is_closed() else ("back", _("returned")),
        "remark_by": next((event for event in story if event.is_remark), None),
        "bindings": list(bindings_of(task)),
        "parts": parts,
        "parts_closed": sum(part.is_closed() for part in parts),
        "branches": bool(split and split.queryset.exists()),
        "story": story,
        "records": fitting_records(user, task, SAID) if possible["bind_record"] else [],
        "ready_made": list(evidence_to_bind(user, task)[:SAID]) if possible["bind_evidence"] else [],
    }


def _crumb(task: Task) -> list[Link]:
    links = [Link(_("Lists"), reverse("list_list"))]
    if task.duty:
        listed = task.duty.responsibility_list
        links.append(Link(str(listed), reverse("responsibility_list", args=[listed.pk])))
        links.append(Link(_("Item %(n)s") % {"n": task.duty.number}, reverse("duty", args=[task.duty.pk])))
    if task.campaign_action:
        campaign = task.campaign_action.campaign
        links.append(Link(campaign.title, reverse("campaign", args=[campaign.pk])))
    return links


def buttons_of(task: Task, possible: dict[str, bool]) -> list[tuple[str, str | Promise, bool]]:
    """What can be done now: (place on the page, word, whether it is the one that is due)."""
    again = task.state == Task.State.RETURNED
    words: list[tuple[str, str, str | Promise]] = [
        ("submit_task", "submit_task", _("Complete and hand in again") if again else _("Hand in")),
        ("accept_task", "review", _("Review")),
        ("assign_task", "assign_task", _("Give to somebody")),
    ]
    due = next((name for name, _place, _word in words if possible[name] and name != "assign_task"), "")
    return [(place, word, name == due) for name, place, word in words if possible[name]]


WORDS: dict[str, str | Promise] = {
    "": gettext_lazy("all"),
    "urgent": gettext_lazy("overdue, returned or due within 7 days"),
    "at_hand": gettext_lazy("returned or due within 7 days"),
    "overdue": gettext_lazy("overdue"),
    "returned": gettext_lazy("returned"),
    "soon": gettext_lazy("due within 7 days"),
    "issued": gettext_lazy("to hand in"),
    "submitted": gettext_lazy("handed in"),
    "accepted": gettext_lazy("accepted"),
    "waived": gettext_lazy("not applicable"),
}


def chips_of(request: HttpRequest, counts: dict[str, int], chosen: str) -> list[Chip]:
    """The states as filters that keep whatever else stands in the address; empty ones are left out."""
    chips = []
    for state in ("", *STATES, *SUMS):
        count = counts[state or "all"]
        if state in ("", chosen) or (count and state not in SUMS):
            chips.append(Chip(WORDS[state], f"?{address_with(request, state=state)}", state == chosen, count))
    return chips


def address_with(request: HttpRequest, **changes: str) -> str:
    """What stands in the address, with these changes, on its first page."""
    address = request.GET.copy()
    address.pop("page", None)
    for name, value in changes.items():
        address[name] = value
    return address.urlencode()


def page_from(request: HttpRequest, rows: QuerySet[Task], count: int) -> Page:
    """The page of the rows that the address asks for; `count` is known already, so it costs no query.

    Which rows stand on it is settled from their index alone; only these are then read in full.
    """
    paginator = Paginator(rows.values("pk"), PAGE)
    paginator.count = count  # type: ignore[misc]  # a cached property: known already
    page = paginator.get_page(request.GET.get("page"))
    here: Any = page
    here.object_list = rows.filter(pk__in=here.object_list)
    return page
