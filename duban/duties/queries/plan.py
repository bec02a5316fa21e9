"""单位×月: how every unit's tasks of a year stand, month by month, in two queries whatever their number."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.duties.badges import SOON_DAYS
from duban.duties.models import Campaign, ResponsibilityList, Task
from duban.duties.queries.tasks import overdue, tasks_for
from duban.orgs.models import Unit, UnitCategory
from duban.orgs.queries import units_named

MONTHS = range(1, 13)
ONLY: Mapping[str, str] = {"overdue": "overdue", "returned": "returned", "soon": "soon"}
"""What units can be picked by, and the count that says it."""


@dataclass(frozen=True)
class PlanFilter:
    """Which tasks the plan counts, and which units it shows. Empty fields do not filter."""

    year: int
    level: str = "unit"
    listed: ResponsibilityList | None = None
    campaign: Campaign | None = None
    category: UnitCategory | None = None
    only: str = ""
    words: str = ""

    def address(self, name: str = "control_plan", pk: int | None = None, **more: Any) -> str:
        """The address of the plan, or of another page about the same tasks."""
        said = {
            "year": self.year,
            "level": self.level if self.level != "unit" else "",
            "list": self.listed and self.listed.pk,
            "campaign": self.campaign and self.campaign.pk,
            "category": self.category and self.category.code,
            "only": self.only,
            "q": self.words,
            **more,
        }
        asked = urlencode({key: value for key, value in said.items() if value})
        return f"{reverse(name, args=[pk] if pk else [])}?{asked}"

    def with_only(self, only: str) -> "PlanFilter":
        """The same, of the units that have such tasks."""
        return replace(self, only=only)


@dataclass(frozen=True)
class Sums:
    """How many tasks of a unit and month stand how. Overdue ones are issued or returned; soon ones are issued."""

    all: int = 0
    accepted: int = 0
    waived: int = 0
    submitted: int = 0
    returned: int = 0
    overdue: int = 0
    soon: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def counted(self) -> int:
        """Those that apply."""
        return self.all - self.waived

    @property
    def is_open(self) -> bool:
        """True while a unit has to do something about one of them."""
        return self.counted > self.accepted + self.submitted

    @property
    def drawn(self) -> tuple[str, str]:
        """(drawing, word) of the cell, the worst that there is."""
        if not self.all:
            return "none", ""
        if not self.counted:
            return "na", "—"
        if self.overdue:
            return "late", _("late %(n)s") % {"n": self.overdue}
        if self.returned:
            return "back", _("back %(n)s") % {"n": self.returned}
        if self.soon:
            return "soon", _("soon %(n)s") % {"n": self.soon}
        if self.accepted == self.counted:
            return "done", f"✓{self.accepted}"
        if self.accepted or self.submitted:
            return "doing", f"{self.accepted}/{self.counted}"
        return "wait", str(self.counted)

    @property
    def said(self) -> str:
        """The cell in full."""
        return _("%(all)s tasks: %(accepted)s accepted, %(submitted)s being reviewed, %(overdue)s overdue") % {
            "all": self.counted,
            "accepted": self.accepted,
            "submitted": self.submitted,
            "overdue": self.overdue,
        }


@dataclass(frozen=True)
class UnitYear:
    """One unit's row: its twelve months."""

    unit: Unit
    months: Mapping[int, Sums]

    def has(self, only: str) -> bool:
        """Whether one of its tasks stands so."""
        return any(getattr(sums, ONLY[only]) for sums in self.months.values())


def planned_for(user: Any, wanted: PlanFilter) -> QuerySet[Task]:
    """The tasks of the year that the plan counts: of duties and campaigns, not what an organisation decided for itself."""
    year = datetime.date(wanted.year, 1, 1), datetime.date(wanted.year, 12, 31)
    tasks = tasks_for(user).filter(due_on__range=year, decision=None, parent__isnull=wanted.level == "unit")
    if wanted.listed:
        tasks = tasks.filter(duty__responsibility_list=wanted.listed)
    if wanted.campaign:
        tasks = tasks.filter(campaign_action__campaign=wanted.campaign)
    if wanted.category:
        tasks = tasks.filter(unit__category=wanted.category)
    return tasks.filter(units_named(wanted.words, "unit__")) if wanted.words else tasks


def _month(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    first = datetime.date(year, month, 1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return first, after - datetime.timedelta(days=1)


def plan_of(user: Any, wanted: PlanFilter, *, day: datetime.date) -> list[UnitYear]:
    """Every unit with a task in the year, in establishment order, with its months. Two queries."""
    # A month is a range that the database compares: to take it out of the day would call a function for each row.
    ends = [When(due_on__lte=_month(wanted.year, month)[1], then=Value(month)) for month in MONTHS]
    soon = Q(state=Task.State.ISSUED, due_on__range=(day, day + datetime.timedelta(days=SOON_DAYS)))
    rows = (
        planned_for(user, wanted)
        .order_by()
        .values("unit_id", month=Case(*ends, output_field=IntegerField()))
        .annotate(
            all=Count("pk"),
            accepted=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
            waived=Count("pk", filter=Q(state=Task.State.WAIVED)),
            submitted=Count("pk", filter=Q(state=Task.State.SUBMITTED)),
            returned=Count("pk", filter=Q(state=Task.State.RETURNED)),
            overdue=Count("pk", filter=overdue(day)),
            soon=Count("pk", filter=soon),
        )
        .values_list("unit_id", "month", *Sums.__dataclass_fields__)
    )
    months: dict[int, dict[int, Sums]] = {}
    for unit, month, *counts in rows:
        months.setdefault(unit, {})[month] = Sums(*counts)
    units = Unit.objects.filter(pk__in=months).only("pk", "name", "short_name", "path").order_by("path")
    return [UnitYear(unit, months[unit.pk]) for unit in units]


def of_month(rows: Iterable[UnitYear], month: int) -> Sums:
    """All the rows' tasks of a month together."""
    return sum((row.months.get(month, NONE) for row in rows), NONE)


NONE = Sums()
