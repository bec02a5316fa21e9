"""The page of ours that a request came from: where a form stood that was sent."""

from urllib.parse import urlsplit

from django.http import HttpRequest
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
