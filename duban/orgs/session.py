"""Who is logged in, for how long, and what has to be done first. Three small middlewares and the lock's answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.lock import digest_of
from duban.orgs.lock_limits import ACCOUNT, ADDRESS, HERE, locked_reach
from duban.ui.came_from import came_from
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

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """The way to the log-in page and back."""
        return _to_log_in(request)


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
            return _to_log_in(request, ended=ended)
        if now - seen > NOTED_SECONDS:
            request.session[SEEN] = int(now)
        return no_store(self.get_response(request))


def _to_log_in(request: HttpRequest, **why: str) -> HttpResponse:
    back = _page_of(request)
    asked = urlencode({**why, **({"next": back} if back else {})})
    return _sent_to(request, f"{resolve_url(settings.LOGIN_URL)}?{asked}".rstrip("?"))


def _page_of(request: HttpRequest) -> str:
    """The page that the person looks at, '' when there is none to come back to. What was sent is no page."""
    is_page = request.method in ("GET", "HEAD") and not request.headers.get("HX-Request")
    return request.get_full_path() if is_page else came_from(request)


def _sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """The whole browser goes to another page. To htmx a plain redirect would put that page into a panel."""
    if request.headers.get("HX-Request"):
        # 401, and not 204: what was typed has not arrived, so its draft stays.
        return HttpResponse(status=401, headers={"HX-Redirect": address})
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
            return _sent_to(request, resolve_url("change_password"))
        return None


def began(request: HttpRequest) -> None:
    """Note in the session that it begins now."""
    now = int(clock.now().timestamp())
    request.session[BEGAN] = request.session[SEEN] = now


def locked(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The answer while something is locked: what, how long, and what to do."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    said = {
        HERE: _(
            "This account cannot log in from this machine for %(n)s minutes. Other people are not affected. If you have forgotten the password, ask the system administrator for a new first password."
        ),
        ACCOUNT: _(
            "This account cannot log in for %(n)s minutes: wrong passwords came for it from several machines. If that was not you, tell the system administrator, who can also unlock it."
        ),
        ADDRESS: _(
            "From this network address nobody can log in for %(n)s minutes: too many wrong passwords came from it, for several accounts. Those who are logged in are not affected."
        ),
    }[locked_reach(request)]
    return error_page(request, 429, _("Too many wrong passwords"), said % {"n": minutes})


def hidden_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The account name as the lock's tables keep it: as a digest, for people type passwords there."""
    name = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    return digest_of(str(name))
