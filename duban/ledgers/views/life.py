"""组织生活: what is done, due, overdue; the calendar."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duban.ledgers.life_pages import calendar_page, life_cell_page, life_list_page, unit_life_page
from duban.ledgers.queries.life import life_units_for


@require_safe
def life_list(request: HttpRequest) -> HttpResponse:
    """Organisations by rules: how each stands in the month, quarter and year."""
    return render(request, "ledgers/life_list.html", life_list_page(request))


@require_safe
def unit_life(request: HttpRequest, pk: int) -> HttpResponse:
    """A year of one organisation at a glance."""
    unit = get_object_or_404(life_units_for(request.user), pk=pk)
    return render(request, "ledgers/unit_life.html", unit_life_page(request, unit))


@require_safe
def life_cell(request: HttpRequest, pk: int, rule: str, day: datetime.date) -> HttpResponse:
    """One cell with its rule and its records; to htmx the side panel."""
    unit = get_object_or_404(life_units_for(request.user), pk=pk)
    shown = life_cell_page(request, unit, rule, day)
    if shown is None:
        raise Http404
    return render(request, "ledgers/life_cell.html#panel" if request.htmx else "ledgers/life_cell.html", shown)  # type: ignore[attr-defined]


@require_safe
def record_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of records and of what is due."""
    unit = get_object_or_404(life_units_for(request.user), pk=pk)
    return render(request, "ledgers/record_calendar.html", calendar_page(request, unit))
