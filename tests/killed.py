"""Real server processes for tests that kill them, and the browser that talks to them."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

ROOT = Path(__file__).resolve().parent.parent
SERVE = ["manage.py", "serve"]
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "duban.wsgi:application"]
"""The same server with the same arguments as `serve`, without the preparations: those take longer than the rest."""
TOKEN = "a" * 32
SESSIONS = "duban-to-be-killed"
"""What PostgreSQL calls the sessions of our servers: others in this database are other tests' and stay."""


def database_url() -> str:
    """The database of this test, as another process names it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    who = f"{quote(said['USER'])}{':' + quote(said['PASSWORD']) if said['PASSWORD'] else ''}"
    return f"postgres://{who}@{said['HOST'] or 'localhost'}:{said['PORT'] or 5432}/{said['NAME']}"


class Server:
    """One server process with its workers, on a port of its own."""

    def __init__(self, command: list[str] = GRANIAN) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, *command, "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "DUBAN_DATABASE_URL": database_url(), "PGAPPNAME": SESSIONS},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait(self, seconds: float = 30) -> "Server":
        """Until it answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                asked.request("GET", "/healthz")
                assert asked.getresponse().read() == b'{"database": "ok"}'
                return self
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < end, "the server does not come up"
                time.sleep(0.02)
            finally:
                asked.close()

    def kill(self) -> bool:
        """SIGKILL to all of it, no farewell; whether a write was under way: asked while it stands still."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        was_writing = is_writing()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        until_the_database_noticed()
        return was_writing


class Servers:
    """Servers one after the other, the next always starting while the present one is used."""

    def __init__(self) -> None:
        self.all = deque([Server()])

    def take(self) -> Server:
        """The next one, ready to answer."""
        taken = self.all[-1]
        self.all.append(Server())
        return taken.wait()

    def serve(self) -> Server:
        """One that prepares itself as after any stop, ready to answer."""
        self.all.append(Server(SERVE))
        return self.all[-1].wait()

    def end(self) -> None:
        """None is left behind."""
        for server in self.all:
            if server.process.poll() is None:
                os.killpg(server.process.pid, signal.SIGKILL)
                server.process.wait(timeout=20)
        until_the_database_noticed()


@contextmanager
def servers() -> Iterator[Servers]:
    """Servers of one test, all gone at its end."""
    made = Servers()
    try:
        yield made
    finally:
        made.end()


@contextmanager
def watching() -> Iterator[Any]:
    """A connection beside Django's that never waits."""
    if connection.vendor == "sqlite":
        watch: Any = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=0, isolation_level=None)
    else:
        watch = psycopg.connect(database_url().replace("postgres://", "postgresql://"), autocommit=True)
    try:
        yield watch
    finally:
        watch.close()


def is_writing(watch: Any = None) -> bool:
    """Whether another process is inside a transaction that has begun to write."""
    if watch is None:
        with watching() as watch:
            return is_writing(watch)
    if connection.vendor == "sqlite":
        try:
            watch.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        watch.execute("ROLLBACK")
        return False
    return bool(_others(watch, "AND backend_xid IS NOT NULL"))


def until_the_database_noticed(seconds: float = 20) -> None:
    """PostgreSQL ends a session when it finds its client gone, which may be after the statement at hand."""
    if connection.vendor == "sqlite":
        return
    end = time.monotonic() + seconds
    with watching() as watch:
        while _others(watch):
            assert time.monotonic() < end, "sessions of a killed server are still there"
            time.sleep(0.01)


def _others(watch: Any, more: str = "") -> int:
    """How many sessions of our servers are on this database."""
    sql = f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s {more}"  # noqa: S608 - our own words
    return watch.execute(sql, [SESSIONS]).fetchone()[0]


class Browser:
    """Somebody who is logged in, at any of the servers."""

    def __init__(self, user: Any) -> None:
        client = Client()
        client.force_login(user)
        self.cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"

    def ask(self, server: Server, path: str, data: dict[str, Any] | None = None) -> tuple[int, str]:
        """(status, where it leads) of the answer; (0, "") when none came."""
        is_file = any(hasattr(value, "read") for value in (data or {}).values())
        body = b"" if data is None else encode_multipart(BOUNDARY, data) if is_file else urlencode(data).encode()
        kind = MULTIPART_CONTENT if is_file else "application/x-www-form-urlencoded"
        headers = {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "Content-Type": kind}
        asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            asked.request("GET" if data is None else "POST", path, body or None, headers)
            answer = asked.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location") or ""
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            asked.close()


def kill_during(
    server: Server, work: Callable[[], Any], *, after: float, once_writing: threading.Event | None = None
) -> bool:
    """Kill the server so many seconds after the work began; whether a write was under way.

    With an event: so many seconds after the first write that begins once the event is set.
    """
    doing = threading.Thread(target=work)
    doing.start()
    if once_writing is not None:
        with watching() as watch:
            while doing.is_alive() and not (once_writing.is_set() and is_writing(watch)):
                time.sleep(0.0005)
    time.sleep(after)
    was_writing = server.kill()
    doing.join()
    return was_writing
