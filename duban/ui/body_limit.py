"""How much a request may carry, asked before anything of it is read: what is read goes to the disk first."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duban.ui.error_pages import error_page

VISITOR_BYTES = 64 * 1024
"""For somebody who is not logged in: an account, a password and what a browser puts around them."""
FIELDS_BYTES = 1024 * 1024
"""What stands beside a file in a form."""


class BodyLimit:
    """Refuses what is too large by its length alone. After the session, for it is asked who that is; before the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 413 for too much and 411 for a length that nobody said."""
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            # Browsers always say the length. Nothing would be read of such a body, and nobody would know why.
            return error_page(
                request,
                411,
                _("The request cannot be read"),
                _("It came without its length. A browser sends it; a program must send Content-Length."),
            )
        length = request.META.get("CONTENT_LENGTH") or 0
        if int(length) <= VISITOR_BYTES:  # nearly every request, and none of these costs a look at the session
            return self.get_response(request)
        is_known = SESSION_KEY in request.session
        if int(length) <= (settings.UPLOAD_BYTES + FIELDS_BYTES if is_known else VISITOR_BYTES):
            return self.get_response(request)
        return _too_large(request, is_known=is_known)


def _too_large(request: HttpRequest, *, is_known: bool) -> HttpResponse:
    advice = (
        _(
            "A file may have %(n)s MB at most. Nothing was changed. Make the file smaller, for example scan at 200 dpi, or hand it in in parts."
        )
        % {"n": settings.UPLOAD_BYTES // 1024**2}
        if is_known
        else _("Nothing was changed. Log in first: your session may have ended meanwhile.")
    )
    return error_page(request, 413, _("This is too large"), advice)
