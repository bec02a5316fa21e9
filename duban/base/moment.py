"""A page is read as the database was at one moment, however many questions it asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]
ONLY_LOOKS = ("GET", "HEAD")


@contextmanager
def one_moment() -> Iterator[None]:
    """Read what is inside as it was when the first question was asked; nobody waits. Within a transaction it changes nothing.

    Not for what writes: somebody else may have written since that moment.
    """
    connection: Any = connections["default"]
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    # Each server has its own word for it; both are put back at once, for the connection goes on to the next request.
    if connection.vendor == "sqlite":
        held, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    else:
        from psycopg import IsolationLevel  # noqa: PLC0415 - not installed where SQLite is enough

        held, connection.connection.isolation_level = (
            connection.connection.isolation_level,
            IsolationLevel.REPEATABLE_READ,
        )
    try:
        with transaction.atomic():
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = held
        elif connection.connection is not None and not connection.connection.closed:
            connection.connection.isolation_level = held


class OneMoment:
    """Whoever only looks sees the organisations as they were before somebody moved them, or as they are after, never both.

    A page first asks which units somebody's roles are at and then what stands below them; between the two another may move them.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.method not in ONLY_LOOKS:
            return self.get_response(request)
        with one_moment():
            return self.get_response(request)
