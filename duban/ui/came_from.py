"""The page of ours that a request came from: where a form stood that was sent, also when its answer is opened anew."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest) -> str:
    """Its address without the host, as htmx or the browser names it; '' when it is none of ours or this very address."""
    named = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(named, {request.get_host()}, require_https=request.is_secure()):
        return ""
    found = urlsplit(named)
    if not found.path.startswith("/") or found.path == request.path:
        return ""
    return found.path + (f"?{found.query}" if found.query else "")


FORMS = "pages_of_forms"
KEPT = 20


def note_form(request: HttpRequest, response: HttpResponse) -> None:
    """Keep in the session on which page the form stood whose answer is shown under the address it was sent to."""
    page = came_from(request)
    if not page or 300 <= response.status_code < 400 or getattr(request, "htmx", False):
        return
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return
    pages: dict[str, str] = request.session.get(FORMS, {})
    page = pages.get(page.partition("?")[0], page)  # that page may itself be such an answer
    if page.partition("?")[0] == request.path or pages.get(request.path) == page:
        return
    pages.pop(request.path, None)
    request.session[FORMS] = dict([*pages.items(), (request.path, page)][-KEPT:])


def page_of_form(request: HttpRequest) -> str:
    """The page with the form that is sent to this address; one that nobody remembers is the nearest address above it."""
    if known := request.session.get(FORMS, {}).get(request.path):
        return str(known)
    above = request.path.rstrip("/")
    while above:
        above = above.rpartition("/")[0]
        try:
            resolve(f"{above}/", getattr(request, "urlconf", None))
        except Resolver404:
            continue
        return f"{above}/"
    return "/"
