"""推送渠道: the groups that are told, what was sent, and one more."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.asks.channels import actions
from duban.asks.channels.forms import AddChannel
from duban.asks.channels.permits import VIEW_CHANNEL
from duban.asks.channels.queries import channel_lines, channels_for
from duban.asks.channels.sending import deliver
from duban.base.errors import NotAllowed


@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """Every channel with its newest message."""
    return _page(request, AddChannel(user=request.user))


@require_POST
def add_channel(request: HttpRequest) -> HttpResponse:
    """添加渠道."""
    form = AddChannel(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    given: dict[str, Any] = form.cleaned_data
    actions.add_channel(given.pop("unit"), by=request.user, **given)
    return HttpResponseRedirect(reverse("channel_list"))


@require_POST
def stop_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """停用."""
    actions.stop_channel(get_object_or_404(channels_for(request.user), pk=pk), by=request.user)
    return HttpResponseRedirect(reverse("channel_list"))


@require_POST
def test_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """试发一条: written first, handed over after."""
    push = actions.test_channel(get_object_or_404(channels_for(request.user), pk=pk), by=request.user)
    deliver(push)
    return HttpResponseRedirect(reverse("channel_list"))


def _page(request: HttpRequest, form: AddChannel, status: int = 200) -> HttpResponse:
    if not VIEW_CHANNEL.reach(request.user):
        raise NotAllowed
    shown = {"lines": channel_lines(request.user), "form": form}
    return render(request, "channels/channel_list.html", shown, status=status)
