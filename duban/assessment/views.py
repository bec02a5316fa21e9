"""Where a unit stands, all units by all indicators, and the scheme behind them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.assessment.actions import rules_of
from duban.assessment.export import matrix_workbook
from duban.assessment.matrix import matrix_of
from duban.assessment.queries import (
    own_standing,
    periods_for,
    schemes_for,
    standing_of,
    standings_for,
)
from duban.assessment.scheme_page import scheme_page
from duban.assessment.standing_page import indicator_panel, standing_page
from duban.orgs.queries import units_ever_for


@require_safe
def my_standing(request: HttpRequest) -> HttpResponse:
    """我的得分: the standing of the person's own unit."""
    found = own_standing(request.user)
    if found is None:
        return render(request, "assessment/no_standing.html")
    return HttpResponseRedirect(reverse("standing", args=[found.pk]))


@require_safe
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit in one period: every point with its reason and its sources."""
    found = get_object_or_404(standings_for(request.user), pk=pk)
    return render(request, "assessment/standing.html", standing_page(found, rules_of(found.period.scheme.text)))


@require_safe
def standing_indicator(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One indicator of one unit: the rule in a sentence, the lines, the tasks behind them."""
    found = get_object_or_404(standings_for(request.user), pk=pk)
    shown = indicator_panel(request.user, found, code, rules_of(found.period.scheme.text))
    if shown is None:
        raise Http404
    htmx = getattr(request, "htmx", False)
    return render(request, "assessment/indicator.html#panel" if htmx else "assessment/indicator.html", shown)


@require_safe
def standing_chip(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit has, as a line for other rooms' pages; nothing for those who may not see it."""
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    return render(request, "assessment/_chip.html", {"standing": standing_of(request.user, unit)})


@require_safe
def period_list(request: HttpRequest) -> HttpResponse:
    """单位×指标 of the newest period; a list of periods when there are several."""
    return render(request, "assessment/period_list.html", {"periods": periods_for(request.user)})


@require_safe
def matrix(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All units of a period by all indicators, in establishment order; ?as=xlsx gives exactly what is filtered."""
    period = get_object_or_404(periods_for(request.user), pk=pk)
    wanted = {name: request.GET.get(name, "") for name in ("category", "only", "full")}
    shown = matrix_of(period, rules_of(period.scheme.text), **wanted)
    if request.GET.get("as") == "xlsx":
        return matrix_workbook(shown, name=_("Units by indicators"))
    return render(request, "assessment/matrix.html", {"matrix": shown, **shown.filters(request)})


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Every published scheme that binds the person."""
    return render(request, "assessment/scheme_list.html", {"schemes": schemes_for(request.user)})


@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme as a tree whose rules read back as sentences."""
    found = get_object_or_404(schemes_for(request.user), pk=pk)
    return render(request, "assessment/scheme.html", scheme_page(found, rules_of(found.text)))
