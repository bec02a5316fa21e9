"""Where a message may go: the documented addresses of the three services, and what the settings name besides.

A server that fetches any address it is given can be made to ask the machines behind it; so nothing else is asked, and no
redirect is followed.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from duban.asks.channels.models import Channel

Kind = Channel.Kind


@dataclass(frozen=True)
class Place:
    """The documented address of one service: origin, path, and the word of the query that must be there."""

    origin: str
    path: str
    word: str = ""

    @property
    def example(self) -> str:
        """How an address looks, for the person who pastes one."""
        return f"{self.origin}{self.path}" + (f"?{self.word}=…" if self.word else "…")


PLACES = {
    Kind.WECOM: Place("https://qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    Kind.DINGTALK: Place("https://oapi.dingtalk.com", "/robot/send", "access_token"),
    Kind.FEISHU: Place("https://open.feishu.cn", "/open-apis/bot/v2/hook/"),
}


def wrong_with(kind: str, url: str) -> str:
    """Why no message goes to this address, in a sentence; '' when it may."""
    place = PLACES[Kind(kind)]
    try:
        parts = urlsplit(url)
        origin, _port = f"{parts.scheme}://{parts.netloc}".lower(), parts.port
    except ValueError:
        return _("This is not an address.")
    if origin not in {place.origin, *settings.CHANNEL_HOSTS} or "@" in parts.netloc:
        return _("Messages of this kind go to %(place)s only.") % {"place": place.origin}
    token = parse_qs(parts.query).get(place.word, [""])[0] if place.word else parts.path[len(place.path) :]
    fits = parts.path == place.path if place.word else parts.path.startswith(place.path) and "/" not in token
    if not fits or not token or parts.fragment or any(ord(char) <= 32 or ord(char) > 126 for char in url):
        return _("An address of this kind looks like %(example)s.") % {"example": place.example}
    return ""


def shown(kind: str, target: str) -> str:
    """The address without what is secret in it: the host, or the mailbox with its name hidden."""
    if kind == Kind.MAIL:
        name, _at, host = target.rpartition("@")
        return f"{name[:1]}***@{host}"
    return urlsplit(target).netloc
