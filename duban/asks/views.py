"""The first page: what is to be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.asks.last_visit import last_visit, remember_visit
from duban.asks.queries import asks_for
from duban.asks.sources import changes_of
from duban.base import clock


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """待办: what waits for me, or with ?of=unit what others of my unit have in hand."""
    day, of_unit, since = clock.today(), request.GET.get("of") == "unit", last_visit(request)
    shown = {
        "asks": asks_for(request.user, day, of_unit=of_unit),
        "of_unit": of_unit,
        "today": day,
        "since": since,
        "changes": changes_of(request.user, since) if since else [],
    }
    response = render(request, "asks/ask_list.html", shown)
    remember_visit(request, response)
    return response
