"""What people see when something does not work. Named in duban.urls and called by the middleware."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duban.base.errors import DomainError, NotAllowed
from duban.ui.came_from import came_from


def error_page(request: HttpRequest, status: int, title: Any, message: Any, **more: Any) -> HttpResponse:
    """One look for everything that goes wrong: what happened, what to do, the way back."""
    shown = {"status": status, "title": title, "message": message, "back_url": came_from(request), **more}
    if not getattr(request, "htmx", False):
        return render(request, "ui/error.html", shown, status=status)
    response = render(request, "ui/error.html#notice", shown, status=status)
    # At the head of the page, whatever the button aimed at: the form with what was typed stays where it is.
    response.headers["HX-Retarget"] = "#notice"
    response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page or fragment for an error of the domain."""
    return error_page(request, error.status, error.title, error.message, places=getattr(error, "places", []))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
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


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    return error_page(request, 403, NotAllowed.title, NotAllowed.default)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person to see. Both get the same answer."""
    return error_page(
        request, 404, _("This page is not there"), _("It was moved or removed, or your post does not include it.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Says so, and that what was saved is still there. Asks no room for anything."""
    request.is_plain = True  # type: ignore[attr-defined]  # read by the shell
    return error_page(
        request,
        500,
        _("Something broke on our side"),
        _("It has been logged. What was saved before is still there. Try again, or tell the administrator the time."),
    )
