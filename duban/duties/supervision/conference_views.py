"""Pages of joint conferences."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.duties.supervision import actions, forms
from duban.duties.supervision.pages.conferences import FORMS, conference_list_page, conference_page, set_up_page
from duban.duties.supervision.queries.conferences import conferences_for
from duban.orgs.action import check
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for


@require_safe
def conference_list(request: HttpRequest) -> HttpResponse:
    """联席会议."""
    return render(request, "supervision/conference_list.html", conference_list_page(request.user))


@require_safe
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """One conference with its progress board."""
    found = get_object_or_404(conferences_for(request.user), pk=pk)
    return render(request, "supervision/conference.html", conference_page(found, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def set_up_conference(request: HttpRequest, pk: int) -> HttpResponse:
    """设立联席会议, with the unit as its host."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    check(PERMITS["supervision.set_up_conference"], request.user, unit)
    form = forms.SetUpConference(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "supervision/set_up_conference.html", set_up_page(unit, form), status=status)
    made = actions.set_up_conference(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("conference", args=[made.pk]))


def _do(request: HttpRequest, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    found = get_object_or_404(conferences_for(request.user), pk=pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    form = FORMS[verb.__name__](request.POST, conference=found)
    if not form.is_valid():
        return render(request, "supervision/conference.html", conference_page(found, request.user, form), status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("conference", args=[pk]))


@require_POST
def seat_member(request: HttpRequest, pk: int) -> HttpResponse:
    """增加成员单位."""
    return _do(request, pk, actions.seat_member)


@require_POST
def unseat_member(request: HttpRequest, pk: int) -> HttpResponse:
    """退出的成员单位."""
    return _do(request, pk, actions.unseat_member)


@require_POST
def pass_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """议定事项交办."""
    return _do(request, pk, actions.pass_decision)
