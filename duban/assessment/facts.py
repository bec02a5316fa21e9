"""Rows become facts here, and nowhere else.

A task of a unit gives two facts: that it was done (tag of its duty, once accepted), and when against its due day (the tag
with 时限 behind it). What waits for its reviewer is neither done nor late: it stands as due tomorrow.
"""

import datetime
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.db.models import QuerySet

from duban.assessment.models import Period
from duban.duties.models import Task
from duban.orgs.models import Unit
from duban.orgs.permits import below
from duban.scoring import facts as engine

DUE = "时限"
CATEGORY = "类别"


def assessed_units(period: Period) -> QuerySet[Unit]:
    """The units that the period assesses, in establishment order."""
    return (
        Unit.objects.filter(below(period.unit.path), kind__is_assessed=True).select_related("category").order_by("path")
    )


def book_of(period: Period, *, as_of: datetime.date, units: Collection[int] | None = None) -> engine.Book:
    """All that is known of the assessed units (or of those named by id) for the period. Two queries.

    A unit stands under its id as text: names may repeat, ids do not.
    """
    rows = assessed_units(period)
    if units is not None:
        rows = rows.filter(pk__in=units)
    assessed = list(rows)
    facts: list[engine.Fact] = []
    exemptions: list[engine.Exemption] = []
    tasks = (
        Task.objects.filter(
            unit__in=[unit.pk for unit in assessed],
            parent__isnull=True,
            duty__responsibility_list__unit=period.unit,
            due_on__range=(period.starts_on, period.ends_on),
        )
        .exclude(duty__tag="")
        .order_by("unit_id", "duty_id", "due_on", "pk")
        .values_list(
            "pk", "unit_id", "duty__tag", "duty__code", "state", "due_on", "submitted_on", "late_days", "reason"
        )
    )
    waived: dict[tuple[str, str], tuple[str, str]] = {}
    applying: set[tuple[str, str]] = set()
    for pk, unit, tag, code, state, due_on, submitted_on, late_days, reason in tasks:
        name, key = str(unit), f"duties.task:{pk}"
        if state == Task.State.WAIVED:
            waived[name, code] = (key, reason)
            continue
        applying.add((name, code))
        facts += _facts(name, tag, key, state, due_on, submitted_on, late_days, as_of)
    for (name, code), (key, reason) in waived.items():
        if (name, code) not in applying:
            exemptions.append(engine.Exemption(name, code, key, reason))
    return engine.Book(
        units=[engine.Unit(str(unit.pk), {CATEGORY: unit.category.name} if unit.category else {}) for unit in assessed],
        facts=facts,
        exemptions=exemptions,
    )


def _facts(
    unit: str,
    tag: str,
    key: str,
    state: str,
    due_on: datetime.date,
    submitted_on: datetime.date | None,
    late_days: int | None,
    as_of: datetime.date,
) -> Iterator[engine.Fact]:
    if state == Task.State.ACCEPTED:
        yield engine.Fact(unit, tag, key, value=Decimal(1), on=submitted_on)
        # The lateness that stays with the task counts, not the day of the last paper: a reviewer may have given time.
        done = due_on + datetime.timedelta(days=late_days) if late_days else min(due_on, submitted_on or due_on)
        yield engine.Fact(unit, tag + DUE, key, on=done, due=due_on)
    elif state == Task.State.SUBMITTED:
        yield engine.Fact(unit, tag + DUE, key, due=max(due_on, as_of + datetime.timedelta(days=1)))
    else:
        yield engine.Fact(unit, tag + DUE, key, due=due_on)
