"""What was measured, written as tables in Markdown beside the figures of the peers."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from browser import Alone, Together
from pages import PAGES, Page
from server import Site


@dataclass(frozen=True)
class Measured:
    """One page on one database. `cpu_ms`: what the workers used for one request; `others`: cores that others used."""

    alone: Alone
    runs: list[Together]
    cpu_ms: float
    queries: int
    others: float

    def median(self, name: str) -> float:
        """The median of the runs' values."""
        return statistics.median(getattr(run, name) for run in self.runs)


@dataclass(frozen=True)
class Column:
    """Everything measured on one database; memory is (RSS, PSS) of the largest worker in MB."""

    site: Site
    started: float
    idle: tuple[float, float]
    loaded: tuple[float, float]
    pages: dict[str, Measured]


Columns = dict[str, Column | None]


def report(columns: Columns, run: tuple[float, float] | None) -> str:
    """Everything: the data, a row a page, then preparation and memory."""
    there = {kind: one for kind, one in columns.items() if one}
    first = next(iter(there.values()))
    names = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
    parts = [
        "Data: " + ", ".join(f"{count:,} {name}" for name, count in first.site.inside["made"].items()) + ".",
        _pages(there, names),
        _life(there, names, run),
        *(f"{names[kind]}: no server answers, so its columns are missing." for kind in columns if kind not in there),
    ]
    most = max(it.others for one in there.values() for it in one.pages.values())
    parts.append(f"In the runs that count, others used up to {most:.2f} of the cores.")
    return "\n\n".join(parts)


def _pages(there: dict[str, Column], names: dict[str, str]) -> str:
    heads = ["page", "kB", "queries"]
    for kind in there:
        heads += [f"{names[kind]}: alone ms", "rps", "p50 / p95 ms", "CPU ms"]
    heads += ["best peer", "alone ms", "rps", "queries", "kB", "alone", "rps"]
    return _table(heads, [_page(page, there) for page in PAGES if any(page.key in one.pages for one in there.values())])


def _page(page: Page, there: dict[str, Column]) -> list[str]:
    found = {kind: one.pages[page.key] for kind, one in there.items()}
    first = next(iter(found.values()))
    row = [page.title, _size(first.alone.size / 1000), str(first.queries)]
    for it in found.values():
        row += [
            f"{it.alone.least_ms:.1f} / {it.alone.median_ms:.1f}",
            f"{min(run.rps for run in it.runs):.0f} / {it.median('rps'):.0f}",
            f"{it.median('p50_ms'):.0f} / {it.median('p95_ms'):.0f}",
            f"{it.cpu_ms:.1f}",
        ]
    peer = page.peer
    if peer is None:
        return [*row, *[""] * 7]
    bold = "**" if peer.is_bar else ""
    return [
        *row,
        f"{peer.name}: {peer.work}",
        f"{peer.alone_ms:g}",
        f"{peer.rps:g}" if peer.rps else "",
        str(peer.queries),
        _size(peer.kb),
        f"{bold}{peer.alone_ms / first.alone.least_ms:.1f} ×{bold}",
        f"{bold}{first.median('rps') / peer.rps:.1f} ×{bold}" if peer.rps else "",
    ]


def _size(kb: float) -> str:
    return f"{kb:.0f}" if kb >= 1 else f"{kb:.1f}"


def _life(there: dict[str, Column], names: dict[str, str], run: tuple[float, float] | None) -> str:
    every = list(there.values())
    lines = [
        ["migrate, s", *(f"{one.site.migrate:.1f}" for one in every), "Horilla 70"],
        ["load the demonstration, s", *(f"{one.site.load:.1f}" for one in every), "CISO Assistant 300, with migrate"],
        ["start to the first answer, s", *(f"{one.started:.1f}" for one in every), "Horilla 8.3, CISO Assistant 9.6"],
        ["RSS of a worker, idle, MB", *(f"{one.idle[0]:.0f}" for one in every), "CISO Assistant 190–316, Horilla 325"],
        ["RSS, after the load", *(f"{one.loaded[0]:.0f}" for one in every), "CISO Assistant 341, Horilla 350"],
        ["PSS, after the load", *(f"{one.loaded[1]:.0f}" for one in every), ""],
    ]
    if run:
        blank = [""] * (len(every) - 1)
        lines.append(["`make run` to the first page, first time, s", f"{run[0]:.1f}", *blank, "Horilla ≈ 110"])
        lines.append(["`make run` to the first page, again, s", f"{run[1]:.1f}", *blank, ""])
    return _table(["", *(names[kind] for kind in there), "peers"], lines)


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *lines])
