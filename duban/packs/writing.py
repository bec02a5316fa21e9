"""Rows that a pack says, written together: three queries however many they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from duban.base import clock

BATCH = 500


def put(model: type[models.Model], keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Create the rows that are not there and change those that say something else.

    Args:
        keys: the fields that tell a row, the most telling one first; plain values, None too.
        rows: field → value, all with the same fields. Of two with the same key the last one counts.
    """
    if not rows:
        return
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    found = model._base_manager.filter(**{f"{keys[0]}__in": {key[0] for key in wanted}})
    there = {tuple(getattr(row, key) for key in keys): row for row in found}
    new = [model(**row) for key, row in wanted.items() if key not in there]
    changed = [there[key] for key, row in wanted.items() if key in there and _differs(there[key], row)]
    model._base_manager.bulk_create(new, BATCH)
    if changed:
        for row in changed:
            row.updated_at = clock.now()  # type: ignore[attr-defined]  # which writing many at once leaves alone
        model._base_manager.bulk_update(changed, [*rows[0], "updated_at"], BATCH)


def _differs(there: models.Model, row: Mapping[str, Any]) -> bool:
    """Write what the row says onto the object; whether that changed anything."""
    before = {name: getattr(there, name) for name in row}
    for name, value in row.items():
        setattr(there, name, value)
    return before != dict(row)
