"""Whether what a workbook brought still stands as it brought it, and what was built on it since."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from duban.base.fields import SealedField
from duban.documents.exchange.models import Batch, Line
from duban.orgs.action import UNSAID
from duban.orgs.exchange import BATCH, Desk, Desks, Exchange, exchanges
from duban.orgs.models import Unit

MOST_TOLD = 20
Place = tuple[str, str, str]


def obstacles(batch: Batch, desks: Desks) -> list[Place]:
    """What stands in the way of taking it back: (row, what was found, what is expected), the first of many.

    Args:
        desks: of the one who takes it back.
    """
    lines = written_by(batch)
    made: dict[type[models.Model], set[int]] = defaultdict(set)
    kinds = exchanges()
    for exchange in kinds:
        made[exchange.model] |= {
            line.subject for line in lines if line.sheet == exchange.code and not line.before and line.subject
        }
    found: list[Place] = []
    for exchange in kinds:
        mine = [line for line in lines if line.sheet == exchange.code]
        if mine:
            found += _out_of_reach(desks.of(exchange), mine)
            found += _changed(exchange, mine)
            found += _built_on(desks.of(exchange), mine, made)
    more = len(found) - MOST_TOLD
    return (
        [*found[:MOST_TOLD], (_("further"), _("%(n)s more of the same kind") % {"n": more}, _("as above"))]
        if more > 0
        else found
    )


def written_by(batch: Batch) -> list[Line]:
    """The rows that it wrote, without what their cells said."""
    lines = batch.lines.exclude(after={}).only("batch", "place", "sheet", "title", "subject", "before", "after")
    return list(lines.iterator(chunk_size=1000))


def _out_of_reach(desk: Desk, lines: Sequence[Line]) -> Iterator[Place]:
    """Rows that the person may not change, or could not have made, where they stand today or stood before."""
    way = desk.exchange.see.unit
    lookup, column = (f"{way}__path", f"{way}_id") if way else ("path", "")
    for at in range(0, len(lines), BATCH):
        part = lines[at : at + BATCH]
        rows = desk.exchange.model._base_manager.filter(pk__in=[line.subject for line in part])
        now = dict(rows.values_list("pk", lookup))
        units = {line.before[column] for line in part if column in line.before}
        then = dict(Unit.objects.filter(pk__in=units).values_list("pk", "path")) if units else {}
        for line in part:
            paths = filter(None, (now.get(line.subject), then.get(line.before.get(column))))
            within = tuple(desk.may_write if line.before else desk.may_add)
            if not all(path.startswith(within) for path in paths):
                found = _("belongs to an organisation that your post does not reach")
                yield line.title, found, _("an organisation whose rows your post lets you change")


def _changed(exchange: Exchange, lines: Sequence[Line]) -> Iterator[Place]:
    """Rows that say something else than the workbook brought. Locked: nobody changes them while they are taken back."""
    for at in range(0, len(lines), BATCH):
        part = lines[at : at + BATCH]
        names = {name for line in part for name in line.after}
        columns = {column.field for column in exchange.sheet.columns}
        rows = (
            exchange.model._base_manager.select_for_update()
            .filter(pk__in=[line.subject for line in part])
            .order_by("pk")
        )
        now = {row["pk"]: row for row in rows.values("pk", *names)}
        for line in part:
            row = now.get(line.subject)
            if row is None:
                yield line.title, _("is not here any more"), _("as it was brought in")
                continue
            for name, value in line.after.items():
                field: Any = exchange.model._meta.get_field(name)
                # 30 is 30.00, which the table makes of it.
                if plain(traced(field, row[name])) != value and row[name] != field.to_python(value):
                    # Of what is sealed, and of what no column holds, that it changed is all that is said.
                    is_said = name in columns and not _is_secret(field) and row[name] not in (None, "")
                    shown = row[name] if is_said else _("another")
                    # The word of a choice, as pages and sheets say it, never its code.
                    words = {"field": field.verbose_name, "value": dict(field.flatchoices).get(shown, shown)}
                    yield line.title, _("%(field)s is %(value)s now") % words, _("as it was brought in")


def _built_on(desk: Desk, lines: Sequence[Line], made: dict[type[models.Model], set[int]]) -> Iterator[Place]:
    """Rows of other tables that refer to what the workbook made, without those that it made itself."""
    titles = {line.subject: line.title for line in lines if not line.before}
    keys, exchange = sorted(key for key in titles if key is not None), desk.exchange
    desk.made = frozenset(keys)
    for at in range(0, len(keys), BATCH):
        for key, what in desk.built_on(keys[at : at + BATCH]):
            yield titles[key], what, _("nothing that was built on it since")
    for relation in exchange.model._meta.related_objects:
        other: Any = relation.related_model
        if other._meta.label_lower in exchange.own_parts or not keys:
            continue
        for at in range(0, len(keys), BATCH):
            rows = other._base_manager.filter(**{f"{relation.field.name}__in": keys[at : at + BATCH]})
            for pk, key in rows.values_list("pk", relation.field.name):
                if pk not in made.get(other, ()):
                    yield titles[key], str(other._meta.verbose_name), _("nothing that was built on it since")


def traced(field: models.Field, value: Any) -> Any:
    """A value as a row of a workbook keeps it: of a sealed one that it is the same, not the cipher, and of its digest likewise."""
    if value and _is_secret(field):
        return hashlib.sha256(value.encode()).hexdigest()
    return value


def _is_secret(field: models.Field) -> bool:
    return isinstance(field, SealedField) or field.attname in UNSAID


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if value is None or isinstance(value, str | int | bool):
        return value
    return DjangoJSONEncoder().default(value)
