"""How fast the pages are, beside the best peers: `make bench-web`. Prints Markdown; nothing here passes or fails.

The demonstration of a county (or, with --scale city, of a city) is built in a folder of its own, on SQLite and on
PostgreSQL; the real server answers with two workers; people log in over HTTP. Figures are worth something on a quiet
machine only: how much of it others used is said below the tables.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from browser import Asker, alone, log_in, together
from pages import PAGES, Page
from report import Column, Measured, report
from server import Server, Site, database, make_run, prepared

CLIENTS = 8
QUIET = 0.15
"""Cores that others may use in a run that counts."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Watched(Generic[Found]):
    """What was found, seconds of processor that the workers used for it, and cores that others used meanwhile."""

    found: Found
    cpu: float
    others: float


def watched(server: Server, work: Callable[[], Found]) -> Watched[Found]:
    """Do it, with an eye on the machine."""
    cpu, others, start = server.cpu(), server.others(), time.perf_counter()
    found = work()
    spent = time.perf_counter() - start
    return Watched(found, server.cpu() - cpu, (server.others() - others) / spent)


def quiet(server: Server, asked: argparse.Namespace, work: Callable[[], Found]) -> list[Watched[Found]]:
    """As many runs as were asked for, the quietest of those that were made: a disturbed one is made again, for a while."""
    runs: list[Watched[Found]] = []
    while len(runs) < asked.runs * asked.patience and sum(run.others <= QUIET for run in runs) < asked.runs:
        runs.append(watched(server, work))
    return sorted(runs, key=lambda run: run.others)[: asked.runs]


def measured(server: Server, site: Site, page: Page, cookie: str, asked: argparse.Namespace) -> Measured:
    """One page, alone and with eight at a time."""
    address = site.inside["addresses"][page.key]
    askers = [Asker(asked.port, address, cookie, fragment=page.fragment) for _ in range(CLIENTS)]
    together(askers, min(1, asked.seconds))  # warms up every thread of the workers
    singles = quiet(server, asked, lambda: alone(askers[0], 7))
    runs = quiet(server, asked, lambda: together(askers, asked.seconds))
    return Measured(
        alone=min((single.found for single in singles), key=lambda single: single.median_ms),
        runs=[run.found for run in runs],
        cpu_ms=sum(run.cpu for run in runs) / sum(run.found.count for run in runs) * 1000,
        queries=site.inside["queries"][page.key],
        others=max(run.others for run in runs),
    )


def column(kind: str, asked: argparse.Namespace) -> Column | None:
    """Build, serve, measure; None when there is no such database."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as name, database(kind, Path(name)) as url:
        if url is None:
            return None
        site = prepared(Path(name), url, asked.scale)
        server = Server(site, asked.port)
        try:
            cookies = {page.who: log_in(asked.port, page.who, site.passwords[page.who]) for page in PAGES if page.who}
            idle, pages = server.memory(), {}
            for page in PAGES:
                if asked.only and page.key not in asked.only.split(","):
                    continue
                pages[page.key] = measured(server, site, page, cookies.get(page.who, ""), asked)
                print(f"{kind:9}{page.key:15}{pages[page.key].alone.least_ms:8.1f} ms", file=sys.stderr)
            return Column(site, server.started, idle, server.memory(), pages)
        finally:
            server.stop()


def main() -> None:
    """Measure what the arguments ask for and print it."""
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    asking.add_argument("--only", default="", help="only these pages, by key, separated by commas")
    asking.add_argument("--scale", choices=["county", "city"], default="county")
    asking.add_argument("--seconds", type=float, default=5, help="of each run")
    asking.add_argument("--runs", type=int, default=3)
    asking.add_argument("--patience", type=int, default=3, help="times so many runs at most, while others are busy")
    asking.add_argument("--port", type=int, default=8103)
    asked = asking.parse_args()
    run = None if asked.database or asked.only else make_run(asked.port)
    columns = {kind: column(kind, asked) for kind in ([asked.database] if asked.database else ["sqlite", "postgres"])}
    print(report(columns, run))


if __name__ == "__main__":
    main()
