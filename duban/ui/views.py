"""The first page, the switches, the gallery of components, and the error pages."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from duban.base.errors import BadInput, Conflict, DomainError, NotAllowed
from duban.ui.forms import SetPreference
from duban.ui.preferences import keep


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the product is at, and what works today."""
    return render(request, "ui/home.html")


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
    response = HttpResponseRedirect(back if safe else reverse("home"))
    keep(response, *form.choice)
    return response


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, in development only."""
    return render(request, "ui/gallery.html")


@require_GET
def refusal(_request: HttpRequest, kind: str) -> HttpResponse:
    """Raises an error of the domain, so that the gallery can show how each looks; in development only."""
    raise {"not-allowed": NotAllowed, "conflict": Conflict, "bad-input": BadInput}.get(kind, DomainError)


def error_page(request: HttpRequest, status: int, title: Any, message: Any, **more: Any) -> HttpResponse:
    """One look for everything that goes wrong: what happened, what to do, the way back."""
    template = "ui/error.html#notice" if getattr(request, "htmx", False) else "ui/error.html"
    return render(request, template, {"status": status, "title": title, "message": message, **more}, status=status)


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page or fragment for an error of the domain."""
    return error_page(request, error.status, error.title, error.message, places=getattr(error, "places", []))


def bad_request(request: HttpRequest, _exception: Exception) -> HttpResponse:
    """400: the browser sent something that no page of ours sends."""
    return error_page(
        request, 400, _("The request cannot be read"), _("Go back, open the page anew and try once more.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old."""
    return error_page(
        request,
        403,
        _("The page was open too long"),
        _("Nothing was changed. Open the page anew and submit again; cookies must be allowed for this address."),
    )


def not_allowed(request: HttpRequest, _exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    return error_page(request, 403, NotAllowed.title, NotAllowed.default)


def not_found(request: HttpRequest, _exception: Exception) -> HttpResponse:
    """404: not there, or not for this person to see. Both get the same answer."""
    return error_page(
        request, 404, _("This page is not there"), _("It was moved or removed, or your post does not include it.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Says so, and that what was saved is still there."""
    return error_page(
        request,
        500,
        _("Something broke on our side"),
        _("It has been logged. What was saved before is still there. Try again, or tell the administrator the time."),
        debug=settings.DEBUG,
    )
