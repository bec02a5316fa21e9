"""The real thing: prepares a database in a folder of its own, starts the server with two workers, looks at its memory."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = "postgres://postgres@127.0.0.1:5432/postgres"
NAME = "duban_bench"
TICK = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[str | None]:
    """The URL of an empty database that is thrown away afterwards; None when no PostgreSQL answers."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'duban.sqlite3'}"
        return
    given = os.environ.get("DUBAN_DATABASE_URL", "")
    door = given if given.startswith("postgres") else HERE
    try:
        with psycopg.connect(
            door.replace("postgres://", "postgresql://", 1), autocommit=True, connect_timeout=5
        ) as line:
            # One of our own beside what is there: the database of the URL is not touched.
            line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))
            line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
            try:
                yield re.sub(r"/[^/]*$", f"/{NAME}", door)
            finally:
                line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
    except psycopg.OperationalError as error:
        print(f"PostgreSQL: {str(error).splitlines()[0]}", file=sys.stderr)
        yield None


@dataclass(frozen=True)
class Site:
    """A prepared installation: where its data are, how long that took in seconds, and who can log in."""

    environment: dict[str, str]
    migrate: float
    load: float
    passwords: dict[str, str]
    inside: dict


def prepared(folder: Path, url: str, scale: str) -> Site:
    """Migrate, load the demonstration, and ask inside where the pages are and what they cost."""
    environment = {**os.environ, "DUBAN_DATA": str(folder), "DUBAN_DATABASE_URL": url, "DUBAN_LOG_LEVEL": "ERROR"}
    environment.pop("DUBAN_DEBUG", None)
    migrate = _timed(environment, "manage.py", "migrate", "--verbosity", "0")
    load = _timed(environment, "-m", "duban.cli", "run", "--prepare-only", "--scale", scale)
    _timed(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    said = (folder / "demonstration-logins.txt").read_text(encoding="utf-8")
    passwords = dict(re.findall(r"^  (\w+) +(\S+)  ", said, re.MULTILINE))
    inside = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "inside.py")],
        env={**environment, "PYTHONPATH": str(CHECKOUT)},
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Site(environment, migrate, load, passwords, json.loads(inside.stdout))


def _timed(environment: dict[str, str], *command: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], env=environment, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


class Server:
    """`duban serve` with two workers, as a process of its own."""

    def __init__(self, site: Site, port: int, workers: int = 2) -> None:
        start = time.perf_counter()
        command = ["-m", "duban.cli", "serve", "--port", str(port), "--workers", str(workers)]
        self.process = subprocess.Popen(
            [sys.executable, *command], env=site.environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL
        )
        first_answer(port, self.process)
        self.started = time.perf_counter() - start
        self.workers = workers

    def pids(self) -> list[int]:
        """The workers, without the process that watches over them."""
        found = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted(int(pid) for file in found for pid in file.read_text().split())

    def memory(self) -> tuple[float, float]:
        """(RSS, PSS) of the largest worker, in MB."""
        rows = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids()]
        return tuple(
            max(int(re.search(rf"^{name}: +(\d+)", row, re.MULTILINE)[1]) / 1024 for row in rows)
            for name in ("Rss", "Pss")
        )

    def cpu(self) -> float:
        """Seconds of processor that the workers have used."""
        return sum(map(_used, self.pids()))

    def others(self) -> float:
        """Seconds of processor that everything on this machine has used but the workers, the database and ourselves."""
        user, nice, system, _idle, _wait, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
        database = 0.0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # processes come and go
                if (folder / "comm").read_text() == "postgres\n":
                    database += _used(int(folder.name))
        return (user + nice + system + irq + soft) / TICK - self.cpu() - database - time.process_time()

    def stop(self) -> None:
        """As Ctrl+C does."""
        self.process.terminate()
        self.process.wait(30)


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def first_answer(port: int, process: subprocess.Popen, wait: float = 120) -> None:
    """Return when the sign-in page is answered.

    Raises:
        RuntimeError: the server ended, or nothing came in time.
    """
    until = time.perf_counter() + wait
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/orgs/log-in/", timeout=30).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"no answer on port {port} within {wait:.0f} s")


def make_run(port: int) -> tuple[float, float]:
    """Seconds from `make run` to the first page: with nothing there, and again with what the first run left."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DUBAN_DATA": folder, "DUBAN_DATABASE_URL": "", "DUBAN_LOG_LEVEL": "ERROR"}
        took = []
        for _ in range(2):
            start = time.perf_counter()
            process = subprocess.Popen(
                ["make", "--silent", "run", f"PORT={port}"],
                env=environment,
                cwd=CHECKOUT,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                first_answer(port, process)
                took.append(time.perf_counter() - start)
            finally:
                os.killpg(process.pid, 15)
                process.wait(30)
        return took[0], took[1]
