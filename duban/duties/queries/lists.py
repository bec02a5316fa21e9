"""Lists and their duties, with how far each stands within what the person may see."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import ngettext

from duban.duties.models import DueDay, Duty, ResponsibilityList, Task
from duban.duties.permits import VIEW_DRAFT, VIEW_LIST
from duban.duties.queries.tasks import TaskFilter, filtered, overdue, tasks_for
from duban.orgs.models import Unit, UnitCategory
from duban.orgs.permits import PERMITS, below
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import Deadline, deadline
from duban.packs.models import Pattern
from duban.packs.rules import rulebook

WHOLE = TaskFilter(level="unit")
"""Lists count what was issued to units; what a unit made of it for its branches is a part of that."""


def lists_for(user: Any) -> QuerySet[ResponsibilityList]:
    """The lists a person may see: issued ones that bind them, and drafts of their own body."""
    lists = ResponsibilityList.objects.select_related("unit")
    issued = VIEW_LIST.scope(user, lists.filter(state=ResponsibilityList.State.ISSUED))
    drafts = VIEW_DRAFT.scope(user, lists.filter(state=ResponsibilityList.State.DRAFT))
    return issued | drafts


def duties_for(user: Any) -> QuerySet[Duty]:
    """The duties of the lists a person may see."""
    return Duty.objects.filter(responsibility_list__in=lists_for(user)).select_related("responsibility_list__unit")


def issuers_for(user: Any) -> QuerySet[Unit]:
    """The bodies for which a person may bring in lists, in establishment order."""
    return Unit.objects.filter(path__in=PERMITS["duties.import_list"].reach(user)).order_by("path")


def may_be_brought_in(unit: Unit, year: int, title: str) -> bool:
    """False when the body has issued a list of that year and title."""
    same = ResponsibilityList.objects.filter(unit=unit, year=year, title=title)
    return not same.exclude(state=ResponsibilityList.State.DRAFT).exists()


def is_drafted(unit: Unit, year: int, title: str) -> bool:
    """True when a draft of that year and title stands, which a new one would replace."""
    same = ResponsibilityList.objects.filter(unit=unit, year=year, title=title)
    return same.filter(state=ResponsibilityList.State.DRAFT).exists()


def patterns_to_start() -> QuerySet[Pattern]:
    """The lists that packs brought to start from."""
    return Pattern.objects.filter(content="duty_lists")


def category_names() -> list[str]:
    """The categories of units, in their order."""
    return list(UnitCategory.objects.values_list("name", flat=True))


def asked_by(listed: ResponsibilityList) -> list[tuple[Duty, int, DueDay, Unit]]:
    """What the list asks once it is issued: (duty, which of its days, the day, the unit) of each task. Four queries."""
    duties = listed.duties.prefetch_related("due_days", "categories")
    units = list(Unit.objects.standing().filter(below(listed.unit.path), kind__is_assessed=True).order_by("path"))
    return [
        (duty, place, day, unit)
        for duty in duties
        for categories in [{category.pk for category in duty.categories.all()}]
        for place, day in enumerate(duty.due_days.all(), start=1)
        for unit in units
        if not categories or unit.category_id in categories
    ]


def titled(duty: Duty, day: DueDay) -> str:
    """The title of the task for one of its days."""
    return f"{duty.title}（{day.label}）" if day.label else duty.title


@dataclass(frozen=True)
class Issuing:
    """What issuing a draft would do, told before it is done: it cannot be taken back.

    `repeated`: duties whose indicator another list of this body and year asks for already. `moved`: days on which the office
    does not work, with the day to which they move on.
    """

    tasks: int
    units: int
    past: int
    repeated: list[Duty]
    moved: list[Deadline]


def issuing(listed: ResponsibilityList, day: datetime.date) -> Issuing | None:
    """What issuing the list on that day would do; None when it is issued. Eight queries."""
    if not listed.is_draft():
        return None
    asked = asked_by(listed)
    others = Duty.objects.filter(responsibility_list__unit=listed.unit, responsibility_list__year=listed.year)
    taken = set(
        others.exclude(responsibility_list__state=ResponsibilityList.State.DRAFT).values_list("code", flat=True)
    )
    holds = holding_days(due.due_on for _duty, _place, due, _unit in asked)
    return Issuing(
        tasks=len(asked),
        units=len({unit.pk for *_rest, unit in asked}),
        past=sum(holds[due.due_on].holds_on < day for _duty, _place, due, _unit in asked),
        repeated=[duty for duty in listed.duties.all() if duty.code in taken],
        moved=[each for _day, each in sorted(holds.items()) if each.is_moved],
    )


def holding_days(days: Iterable[datetime.date]) -> dict[datetime.date, Deadline]:
    """Each day as it holds: moved on from a day off where the rule says so. Three queries."""
    book, calendar = rulebook(), work_calendar()
    return {day: deadline(day, book, calendar) for day in set(days)}


@dataclass(frozen=True)
class DutyRow:
    """A duty and where its tasks stand. `next_on` is the nearest day that is still open, None when there is none."""

    duty: Duty
    all: int
    accepted: int
    waived: int
    submitted: int
    returned: int
    overdue: int
    next_on: datetime.date | None
    days: list[datetime.date]

    @property
    def counted(self) -> int:
        """Those that apply."""
        return self.all - self.waived

    @property
    def stands(self) -> list[tuple[str, str, str]]:
        """(drawing, words, address of those tasks) of what is not done, the worst first."""
        found = [
            ("late", ngettext("%(n)s overdue", "%(n)s overdue", self.overdue), self.overdue, "overdue"),
            ("back", ngettext("%(n)s returned", "%(n)s returned", self.returned), self.returned, "returned"),
            (
                "sent",
                ngettext("%(n)s being reviewed", "%(n)s being reviewed", self.submitted),
                self.submitted,
                "submitted",
            ),
        ]
        return [
            (kind, words % {"n": n}, replace(WHOLE, state=state, duty=self.duty).address())
            for kind, words, n, state in found
            if n
        ]


@dataclass(frozen=True)
class DutyGroup:
    """The duties under one heading."""

    name: str
    rows: list[DutyRow]


def duty_groups(user: Any, responsibility_list: ResponsibilityList, *, day: datetime.date) -> list[DutyGroup]:
    """The duties of a list under their headings. Three queries, whatever the number of duties and tasks."""
    tasks = filtered(tasks_for(user), WHOLE, day=day).filter(duty__responsibility_list=responsibility_list)
    stands = {
        row["duty_id"]: {name: count for name, count in row.items() if name != "duty_id"}
        for row in tasks.order_by()
        .values("duty_id")
        .annotate(
            all=Count("pk"),
            accepted=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
            waived=Count("pk", filter=Q(state=Task.State.WAIVED)),
            submitted=Count("pk", filter=Q(state=Task.State.SUBMITTED)),
            returned=Count("pk", filter=Q(state=Task.State.RETURNED)),
            overdue=Count("pk", filter=overdue(day)),
            next_on=Min("due_on", filter=Q(state__in=Task.OPEN)),
        )
    }
    none = {"all": 0, "accepted": 0, "waived": 0, "submitted": 0, "returned": 0, "overdue": 0, "next_on": None}
    rows = [
        DutyRow(duty=duty, days=[due.due_on for due in duty.due_days.all()], **stands.get(duty.pk, none))
        for duty in responsibility_list.duties.prefetch_related("due_days")
    ]
    return [DutyGroup(name, list(found)) for name, found in groupby(rows, key=lambda row: row.duty.group)]


def last_list_for(user: Any) -> ResponsibilityList | None:
    """The list of the latest year that the person may see."""
    return lists_for(user).order_by("-state", "-year", "-pk").first()


def years_of_tasks() -> set[int]:
    """The years in which tasks are due: the work calendar of these stays. One query."""
    return {day.year for day in Task.objects.order_by().dates("due_on", "year")}
