"""When this browser last opened the page, kept in the browser alone: nobody else can know it (AF-3)."""

import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from duban.base import clock

COOKIE = "duban_visit"
YEAR = datetime.timedelta(days=365)
PAUSE = datetime.timedelta(hours=4)
"""After a pause as long as this, looking again is another visit."""


def last_visit(request: HttpRequest) -> datetime.datetime | None:
    """The end of the visit before this one; None on the first, or when the cookie is another person's."""
    try:
        before, newest = signing.loads(request.COOKIES.get(COOKIE, ""), salt=f"{COOKIE}:{request.user.pk}")
        return datetime.datetime.fromtimestamp(
            before if clock.now().timestamp() - newest < PAUSE.total_seconds() else newest, datetime.UTC
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None


def remember_visit(request: HttpRequest, response: HttpResponse) -> None:
    """Note this look beside the end of the visit before."""
    now = clock.now()
    kept = [int((last_visit(request) or now).timestamp()), int(now.timestamp())]
    said = signing.dumps(kept, salt=f"{COOKIE}:{request.user.pk}")
    response.set_cookie(
        COOKIE, said, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
