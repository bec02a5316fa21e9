"""The server itself: prepares what is missing, answers, and ends when told to."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address: str, seconds: float = 120) -> tuple[int, str]:
    """Status and text, waiting for the server to come up."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 (our own address)
                return response.status, response.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def workers_in(data: Path) -> list[int]:
    """The processes for background work that say they are at work."""
    with closing(sqlite3.connect(data / "duban.sqlite3", timeout=20)) as database:
        return [int(name.rsplit(":", 1)[1]) for (name,) in database.execute("SELECT name FROM background_worker")]


def at_work(data: Path, *, but: int = 0, seconds: float = 60) -> int:
    end = time.monotonic() + seconds
    while True:
        for pid in workers_in(data):
            if pid != but:
                return pid
        assert time.monotonic() < end, "no process for background work"
        time.sleep(0.1)


DOORS = {"manage": ["manage.py", "serve"], "duban": ["-m", "duban.cli", "serve"]}


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_serve_prepares_an_empty_folder_answers_and_stops(tmp_path, door):
    port = free_port()
    half = tmp_path / "data" / "files" / ".part-1"
    half.parent.mkdir(parents=True)
    half.touch()
    os.utime(half, (0, 0))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    server = subprocess.Popen(
        [sys.executable, *DOORS[door], "--port", str(port)],
        cwd=ROOT,
        env={**kept, "DUBAN_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        status, page = answer(f"http://127.0.0.1:{port}/")
        assert (status, "<title>登录 · 督办</title>" in page) == (200, True)
        sheet = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/static/ui/tokens."))
        assert "--house" in answer(f"http://127.0.0.1:{port}{sheet}")[1]
        assert answer(f"http://127.0.0.1:{port}/healthz") == (200, '{"database": "ok"}')
        assert not half.exists(), "swept before anybody is answered"
        worker = at_work(tmp_path / "data")
        os.kill(worker, signal.SIGKILL)
        assert at_work(tmp_path / "data", but=worker) != worker, "started anew"
    finally:
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate(timeout=20)

    assert f"http://127.0.0.1:{port}/" in out
    assert server.returncode == 0
    assert [pid for pid in workers_in(tmp_path / "data") if pid != worker] == [], "gone with the server"
