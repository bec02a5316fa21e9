"""What the page of one task shows, and the filters above the list of tasks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.duties import forms
from duban.duties.models import Task
from duban.duties.queries.tasks import STATES, bindings_of, evidence_to_bind, parts_of, story_of
from duban.orgs.permits import PERMITS

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


@dataclass(frozen=True)
class Step:
    """One place on the state line. `stand` is done, now, late or next."""

    word: str | Promise
    note: str
    stand: str


def steps_of(task: Task) -> list[Step]:
    """Issued, handed in, reviewed: where the task stands, in words with days."""
    day = clock.today()
    issued = Step(_("issued"), str(task.issuer), "done")
    handed = Step(_("handed in"), _day(task.submitted_on), "done")
    late = task.overdue_days(day)
    due = Step(
        _("to hand in") if task.state == Task.State.ISSUED else _("returned, to complete"),
        _day(task.deadline),
        "late" if late or task.state == Task.State.RETURNED else "now",
    )
    accepted = Step(_("accepted"), _day(task.closed_on), "now" if task.is_closed() else "next")
    match task.state:
        case Task.State.ISSUED:
            return [issued, due, Step(_("reviewed"), str(task.issuer), "next"), accepted]
        case Task.State.RETURNED:
            return [issued, handed, due, accepted]
        case Task.State.SUBMITTED:
            return [issued, handed, Step(_("being reviewed"), str(task.issuer), "now"), accepted]
        case Task.State.WAIVED:
            return [issued, Step(_("not applicable"), _day(task.closed_on), "now")]
    return [issued, handed, accepted]


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def page_of(task: Task, user: Any, wrong: forms.OnTask | None = None) -> dict[str, Any]:
    """Everything the page shows. `wrong` is the form that was refused: it stands open with what was typed.

    Costs a query each for bindings, parts, story, and for what the person could choose from in an open form.
    """
    possible = {
        name: PERMITS[f"duties.{name}"].possible(user, task)
        for name in (*FORMS, "accept_task", "bind_evidence", "unbind_evidence")
    }
    shown: dict[str, Any] = {
        name: wrong if isinstance(wrong, form) else form(task=task, user=user)
        for name, form in FORMS.items()
        if possible[name]
    }
    parts = list(parts_of(task))
    return {
        "task": task,
        "may": possible,
        "forms": shown,
        "wrong": wrong,
        "wrong_name": next((name for name, form in FORMS.items() if isinstance(wrong, form)), ""),
        "steps": steps_of(task),
        "bindings": list(bindings_of(task)),
        "parts": parts,
        "parts_closed": sum(part.is_closed() for part in parts),
        "story": story_of(task),
        "ready_made": list(evidence_to_bind(user, task)[:SAID]) if possible["bind_evidence"] else [],
    }


@dataclass(frozen=True)
class Chip:
    """One filter above a list: its word, how many fit, its address."""

    word: str | Promise
    count: int
    url: str
    is_on: bool


WORDS: dict[str, str | Promise] = {
    "": _("all"),
    "overdue": _("overdue"),
    "returned": _("returned"),
    "soon": _("due within 7 days"),
    "issued": _("to hand in"),
    "submitted": _("handed in"),
    "accepted": _("accepted"),
    "waived": _("not applicable"),
}


def chips_of(request: HttpRequest, counts: dict[str, int], chosen: str) -> list[Chip]:
    """The states as filters that keep whatever else stands in the address; empty ones are left out."""
    chips = []
    for state in ("", *STATES):
        address = request.GET.copy()
        address.pop("page", None)
        address["state"] = state
        count = counts[state or "all"]
        if count or state in ("", chosen):
            chips.append(Chip(WORDS[state], count, f"?{address.urlencode()}", state == chosen))
    return chips
