"""Kinds of organisations as content of packs: organ, committee, branch, league branch, community, village …"""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.orgs.models import UnitKind
from duban.packs.contents import Content, Item, Said

FIELDS = ("code", "name", "place", "assessed")


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("kinds") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "kinds: […]")])
    faults, items = [], []
    for place, row in enumerate(rows):
        missing = [name for name in ("code", "name") if not (isinstance(row, dict) and row.get(name))]
        faults += [(f"{where} {place + 1} {name}", _("not given"), _("a text")) for name in missing]
        if not missing:
            assessed = "true" if row.get("assessed") == "true" else ""
            items.append(
                Item(row["code"], row["name"], {"code": row["code"], "name": row["name"], "place": str(place), "assessed": assessed})
            )  # fmt: skip
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _present(codes: Collection[str]) -> dict[str, Said]:
    return {
        kind.code: {
            "code": kind.code,
            "name": kind.name,
            "place": str(kind.place),
            "assessed": "true" if kind.is_assessed else "",
        }
        for kind in UnitKind.objects.filter(code__in=codes)
    }


def _write(items: Sequence[Item]) -> None:
    for item in items:
        UnitKind.objects.update_or_create(
            code=item.code,
            defaults={
                "name": item.said["name"],
                "place": int(item.said["place"]),
                "is_assessed": bool(item.said["assessed"]),
            },
        )


def _remove(codes: Collection[str]) -> None:
    UnitKind.objects.filter(code__in=codes).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    used = UnitKind.objects.filter(code__in=codes, units__isnull=False).distinct()
    return {kind.code: _("organisations of this kind") for kind in used}


CONTENT = Content(
    name="unit_kinds",
    label=gettext_lazy("kinds of organisations"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=15,
)
