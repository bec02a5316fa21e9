"""Pages of issues."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.duties.issues import actions, forms
from duban.duties.issues.models import Issue
from duban.duties.issues.pages import issue_list_page, issue_page, issue_workbook, raise_issue_page
from duban.duties.issues.queries import issues_for
from duban.duties.queries.tasks import tasks_for
from duban.orgs.action import check
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for


@require_safe
def issue_register(request: HttpRequest) -> HttpResponseBase:
    """问题清单; to htmx the rows alone, with ?as=xlsx exactly what is filtered."""
    wanted = forms.FilterIssues(request.GET, user=request.user).wanted()
    if request.GET.get("as") == "xlsx":
        return issue_workbook(request.user, wanted)
    page = "issues/issue_list.html#rows" if request.htmx else "issues/issue_list.html"  # type: ignore[attr-defined]
    return render(request, page, issue_list_page(request, wanted))


@require_safe
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue."""
    return render(request, "issues/issue.html", issue_page(_issue(request, pk), request.user))


def _issue(request: HttpRequest, pk: int) -> Issue:
    seen = issues_for(request.user).select_related("task__unit", "task__duty", "duty", "campaign", "recurs")
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """提出问题: of a unit, with ?task= about one of its tasks."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    check(PERMITS["issues.raise_issue"], request.user, unit)
    form = _raising(request, unit)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "issues/raise_issue.html", raise_issue_page(unit, form), status=status)
    made = actions.raise_issue(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("issue", args=[made.pk]))


def _raising(request: HttpRequest, unit: Unit) -> forms.RaiseIssue:
    number = request.GET.get("task", "")
    task = tasks_for(request.user).filter(pk=number, unit=unit).first() if number.isdecimal() else None
    typed = request.POST if request.method == "POST" else None
    return forms.RaiseIssue(typed, unit=unit, user=request.user, task=task)


def _do(request: HttpRequest, pk: int, form_class: type[forms.OnIssue], verb: Callable[..., Any]) -> HttpResponse:
    found = _issue(request, pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    form = form_class(request.POST, request.FILES, issue=found, user=request.user)
    if not form.is_valid():
        return render(request, "issues/issue.html", issue_page(found, request.user, form), status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("issue", args=[pk]))


@require_POST
def plan_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """整改措施."""
    return _do(request, pk, forms.PlanIssue, actions.plan_issue)


@require_POST
def rectify_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """报送整改."""
    return _do(request, pk, forms.RectifyIssue, actions.rectify_issue)


@require_POST
def return_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """退回整改."""
    return _do(request, pk, forms.ReturnIssue, actions.return_issue)


@require_POST
def close_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """销号."""
    return _do(request, pk, forms.CloseIssue, actions.close_issue)


@require_POST
def recheck_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """回头看."""
    return _do(request, pk, forms.RecheckIssue, actions.recheck_issue)


@require_POST
def withdraw_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销."""
    return _do(request, pk, forms.WithdrawIssue, actions.withdraw_issue)
