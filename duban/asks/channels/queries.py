"""Channels with what was sent lately, for those who look after them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise

from duban.asks.channels.models import Channel, Push
from duban.asks.channels.permits import VIEW_CHANNEL

STATES = {
    Push.State.WAITING: "todo",
    Push.State.SENDING: "doing",
    Push.State.SENT: "ok",
    Push.State.FAILED: "late",
    Push.State.UNKNOWN: "soon",
}


@dataclass(frozen=True)
class ChannelLine:
    """One channel and its newest message, with the state as a shape and a word."""

    channel: Channel
    last: Push | None
    state: tuple[str, str | Promise] | None


def channels_for(user: Any) -> QuerySet[Channel]:
    """The channels of the organisations where the person looks after them."""
    return VIEW_CHANNEL.scope(user, Channel.objects.select_related("unit"))


def channel_lines(user: Any) -> list[ChannelLine]:
    """Those that are on, then those that were stopped. Two queries and the grants."""
    newest = Push.objects.filter(channel=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    channels = list(channels_for(user).annotate(newest=Subquery(newest)).order_by("stopped_at", "unit__path", "pk"))
    channels.sort(key=lambda channel: not channel.is_on)
    found = Push.objects.in_bulk([each.newest for each in channels if each.newest])
    return [_line(channel, found.get(channel.newest)) for channel in channels]


def _line(channel: Channel, last: Push | None) -> ChannelLine:
    state = (STATES[Push.State(last.state)], Push.State(last.state).label) if last else None
    return ChannelLine(channel, last, state)
