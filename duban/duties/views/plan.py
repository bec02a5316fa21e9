"""单位×月: the control plan, one unit in it, and what is done with tasks that were chosen together."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.duties import actions, plan_forms
from duban.duties.plan_page import back_address, chosen_page, plan_page, unit_plan_page
from duban.duties.queries.tasks import task_for
from duban.orgs.action import check
from duban.orgs.queries import units_ever_for


@require_safe
def control_plan(request: HttpRequest) -> HttpResponse:
    """Every unit by months; to htmx the table alone."""
    template = "duties/control_plan.html#rows" if request.htmx else "duties/control_plan.html"  # type: ignore[attr-defined]
    return render(request, template, plan_page(request))


@require_safe
def plan_of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's month; to htmx the side panel."""
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    template = "duties/plan_of_unit.html#panel" if request.htmx else "duties/plan_of_unit.html"  # type: ignore[attr-defined]
    return render(request, template, unit_plan_page(request, unit))


@require_http_methods(["GET", "HEAD", "POST"])
def chosen_tasks(request: HttpRequest) -> HttpResponse:
    """What was chosen, before anything is done with it. A POST only because many cells do not fit into an address."""
    return render(request, "duties/chosen_tasks.html", chosen_page(request.POST or request.GET, request.user))


@require_POST
def remind_task(request: HttpRequest, pk: int) -> HttpResponse:
    """催办."""
    return _press(request, pk, plan_forms.RemindTask, actions.remind_task, "reminded")


@require_POST
def extend_task(request: HttpRequest, pk: int) -> HttpResponse:
    """延期."""
    return _press(request, pk, plan_forms.ExtendTask, actions.extend_task, "extended")


def _press(
    request: HttpRequest, pk: int, form_class: type[plan_forms.Pressed], verb: Callable[..., Any], told: str
) -> HttpResponse:
    task = get_object_or_404(task_for(request.user), pk=pk)
    check(verb.permit, request.user, task)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    form = form_class(request.POST, task=task, user=request.user)
    if not form.is_valid():
        shown = chosen_page(form.all_of_them(), request.user, form)
        return render(request, "duties/chosen_tasks.html", shown, status=422)
    verb(task, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(back_address(request.POST, request.user, task, told, form.how_many()))
