"""Pages of packs, rules and the work calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.base import clock
from duban.base.errors import NotAllowed
from duban.orgs.permits import PERMITS, Permit
from duban.orgs.queries import top_unit_for
from duban.packs import actions
from duban.packs.folder import folder_named, read_folder
from duban.packs.forms import ConfirmCalendarYear
from duban.packs.permits import VIEW_PACK, VIEW_RULE
from duban.packs.plan import plan_of
from duban.packs.queries import calendar_year_for, calendar_years_for, rule_groups, shelf_for


@require_safe
def pack_list(request: HttpRequest) -> HttpResponse:
    """内容包: what is installed, what could be."""
    _may(VIEW_PACK, request)
    return render(request, "packs/pack_list.html", {"shelf": shelf_for(request.user)})


@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """What installing, upgrading or (?remove=1) removing it would do, line by line. Nothing is written."""
    _may(VIEW_PACK, request)
    found = next((each for each in shelf_for(request.user) if each.code == code), None)
    if found is None:
        raise Http404
    path, removes = folder_named(code), "remove" in request.GET
    plan = plan_of(code, None if removes or path is None else read_folder(path))
    return render(request, "packs/pack.html", {"pack": found, "plan": plan, "removes": removes or path is None})


@require_POST
def install_pack(request: HttpRequest, code: str) -> HttpResponse:
    """安装或升级."""
    _may(PERMITS["packs.install_pack"], request)
    actions.install_pack(top_unit_for(request.user), by=request.user, code=code, seen=request.POST.get("seen", ""))
    return HttpResponseRedirect(reverse("pack_list"))


@require_POST
def uninstall_pack(request: HttpRequest, code: str) -> HttpResponse:
    """卸载."""
    _may(PERMITS["packs.uninstall_pack"], request)
    actions.uninstall_pack(top_unit_for(request.user), by=request.user, code=code, seen=request.POST.get("seen", ""))
    return HttpResponseRedirect(reverse("pack_list"))


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """规则参数: each number with its basis and the days on which it holds."""
    _may(VIEW_RULE, request)
    return render(request, "packs/rule_list.html", {"groups": rule_groups(request.user, clock.today())})


@require_safe
def calendar_year_list(request: HttpRequest) -> HttpResponse:
    """工作日历: this year's."""
    return calendar_year(request, clock.today().year)


@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One year, month by month; a year without a notice says that it is provisional."""
    _may(VIEW_RULE, request)
    if not 2000 <= year <= 2100:
        raise Http404
    return render(
        request, "packs/calendar_year.html", _year_page(request, year, ConfirmCalendarYear(initial={"year": year}))
    )


@require_POST
def confirm_calendar_year(request: HttpRequest) -> HttpResponse:
    """公布的放假安排，粘贴进来."""
    form = ConfirmCalendarYear(request.POST)
    _may(PERMITS["packs.confirm_calendar_year"], request)
    if not form.is_valid():
        return render(request, "packs/calendar_year.html", _year_page(request, clock.today().year, form), status=422)
    kept = actions.confirm_calendar_year(top_unit_for(request.user), by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("calendar_year", args=[kept.year]))


def _year_page(request: HttpRequest, year: int, form: ConfirmCalendarYear) -> dict[str, Any]:
    known = calendar_years_for(request.user).values_list("year", flat=True)
    return {
        "year": calendar_year_for(request.user, year),
        "years": sorted({*known, clock.today().year + 1, year}),
        "unit": top_unit_for(request.user),
        "form": form,
    }


def _may(permit: Permit, request: HttpRequest) -> None:
    if not permit.reach(request.user):
        raise NotAllowed
