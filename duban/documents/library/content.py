"""library.yaml of a pack: kinds of documents, and documents that are expected. Never their texts: those people write."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.documents.library.models import DocumentKind, Slot
from duban.packs.contents import Content, Item, Said

KIND, SLOT = "kind:", "slot:"
FIELDS = {"kinds": ("code", "name", "review_months"), "slots": ("code", "kind", "title", "hint")}
MUST = {"kinds": ("code", "name"), "slots": ("code", "kind", "title")}
LONGEST = {"name": 40, "title": 150, "hint": 300, "code": 40}
Fault = tuple[str, str, str]


def _read(document: Any, where: str) -> list[Item]:
    faults: list[Fault] = []
    items: list[Item] = []
    if not isinstance(document, dict) or not set(document) & set(FIELDS) or set(document) - set(FIELDS):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "kinds: […], slots: […]")])
    for name in FIELDS:
        rows = document.get(name) or []
        if not isinstance(rows, list):
            faults.append((f"{where} {name}", _("no list"), f"{name}: […]"))
            continue
        for place, row in enumerate(rows):
            found = list(_faults(f"{where} {name} {place + 1}", row, name))
            faults += found
            if not found:
                items.append(_item(name, row, place))
    # A slot of a kind that neither the pack nor the installation has would be refused by the database, in no words.
    known = {item.said["code"] for item in items if item.code.startswith(KIND)}
    known |= set(DocumentKind.objects.values_list("code", flat=True))
    faults += [
        (f"{where} {item.said['code']} kind", item.said["kind"], "、".join(sorted(known)) or _("a kind"))
        for item in items
        if item.code.startswith(SLOT) and item.said["kind"] not in known
    ]
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _faults(place: str, row: Any, name: str) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield place, str(row), "{" + "…, ".join(f"{field}: " for field in FIELDS[name]) + "…}"
        return
    for field in MUST[name]:
        if not row.get(field):
            yield f"{place} {field}", _("not given"), _("a text")
    for field in sorted(set(row) - set(FIELDS[name])):
        yield f"{place} {field}", _("not known here"), "、".join(FIELDS[name])
    for field, value in row.items():
        if not isinstance(value, str):
            yield f"{place} {field}", _("a list"), _("a text")
        elif len(value) > LONGEST.get(field, 300):
            yield f"{place} {field}", f"{len(value)}", _("at most %(n)s characters") % {"n": LONGEST[field]}
    code, months = row.get("code"), row.get("review_months")
    if isinstance(code, str) and code and not re.fullmatch(r"[a-z0-9-]+", code):
        yield f"{place} code", code, "a-z 0-9 -"
    if isinstance(months, str) and months and not (months.isascii() and months.isdecimal() and 0 < int(months) <= 120):
        yield f"{place} review_months", months, "1–120"


def _item(name: str, row: dict[str, str], place: int) -> Item:
    said = {field: row.get(field, "") for field in FIELDS[name]} | {"place": str(place)}
    if name == "kinds":
        return Item(KIND + row["code"], row["name"], said)
    return Item(SLOT + row["code"], row["title"], said)


def _codes(codes: Collection[str], prefix: str) -> list[str]:
    return [code.removeprefix(prefix) for code in codes if code.startswith(prefix)]


def _present(codes: Collection[str]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for kind in DocumentKind.objects.filter(code__in=_codes(codes, KIND)):
        months = str(kind.review_months or "")
        found[KIND + kind.code] = {
            "code": kind.code, "name": kind.name, "review_months": months, "place": str(kind.place)
        }  # fmt: skip
    for slot in Slot.objects.filter(code__in=_codes(codes, SLOT)).select_related("kind"):
        found[SLOT + slot.code] = {
            "code": slot.code, "kind": slot.kind.code, "title": slot.title, "hint": slot.hint, "place": str(slot.place)
        }  # fmt: skip
    return found


def _write(items: Sequence[Item]) -> None:
    for item in items:
        said = item.said
        if item.code.startswith(KIND):
            defaults = {"name": said["name"], "place": int(said["place"])}
            months = int(said["review_months"]) if said["review_months"] else None
            DocumentKind.objects.update_or_create(code=said["code"], defaults={**defaults, "review_months": months})
    kinds = {kind.code: kind for kind in DocumentKind.objects.all()}
    for item in items:
        said = item.said
        if item.code.startswith(SLOT):
            defaults = {"title": said["title"], "hint": said["hint"], "place": int(said["place"])}
            Slot.objects.update_or_create(code=said["code"], defaults={**defaults, "kind": kinds[said["kind"]]})


def _remove(codes: Collection[str]) -> None:
    Slot.objects.filter(code__in=_codes(codes, SLOT)).delete()
    DocumentKind.objects.filter(code__in=_codes(codes, KIND)).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    kinds, slots = _codes(codes, KIND), _codes(codes, SLOT)
    used = DocumentKind.objects.filter(code__in=kinds, documents__isnull=False).distinct()
    awaited = DocumentKind.objects.filter(code__in=kinds, slots__isnull=False).exclude(slots__code__in=slots).distinct()
    filled = Slot.objects.filter(code__in=slots, documents__isnull=False).select_related("kind").distinct()
    found = {KIND + kind.code: _("documents of this kind") for kind in [*used, *awaited]}
    for slot in filled:
        found[SLOT + slot.code] = _("the document that fills it")
        found.setdefault(KIND + slot.kind.code, _("documents of this kind"))
    return {code: why for code, why in found.items() if code in codes}


CONTENT = Content(
    name="library",
    label=gettext_lazy("the library"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=40,
)
