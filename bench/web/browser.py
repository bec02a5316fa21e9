"""The other side of the line: logs in as a person does, then asks for one page alone or eight times at once.

Standard library only. Each request opens a connection of its own, as those of the peers did; as little as possible is
done with the answer, for client and server share the two cores.
"""

import http.client
import re
import socket
import statistics
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode


def log_in(port: int, username: str, password: str) -> str:
    """The Cookie header of somebody who just logged in."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/orgs/log-in/")
    answer = line.getresponse()
    form = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token, "the sign-in page has no form"
    cookies = _cookies(answer)
    said = urlencode({"csrfmiddlewaretoken": token[1], "username": username, "password": password})
    headers = {"Cookie": _written(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/orgs/log-in/", said, headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 302, f"log-in of {username}: {answer.status}"
    return _written(cookies | _cookies(answer))


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    return dict(header.split(";", 1)[0].split("=", 1) for header in answer.headers.get_all("Set-Cookie", []))


def _written(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


class Asker:
    """Somebody who asks for one page again and again."""

    def __init__(self, port: int, address: str, cookie: str, *, fragment: bool = False) -> None:
        headers = ["Host: localhost", "Connection: close"]
        headers += [f"Cookie: {cookie}"] * bool(cookie) + ["HX-Request: true"] * fragment
        self.question = "\r\n".join([f"GET {address} HTTP/1.1", *headers, "", ""]).encode()
        self.port = port
        self.buffer = bytearray(1 << 18)

    def ask(self) -> int:
        """The size of the answer's body in bytes.

        Raises:
            OSError: anything but a whole answer 200.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(self.question)
            head, came = b"", 0
            while got := line.recv_into(self.buffer):
                if b"\r\n\r\n" not in head:
                    head += self.buffer[:got]
                came += got
        start, _, _body = head.partition(b"\r\n\r\n")
        length = re.search(rb"\ncontent-length: (\d+)", start.lower())
        size = came - len(start) - 4
        if b" 200 " not in start[:20] or not length or int(length[1]) != size:
            raise OSError(start[:200])
        return size


@dataclass(frozen=True)
class Alone:
    """One request at a time: least and median milliseconds, and the size of the page in bytes."""

    least_ms: float
    median_ms: float
    size: int


@dataclass(frozen=True)
class Together:
    """Several requests at once for a while: requests a second, and milliseconds under that load."""

    rps: float
    p50_ms: float
    p95_ms: float
    count: int


def alone(asker: Asker, times: int) -> Alone:
    """That many requests, one after the other, after three that warm up."""
    for _ in range(3):
        size = asker.ask()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        asker.ask()
        took.append((time.perf_counter() - start) * 1000)
    return Alone(min(took), statistics.median(took), size)


def together(askers: list[Asker], seconds: float) -> Together:
    """All of them ask without pause for so many seconds.

    Raises:
        RuntimeError: a request failed: then the figures would mean nothing.
    """
    took: list[list[float]] = [[] for _ in askers]
    failed: list[Exception] = []
    start = time.perf_counter()
    until = start + seconds

    def ask(asker: Asker, kept: list[float]) -> None:
        try:
            while (begun := time.perf_counter()) < until:
                asker.ask()
                kept.append((time.perf_counter() - begun) * 1000)
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=ask, args=pair) for pair in zip(askers, took, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - start
    if failed:
        raise RuntimeError(f"a request failed: {failed[0]}")
    every = sorted(value for kept in took for value in kept)
    return Together(len(every) / spent, statistics.median(every), every[int(len(every) * 0.95)], len(every))
