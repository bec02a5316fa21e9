"""From where something is done: the address of the request that is being answered, '' outside of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

_origin: ContextVar[str] = ContextVar("origin", default="")


def origin() -> str:
    """The address, as the trail keeps it."""
    return _origin.get()


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Everything inside is done from this address, or by this command."""
    token = _origin.set(address[:60])
    try:
        yield
    finally:
        _origin.reset(token)


class BehindProxy:
    """Middleware, the first of all: behind a proxy the address is the visitor's, as the proxy itself noted it.

    That is the last entry of X-Forwarded-For: a proxy adds to what the visitor sent, and that may be made up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.BEHIND_PROXY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as if the visitor had come without the proxy; the proxy's address stays when it noted none."""
        with suppress(ValueError):
            noted = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            request.META["REMOTE_ADDR"] = str(ip_address(noted))
        return self.get_response(request)


class Origin:
    """Middleware: notes the address for as long as the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the address noted."""
        with coming_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
