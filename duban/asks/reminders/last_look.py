"""When this browser last looked at the reminders, kept in the browser alone: nobody else can know it (AF-3, AF-11)."""

import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from duban.base import clock

COOKIE = "duban_reminded"
KEPT = datetime.timedelta(days=31)
"""Without a look before, what was told within a month counts as new."""


def last_look(request: HttpRequest) -> datetime.datetime:
    """The moment up to which nothing is new in this browser; another person's does not count."""
    try:
        seconds = signing.loads(request.COOKIES.get(COOKIE, ""), salt=f"{COOKIE}:{request.user.pk}")
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return clock.now() - KEPT


def remember_look(request: HttpRequest, response: HttpResponse) -> None:
    """Everything told so far has been looked at."""
    said = signing.dumps(int(clock.now().timestamp()), salt=f"{COOKIE}:{request.user.pk}")
    response.set_cookie(
        COOKIE, said, max_age=KEPT, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
