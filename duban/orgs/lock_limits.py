"""When wrong passwords lock: for an account at an address (axes itself), for an account, for an address."""

from typing import Any

from axes.attempts import get_cool_off_threshold  # type: ignore[import-untyped]
from axes.handlers.database import AxesDatabaseHandler  # type: ignore[import-untyped]
from axes.helpers import get_client_username  # type: ignore[import-untyped]
from axes.models import AccessAttempt  # type: ignore[import-untyped]
from django.conf import settings
from django.db.models import Q, Sum
from django.http import HttpRequest

from duban.audit.actions import record
from duban.orgs.models import User

HERE, ACCOUNT, ADDRESS = "here", "account", "address"
"""What is locked: the account at this address, the account everywhere, everybody at this address."""


def locked_reach(request: HttpRequest) -> str:
    """What is locked, of a request that was refused."""
    return getattr(request, "locked_reach", HERE)


class WiderLimits(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes knows one limit for all it counts. The wider ones are higher, so they are counted here."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Wrong passwords as axes compares them with its limit; a wider limit that is reached counts as that one."""
        failures = super().get_failures(request, credentials)
        request.locked_reach = HERE
        if failures < settings.AXES_FAILURE_LIMIT and (wider := self._wider(request, credentials)):
            request.locked_reach = wider
            return settings.AXES_FAILURE_LIMIT
        return failures

    def _wider(self, request: Any, credentials: dict[str, Any] | None) -> str:
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        failed = recent.order_by().aggregate(
            account=Sum("failures_since_start", filter=Q(username=get_client_username(request, credentials))),
            address=Sum("failures_since_start", filter=Q(ip_address=request.axes_ip_address)),
        )
        if (failed["address"] or 0) >= settings.ADDRESS_FAILURE_LIMIT:
            return ADDRESS
        return ACCOUNT if (failed["account"] or 0) >= settings.ACCOUNT_FAILURE_LIMIT else ""

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        """Count it and tell the trail. What was typed is not kept: people type passwords into the wrong field.

        Once locked, the trail stays silent: otherwise anybody could fill it.
        """
        was_locked = bool(getattr(request, "axes_locked_out", False))
        user = None if was_locked else User.objects.filter(username=credentials.get("username", "")).first()
        subject = user.key if user else "orgs.user:?"
        if not was_locked:
            record("orgs.fail_log_in", subject)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and request.axes_locked_out and not was_locked:
            at_address = locked_reach(request) == ADDRESS
            record("orgs.lock_address" if at_address else "orgs.lock_account", "orgs.user:?" if at_address else subject)
