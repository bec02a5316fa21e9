"""What installing or removing a pack would do, line by line, before anything is written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from duban.packs.contents import Content, Item, contents, digest_of
from duban.packs.folder import Folder
from duban.packs.models import Pack, PackItem


class Change(StrEnum):
    """What happens to one item."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    REMOVE = "remove"
    KEEP_USED = "keep_used"  # the new version does not have it, but something uses it
    KEEP_LOCAL = "keep_local"  # somebody changed it here: what people decided is not overwritten
    KEEP_OTHER = "keep_other"  # another pack, or somebody here, brought it


WRITTEN = {Change.ADD, Change.CHANGE}


@dataclass(frozen=True)
class Line:
    """One item with what happens to it, and for a change each field as (field, before, after)."""

    content: Content
    code: str
    title: str
    change: Change
    why: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    item: Item | None = None


@dataclass(frozen=True)
class Plan:
    """The whole preview. `fingerprint` holds what was shown: another state of things gives another one."""

    code: str
    lines: list[Line]
    folder: Folder | None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the content of the folder and every line of the preview."""
        shown = [[line.content.name, line.code, line.change.value, line.why] for line in self.lines]
        return digest_of({"folder": self.folder.fingerprint if self.folder else "", "lines": shown})

    def counts(self) -> dict[Change, int]:
        """How many lines of each change, those that occur."""
        found = [line.change for line in self.lines]
        return {change: found.count(change) for change in Change if change in found}

    @property
    def changes_nothing(self) -> bool:
        """True when everything stays as it is."""
        return set(self.counts()) <= {Change.SAME}

    def of(self, content: Content, *changes: Change) -> list[Line]:
        """The lines of one kind of content with one of these changes."""
        return [line for line in self.lines if line.content is content and line.change in changes]


def plan_of(code: str, folder: Folder | None) -> Plan:
    """What would happen: to install or upgrade with a folder, to uninstall without one. Three queries a kind of content."""
    pack = Pack.objects.filter(code=code).first()
    lines: list[Line] = []
    for content in contents():
        items = folder.items.get(content.name, []) if folder else []
        lines += _lines(content, items, pack)
    return Plan(code, lines, folder)


def _lines(content: Content, items: list[Item], pack: Pack | None) -> Iterator[Line]:
    brought = {item.code: item for item in PackItem.objects.filter(content=content.name).select_related("pack")}
    mine = {code: item for code, item in brought.items() if pack is not None and item.pack_id == pack.pk}
    said = content.present({item.code for item in items} | set(mine))
    for item in items:
        yield _line(content, item, mine.get(item.code), brought.get(item.code), said.get(item.code))
    gone = set(mine) - {item.code for item in items}
    used = content.in_use(gone) if gone else {}
    for code in sorted(gone):
        yield from _leaving(content, mine[code], said, used)


def _line(content: Content, item: Item, mine: PackItem | None, owner: PackItem | None, present: object) -> Line:
    def line(change: Change, why: str = "") -> Line:
        before = present if isinstance(present, dict) else {}
        fields = tuple(
            (name, _text(before.get(name, "")), _text(value))
            for name, value in item.said.items()
            if change in (Change.CHANGE, Change.KEEP_LOCAL) and _text(before.get(name, "")) != _text(value)
        )
        return Line(content, item.code, item.title, change, why, fields, item)

    if present is None:
        return line(Change.ADD)
    if digest_of(present) == item.digest:  # type: ignore[arg-type]
        return line(Change.SAME)
    if mine is None:
        return line(Change.KEEP_OTHER, str(owner.pack) if owner else _("entered here"))
    if digest_of(present) != mine.digest:  # type: ignore[arg-type]
        return line(Change.KEEP_LOCAL)
    return line(Change.CHANGE)


def _leaving(content: Content, item: PackItem, said: dict, used: dict[str, str]) -> Iterator[Line]:
    if item.code not in said:
        return
    if item.code in used:
        yield Line(content, item.code, item.title, Change.KEEP_USED, used[item.code])
    elif digest_of(said[item.code]) != item.digest:
        yield Line(content, item.code, item.title, Change.KEEP_LOCAL)
    else:
        yield Line(content, item.code, item.title, Change.REMOVE)


def _text(value: object) -> str:
    if isinstance(value, dict):
        return _("%(n)s entries") % {"n": len(value)}
    if isinstance(value, Collection) and not isinstance(value, str):
        return "、".join(map(str, value))
    return str(value)
