"""The first page: what is to be done. And the list of warnings: what is amiss, or soon will be."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.asks import actions
from duban.asks.desk import Desk
from duban.asks.forms import NoteWarning
from duban.asks.last_visit import last_visit, remember_visit
from duban.asks.permits import VIEW_WARNING
from duban.asks.queries import asks_for, units_warned_of
from duban.asks.sources import changes_of
from duban.asks.warning_page import (
    digest_of,
    reckoned_card,
    warning_list_of,
    warning_list_page,
    warning_page,
    warning_workbook,
)
from duban.asks.warnings import OpenWarning, Watch, warning_with
from duban.base import clock
from duban.orgs.action import check


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """待办: what waits for me, or with ?of=unit what others of my unit have in hand."""
    day, of_unit, since = clock.today(), request.GET.get("of") == "unit", last_visit(request)
    shown = {
        "asks": asks_for(Desk(request.user, day), of_unit=of_unit),
        "of_unit": of_unit,
        "today": day,
        "since": since,
        "changes": changes_of(request.user, since) if since else [],
        "may_see_warnings": bool(VIEW_WARNING.reach(request.user)),
    }
    response = render(request, "asks/ask_list.html", shown)
    remember_visit(request, response)
    return response


@require_safe
def warning_list(request: HttpRequest) -> HttpResponseBase:
    """预警问题清单; to htmx the rows alone, with ?as=xlsx exactly what is filtered."""
    found = warning_list_of(request)
    if request.GET.get("as") == "xlsx":
        return warning_workbook(found)
    page = "asks/warning_list.html#rows" if getattr(request, "htmx", False) else "asks/warning_list.html"
    return render(request, page, warning_list_page(request, found))


@require_safe
def warning_digest(request: HttpRequest) -> HttpResponse:
    """One line for the first page, which fetches it when it stands: it reckons everything anew and nobody waits for it."""
    said = {"warnings": digest_of(Watch(request.user, clock.today()))}
    return render(request, "asks/_warning_digest.html", said)


@require_safe
def unit_warnings(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a unit with others below it, which its page fetches when it stands; nothing when nothing is amiss."""
    unit = get_object_or_404(units_warned_of(request.user), pk=pk)
    return render(request, "asks/_unit_card.html", {"card": reckoned_card(unit, request.user, clock.today())})


@require_safe
def warning(request: HttpRequest) -> HttpResponse:
    """One warning, by its key in the address."""
    return render(request, "asks/warning.html", warning_page(_warning(request), request.user))


@require_POST
def note_warning(request: HttpRequest) -> HttpResponse:
    """处理中."""
    found, form = _warning(request), NoteWarning(request.POST)
    if not form.is_valid():
        check(actions.note_warning.permit, request.user, found.unit)  # type: ignore[attr-defined]
        return render(request, "asks/warning.html", warning_page(found, request.user, form), status=422)
    actions.note_warning(found.unit, by=request.user, key=found.key, **form.cleaned_data)
    return HttpResponseRedirect(f"{reverse('warning_list')}?kind={found.kind.code}")


def _warning(request: HttpRequest) -> OpenWarning:
    found = warning_with(Watch(request.user, clock.today()), request.GET.get("key", ""))
    if found is None:
        raise Http404
    return found
