"""Getting in, getting out, changing the password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from duban.orgs import actions, forms


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Account and password; then the page that was asked for."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(back_to(request))
    form = forms.LogIn(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(back_to(request))
    shown = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "ended_words": ended_words(request.GET.get("ended", "")),
    }
    return render(request, "orgs/log_in.html", shown, status=422 if form.is_bound else 200)


def ended_words(ended: str) -> str:
    """Why the session ended, in a sentence; '' when it did not."""
    if ended == "idle":
        return _("Nobody had used this session for %(n)s minutes. What you typed is kept in this browser.") % {
            "n": settings.IDLE_SECONDS // 60
        }
    if ended == "day":
        return _("A session lasts %(n)s hours at most.") % {"n": settings.SESSION_COOKIE_AGE // 3600}
    return ""


def back_to(request: HttpRequest) -> str:
    """The page that was asked for, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else resolve_url("home")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """退出."""
    logout(request)
    return HttpResponseRedirect(resolve_url("log_in"))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The old password once, the new one twice; every other session of the account ends."""
    user: Any = request.user  # the middleware lets nobody else come here
    form = forms.ChangePassword(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = actions.change_password(user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, changed)
        return HttpResponseRedirect(resolve_url("home"))
    shown = {"form": form, "is_first": user.must_change_password}
    return render(request, "orgs/change_password.html", shown, status=422 if form.is_bound else 200)
