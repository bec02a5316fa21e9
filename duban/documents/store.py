"""The file store: content kept once, under its digest, in a folder that no web server serves.

A file is written under a name of its own, brought safely to the disk, and only then gets its digest as its name: after a
crash there is either the whole content or nothing under a digest. The folders are brought to the disk as well: what the
database calls kept is still found after the power failed.
"""

import datetime
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from duban.base import clock

PART, HELD = ".part-", ".held-"
DAY_SECONDS = 24 * 3600
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """What was kept: its digest (SHA-256, hex) and size in bytes."""

    sha256: str
    size_bytes: int


def root() -> Path:
    """The folder of the store."""
    return Path(settings.FILES)


def path_of(sha256: str) -> Path:
    """Where the content with this digest lies.

    Raises:
        ValueError: not a digest: nothing else ever becomes part of a path.
    """
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError("not a digest")
    return root() / sha256[:2] / sha256[2:4] / sha256


def keep(chunks: Iterable[bytes]) -> Kept:
    """Keep the content; the same content twice is kept once."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    part = root() / f"{PART}{secrets.token_hex(16)}"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        place = path_of(digest.hexdigest())
        is_new = not place.parent.exists()
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.replace(place)
        # A folder is itself a name in the folder above it.
        for folder in (place.parent, place.parent.parent, root()) if is_new else (place.parent,):
            _settle(folder)
    finally:
        part.unlink(missing_ok=True)
    return Kept(digest.hexdigest(), size)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_content(sha256: str) -> BinaryIO:
    """The content, for reading.

    Raises:
        FileNotFoundError: it is not in the store (any more).
    """
    return path_of(sha256).open("rb")


def is_whole(sha256: str) -> bool:
    """True when the content is there and still has its digest."""
    digest = hashlib.sha256()
    try:
        with open_content(sha256) as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == sha256


def forget(sha256: str) -> None:
    """Remove the content; nothing happens when it is not there."""
    path_of(sha256).unlink(missing_ok=True)


def note_held(sha256: str) -> None:
    """Say of a content that nothing needs it yet. Only what this was said of is ever removed for its age."""
    (root() / f"{HELD}{sha256}").touch(mode=0o600)


def held() -> Iterator[str]:
    """The digest of each content that was only held."""
    for note in root().glob(f"{HELD}*"):
        yield note.name.removeprefix(HELD)


def note_settled(sha256: str) -> None:
    """It is the content of something by now, or gone."""
    (root() / f"{HELD}{sha256}").unlink(missing_ok=True)


def forget_older(sha256: str, age: datetime.timedelta) -> bool:
    """Remove the content when it came longer ago, and not again since; whether it was removed."""
    place = path_of(sha256)
    try:
        is_old = clock.now().timestamp() - place.stat().st_mtime > age.total_seconds()
    except FileNotFoundError:
        note_settled(sha256)
        return False
    if is_old:
        place.unlink(missing_ok=True)
        note_settled(sha256)
    return is_old


def sweep() -> int:
    """Remove what crashes left half-written more than a day ago; returns how many."""
    swept = 0
    for part in root().glob(f"{PART}*"):
        if time.time() - part.stat().st_mtime > DAY_SECONDS:
            part.unlink(missing_ok=True)
            swept += 1
    return swept
