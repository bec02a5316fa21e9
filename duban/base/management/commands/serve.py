"""`manage.py serve`: prepare what is missing, then answer requests until stopped."""

import sys
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from granian import Granian
from granian.constants import Interfaces

from duban.base.beside import worker_beside
from duban.base.signals import about_to_serve


class Command(BaseCommand):
    """Bring the database up to date, collect browser files, start the server."""

    help = "Prepare the database and the browser files, then start the server."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and how wide."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes")

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Blocks until the server is told to stop."""
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            _collect()
        # Rooms tidy up here. Each is asked even when another fails: a folder that cannot be read keeps nobody from working.
        for hearer, failed in about_to_serve.send_robust(type(self)):
            if isinstance(failed, Exception):
                self.stderr.write(f"启动前的清理没有完成（{hearer.__module__}）：{failed}")
        self.stdout.write(f"督办已启动：http://{host}:{port}/ （按 Ctrl+C 停止）")
        self.stdout.flush()
        # granian starts its workers anew from the module name, so they need to find the package as we did.
        sys.path.insert(0, str(Path(settings.PACKAGE).parent))
        # Workers are copies of this process, and no database allows one connection in two of them.
        connections.close_all()
        server = Granian(
            "duban.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
        )
        with worker_beside() if settings.BACKGROUND else nullcontext():
            server.serve()


def _collect() -> None:
    """Collect the browser files in a process of its own: compressing them leaves memory that each worker would inherit.

    Raises:
        CommandError: it failed; what was wrong stands above.
    """
    child = get_context("fork").Process(
        target=call_command, args=["collectstatic"], kwargs={"interactive": False, "verbosity": 0}
    )
    child.start()
    child.join()
    if child.exitcode:
        raise CommandError("浏览器文件没有备齐，网站没有启动。")
