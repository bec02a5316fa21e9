"""A process that runs beside the server for as long as it serves."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PAUSE = 5.0
"""Seconds before one that ended is started anew."""


@contextmanager
def worker_beside() -> Iterator[None]:
    """The process for background work, started anew when it ends, gone when the server ends. It watches for that, too."""
    path = [str(Path(settings.PACKAGE).parent), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    command = [sys.executable, "-m", "duban.cli", "worker", "--beside", str(os.getpid())]
    is_over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not is_over.is_set():
            running[:] = [subprocess.Popen(command, env=env)]  # noqa: S603 - our own command
            running[0].wait()
            is_over.wait(PAUSE)

    keeper = threading.Thread(target=keep, name="keeps the worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        for process in running:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        keeper.join(timeout=2)
