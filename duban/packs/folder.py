"""Reads the folder of a pack. Every scalar is read as the text that stands there: 0.1 stays 0.1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.base.privacy import personal_numbers
from duban.packs.contents import Content, Item, contents, digest_of

_TEN_DIGITS = re.compile(r"(?:\d[ \-]?){10}")
"""What a personal number cannot do without: other lines are not looked at closely."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The same plain texts and lists; in C, where the library was built so, ten times as fast."""
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Head:
    """pack.yaml: what the pack calls itself."""

    code: str
    title: str
    version: str
    issuer: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Folder:
    """A pack as it lies on the disk."""

    head: Head
    items: dict[str, list[Item]]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the head and every item: what was previewed is what is installed."""
        return digest_of(
            {
                "head": vars(self.head),
                "items": {name: {item.code: item.said for item in items} for name, items in self.items.items()},
            }
        )


def folders() -> Iterator[Path]:
    """The folders that hold a pack: those shipped with the product, then those of this installation."""
    for root in settings.PACKS:
        yield from sorted(path.parent for path in Path(root).glob("*/pack.yaml"))


def heads() -> list[tuple[Path, Head]]:
    """Each pack that could be installed, with what it calls itself."""
    return [(path, _head(path)) for path in folders()]


def folder_named(code: str) -> Path | None:
    """Where the pack with this code lies; the last one counts, so that an installation may bring its own."""
    return next((path for path, head in reversed(heads()) if head.code == code), None)


def read_folder(path: Path) -> Folder:
    """Everything the pack says.

    Raises:
        BadInput: a file does not hold; each place is named as file and line or item.
    """
    known, items, faults = {content.name: content for content in contents()}, {}, []
    for file in sorted(path.glob("*.yaml")):
        if file.name == "pack.yaml" or file.stem not in known:
            continue
        found = _read(known[file.stem], file)
        codes = [item.code for item in found]
        faults += [
            (f"{file.name} {code}", _("twice"), _("each code once"))
            for code in sorted({code for code in codes if codes.count(code) > 1})
        ]
        items[file.stem] = found
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return Folder(_head(path), items)


def _read(content: Content, file: Path) -> list[Item]:
    return content.read(document(file), file.name)


def document(file: Path) -> Any:
    """A YAML file as plain data with texts for scalars.

    Raises:
        BadInput: it is too large, or no YAML, or holds an identity number or a mobile number (domain §9.3).
    """
    if file.stat().st_size > MOST_BYTES:
        raise BadInput(_("The pack does not hold."), places=[(file.name, f"{file.stat().st_size}", _("at most 5 MB"))])
    try:
        text = file.read_text(encoding="utf-8")
        if places := [
            (f"{file.name} {_('line %(n)s') % {'n': number}}", str(found), _("a text without personal numbers"))
            for number, line in enumerate(text.splitlines(), start=1)
            if _TEN_DIGITS.search(line)
            for found in personal_numbers(line)
        ]:
            raise BadInput(_("The pack does not hold."), places=places)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - texts and lists only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file.name} {_('line %(n)s') % {'n': mark.line + 1}}" if mark else file.name
        found = getattr(error, "problem", None) or str(error)
        raise BadInput(_("The pack does not hold."), places=[(where, found, _("YAML"))]) from error


def _head(path: Path) -> Head:
    said = document(path / "pack.yaml")
    wanted = ("code", "title", "version")
    missing = [name for name in wanted if not isinstance(said, dict) or not said.get(name)]
    if missing:
        raise BadInput(
            _("The pack does not hold."),
            places=[(f"{path.name}/pack.yaml {name}", _("not given"), _("a text")) for name in missing],
        )
    return Head(**{name: str(said.get(name, "")) for name in ("code", "title", "version", "issuer", "summary")})
