"""Rows become facts here, and nowhere else.

A task of a unit is one fact under the tag of its duty: when it was due, and, once accepted, when it was done. What waits
for its reviewer is neither done nor late: it stands as due tomorrow.
"""

import datetime
from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet

from duban.assessment.models import Period
from duban.duties.models import Task
from duban.orgs.models import Unit
from duban.orgs.permits import below
from duban.scoring import facts as engine

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
        .values_list("pk", "unit_id", "duty__tag", "duty__code", "state", "due_on", "late_days", "reason")
    )
    waived: dict[tuple[str, str], tuple[str, str]] = {}
    applying: set[tuple[str, str]] = set()
    for pk, unit, tag, code, state, due_on, late_days, reason in tasks:
        name, key = str(unit), f"duties.task:{pk}"
        if state == Task.State.WAIVED:
            waived[name, code] = (key, reason)
            continue
        applying.add((name, code))
        facts.append(_fact(name, tag, key, state, due_on, late_days, as_of))
    for (name, code), (key, reason) in waived.items():
        if (name, code) not in applying:
            exemptions.append(engine.Exemption(name, code, key, reason))
    return engine.Book(
        units=[engine.Unit(str(unit.pk), {CATEGORY: unit.category.name} if unit.category else {}) for unit in assessed],
        facts=facts,
        exemptions=exemptions,
    )


def _fact(
    unit: str, tag: str, key: str, state: str, due_on: datetime.date, late_days: int | None, as_of: datetime.date
) -> engine.Fact:
    done = None
    if state == Task.State.ACCEPTED:
        # The lateness that stays with the task counts, not the day of the last paper: a reviewer may have given time.
        # What was done before its day was due counts from today on, so the day itself need not have come.
        done = min(due_on, as_of) if not late_days else due_on + datetime.timedelta(days=late_days)
    elif state == Task.State.SUBMITTED:
        due_on = max(due_on, as_of + datetime.timedelta(days=1))
    return engine.Fact(unit, tag, key, value=Decimal(1), on=done, due=due_on)
