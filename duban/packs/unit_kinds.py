"""Kinds of organisations as content of packs, organ, committee, branch … and below which they stand; and classes of units."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.orgs.models import UnitCategory, UnitKind
from duban.packs.contents import Content, Item, Said
from duban.packs.writing import put


def _rows(document: Any, where: str, key: str) -> list[dict[str, Any]]:
    """The rows under the key, each with a code and a name."""
    rows = document.get(key) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), f"{key}: […]")])
    faults = [
        (f"{where} {place} {name}", _("not given"), _("a text"))
        for place, row in enumerate(rows, start=1)
        for name in ("code", "name")
        if not (isinstance(row, dict) and row.get(name))
    ]
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return rows


def _read(document: Any, where: str) -> list[Item]:
    items, faults = [], []
    for place, row in enumerate(_rows(document, where, "kinds")):
        above = row.get("below", [])
        if not (isinstance(above, list) and all(isinstance(code, str) and code.strip() for code in above)):
            faults.append((f"{where} {row['code']} below", str(above), _("a list of codes of kinds")))
            continue
        said = {"code": row["code"], "name": row["name"], "place": str(place)}
        said |= {"assessed": "true" if row.get("assessed") == "true" else "", "below": " ".join(above)}
        items.append(Item(row["code"], row["name"], said))
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
            "below": kind.below,
        }
        for kind in UnitKind.objects.filter(code__in=codes)
    }


def _write(items: Sequence[Item]) -> None:
    rows = [
        {
            "code": item.code,
            "name": item.said["name"],
            "place": int(item.said["place"]),
            "is_assessed": bool(item.said["assessed"]),
            "below": item.said["below"],
        }
        for item in items
    ]
    put(UnitKind, ("code",), rows)


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


def _read_categories(document: Any, where: str) -> list[Item]:
    return [
        Item(row["code"], row["name"], {"code": row["code"], "name": row["name"], "place": str(place)})
        for place, row in enumerate(_rows(document, where, "categories"))
    ]


def _present_categories(codes: Collection[str]) -> dict[str, Said]:
    return {
        each.code: {"code": each.code, "name": each.name, "place": str(each.place)}
        for each in UnitCategory.objects.filter(code__in=codes)
    }


def _write_categories(items: Sequence[Item]) -> None:
    for item in items:
        said = {"name": item.said["name"], "place": int(item.said["place"])}
        _refuse_two_rows(item.code, item.said["name"])
        # One that was entered here under the same name is the same.
        UnitCategory.objects.filter(name=said["name"]).update(code=item.code)
        UnitCategory.objects.update_or_create(code=item.code, defaults=said)


def _refuse_two_rows(code: str, name: str) -> None:
    """Raise when the code is that of one category here and the name that of another: which of them is meant nobody knows."""
    other = UnitCategory.objects.filter(name=name).exclude(code=code).first()
    if other is not None and (own := UnitCategory.objects.filter(code=code).first()) is not None:
        found = _("%(code)s is “%(own)s” here, and “%(name)s” has the code %(other)s") % {
            "code": code, "own": own.name, "name": name, "other": other.code or "—",
        }  # fmt: skip
        raise BadInput(
            _("The pack does not hold."), places=[(f"{code} {name}", found, _("a code and a name of one category"))]
        )


def _remove_categories(codes: Collection[str]) -> None:
    UnitCategory.objects.filter(code__in=codes).delete()


def _categories_in_use(codes: Collection[str]) -> dict[str, str]:
    used = UnitCategory.objects.filter(code__in=codes)
    of_units = set(used.filter(units__isnull=False).values_list("code", flat=True))
    asked = set(used.filter(duty__isnull=False).values_list("code", flat=True)) - of_units
    return dict.fromkeys(of_units, _("organisations of this category")) | dict.fromkeys(
        asked, _("duties of this category only")
    )


CATEGORIES = Content(
    name="unit_categories",
    label=gettext_lazy("categories of organisations"),
    read=_read_categories,
    present=_present_categories,
    write=_write_categories,
    remove=_remove_categories,
    in_use=_categories_in_use,
    place=16,
)
