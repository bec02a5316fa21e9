"""Kinds of records as content of packs."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.ledgers.kinds import ATTENDANCE, CONDITIONS, FIELD_KINDS, PERIODS
from duban.ledgers.models import RecordKind
from duban.orgs.models import Role
from duban.packs.contents import Content, Item, Said

TEXTS = ("code", "name", "group", "basis", "note", "owed_if", "attendance", "quorum", "quorum_for", "attachment", "title", "part", "hours")  # fmt: skip
LISTS = ("roles", "held_by", "owed_by", "rules", "may_count", "tags")
TICKS = ("owed_each", "agenda", "decisions")
FIELD = ("code", "name", "kind", "required", "why", "choices", "least", "most", "prefilled", "attends")
KNOWN = (*TEXTS, *LISTS, *TICKS, "fields", "shares", "place")


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("kinds") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "kinds: […]")])
    faults: list[tuple[str, str, str]] = []
    items = []
    for number, row in enumerate(rows, start=1):
        place = f"{where} {row.get('code') or number}" if isinstance(row, dict) else f"{where} {number}"
        found = list(_faults(place, row))
        faults += found
        if not found:
            items.append(Item(row["code"], row["name"], {**row, "place": str(number)}))
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _faults(place: str, row: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(row, dict):
        yield place, str(row), "{code: …, name: …, group: …, fields: […]}"
        return
    yield from _shape(place, row)
    fields = row.get("fields") or []
    if not isinstance(fields, list):
        yield f"{place} fields", str(fields), "[…]"
        return
    codes = [each.get("code") for each in fields if isinstance(each, dict)]
    for each in fields:
        yield from _field_faults(place, each)
    for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
        yield f"{place} {code}", _("twice"), _("each code once")
    for name in ("title", "part", "hours"):
        if row.get(name) and row[name] not in codes:
            yield f"{place} {name}", str(row[name]), "、".join(map(str, codes))


def _shape(place: str, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in ("code", "name", "group"):
        if not row.get(name) or not isinstance(row[name], str):
            yield f"{place} {name}", _("not given"), _("a text")
    for name in sorted(set(row) - set(KNOWN)):
        yield f"{place} {name}", _("not known here"), "、".join(KNOWN)
    for name in LISTS:
        if not isinstance(row.get(name, []), list):
            yield f"{place} {name}", str(row[name]), "[…]"
    for name, known in (("attendance", ATTENDANCE), ("owed_if", CONDITIONS), ("quorum_for", ("decisions", "meeting"))):
        if row.get(name, known[0]) not in known:
            yield f"{place} {name}", str(row[name]), "、".join(filter(None, known))
    for role in row.get("roles", []):
        if role not in Role.values:
            yield f"{place} roles", str(role), "、".join(Role.values)
    if row.get("owed_by"):
        for rule in row.get("rules", []):
            if str(rule).rpartition(".per_")[2] not in PERIODS:
                yield f"{place} rules", str(rule), "….per_month, ….per_quarter, ….per_year"


def _field_faults(place: str, row: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(row, dict) or not row.get("code") or not row.get("name"):
        yield place, str(row), "{code: …, name: …}"
        return
    where = f"{place} {row['code']}"
    for name in sorted(set(row) - set(FIELD)):
        yield f"{where} {name}", _("not known here"), "、".join(FIELD)
    if row.get("kind", "text") not in FIELD_KINDS:
        yield f"{where} kind", str(row["kind"]), "、".join(FIELD_KINDS)
    if row.get("kind") == "choice" and not all(
        isinstance(each, dict) and each.get("code") and each.get("name") for each in row.get("choices") or [None]
    ):
        yield f"{where} choices", str(row.get("choices", "")), "[{code: …, name: …}]"
    for name in ("least", "most"):
        if row.get(name) and not str(row[name]).isdecimal():
            yield f"{where} {name}", str(row[name]), "100"


def _current(codes: Collection[str]) -> dict[str, RecordKind]:
    return {kind.code: kind for kind in RecordKind.objects.filter(code__in=codes, is_current=True)}


def _present(codes: Collection[str]) -> dict[str, Said]:
    return {code: json.loads(kind.definition) for code, kind in _current(codes).items()}


def _write(items: Sequence[Item]) -> None:
    """A kind that has records is kept beside its next version; one without is changed where it stands."""
    found, new = _current({item.code for item in items}), []
    for item in items:
        text = json.dumps(item.said, ensure_ascii=False)
        says = {"name": item.title, "group": item.said["group"], "place": int(item.said["place"]), "definition": text}
        before = found.get(item.code)
        if before is not None and (_same_but_place(before, item) or not before.records.exists()):
            RecordKind.objects.filter(pk=before.pk).update(**says)
            continue
        if before is not None:
            RecordKind.objects.filter(pk=before.pk).update(is_current=False)
        new.append(RecordKind(code=item.code, number=before.number + 1 if before else 1, **says))
    RecordKind.objects.bulk_create(new)


def _same_but_place(kind: RecordKind, item: Item) -> bool:
    """A kind that only moves in the list is no other kind."""
    return {**json.loads(kind.definition), "place": ""} == {**item.said, "place": ""}


def _remove(codes: Collection[str]) -> None:
    RecordKind.objects.filter(code__in=codes).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    used = RecordKind.objects.filter(code__in=codes, records__isnull=False).distinct()
    return {kind.code: _("records of this kind") for kind in used}


CONTENT = Content(
    name="record_kinds",
    label=gettext_lazy("kinds of records"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=20,
)
