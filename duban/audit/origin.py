"""From where something is done: the address of the request that is being answered, '' outside of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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


class Origin:
    """Middleware: notes the address for as long as the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the address noted."""
        with coming_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
