"""机构调整: units are founded, renamed, moved, merged, split, dissolved; branches re-set; the tree of a past day."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.orgs import actions, unit_forms
from duban.orgs.models import Unit
from duban.orgs.past_page import past_page
from duban.orgs.permits import PERMITS, VIEW_UNIT
from duban.orgs.queries import units_ever_for
from duban.orgs.resetting import plan_of
from duban.orgs.unit_changes import VERBS, changes_page, form_of, plan_page
from duban.ui.refused import back_in


def _page(request: HttpRequest, unit: Unit, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "orgs/unit_changes.html", changes_page(unit, request.user, **more), status=status)


@require_safe
def unit_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be changed about the unit."""
    unit = get_object_or_404(PERMITS["orgs.rename_unit"].scope(request.user, units_ever_for(request.user)), pk=pk)
    return _page(request, unit, find=request.GET.get("find", "").strip()[:60], at=request.GET.get("at", ""))


def _do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    # The permit of end_relation is about a relation of the unit.
    if not PERMITS["orgs.set_relation" if name == "end_relation" else f"orgs.{name}"].allows(request.user, unit):
        raise NotAllowed
    form = form_of(name, unit, request.user, request.POST)
    if not form.is_valid():
        return _page(request, unit, 422, wrong=form)
    said = dict(form.cleaned_data)
    with back_in(form):
        done = VERBS[name][1](said.pop("relation", unit), by=request.user, **said)
        made = done if isinstance(done, Unit) else unit
        return HttpResponseRedirect(reverse("unit_about", args=[made.pk]))
    return _page(request, unit, 422, wrong=form)


@require_POST
def found_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """成立."""
    return _do(request, pk, "found_unit")


@require_POST
def rename_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """更名."""
    return _do(request, pk, "rename_unit")


@require_POST
def change_unit_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """变更类别."""
    return _do(request, pk, "change_unit_kind")


@require_POST
def place_units(request: HttpRequest, pk: int) -> HttpResponse:
    """调整排序."""
    return _do(request, pk, "place_units")


@require_POST
def move_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """调整隶属."""
    return _do(request, pk, "move_unit")


@require_POST
def merge_units(request: HttpRequest, pk: int) -> HttpResponse:
    """合并."""
    return _do(request, pk, "merge_units")


@require_POST
def split_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """分设."""
    return _do(request, pk, "split_unit")


@require_POST
def dissolve_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销."""
    return _do(request, pk, "dissolve_unit")


@require_POST
def set_relation(request: HttpRequest, pk: int) -> HttpResponse:
    """建立关系."""
    return _do(request, pk, "set_relation")


@require_POST
def end_relation(request: HttpRequest, pk: int) -> HttpResponse:
    """终止关系."""
    return _do(request, pk, "end_relation")


RE_SET: Any = actions.re_set_branches


@require_safe
def re_setting(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty form."""
    unit = get_object_or_404(RE_SET.permit.scope(request.user, units_ever_for(request.user)), pk=pk)
    form = unit_forms.ReSetBranches(unit=unit, user=request.user)
    return render(request, "orgs/re_set_branches.html", {"unit": unit, "form": form})


@require_POST
def re_set_branches(request: HttpRequest, pk: int) -> HttpResponse:
    """支部重新设置: first what the plan would do, then, with one approval, all of it."""
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    if not RE_SET.permit.allows(request.user, unit):
        raise NotAllowed
    form = unit_forms.ReSetBranches(request.POST, unit=unit, user=request.user)
    fits, plan = form.is_valid(), plan_of(unit, request.POST.get("text", ""))
    if not fits or plan.faults or form.cleaned_data["shown"] != plan.fingerprint:
        status = 200 if fits and not plan.faults else 422
        return render(request, "orgs/re_set_branches.html", plan_page(unit, form, plan), status=status)
    RE_SET(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("unit_about", args=[unit.pk]))


@require_safe
def tree_on_day(request: HttpRequest) -> HttpResponse:
    """某日的组织架构."""
    if not VIEW_UNIT.reach(request.user):
        raise NotAllowed
    return render(request, "orgs/tree_on_day.html", past_page(request))
