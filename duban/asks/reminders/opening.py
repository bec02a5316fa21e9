"""A reminder always opens: the page it names, or one that says why that is not there for the person any more."""

from copy import copy
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from duban.base.errors import DomainError


def opens(request: HttpRequest, url: str) -> bool:
    """Whether the page answers this person now. Pages that are opened write nothing, so it is asked by opening it."""
    parts = urlsplit(url)
    asked = copy(request)
    asked.path = asked.path_info = parts.path
    asked.GET = QueryDict(parts.query)  # type: ignore[assignment]
    asked.META = {**request.META, "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    try:
        found = resolve(parts.path)
        return bool(found.func(asked, *found.args, **found.kwargs).status_code < 400)
    except (Resolver404, Http404, DomainError):
        return False
