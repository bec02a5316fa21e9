"""Pages of weak organisations."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledgers.weak import actions, forms
from duban.ledgers.weak.pages import enter_weak_page, weak_entry_page, weak_list_page
from duban.ledgers.weak.queries import weak_entries_for
from duban.orgs.action import check
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for


@require_safe
def weak_list(request: HttpRequest) -> HttpResponse:
    """软弱涣散党组织."""
    return render(request, "weak/weak_list.html", weak_list_page(request))


@require_safe
def weak_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry."""
    found = get_object_or_404(weak_entries_for(request.user), pk=pk)
    return render(request, "weak/weak_entry.html", weak_entry_page(found, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def enter_weak(request: HttpRequest, pk: int) -> HttpResponse:
    """列入."""
    unit, form = get_object_or_404(units_for(request.user), pk=pk), forms.EnterWeak(request.POST or None)
    check(PERMITS["weak.enter_weak"], request.user, unit)
    if not form.is_valid():
        return render(
            request, "weak/enter_weak.html", enter_weak_page(unit, form), status=422 if form.is_bound else 200
        )
    made = actions.enter_weak(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("weak_entry", args=[made.pk]))


def _do(request: HttpRequest, pk: int, verb: Any, form_type: type[forms.WeakForm]) -> HttpResponse:
    found, form = get_object_or_404(weak_entries_for(request.user), pk=pk), form_type(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, found)
        return render(request, "weak/weak_entry.html", weak_entry_page(found, request.user, form), status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("weak_entry", args=[found.pk]))


@require_POST
def set_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """整改方案."""
    return _do(request, pk, actions.set_plan, forms.SetPlan)


@require_POST
def lift_weak(request: HttpRequest, pk: int) -> HttpResponse:
    """摘帽销号."""
    return _do(request, pk, actions.lift_weak, forms.LiftWeak)
