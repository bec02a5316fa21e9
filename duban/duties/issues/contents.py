"""Aspects of issues with their known types, as content of packs. What recurs is found by the aspect."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.duties.issues.models import IssueAspect, IssueType
from duban.packs.contents import Content, Item, Said
from duban.packs.patterns import Place, longest, text_faults
from duban.packs.writing import put

NAME = "issue_aspects"


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get(NAME) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), f"{NAME}: […]")])
    wrong = [fault for place, row in enumerate(rows, start=1) for fault in _faults(f"{where} {place}", row)]
    if wrong:
        raise BadInput(_("The pack does not hold."), places=wrong)
    return [
        Item(row["code"], row["title"], {**_said(row), "place": str(place), "types": [_said(each) for each in row.get("types", [])]})
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _said(row: Mapping[str, Any]) -> dict[str, str]:
    return {"code": row["code"], "title": row["title"]}


def _faults(where: str, row: Any) -> Iterator[Place]:
    if not isinstance(row, dict):
        yield where, str(row), "{code: …, title: …, types: […]}"
        return
    yield from _texts(where, row, IssueAspect)
    types = row.get("types", [])
    if not isinstance(types, list):
        yield f"{where} types", str(types), "[{code: …, title: …}]"
        return
    for place, each in enumerate(types, start=1):
        if isinstance(each, dict):
            yield from _texts(f"{where} types {place}", each, IssueType)
        else:
            yield f"{where} types {place}", str(each), "{code: …, title: …}"


def _texts(where: str, row: Mapping[str, Any], model: type[IssueAspect | IssueType]) -> Iterator[Place]:
    for name in ("code", "title"):
        yield from text_faults(row.get(name), f"{where} {name}", longest(model, name))


def _present(codes: Collection[str]) -> dict[str, Said]:
    found = IssueAspect.objects.filter(code__in=codes).prefetch_related("types")
    return {
        aspect.code: {
            "code": aspect.code,
            "title": aspect.title,
            "place": str(aspect.place),
            "types": [{"code": each.code, "title": each.title} for each in aspect.types.all()],
        }
        for aspect in found
    }


def _write(items: Sequence[Item]) -> None:
    """Write aspects and types. A type that a file no longer names goes, unless an issue is of it."""
    for item in items:
        said = {"title": item.said["title"], "place": int(item.said["place"])}
        aspect, _new = IssueAspect.objects.update_or_create(code=item.code, defaults=said)
        kept = [each["code"] for each in item.said["types"]]
        aspect.types.exclude(code__in=kept).filter(issues=None).delete()
        rows = [
            {"code": each["code"], "aspect_id": aspect.pk, "title": each["title"], "place": place}
            for place, each in enumerate(item.said["types"])
        ]
        put(IssueType, ("code",), rows)


def _remove(codes: Collection[str]) -> None:
    IssueType.objects.filter(aspect__code__in=codes).delete()
    IssueAspect.objects.filter(code__in=codes).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    used = IssueAspect.objects.filter(code__in=codes, issues__isnull=False).distinct()
    return {aspect.code: _("issues of this aspect") for aspect in used}


CONTENT = Content(
    name=NAME,
    label=gettext_lazy("aspects and types of issues"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
)
