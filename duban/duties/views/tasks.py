"""The task list, one task, and what can be done to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from duban.base import clock
from duban.duties import actions, forms
from duban.duties.export import task_workbook
from duban.duties.models import Task
from duban.duties.queries.tasks import counts_by_state, filtered, in_short, open_first, task_for, tasks_for
from duban.duties.task_page import address_with, chips_of, page_from, page_of
from duban.orgs.action import check
from duban.orgs.queries import category_choices


@require_safe
def task_list(request: HttpRequest) -> HttpResponseBase:
    """Tasks the person may see, filtered by what stands in the address; ?as=xlsx gives exactly those."""
    day = clock.today()
    form = forms.FilterTasks(request.GET, user=request.user)
    wanted = form.wanted()
    seen = tasks_for(request.user)
    within = filtered(seen, wanted.in_any_state(), day=day)
    tasks = open_first(filtered(seen, wanted, day=day))
    if request.GET.get("as") == "xlsx":
        return task_workbook(tasks, day=day)
    counts = counts_by_state(within, day=day)
    shown = {
        "page": page_from(request, in_short(tasks), counts[wanted.state or "all"]),
        "chips": chips_of(request, counts, wanted.state),
        "wanted": wanted,
        "counts": counts,
        "months": [(n, _("month %(n)s") % {"n": n}, n == wanted.month) for n in range(1, 13)],
        "categories": category_choices(wanted.category.code if wanted.category else ""),
        "export_url": f"?{address_with(request, **{'as': 'xlsx'})}",
    }
    return render(request, "duties/task_list.html#rows" if request.htmx else "duties/task_list.html", shown)  # type: ignore[attr-defined]


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what it is, where it stands, what belongs to it, what happened."""
    return _page(request, _task(request, pk))


def _task(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(task_for(request.user), pk=pk)


def _page(request: HttpRequest, task: Task, *, form: forms.OnTask | None = None, status: int = 200) -> HttpResponse:
    template = "duties/task.html#work" if request.htmx else "duties/task.html"  # type: ignore[attr-defined]
    return render(request, template, page_of(task, request.user, form), status=status)


def _do(request: HttpRequest, pk: int, form_class: type[forms.OnTask], verb: Callable[..., Any]) -> HttpResponse:
    """Load, clean, act, answer: with the changed page to htmx, with a redirect to a plain browser."""
    task = _task(request, pk)
    check(verb.permit, request.user, task)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    form = form_class(request.POST, request.FILES, task=task, user=request.user)
    if not form.is_valid():
        return _page(request, task, form=form, status=422)
    verb(task, by=request.user, **form.cleaned_data)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("task", args=[pk]))
    return trigger_client_event(_page(request, _task(request, pk)), "tasks-changed")


@require_POST
def submit_task(request: HttpRequest, pk: int) -> HttpResponse:
    """报送."""
    return _do(request, pk, forms.SubmitTask, actions.submit_task)


@require_POST
def return_task(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    return _do(request, pk, forms.ReturnTask, actions.return_task)


@require_POST
def accept_task(request: HttpRequest, pk: int) -> HttpResponse:
    """通过."""
    return _do(request, pk, forms.AcceptTask, actions.accept_task)


@require_POST
def waive_task(request: HttpRequest, pk: int) -> HttpResponse:
    """不适用."""
    return _do(request, pk, forms.WaiveTask, actions.waive_task)


@require_POST
def assign_task(request: HttpRequest, pk: int) -> HttpResponse:
    """转办."""
    return _do(request, pk, forms.AssignTask, actions.assign_task)


@require_POST
def split_task(request: HttpRequest, pk: int) -> HttpResponse:
    """分解到支部."""
    return _do(request, pk, forms.SplitTask, actions.split_task)


@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """添加佐证."""
    return _do(request, pk, forms.AddEvidence, actions.add_evidence)


@require_POST
def bind_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """用已有的佐证."""
    return _do(request, pk, forms.BindEvidence, actions.bind_evidence)


@require_POST
def bind_record(request: HttpRequest, pk: int) -> HttpResponse:
    """用记录作佐证."""
    return _do(request, pk, forms.BindRecord, actions.bind_record)


@require_POST
def unbind_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """取下佐证."""
    return _do(request, pk, forms.UnbindEvidence, actions.unbind_evidence)
