"""Rules for warnings as content of packs: which kinds are on, how many days before, and who sees them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.models import WarningRule
from duban.asks.warnings import WarningKind, warning_kinds
from duban.base.errors import BadInput
from duban.packs.contents import Content, Item, Said
from duban.packs.patterns import longest, text_faults
from duban.packs.writing import put

FIELDS = ("code", "title", "on", "before", "roles")
WORDS = {"是": "true", "否": ""}
LONGEST = 730
"""Days: a warning two years ahead is none."""


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("warnings") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "warnings: […]")])
    kinds = {kind.code: kind for kind in warning_kinds()}
    faults: list[tuple[str, str, str]] = []
    items = []
    for number, row in enumerate(rows, start=1):
        found = list(
            _faults(
                f"{where} {row.get('code') or number}" if isinstance(row, dict) else f"{where} {number}", row, kinds
            )
        )
        faults += found
        if not found:
            said = {
                "code": row["code"],
                "title": row["title"],
                "on": WORDS[row.get("on", "是")],
                "before": row.get("before", "0"),
                "roles": ",".join(dict.fromkeys(row["roles"])),
            }
            items.append(Item(said["code"], said["title"], said))
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _faults(place: str, row: Any, kinds: dict[str, WarningKind]) -> Iterator[tuple[str, str, str]]:
    if not isinstance(row, dict):
        yield place, str(row), "{code: …, title: …, roles: […]}"
        return
    for name in ("code", "title"):
        yield from text_faults(row.get(name), f"{place} {name}", longest(WarningRule, name))
    if not row.get("roles"):
        yield f"{place} roles", _("not given"), _("a text")
    for name in sorted(set(row) - set(FIELDS)):
        yield f"{place} {name}", _("not known here"), "、".join(FIELDS)
    if str(row.get("on", "是")) not in WORDS:
        yield f"{place} on", str(row["on"]), "是、否"
    before = str(row.get("before", "0"))
    if not before.isdecimal() or int(before) > LONGEST:
        yield f"{place} before", before, _("days, %(n)s at most") % {"n": LONGEST}
    code = row.get("code")
    kind = kinds.get(code) if isinstance(code, str) else None
    if code and isinstance(code, str) and kind is None:
        yield f"{place} code", code, "、".join(kinds)
    roles = row.get("roles") or []
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        yield f"{place} roles", str(roles), "[branch_secretary]"
    elif kind and not set(roles) <= kind.roles:
        # What is quiet stays quiet: a pack may show a warning to fewer people, never to more.
        yield f"{place} roles", "、".join(sorted(set(roles) - kind.roles)), "、".join(sorted(kind.roles))


def _present(codes: Collection[str]) -> dict[str, Said]:
    return {
        rule.code: {
            "code": rule.code,
            "title": rule.title,
            "on": "true" if rule.is_on else "",
            "before": str(rule.days_before),
            "roles": rule.roles,
        }
        for rule in WarningRule.objects.filter(code__in=codes)
    }


def _write(items: Sequence[Item]) -> None:
    rows = [
        {
            "code": item.code,
            "title": item.said["title"],
            "is_on": bool(item.said["on"]),
            "days_before": int(item.said["before"]),
            "roles": item.said["roles"],
        }
        for item in items
    ]
    put(WarningRule, ("code",), rows)


def _remove(codes: Collection[str]) -> None:
    WarningRule.objects.filter(code__in=codes).delete()


CONTENT = Content(
    name="warning_rules",
    label=gettext_lazy("rules for warnings"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    place=30,
)
