"""A file that is either whole or not there: written beside its place, then moved into it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ABANDONED_SECONDS = 3600
"""A part that nothing was written to for so long was left by a process that was killed."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path to write to; on success it takes the target's place at once, on failure the target is as it was.

    The file and its folder are flushed to disk first, so that a crash leaves the old content or the new, never a part.
    Parts that killed processes left beside the same target are removed; that of a writer at work is not touched.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    _clear_abandoned(target, part.stat().st_mtime)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        part.chmod(mode)
        part.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def _clear_abandoned(target: Path, now: float) -> None:
    """Remove old parts of the target; ``now`` is the file system's own time, of a part just made."""
    start, end = f".{target.name}.", ".part"
    for part in target.parent.iterdir():
        # What mkstemp puts between has neither a dot nor a space: another target's name never fits.
        inner = part.name[len(start) : -len(end)]
        if not (part.name.startswith(start) and part.name.endswith(end)) or not inner or "." in inner:
            continue
        # Two writers may find the same part; and one who may not remove it can still write.
        with suppress(OSError):
            if now - part.lstat().st_mtime > ABANDONED_SECONDS:
                part.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
