"""document_templates.yaml of a pack: texts with named blanks, and the measures of the standard."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.documents.official.models import DocumentTemplate, Kind, OfficeProfile, OfficialDocument
from duban.documents.official.sheet.layout import NAMES, cast
from duban.documents.official.texts import PARTS, names_in
from duban.packs.contents import Content, Item, Said

STANDARD = "measures"
FIELDS = ("code", "kind", "name", *PARTS, "blanks")
MUST = ("code", "kind", "name", "title", "body")
LONGEST = {"code": 60, "name": 60, "title": 150, "addressees": 200, "note": 100, "body": 20_000, "attendance": 500}
Fault = tuple[str, str, str]


def _read(document: Any, where: str) -> list[Item]:
    if not isinstance(document, dict) or set(document) - {"measures", "templates"} or not document:
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "measures: {…}, templates: […]")])
    faults: list[Fault] = []
    items: list[Item] = []
    if measures := document.get("measures"):
        found = list(_wrong_measures(f"{where} measures", measures))
        faults += found
        if not found:
            items.append(Item(STANDARD, _("measures of the page"), {name: measures[name] for name in NAMES}))
    rows = document.get("templates") or []
    if not isinstance(rows, list):
        faults.append((f"{where} templates", _("no list"), "templates: […]"))
        rows = []
    for place, row in enumerate(rows):
        found = list(_faults(f"{where} {place + 1}", row))
        faults += found
        if not found:
            said = {field: row.get(field) or ("" if field != "blanks" else {}) for field in FIELDS}
            items.append(Item(row["code"], row["name"], {**said, "place": str(place)}))
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _wrong_measures(place: str, measures: Any) -> Iterator[Fault]:
    if not isinstance(measures, dict):
        yield place, _("no list"), "measures: {…}"
        return
    for name in NAMES:
        if name not in measures:
            yield f"{place} {name}", _("not given"), _("a number")
            continue
        try:
            cast(name, measures[name])
        except ValueError:
            yield f"{place} {name}", str(measures[name]), _("a number")
    for name in sorted(set(measures) - set(NAMES)):
        yield f"{place} {name}", _("not known here"), "、".join(NAMES)


def _faults(place: str, row: Any) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield place, str(row), "{code: …, kind: …, name: …, title: …, body: …}"
        return
    for field in MUST:
        if not row.get(field):
            yield f"{place} {field}", _("not given"), _("a text")
    for field in sorted(set(row) - set(FIELDS)):
        yield f"{place} {field}", _("not known here"), "、".join(FIELDS)
    for field, most in LONGEST.items():
        if not isinstance(row.get(field, ""), str):
            yield f"{place} {field}", str(row[field]), _("a text")
        elif len(row.get(field, "")) > most:
            yield f"{place} {field}", f"{len(row[field])}", _("at most %(n)s characters") % {"n": most}
    if isinstance(row.get("code"), str) and not re.fullmatch(r"[a-z0-9-]+", row["code"]):
        yield f"{place} code", row["code"], "a-z 0-9 -"
    if row.get("kind") and row["kind"] not in Kind.values:
        yield f"{place} kind", str(row["kind"]), "、".join(Kind.values)
    blanks = row.get("blanks") or {}
    if not isinstance(blanks, dict) or not all(isinstance(value, str) for value in blanks.values()):
        yield f"{place} blanks", str(blanks), "{name: …}"
        return
    used = names_in("\n".join(str(row.get(part, "")) for part in PARTS))
    for name in sorted(used ^ set(blanks)):
        yield f"{place} blanks {name}", _("named in one place only"), _("each blank of the text, and no other")


def _present(codes: Collection[str]) -> dict[str, Said]:
    found: dict[str, Said] = {
        each.code: {field: getattr(each, field) for field in FIELDS} | {"place": str(each.place)}
        for each in DocumentTemplate.objects.filter(code__in=codes)
    }
    standard = OfficeProfile.objects.filter(unit=None).first() if STANDARD in codes else None
    if standard:
        found[STANDARD] = dict(standard.measures)
    return found


def _write(items: Sequence[Item]) -> None:
    for item in items:
        if item.code == STANDARD:
            standard = OfficeProfile.objects.filter(unit=None).first() or OfficeProfile(unit=None)
            standard.measures = dict(item.said)
            standard.save()
            continue
        said = {field: item.said[field] for field in FIELDS if field != "code"}
        DocumentTemplate.objects.update_or_create(code=item.code, defaults={**said, "place": int(item.said["place"])})


def _remove(codes: Collection[str]) -> None:
    DocumentTemplate.objects.filter(code__in=codes).delete()
    if STANDARD in codes:
        OfficeProfile.objects.filter(unit=None).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    if STANDARD in codes and OfficialDocument.objects.exists():
        return {STANDARD: _("official documents")}
    return {}


CONTENT = Content(
    name="document_templates",
    label=gettext_lazy("templates of documents"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=45,
)
