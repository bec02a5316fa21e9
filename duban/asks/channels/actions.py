"""A channel is added, tried and stopped. What is secret in it is sealed and stands in no entry of the trail."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.channels.models import Channel, Push
from duban.asks.channels.permits import KEEPERS
from duban.asks.channels.places import shown, wrong_with
from duban.base import clock
from duban.base.crypto import seal
from duban.base.errors import BadInput
from duban.orgs.action import action
from duban.orgs.models import Unit

TARGET, SECRET = "channels.channel.target", "channels.channel.secret"
"""What sealed values are bound to: they open in their column only."""


def _is_on(channel: Channel, by: Any) -> bool:
    return channel.is_on


@action("channels.add_channel", gettext_lazy("added a channel"), roles=KEEPERS, unit="")
def add_channel(unit: Unit, *, by: Any, kind: str, name: str, target: str, secret: str = "") -> Channel:
    """Have a group told from now on.

    Raises:
        BadInput: the address is none of the service's.
    """
    wrong = "" if kind == Channel.Kind.MAIL else wrong_with(kind, target)
    if wrong:
        raise BadInput(_("The address does not fit."), places=[(_("address"), str(Channel.Kind(kind).label), wrong)])
    return Channel.objects.create(
        unit=unit,
        kind=kind,
        name=name,
        shown=shown(kind, target)[:80],
        target=seal(target, bound=TARGET),
        secret=seal(secret, bound=SECRET),
        counted_until=clock.now(),
    )


@action("channels.stop_channel", gettext_lazy("stopped a channel"), roles=KEEPERS, when=_is_on)
def stop_channel(channel: Channel, *, by: Any) -> None:
    """Have the group told nothing more. The address and the secret go."""
    channel.stopped_at, channel.target, channel.secret = clock.now(), "", ""
    channel.save(update_fields=["stopped_at", "target", "secret", "updated_at"])
    channel.pushes.filter(state=Push.State.WAITING).update(state=Push.State.FAILED, error=_("the channel was stopped"))


@action("channels.test_channel", gettext_lazy("tried a channel"), roles=KEEPERS, when=_is_on)
def test_channel(channel: Channel, *, by: Any) -> Push:
    """A message that says that it is one for trying; it is sent when this is written."""
    period = f"test {clock.now():%Y-%m-%dT%H:%M:%S}"
    push, _new = Push.objects.get_or_create(channel=channel, period=period, defaults={"next_at": clock.now()})
    return push
