"""审计记录: the trail, to be read by the audit administrator. The room `audit` has no pages and knows no permits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.base.errors import NotAllowed
from duban.orgs.queries import reads_trail
from duban.orgs.trail import FilterEntries, stretch_of


@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Fifty entries of the trail with their seals checked; to htmx the rows alone."""
    if not reads_trail(request.user):
        raise NotAllowed
    form = FilterEntries(request.GET)
    found = stretch_of(request, form.wanted())
    shown = {"form": form, "stretch": found, "lines": found.lines(), "to": found.addresses(request)}
    return render(request, "orgs/entry_list.html#rows" if request.htmx else "orgs/entry_list.html", shown)  # type: ignore[attr-defined]
