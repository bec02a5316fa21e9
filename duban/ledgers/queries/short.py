"""Organisations in short: of twelve thousand no more is read than reckoning asks for."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet

from duban.orgs.models import Unit


class ShortKind(NamedTuple):
    """The kind of an organisation in short."""

    code: str


@dataclass(frozen=True, slots=True)
class Short:
    """What reckoning asks of an organisation."""

    pk: int
    path: str
    kind: ShortKind
    member_count: int | None
    founded_on: datetime.date | None
    dissolved_on: datetime.date | None


AnyUnit = Unit | Short


def units_in_short(units: QuerySet[Unit]) -> list[Short]:
    """The organisations in short, in their order. One query."""
    names = ("pk", "path", "kind__code", "member_count", "founded_on", "dissolved_on")
    kind = cache(ShortKind)
    rows = units.select_related(None).values_list(*names)
    return [Short(pk, path, kind(code), *more) for pk, path, code, *more in rows]
