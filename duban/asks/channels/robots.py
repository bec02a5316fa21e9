"""The group robots of 企业微信, 钉钉 and 飞书, as their documentation says: bodies, signatures, error codes, limits.

企业微信: developer.work.weixin.qq.com, 群机器人配置说明. 钉钉: open.dingtalk.com, 自定义机器人接入, 安全设置. 飞书:
open.feishu.cn, 自定义机器人使用指南.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.channels.models import Channel
from duban.asks.channels.outcome import Fate, Outcome
from duban.base import clock

Kind = Channel.Kind
SECONDS = 10
LONGEST = 64 * 1024
"""Bytes of an answer that are read."""


def push(kind: str, url: str, secret: str, text: str) -> Outcome:
    """Hand one text to the robot."""
    address, body = BUILD[Kind(kind)](url, secret, text)
    answer = _posted(address, body)
    return answer if isinstance(answer, Outcome) else _read(kind, answer)


def _wecom(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    # Nobody is mentioned: no @all (AF-11).
    return url, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    if secret:
        # Milliseconds; the key is the secret, what is signed is the stamp and the secret. In the address.
        stamp = str(int(clock.now().timestamp() * 1000))
        signed = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
        url += f"&timestamp={stamp}&sign={quote_plus(base64.b64encode(signed))}"
    return url, {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}


def _feishu(url: str, secret: str, text: str) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        # Seconds; the key is the stamp and the secret, what is signed is nothing. In the body.
        stamp = str(int(clock.now().timestamp()))
        signed = hmac.digest(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256)
        body = {"timestamp": stamp, "sign": base64.b64encode(signed).decode(), **body}
    return url, body


BUILD: dict[Kind, Callable[[str, str, str], tuple[str, dict[str, Any]]]] = {
    Kind.WECOM: _wecom,
    Kind.DINGTALK: _dingtalk,
    Kind.FEISHU: _feishu,
}


def _posted(address: str, body: dict[str, Any]) -> dict[str, Any] | Outcome:
    """The answer, or what became of it without one. Until the connection stands nothing has arrived; after that it may have."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        try:
            line.connect()
        except (OSError, http.client.HTTPException) as error:
            return Outcome(Fate.LATER, _("No connection: %(error)s") % {"error": type(error).__name__})
        try:
            said = json.dumps(body, ensure_ascii=False).encode()
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            line.request("POST", target, said, {"Content-Type": "application/json; charset=utf-8"})
            answer = line.getresponse()
            text = answer.read(LONGEST)
        except (OSError, http.client.HTTPException) as error:
            return Outcome(Fate.UNKNOWN, _("No answer: %(error)s") % {"error": type(error).__name__})
    finally:
        line.close()
    return _of_status(answer.status, text)


def _of_status(status: int, text: bytes) -> dict[str, Any] | Outcome:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict) and status < 500 and ({"errcode", "code", "StatusCode"} & found.keys()):
        return found
    why = _("HTTP status %(status)s") % {"status": status}
    if status == 429:
        return Outcome(Fate.LATER, why, wait=1)
    if 300 <= status < 500:
        return Outcome(Fate.REFUSED, why)
    return Outcome(Fate.UNKNOWN, why)


# code → (fate, what it means, minutes to wait)
CODES: dict[Kind, dict[int, tuple[Fate, str | Promise, int]]] = {
    Kind.WECOM: {
        -1: (Fate.LATER, gettext_lazy("the service is busy"), 1),
        45009: (Fate.LATER, gettext_lazy("more than 20 messages a minute"), 1),
        93000: (Fate.REFUSED, gettext_lazy("the address of the robot is not valid, or it was removed"), 0),
    },
    Kind.DINGTALK: {
        -1: (Fate.LATER, gettext_lazy("the service is busy"), 1),
        130101: (Fate.LATER, gettext_lazy("more than 20 messages a minute"), 10),
        410100: (Fate.LATER, gettext_lazy("more than 20 messages a minute"), 10),
        300001: (Fate.REFUSED, gettext_lazy("the address of the robot is not valid, or it was removed"), 0),
        310000: (Fate.REFUSED, gettext_lazy("the security settings of the robot refuse it"), 0),
        400101: (Fate.REFUSED, gettext_lazy("the address of the robot is not valid, or it was removed"), 0),
        400102: (Fate.REFUSED, gettext_lazy("the robot is switched off"), 0),
        400013: (Fate.REFUSED, gettext_lazy("the group is dissolved"), 0),
    },
    Kind.FEISHU: {
        9499: (Fate.REFUSED, gettext_lazy("the request is not understood"), 0),
        11232: (Fate.LATER, gettext_lazy("more messages than the service takes"), 1),
        19001: (Fate.REFUSED, gettext_lazy("the address of the robot is not valid, or it was removed"), 0),
        19021: (
            Fate.REFUSED,
            gettext_lazy("the signature does not match, or the clock is wrong by more than an hour"),
            0,
        ),
        19022: (Fate.REFUSED, gettext_lazy("the robot does not accept the address of this server"), 0),
        19024: (Fate.REFUSED, gettext_lazy("the robot wants a keyword that the message has not"), 0),
    },
}


def _read(kind: str, answer: dict[str, Any]) -> Outcome:
    """The answer of the service. A code that is not known was an answer all the same: it did not arrive."""
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), None)
    if code == 0:
        return Outcome(Fate.SENT)
    said = str(answer.get("errmsg") or answer.get("msg") or "")[:80]
    fate, why, wait = CODES[Kind(kind)].get(code if isinstance(code, int) else 0, (Fate.REFUSED, said, 0))
    detail = f"：{said}" if code == 310000 and said else ""
    return Outcome(fate, f"{code} {why}{detail}", wait)
