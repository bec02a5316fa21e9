"""What the framework tells of people getting in and out; it goes to the trail and nowhere else (AF-3). And the start.

Of those who do not get in, the lock tells: duban.orgs.lock_limits.
"""

from typing import Any

from django.contrib.auth import user_logged_in, user_logged_out
from django.core.management import call_command
from django.dispatch import receiver
from django.http import HttpRequest

from duban.audit.actions import record
from duban.base.signals import about_to_serve
from duban.orgs.models import User
from duban.orgs.session import began


@receiver(user_logged_in, dispatch_uid="orgs.log_in")
def note_log_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Somebody got in: the session's time begins."""
    began(request)
    record("orgs.log_in", user.key, by=user)


@receiver(user_logged_out, dispatch_uid="orgs.log_out")
def note_log_out(sender: Any, user: User | None, **_kwargs: Any) -> None:
    """Somebody left, or their session ended."""
    if user is not None:
        record("orgs.log_out", user.key, by=user)


@receiver(about_to_serve, dispatch_uid="orgs.clear_sessions")
def clear_sessions(sender: Any, **_kwargs: Any) -> None:
    """Sessions that ended: a row is left behind whenever a browser is closed without logging out."""
    call_command("clearsessions")
