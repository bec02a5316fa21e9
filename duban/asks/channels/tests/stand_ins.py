"""企业微信, 钉钉, 飞书 and a mail server on this machine, as their documentation says that they behave."""

import base64
import hashlib
import hmac
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa", "SEC-for-the-tests"
LIMIT = 20
"""Messages a minute that a robot takes."""
HOUR = 3600


class Robots(BaseHTTPRequestHandler):
    """The three services at the paths of their documentation; `server.fault` makes the next answers fail."""

    def log_message(self, *_said: object) -> None:
        """Nothing on the terminal."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        parts, query = urlsplit(self.path), parse_qs(urlsplit(self.path).query)
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault == "hang up before":
            return
        if fault.startswith("status"):
            self._say(
                int(fault.split()[1]), b"<html>", "text/html", location=f"http://{self.headers['Host']}/elsewhere"
            )
            return
        ask = {"/cgi-bin/webhook/send": self._wecom, "/robot/send": self._dingtalk}.get(parts.path, self._feishu)
        answer = ask(parts, query, body)
        if answer.get("errcode", answer.get("code")) == 0:
            self.server.taken.append((parts.path, body))
        if fault == "hang up after":
            return
        self._say(200, json.dumps(answer).encode(), "application/json")

    def _say(self, status: int, text: bytes, kind: str, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        if 300 <= status < 400:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(text)

    def _is_too_many(self) -> bool:
        self.server.times = [at for at in self.server.times if at > time.time() - 60]
        self.server.times.append(time.time())
        return len(self.server.times) > LIMIT

    def _wecom(self, _parts, query, body):
        if query.get("key") != [KEY]:
            return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1755605200]"}
        if self._is_too_many():
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        if body.get("msgtype") != "text" or len(body["text"]["content"].encode()) > 2048:
            return {"errcode": 40008, "errmsg": "invalid message type"}
        return {"errcode": 0, "errmsg": "ok"}

    def _dingtalk(self, _parts, query, body):
        if query.get("access_token") != [KEY]:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        if self._is_too_many():
            return {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        stamp, sign = query.get("timestamp", [""])[0], query.get("sign", [""])[0]
        signed = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
        if not stamp or abs(time.time() * 1000 - int(stamp)) > HOUR * 1000:
            return {"errcode": 310000, "errmsg": "invalid timestamp"}
        if base64.b64decode(sign) != signed:
            return {"errcode": 310000, "errmsg": "sign not match"}
        return {"errcode": 0, "errmsg": "ok"} if body["msgtype"] == "text" else {"errcode": 400105, "errmsg": "msgtype"}

    def _feishu(self, parts, _query, body):
        if parts.path != f"/open-apis/bot/v2/hook/{KEY}":
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid", "data": {}}
        if self._is_too_many():
            return {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform]", "data": {}}
        if "msg_type" not in body:
            return {"code": 9499, "msg": "Bad Request", "data": {}}
        stamp = body.get("timestamp", "0")
        signed = hmac.new(f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
        if abs(time.time() - int(stamp)) > HOUR or body.get("sign") != base64.b64encode(signed).decode():
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}


class Robot(ThreadingHTTPServer):
    """The services, with what they took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Robots)
        self.taken: list[tuple[str, dict]] = []
        self.faults: list[str] = []
        self.times: list[float] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Letters(socketserver.StreamRequestHandler):
    """A mail server: enough of RFC 5321 for one letter; `server.answers` are its answers instead of the usual ones."""

    def handle(self) -> None:
        self._say("220 mail.test")
        while line := self.rfile.readline():
            word = line.decode().strip().split(" ")[0].split(":")[0].upper()
            said = self.server.answers.get(word)
            if said == "hang up":
                return
            if word == "DATA" and not said:
                self._say("354 go on")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.answers.get("END") == "hang up":
                    self.server.taken.append(letter)
                    return
                said = self.server.answers.get("END")
                if not said:
                    self.server.taken.append(letter)
            self._say(said or ("221 bye" if word == "QUIT" else "250 ok"))
            if word == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """The mail server, with the letters it took."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Letters)
        self.taken: list[bytes] = []
        self.answers: dict[str, str] = {}


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    """The server, answering in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
