"""Who is logged in, for how long, and what has to be done first. Three small middlewares and the lock's answer."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.base import clock
from duban.orgs.models import User
from duban.ui.error_pages import error_page

Respond = Callable[[HttpRequest], HttpResponse]

OPEN = {"log_in", "healthz", "set_preference"}
"""Addresses for everybody."""
BEFORE_CHANGE = OPEN | {"log_out", "change_password"}
"""Addresses for somebody whose first password is still in use."""
BEGAN, SEEN = "began_at", "seen_at"
NOTED_SECONDS = 60


class LogInRequired(LoginRequiredMiddleware):
    """Every page is for people who are logged in, but for the few in OPEN."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        """None to go on, a redirect to the log-in page otherwise."""
        if request.resolver_match and request.resolver_match.url_name in OPEN:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionLimits:
    """A session ends when nobody has used it for a while, and after a working day in any case."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or end the session and say why on the log-in page."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = clock.now().timestamp()
        began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
        if now - seen > settings.IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            ended = "idle" if now - seen > settings.IDLE_SECONDS else "day"
            logout(request)
            return _to_log_in(request, ended)
        if now - seen > NOTED_SECONDS:
            request.session[SEEN] = int(now)
        return no_store(self.get_response(request))


def _to_log_in(request: HttpRequest, ended: str) -> HttpResponse:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'ended': ended, **({'next': back} if back else {})})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def no_store(response: HttpResponse) -> HttpResponse:
    """Pages behind the log-in stay in no cache: office machines are shared."""
    response.headers.setdefault("Cache-Control", "no-store, private")
    return response


class FurtherHeaders:
    """What no page of ours needs is switched off in the browser; no other site may load anything from here."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers that Django does not know."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class FirstPasswordChanged:
    """Nothing else is possible until a first password was changed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        """None to go on, a redirect to the page where the password is changed otherwise."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        if getattr(request.user, "must_change_password", False) and name not in BEFORE_CHANGE:
            return HttpResponseRedirect(resolve_url("change_password"))
        return None


def began(request: HttpRequest) -> None:
    """Note in the session that it begins now."""
    now = int(clock.now().timestamp())
    request.session[BEGAN] = request.session[SEEN] = now


def locked(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The answer while an account is locked for this address: how long, and that nobody else is."""
    user = User.objects.filter(username=request.POST.get("username", "")).first()
    record("orgs.lock_account", user.key if user else "orgs.user:?")
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return error_page(
        request,
        429,
        _("Too many wrong passwords"),
        _(
            "This account cannot log in from this machine for %(n)s minutes. Other people are not affected. If you have forgotten the password, ask the system administrator for a new first password."
        )
        % {"n": minutes},
    )


def hidden_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The account name as the lock's tables keep it: as a digest, for people type passwords there."""
    name = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    return sha256(f"{settings.SECRET_KEY}:{str(name).strip().lower()}".encode()).hexdigest()
