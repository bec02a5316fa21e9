"""The switches, the answer for a supervisor, and the gallery of components."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from duban.base.errors import BadInput, Conflict, DomainError, NotAllowed
from duban.ui.forms import SetPreference
from duban.ui.gallery import specimens
from duban.ui.preferences import keep


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """For a supervisor: 200 when the database answers. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})


@require_POST
def set_preference(request: HttpRequest) -> HttpResponse:
    """Keep the switch in a cookie and go back to the page it was pressed on."""
    form = SetPreference(request.POST)
    if not form.is_valid():
        raise BadInput(_("This switch does not exist."))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else get_script_prefix())
    keep(response, *form.choice)
    return response


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, in development only."""
    return render(request, "ui/gallery.html", specimens(request))


@login_not_required
@require_GET
def refusal(_request: HttpRequest, kind: str) -> HttpResponse:
    """Raises an error of the domain, so that the gallery can show how each looks; in development only."""
    raise {"not-allowed": NotAllowed, "conflict": Conflict, "bad-input": BadInput}.get(kind, DomainError)


@login_not_required
@require_GET
def specimen_panel(request: HttpRequest) -> HttpResponse:
    """The side panel of the gallery; in development only."""
    return render(
        request, "ui/gallery_panel.html" if getattr(request, "htmx", False) else "ui/gallery.html", specimens(request)
    )
