"""Kinds of posts, bands and the points of a hand-over as content of packs."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.ledgers.cadres.models import Band, HandOverPoint, PostKind
from duban.packs.contents import Content, Item, Said
from duban.packs.writing import put

YES = "true"


def _table(
    name: str,
    label: str | Promise,
    model: type[models.Model],
    *,
    texts: Collection[str],
    ticks: Collection[str] = (),
    numbers: Collection[str] = (),
    choices: dict[str, Collection[str]] | None = None,
    in_use: Callable[[Collection[str]], dict[str, str]],
) -> Content:
    """A kind of content that is one table with a code: its rows in the order in which the file says them.

    Args:
        texts: fields with words, of which the first must not be empty.
        ticks: yes or no, no when not given.
        numbers: whole numbers, none when not given.
        choices: field → the words it may say.
    """
    choices, fields = choices or {}, ("code", *texts, *ticks, *numbers)

    def faults(where: str, row: Any) -> list[tuple[str, str, str]]:
        if not isinstance(row, dict):
            return [(where, str(row), "{code: …}")]
        wrong = [
            (f"{where} {field}", _("not given"), _("a text"))
            for field in ("code", next(iter(texts)))
            if not row.get(field)
        ]
        wrong += [
            (f"{where} {field}", _("not known here"), "、".join(fields)) for field in sorted(set(row) - set(fields))
        ]
        wrong += [
            (f"{where} {field}", str(row[field]), _("a whole number"))
            for field in numbers
            if row.get(field) and not str(row[field]).isdecimal()
        ]
        return wrong + [
            (f"{where} {field}", str(row.get(field) or _("not given")), "、".join(known))
            for field, known in choices.items()
            if row.get(field) not in known
        ]

    def read(document: Any, where: str) -> list[Item]:
        rows = document.get(name) if isinstance(document, dict) else None
        if not isinstance(rows, list):
            raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), f"{name}: […]")])
        wrong = [fault for place, row in enumerate(rows, start=1) for fault in faults(f"{where} {place}", row)]
        if wrong:
            raise BadInput(_("The pack does not hold."), places=wrong)
        items = []
        for place, row in enumerate(rows):
            said = {field: str(row.get(field) or "") for field in fields}
            said |= {field: YES if said[field] == YES else "" for field in ticks}
            items.append(Item(said["code"], said[next(iter(texts))], {**said, "place": str(place)}))
        return items

    def said_of(row: Any) -> Said:
        said = {field: str(getattr(row, field)) for field in ("code", *texts, "place")}
        said |= {field: YES if getattr(row, field) else "" for field in ticks}
        return said | {field: "" if getattr(row, field) is None else str(getattr(row, field)) for field in numbers}

    def present(codes: Collection[str]) -> dict[str, Said]:
        return {row.code: said_of(row) for row in model._default_manager.filter(code__in=codes)}  # type: ignore[attr-defined]

    def write(items: Sequence[Item]) -> None:
        rows = []
        for item in items:
            values: dict[str, Any] = {field: item.said[field] for field in texts}
            values |= {field: bool(item.said[field]) for field in ticks}
            values |= {field: int(item.said[field]) if item.said[field] else None for field in numbers}
            rows.append({"code": item.code, **values, "place": int(item.said["place"])})
        put(model, ("code",), rows)

    def remove(codes: Collection[str]) -> None:
        model._default_manager.filter(code__in=codes).delete()

    return Content(
        name=name, label=label, read=read, present=present, write=write, remove=remove, in_use=in_use, place=20
    )


def _kinds_in_use(codes: Collection[str]) -> dict[str, str]:
    used = PostKind.objects.filter(code__in=codes, cadre_posts__isnull=False).distinct()
    return {kind.code: _("posts of this kind") for kind in used}


def _bands_in_use(codes: Collection[str]) -> dict[str, str]:
    used = Band.objects.filter(code__in=codes, profiles__isnull=False).distinct()
    return {band.code: _("cadres of this profession") for band in used}


POST_KINDS = _table(
    "post_kinds",
    gettext_lazy("kinds of posts"),
    PostKind,
    texts=("name", "field", "branch_titles", "words"),
    ticks=("is_staff", "trains_as_secretary", "is_secretary", "sits_on_committee", "needs_filing", "is_backbone"),
    choices={"field": PostKind.Field.values},
    in_use=_kinds_in_use,
)
BANDS = _table(
    "cadre_bands",
    gettext_lazy("bands of cadres"),
    Band,
    texts=("name", "axis"),
    numbers=("least", "below"),
    choices={"axis": Band.Axis.values},
    in_use=_bands_in_use,
)
HAND_OVER_POINTS = _table(
    "hand_over_points",
    gettext_lazy("points of a hand-over"),
    HandOverPoint,
    texts=("title",),
    in_use=lambda codes: {},
)
CONTENTS = (POST_KINDS, BANDS, HAND_OVER_POINTS)
