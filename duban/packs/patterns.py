"""Things to start from, as content of packs: a room says how one is read, the rest is the same for all.

A pattern is copied when somebody starts from it. So nothing is ever in use, and a pack may change or go at any time.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.packs.contents import Content, Item, Said
from duban.packs.models import Pattern
from duban.packs.writing import put

Place = tuple[str, str, str]
Check = Callable[[Mapping[str, Any], str], Iterator[Place]]
"""`check(entry, where)` yields each place of one entry that does not hold: (where, found, expected)."""


def text_faults(value: Any, where: str, most: int | None = None) -> Iterator[Place]:
    """What is wrong with a text that must be there and fit its column: a file may hold a list or a mapping instead."""
    if not value:
        yield where, _("not given"), _("a text")
    elif not isinstance(value, str):
        yield where, str(value), _("a text")
    elif most and len(value) > most:
        yield where, _("%(n)s characters") % {"n": len(value)}, _("at most %(n)s characters") % {"n": most}


def longest(model: type[models.Model], name: str) -> int | None:
    """How long a text the column holds; None where there is no limit."""
    most: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return most


def pattern_content(name: str, label: str | Promise, check: Check, *, place: int = 60) -> Content:
    """A kind of content whose file holds a list of entries under its own name, each with a code and a title.

    Args:
        name: of the file without ".yaml", and of the list in it.
        check: what else must hold of an entry; it has a code and a title by then.
    """

    def read(document: Any, where: str) -> list[Item]:
        rows = document.get(name) if isinstance(document, dict) else None
        if not isinstance(rows, list):
            raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), f"{name}: […]")])
        faults: list[Place] = []
        items = []
        for number, row in enumerate(rows, start=1):
            entry = row if isinstance(row, dict) else {}
            here = f"{where} {entry.get('code') or number}"
            found = [
                fault
                for key in ("code", "title")
                for fault in text_faults(entry.get(key), f"{here} {key}", longest(Pattern, key))
            ]
            found = found or list(check(entry, here))
            faults += found
            if not found:
                items.append(Item(entry["code"], entry["title"], entry))
        if faults:
            raise BadInput(_("The pack does not hold."), places=faults)
        return items

    def present(codes: Collection[str]) -> dict[str, Said]:
        return {each.code: each.said for each in Pattern.objects.filter(content=name, code__in=codes)}

    def write(items: Sequence[Item]) -> None:
        rows = [
            {"code": item.code, "content": name, "title": item.title, "text": json.dumps(item.said, ensure_ascii=False)}
            for item in items
        ]
        put(Pattern, ("code", "content"), rows)

    def remove(codes: Collection[str]) -> None:
        Pattern.objects.filter(content=name, code__in=codes).delete()

    return Content(name=name, label=label, read=read, present=present, write=write, remove=remove, place=place)
