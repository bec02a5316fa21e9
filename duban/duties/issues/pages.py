"""What the pages of issues show."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from duban.audit.queries import history_of
from duban.base import clock
from duban.duties.chain import chain_of
from duban.duties.issues import forms
from duban.duties.issues.badges import badge
from duban.duties.issues.models import Issue
from duban.duties.issues.queries import STATES, IssueFilter, counts_by_state, filtered, issues_for, issues_on
from duban.duties.models import Duty, Task
from duban.duties.panels import sections_of
from duban.orgs.export import workbook
from duban.orgs.ledger import address_with
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_within
from duban.ui.days import said_day
from duban.ui.shapes import Chip, Event, Fact, Link, Step
from duban.ui.templatetags.ui.states import absence

PAGE, FOUND, ON_CARD = 50, 20, 5
FORMS: dict[str, type[forms.OnIssue]] = {
    "rectify_issue": forms.RectifyIssue,
    "close_issue": forms.CloseIssue,
    "return_issue": forms.ReturnIssue,
    "recheck_issue": forms.RecheckIssue,
    "plan_issue": forms.PlanIssue,
    "withdraw_issue": forms.WithdrawIssue,
}
"""In the order in which they stand on the page."""
DUE = ("rectify_issue", "close_issue", "recheck_issue")
"""What the state waits for; everything else is folded up."""
DO: dict[str, str | Promise] = {
    "rectify_issue": gettext_lazy("Report it rectified"),
    "close_issue": gettext_lazy("Close it"),
    "return_issue": gettext_lazy("Not put right"),
    "recheck_issue": gettext_lazy("Look at it again"),
    "plan_issue": gettext_lazy("Set the measures"),
    "withdraw_issue": gettext_lazy("Raised by mistake"),
}
WORDS: dict[str, str | Promise] = {
    "": gettext_lazy("all"),
    "overdue": gettext_lazy("overdue"),
    "open": pgettext_lazy("issue", "being rectified"),
    "returned": pgettext_lazy("issue", "not put right"),
    "reopened": pgettext_lazy("issue", "reopened"),
    "rectified": pgettext_lazy("issue", "rectified, to be checked"),
    "closed": pgettext_lazy("issue", "closed"),
    "withdrawn": pgettext_lazy("issue", "withdrawn"),
}


def issue_list_page(request: HttpRequest, wanted: IssueFilter) -> dict[str, Any]:
    """问题清单 as filtered; ?find=a unit to raise one of. Four queries, one more to find."""
    day, seen = clock.today(), issues_for(request.user)
    counts = counts_by_state(filtered(seen, wanted.in_any_state(), day=day), day=day)
    declared, words = PERMITS["issues.raise_issue"], request.GET.get("find", "").strip()[:60]
    rows = filtered(seen, wanted, day=day)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [(issue, *badge(issue, day)) for issue in page],
        "wanted": wanted,
        "counts": counts,
        "chips": [
            Chip(WORDS[state], f"?{address_with(request, state=state)}", state == wanted.state, counts[state or "all"])
            for state in ("", *STATES)
            if state in ("", wanted.state) or counts[state]
        ],
        "may_raise": bool(declared.reach(request.user)),
        "find": words,
        "found": units_within(declared, request.user).filter(name__icontains=words)[:FOUND] if words else [],
        "export_url": f"?{address_with(request, **{'as': 'xlsx'})}",
    }


def issue_workbook(user: Any, wanted: IssueFilter) -> FileResponse:
    """The issues as filtered, in the order in which they are shown."""
    day = clock.today()
    heads = [
        (pgettext("issue", "number"), 14), (_("organisation"), 36), (_("aspect"), 18), (_("title"), 40),
        (pgettext("issue", "what was found"), 40), (_("severity"), 10), (_("found on"), 12), (pgettext("issue", "measures"), 40),
        (_("responsible post"), 16), (_("to be rectified by"), 12), (_("state"), 16), (_("days late"), 10), (_("what was put right"), 40),
        (pgettext("issue", "closed on"), 12),
    ]  # fmt: skip
    rows = (
        [
            each.number, each.unit.name, str(each.aspect), each.title, each.found, each.get_severity_display(),
            str(each.found_on), each.measures, each.responsible, str(each.due_on), str(badge(each, day)[1]), each.late_days, each.result,
            str(each.closed_on or ""),
        ]
        for each in filtered(issues_for(user), wanted, day=day).iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(_("Issues"), heads, rows)


def issue_page(issue: Issue, user: Any, wrong: forms.OnIssue | None = None) -> dict[str, Any]:
    """One issue: what was found, where it stands, what shows that it is put right, what happened."""
    day = clock.today()
    possible = [name for name in FORMS if PERMITS[f"issues.{name}"].possible(user, issue)]
    return {
        "issue": issue,
        "badge": badge(issue, day),
        "crumb": [Link(_("Issues"), reverse("issue_register")), Link(issue.number)],
        "links": chain_of(issue, user),
        "sections": sections_of(issue, user, day),
        "facts": _facts(issue, user),
        "steps": _steps(issue, day),
        "remark": ("na" if issue.state == Issue.State.WITHDRAWN else "back", issue.get_state_display()),
        "proofs": list(issue.proofs.select_related("evidence__version")),
        "rechecks": list(issue.rechecks.select_related("done_by__person")),
        "possible": [
            (name, DO[name], wrong if type(wrong) is FORMS[name] else FORMS[name](issue=issue, user=user))
            for name in possible
        ],
        "due": next((name for name in possible if name in DUE), ""),
        "events": [
            Event(
                PERMITS[each.verb].label if each.verb in PERMITS else each.verb,
                each.by_name,
                at=each.at,
                reason=each.reason,
                is_wrong=each.verb == "issues.return_issue",
            )
            for each in reversed(history_of(issue.key))
        ]
        + [Event(PERMITS["issues.raise_issue"].label, str(issue.issuer), at=issue.created_at)],
    }


def _facts(issue: Issue, user: Any) -> list[Fact]:
    before, not_set = issue.recurs, absence("not-yet", _("not set yet"))
    seen = before is not None and issues_for(user).filter(pk=before.pk).exists()
    recurs = (
        [
            Fact(
                _("recurs after"),
                f"{before.number} {before.title}",
                reverse("issue", args=[before.pk]) if seen else "",
                is_wide=True,
            )
        ]
        if before
        else []
    )
    return [
        Fact(_("organisation"), issue.unit.name, reverse("unit", args=[issue.unit_id])),
        Fact(_("raised and closed by"), str(issue.issuer)),
        Fact(_("aspect"), str(issue.aspect)),
        Fact(_("severity"), issue.get_severity_display()),
        Fact(pgettext("issue", "found by"), issue.get_source_display()),
        Fact(_("found on"), said_day(issue.found_on)),
        *([Fact(_("campaign"), str(issue.campaign))] if issue.campaign else []),
        *([Fact(_("basis"), issue.basis, is_wide=True)] if issue.basis else []),
        *([Fact(pgettext("issue", "what was found"), issue.found, is_wide=True)] if issue.found else []),
        *recurs,
        Fact(pgettext("issue", "measures"), issue.measures or not_set, is_wide=True),
        Fact(_("responsible post"), issue.responsible or not_set),
        Fact(_("handled by"), str(issue.owner or "") or not_set),
        Fact(_("to be rectified by"), said_day(issue.due_on)),
        *([Fact(_("days late"), str(issue.late_days))] if issue.late_days else []),
        *([Fact(_("what was put right"), issue.result, is_wide=True)] if issue.result else []),
    ]


def _steps(issue: Issue, day: datetime.date) -> list[Step]:
    raised = Step(_("raised"), said_day(issue.found_on), "done")
    if issue.state == Issue.State.WITHDRAWN:
        return [raised, Step(pgettext("issue", "withdrawn"), "", "now")]
    late = issue.overdue_days(day) or issue.state == Issue.State.RETURNED
    doing = (
        Step(WORDS[issue.state], said_day(issue.due_on), "late" if late else "now")
        if issue.is_open()
        else Step(_("rectified"), said_day(issue.rectified_on), "done")
    )
    checked = Step(_("checked by another"), str(issue.issuer), "now" if issue.is_waiting() else "next")
    if not issue.is_closed():
        return [raised, doing, checked, Step(pgettext("issue", "closed"), "", "next")]
    closed = Step(pgettext("issue", "closed"), said_day(issue.closed_on), "done" if issue.recheck_on else "now")
    looked = [Step(_("recheck by a third"), said_day(issue.recheck_on), "next")] if issue.recheck_on else []
    return [raised, doing, closed, *looked]


def raise_issue_page(unit: Unit, form: Form) -> dict[str, Any]:
    """Raising an issue of one organisation."""
    return {"unit": unit, "form": form, "crumb": [Link(_("Issues"), reverse("issue_register")), Link(unit.name)]}


def issues_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """On the page of a unit: what is open, and the way to raise one. Two queries."""
    wanted = IssueFilter(unit=unit)
    rows = filtered(issues_for(user), wanted, day=day).filter(closed_on=None).exclude(state=Issue.State.WITHDRAWN)
    found = list(rows[: ON_CARD + 1])
    may = PERMITS["issues.raise_issue"].allows(user, unit) and unit.stands_on(day)
    if not found and not may:
        return None
    lines = [(issue, *badge(issue, day)) for issue in found[:ON_CARD]]
    context = {"lines": lines, "raise_url": reverse("raise_issue", args=[unit.pk]) if may else ""}
    count = rows.count() if len(found) > ON_CARD else len(found)
    return Card(_("Issues"), "issues/card.html", context, count, wanted.address(), _("all issues"))


def issues_section(obj: Any, user: Any, day: datetime.date) -> Card | None:
    """On the page of a task or duty: the issues that hang on it, and the way to raise one. One query."""
    if not isinstance(obj, Duty | Task):
        return None
    found = list(issues_on(user, obj))
    raise_url = ""
    if isinstance(obj, Task) and PERMITS["issues.raise_issue"].allows(user, obj.unit) and not obj.unit.is_dissolved:
        raise_url = f"{reverse('raise_issue', args=[obj.unit_id])}?task={obj.pk}"
    if not found and not raise_url:
        return None
    lines = [(issue, *badge(issue, day)) for issue in found]
    return Card(_("Issues"), "issues/card.html", {"lines": lines, "raise_url": raise_url}, len(found))
