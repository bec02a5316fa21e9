"""How the command speaks: faults to standard error with exit code 2, progress only to a person who is watching."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from xlsxwriter.exceptions import FileCreateError

from duban.scoring.problems import Problem, Refused
from duban.scoring.reading.load import Loaded, load_scheme

_HERE = Path(__file__).resolve()
PACKS = next(
    (p for p in (_HERE.parents[2] / "packs", _HERE.parents[1] / "packs_data") if (p / "schemes").is_dir()),
    _HERE.parents[2] / "packs",
)
"""The shipped content: beside the package in a checkout, inside it once installed."""


MOST_NAME_BYTES = 230
"""File systems allow 255; the part written beside the target needs some of them."""


def refuse(refused: Refused) -> NoReturn:
    """Every fault, then the end: nothing was written."""
    click.echo(str(refused), err=True)
    click.echo("没有写出任何文件。", err=True)
    raise SystemExit(2)


def find_scheme(name: str) -> Path:
    """A path, or the id of a shipped scheme."""
    path = Path(name)
    if path.is_file():
        return path
    shipped = PACKS / "schemes" / f"{name}.yaml"
    if shipped.is_file():
        return shipped
    known = "、".join(sorted(p.stem for p in (PACKS / "schemes").glob("*.yaml"))[:6])
    problem = Problem(f"方案 {name}", "没有这个文件", f"方案文件的路径，或自带方案的代码（如 {known} 等）")
    refuse(Refused("命令", [problem]))


def load(name: str, *, live: bool = False, quiet: bool = False) -> Loaded:
    """The scheme, or the end; warnings of a historical scheme are told on standard error."""
    try:
        loaded = load_scheme(find_scheme(name), live=live)
    except Refused as refused:
        refuse(refused)
    if loaded.warnings and not quiet:
        trial = "是历史方案，结果只供试算和研究；" if loaded.scheme.historical else ""
        click.echo(f"提醒：方案{trial}有 {len(loaded.warnings)} 处提醒（duban check 可逐条查看）。", err=True)
    return loaded


@contextmanager
def progress(label: str, length: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, or a running count where the length is not known; silence elsewhere.

    Call it with the number of steps done since the last call.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
    elif length:
        with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
            yield bar.update
    else:
        done = 0

        def count(steps: int) -> None:
            nonlocal done
            done += steps
            click.echo(f"\r{label} {done} 行", err=True, nl=False)

        yield count
        if done:
            click.echo(err=True)


@contextmanager
def told_when_unwritable(target: Path) -> Iterator[None]:
    """A folder without permission, a full disk, a name too long: said in words, the old file as it was."""
    try:
        yield
    except (OSError, FileCreateError) as error:
        why = getattr(error, "strerror", None) or str(error)
        known = {13: "没有写的权限", 28: "磁盘满了", 30: "只读的磁盘", 36: "文件名太长"}
        found = known.get(getattr(error, "errno", None) or 0, f"写不进去（{why}）")
        refuse(Refused("命令", [Problem(f"--out {target}", found, "能写的文件夹和文件名")]))


def writable(out: Path, kinds: set[str], facts: Path | None) -> None:
    """The target must be of a kind we write, in a folder that is there, and not the input itself."""
    expected = " 或 ".join(sorted(kinds))
    if out.suffix.lower() not in kinds:
        refuse(Refused("命令", [Problem(f"--out {out}", f"“{out.suffix or '没有扩展名'}”", f"{expected} 文件")]))
    if len(out.name.encode()) > MOST_NAME_BYTES:
        refuse(Refused("命令", [Problem(f"--out {out.name[:20]}…", "文件名太长", "能写的文件夹和文件名")]))
    if not out.parent.is_dir():
        refuse(Refused("命令", [Problem(f"--out {out}", f"没有文件夹 {out.parent}", "已有的文件夹")]))
    if out.is_dir():
        refuse(Refused("命令", [Problem(f"--out {out}", "是文件夹", f"{expected} 文件")]))
    if facts is not None and out.exists() and facts.exists() and out.samefile(facts):
        refuse(Refused("命令", [Problem(f"--out {out}", "就是输入的工作簿", "另一个文件名")]))
