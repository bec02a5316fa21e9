"""What a pack may bring. A room adds its kinds of content in its AppConfig.ready(); the file of a pack has the kind's name.

Each kind knows four things of its own: how to read its file, how what stands in the database looks in the same words, how
to write, and what must not go because something uses it. Everything else, above all the preview, is the same for all.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing of a pack: its code, its name for people, and what it says as plain data."""

    code: str
    title: str
    said: Said = field(hash=False)

    @property
    def digest(self) -> str:
        """SHA-256 over what it says."""
        return digest_of(self.said)


def digest_of(said: Said) -> str:
    """SHA-256 (hex) over plain data, whatever the order of its keys."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _nothing(codes: Collection[str]) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Content:
    """One kind of content.

    Args:
        name: of the file in a pack, without ".yaml".
        label: for people.
        read: the items that a document says; BadInput names each place that does not hold.
        present: code → what it says now in the database, for the codes asked.
        write: create or change these items.
        remove: take these away.
        in_use: code → by what, for those that must stay.
        place: kinds with a lower one are written first and removed last.
    """

    name: str
    label: str | Promise
    read: Callable[[Any, str], list[Item]]
    present: Callable[[Collection[str]], dict[str, Said]]
    write: Callable[[Sequence[Item]], None]
    remove: Callable[[Collection[str]], None]
    in_use: Callable[[Collection[str]], dict[str, str]] = _nothing
    place: int = 50


_contents: dict[str, Content] = {}


def add_content(content: Content) -> None:
    """Let packs bring this kind of content; the same name twice is taken once."""
    _contents.setdefault(content.name, content)


def contents() -> list[Content]:
    """Every kind, in the order in which it is written."""
    return sorted(_contents.values(), key=lambda content: (content.place, content.name))
