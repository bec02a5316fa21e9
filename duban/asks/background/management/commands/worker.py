"""`manage.py worker`: does what is due, until it is told to stop."""

import logging
import os
import signal
import socket
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from duban.asks.background.loop import say_at_work, work_off
from duban.asks.background.models import Worker
from duban.base import clock

LOOK = 15
"""Seconds between two looks at what is due."""
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Carry out jobs: beside the server, or as a process of its own; several at once are fine."""

    help = "Carry out what is due, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom to follow, and whether to stay."""
        parser.add_argument("--beside", type=int, default=0, help="end when this is not the parent process any more")
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *, beside: int, once: bool, **_options: Any) -> None:
        """Blocks until told to stop, except with --once."""
        name = f"{socket.gethostname()[:60]}:{os.getpid()}"
        if once:
            done = work_off(name)
            self.stdout.write(f"已办 {done} 项后台任务。" if done else "现在没有到期的后台任务。")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        try:
            while True:
                _look(name)
                for _second in range(LOOK):
                    time.sleep(1)
                    if beside and os.getppid() != beside:
                        return
        finally:
            Worker.objects.filter(name=name).delete()


def _look(name: str) -> None:
    """One look; a database that cannot be reached is looked for again later."""
    try:
        close_old_connections()
        say_at_work(name)
        if done := work_off(name):
            log.info("%s jobs done at %s", done, clock.now().isoformat(timespec="seconds"))
    except DatabaseError:
        log.exception("the database cannot be asked; trying again in %s seconds", LOOK)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Wherever it is: what runs is put back, its transaction undone.
    raise SystemExit(0)
