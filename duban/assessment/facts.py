"""Rows become facts here, and nowhere else.

A task of a unit is one fact under the tag of its duty: when it was due, and, once accepted, when it was done. What waits
for its reviewer, or was returned and may still be answered, is neither done nor late.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from duban.assessment.models import Period
from duban.duties.models import Task
from duban.orgs.models import Unit
from duban.orgs.permits import below
from duban.scoring import facts as engine

CATEGORY = "类别"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What the engine reckons with, and {(unit, tag): keys} of every row that stands behind it, the waived ones too."""

    book: engine.Book
    keys: Mapping[tuple[str, str], list[str]]


@dataclass(frozen=True)
class TaskRow:
    """What the engine needs to know of a task."""

    pk: int
    unit: int
    tag: str
    code: str
    state: str
    due_on: datetime.date
    late_days: int | None
    answer_by: datetime.date | None
    reason: str

    FIELDS = ("pk", "unit_id", "duty__tag", "duty__code", "state", "due_on", "late_days", "answer_by", "reason")

    @property
    def key(self) -> str:
        """As base.models.Record.key."""
        return f"duties.task:{self.pk}"


def assessed_units(period: Period) -> QuerySet[Unit]:
    """The units that the period assesses, in establishment order: also one that ended within it, with what it had done."""
    begun = Q(founded_on=None) | Q(founded_on__lte=period.ends_on)
    went_on = Q(dissolved_on=None) | Q(dissolved_on__gt=period.starts_on)
    rows = Unit.objects.filter(below(period.unit.path), begun, went_on, kind__is_assessed=True)
    return rows.select_related("category").order_by("path")


def known_of(period: Period, *, day: datetime.date, units: Collection[int] | None = None) -> Known:
    """All that is known of the assessed units (or of those named by id) on the morning of that day. Two queries.

    A unit stands under its id as text: names may repeat, ids do not.
    """
    rows = assessed_units(period)
    if units is not None:
        rows = rows.filter(pk__in=units)
    assessed = list(rows)
    tasks = [
        TaskRow(*values)
        for values in Task.objects.filter(
            unit__in=[unit.pk for unit in assessed],
            parent__isnull=True,
            duty__responsibility_list__unit=period.unit,
            due_on__range=(period.starts_on, period.ends_on),
        )
        .exclude(duty__tag="")
        .order_by("unit_id", "duty_id", "due_on", "pk")
        .values_list(*TaskRow.FIELDS)
    ]
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for task in tasks:
        keys[str(task.unit), task.tag].append(task.key)
    waived = {(task.unit, task.code): task for task in tasks if task.state == Task.State.WAIVED}
    applying = {(task.unit, task.code) for task in tasks if task.state != Task.State.WAIVED}
    book = engine.Book(
        units=[engine.Unit(str(unit.pk), {CATEGORY: unit.category.name} if unit.category else {}) for unit in assessed],
        facts=[fact_of(task, period, day) for task in tasks if task.state != Task.State.WAIVED],
        # An indicator does not apply once none of its tasks does.
        exemptions=[
            engine.Exemption(str(unit), code, task.key, task.reason)
            for (unit, code), task in waived.items()
            if (unit, code) not in applying
        ],
    )
    return Known(book, keys)


def fact_of(task: TaskRow, period: Period, day: datetime.date) -> engine.Fact:
    """The task as the engine sees it on the morning of that day.

    The lateness that stays with the task counts, not the day of the last paper: a reviewer may have given time.
    """
    due, late, done, waits_for = task.due_on, datetime.timedelta(days=task.late_days or 0), None, ""
    if late and task.answer_by is not None:
        due = min(due, task.answer_by)
    if task.state == Task.State.ACCEPTED:
        # What was done in time counts at once, so that its day need not have come.
        done = due + late if late else min(due, day)
    elif task.state == Task.State.SUBMITTED:
        done, waits_for = due + late, f"逾期{late.days}天报送，等审核" if late else "已报送，等审核"
    elif task.state == Task.State.RETURNED and task.answer_by is not None:
        if day <= task.answer_by:
            done, waits_for = due + late, f"已退回，{task.answer_by:%m月%d日}前补报"
        else:
            # Late against the reviewer's day; a day outside of the period would not be reckoned with at all.
            due = min(day - max(late, day - task.answer_by), period.ends_on)
    return engine.Fact(
        str(task.unit),
        task.tag,
        task.key,
        value=Decimal(1),
        on=done,
        due=max(due, period.starts_on),
        attributes={engine.PENDING: waits_for} if waits_for else engine.NOTHING,
    )
