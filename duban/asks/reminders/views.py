"""提醒: what this person has been told. Their own only."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duban.asks.reminders.last_look import last_look, remember_look
from duban.asks.reminders.opening import opens
from duban.asks.reminders.queries import in_days, reminders_for, told_since

PAGE = 50


@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """The lines under the days on which they were told."""
    page = Paginator(reminders_for(request.user).select_related("digest"), PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "days": in_days(page), "since": last_look(request)}
    response = render(request, "reminders/reminder_list.html", shown)
    remember_look(request, response)
    return response


@require_safe
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the line leads; when that page is not theirs any more, a page that says so."""
    found = get_object_or_404(reminders_for(request.user), pk=pk)
    if opens(request, found.url):
        return HttpResponseRedirect(found.url)
    return render(request, "reminders/reminder.html", {"reminder": found})


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """How many are new, for the head of every page, which asks once it stands."""
    return render(request, "reminders/_bell.html", {"n": told_since(request.user, last_look(request))})
