"""The pool, structure, staffing, sorting of posts, paths of a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.base import clock
from duban.ledgers.cadres import actions, forms
from duban.ledgers.cadres.pages import pool as pages
from duban.ledgers.cadres.queries import cadre_units_for
from duban.ledgers.cadres.views.step import step
from duban.orgs.queries import people_for


@require_safe
def cadre_list(request: HttpRequest) -> HttpResponse:
    """党务干部库."""
    return render(request, "cadres/cadre_list.html", pages.cadre_list_page(request))


@require_safe
def cadre(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of the pool."""
    person = get_object_or_404(people_for(request.user).select_related("cadre_profile__profession"), pk=pk)
    return render(request, "cadres/cadre.html", pages.cadre_page(person, request.user))


@require_POST
def enter_profession(request: HttpRequest, pk: int) -> HttpResponse:
    """录入专业."""
    person, form = get_object_or_404(people_for(request.user), pk=pk), forms.EnterProfession(request.POST)
    return step(
        request,
        actions.enter_profession,
        person,
        form,
        template="cadres/cadre.html",
        again=lambda wrong: pages.cadre_page(person, request.user, wrong),
        done=lambda _done: reverse("cadre", args=[pk]),
    )


@require_safe
def cadre_structure(request: HttpRequest, pk: int) -> HttpResponse:
    """年龄、经历、专业结构."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    return render(request, "cadres/cadre_structure.html", pages.structure_page(unit, request.user))


@require_safe
def export_cadre_structure(request: HttpRequest, pk: int) -> HttpResponse:
    """导出结构表，小于最小公布人数的不显示."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    return pages.structure_workbook(unit, request.user)  # type: ignore[return-value]


@require_safe
def staffing_list(request: HttpRequest) -> HttpResponse:
    """党务力量配备."""
    return render(request, "cadres/staffing_list.html", pages.staffing_page(request))


@require_safe
def unsorted_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """待归类岗位."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    return render(request, "cadres/unsorted_posts.html", pages.unsorted_page(unit, request.user))


@require_POST
def sort_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """归类岗位."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    form = forms.SortPosts(request.POST, **pages.sortable(unit, clock.today(), request.POST))
    return step(
        request,
        actions.sort_posts,
        unit,
        form,
        template="cadres/unsorted_posts.html",
        again=lambda _wrong: pages.unsorted_page(unit, request.user, request.POST),
        done=lambda _done: reverse("unsorted_posts", args=[pk]),
        given=forms.SortPosts.chosen,
    )


@require_safe
def cultivation(request: HttpRequest) -> HttpResponse:
    """三培养和双向交流."""
    return render(request, "cadres/cultivation.html", pages.cultivation_page(request))
