"""Tasks: the list of them, one of them with its story, and what can be bound to it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from duban.audit.queries import history_of
from duban.base import clock
from duban.duties.models import Binding, CampaignAction, Duty, Evidence, Task
from duban.duties.permits import DOERS, VIEW_TASK
from duban.orgs.models import Grant, Person, Post, Role, Unit, UnitCategory
from duban.orgs.permits import PERMITS, below, grants_of
from duban.orgs.queries import lowest, people_named, units_for, units_named


def tasks_for(user: Any) -> QuerySet[Task]:
    """The tasks a person may see, by due day and establishment order."""
    return VIEW_TASK.scope(user, Task.objects.select_related("unit", "issuer", "owner"))


def open_first(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """In the order in which people look: what is still to do by due day, then what is closed, the latest first."""
    # Closed is what has a day of closing, and nothing else (duties_closed_has_day).
    return tasks.order_by(F("closed_on").desc(nulls_first=True), "due_on", "unit__path", "pk")


def in_short(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The same with what a line of a list says of each and no more: its texts, issuer and duty are not read.

    Unit and person are names here (`unit_short`, `unit_name`, `owner_name`): an object for each costs half the list.
    """
    said = ("number", "title", "due_on", "state", "answer_by", "late_days")
    names = {"unit_short": F("unit__short_name"), "unit_name": F("unit__name"), "owner_name": F("owner__name")}
    return tasks.select_related(None).only(*said).annotate(**names)


def task_for(user: Any) -> QuerySet[Task]:
    """The same, with what the page of one task says of it."""
    return tasks_for(user).select_related(
        "duty__responsibility_list__unit", "campaign_action__campaign", "parent__unit", "submitted_by"
    )


def overdue(day: datetime.date, *, prefix: str = "") -> Q:
    """The condition that a task is overdue on that day: open, and the day in force has passed."""
    return Q(**{f"{prefix}state": Task.State.ISSUED, f"{prefix}due_on__lt": day}) | Q(
        **{f"{prefix}state": Task.State.RETURNED, f"{prefix}answer_by__lt": day}
    )


def in_state(state: str, day: datetime.date) -> Q:
    """The condition for one of STATES or SUMS on that day. "soon" is due within seven days."""
    soon = Q(state=Task.State.ISSUED, due_on__range=(day, day + datetime.timedelta(days=7)))
    made_of = {
        "overdue": overdue(day),
        "soon": soon,
        "urgent": overdue(day) | Q(state=Task.State.RETURNED) | soon,
        "at_hand": Q(state=Task.State.RETURNED, answer_by__gte=day) | soon,
    }
    return made_of.get(state, Q(state=state))


def own(user: Any) -> Q:
    """The condition that a task is this person's to do: given to them, or given to nobody in a unit where they act."""
    homes = [path for role, path in grants_of(user) if role in DOERS]
    return Q(owner=user.person_id) | Q(owner__isnull=True, unit__path__in=homes)


def parts_of(task: Task) -> QuerySet[Task]:
    """The parts of a split task, in establishment order."""
    return task.parts.select_related("unit", "owner").order_by("unit__path", "pk")


def bindings_of(task: Task) -> QuerySet[Binding]:
    """What is bound to a task, those that were returned first, with how many tasks each piece serves."""
    return (
        task.bindings.select_related("evidence__version", "evidence__unit")
        .annotate(serves=Count("evidence__bindings"), is_returned=Q(state=Binding.State.RETURNED))
        .order_by("-is_returned", "-evidence__happened_on", "pk")
    )


def evidence_for(user: Any) -> QuerySet[Evidence]:
    """The evidence a person may see, newest first."""
    return VIEW_TASK.scope(user, Evidence.objects.select_related("version", "unit"))


def evidence_to_bind(user: Any, task: Task) -> QuerySet[Evidence]:
    """What the unit has entered already and is not bound to the task."""
    own = evidence_for(user).filter(below(task.unit.path, "unit__path"))
    return own.exclude(bindings__task=task)


def tasks_to_serve(user: Any, task: Task) -> QuerySet[Task]:
    """Other open tasks of the same unit, that one piece of evidence could serve at once; the nearest due first."""
    return tasks_for(user).filter(unit=task.unit, state__in=Task.OPEN).exclude(pk=task.pk).order_by("due_on", "pk")


def owners_for(user: Any, task: Task) -> QuerySet[Person]:
    """Who could handle the task: people of the unit or below it who hold a post today."""
    return owners_in(task.unit)


def owners_in(unit: Unit) -> QuerySet[Person]:
    """People of the unit or below it who hold a post today, in establishment order."""
    held = Post.objects.held(clock.today()).filter(person=OuterRef("pk"))
    people = Person.objects.filter(below(unit.path, "unit__path"), Exists(held))
    return people.select_related("unit").order_by("unit__path", "pk")


def branches_for(user: Any, task: Task) -> QuerySet[Unit]:
    """The organisations below the task's unit that have no part of it yet, in establishment order."""
    near = units_for(user).filter(below(task.unit.path)).exclude(pk=task.unit_id)
    return lowest(near).exclude(tasks__parent=task)


def secretaries_of(units: Iterable[Unit]) -> dict[int, Person]:
    """Who is secretary of each of these branches, by the id of the branch; the one granted first when there are two."""
    grants = Grant.objects.in_force().filter(role=Role.BRANCH_SECRETARY, unit__in=[unit.pk for unit in units])
    found: dict[int, Person] = {}
    for grant in grants.select_related("person__unit").order_by("pk"):
        found.setdefault(grant.unit_id, grant.person)
    return found


@dataclass(frozen=True)
class Event:
    """One line of a task's story: `label` is the verb in words."""

    code: str
    label: str | Promise
    who: str
    at: datetime.datetime | None
    on: datetime.date | None = None
    reason: str = ""

    @property
    def is_wrong(self) -> bool:
        """True for what the unit has to mend."""
        return self.code == "duties.return_task"

    @property
    def is_remark(self) -> bool:
        """True for what a reviewer gave a reason for."""
        return self.code in {"duties.return_task", "duties.waive_task"}


def story_of(task: Task) -> list[Event]:
    """What happened to the task, newest first. One query; the issuing of its list comes first in time."""
    events = [
        Event(
            entry.verb,
            PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb,
            entry.by_name,
            entry.at,
            reason=entry.reason,
        )
        for entry in history_of(task.key).order_by("-number")
    ]
    if task.parent_id is None and task.duty is not None:
        issued = task.duty.responsibility_list
        label = PERMITS["duties.issue_list"].label
        events.append(Event("duties.issue_list", label, str(issued.unit), None, issued.issued_on, issued.title))
    return events


@dataclass(frozen=True)
class TaskFilter:
    """What a person looks for among tasks. Empty fields do not filter.

    `level` is "unit" for whole tasks, "branch" for the parts of split ones; `whose` is "mine" or "others" as seen from
    `user`. Who shows a number takes its rows and its link from one filter: the number then opens what it counts.
    """

    state: str = ""
    month: int | None = None
    duty: Duty | None = None
    unit: Unit | None = None
    only_here: bool = False
    words: str = ""
    level: str = ""
    whose: str = ""
    user: Any = None
    category: UnitCategory | None = None
    action: CampaignAction | None = None
    is_nowhere: bool = False
    """A unit was named that is not there, or not this person's: nothing fits."""

    def address(self) -> str:
        """The address of the task list that shows what fits."""
        said = {
            "state": self.state,
            "month": self.month,
            "duty": self.duty and self.duty.pk,
            "unit": self.unit and self.unit.pk,
            "here": self.only_here and 1,
            "q": self.words,
            "level": self.level,
            "whose": self.whose,
            "category": self.category and self.category.code,
            "action": self.action and self.action.pk,
        }
        asked = urlencode({name: value for name, value in said.items() if value})
        return reverse("task_list") + (f"?{asked}" if asked else "")

    def in_any_state(self) -> "TaskFilter":
        """The same filter, whatever the state."""
        return replace(self, state="")


def filtered(tasks: QuerySet[Task], wanted: TaskFilter, *, day: datetime.date) -> QuerySet[Task]:
    """The tasks that fit."""
    if wanted.is_nowhere:
        return tasks.none()
    if wanted.state:
        tasks = tasks.filter(in_state(wanted.state, day))
    if wanted.month:
        tasks = tasks.filter(due_on__month=wanted.month)
    if wanted.duty:
        tasks = tasks.filter(duty=wanted.duty)
    if wanted.unit:
        tasks = tasks.filter(Q(unit=wanted.unit) if wanted.only_here else below(wanted.unit.path, "unit__path"))
    if wanted.action:
        tasks = tasks.filter(campaign_action=wanted.action)
    if wanted.category:
        tasks = tasks.filter(unit__category=wanted.category)
    if wanted.level:
        tasks = tasks.filter(parent__isnull=wanted.level == "unit")
    if wanted.whose:
        mine = own(wanted.user)
        tasks = tasks.filter(mine) if wanted.whose == "mine" else tasks.exclude(mine)
    if wanted.words:
        words = wanted.words
        tasks = tasks.filter(
            Q(title__icontains=words)
            | Q(number__icontains=words)
            | units_named(words, "unit__")
            | people_named(words, "owner__")
        )
    return tasks


STATES: Sequence[str] = ("overdue", "returned", "soon", "issued", "submitted", "accepted", "waived")
SUMS: Sequence[str] = ("urgent", "at_hand")
"""What the first page counts in one number: returned or due within seven days; urgent is also what is overdue."""


def counts_by_state(tasks: QuerySet[Task], *, day: datetime.date) -> dict[str, int]:
    """How many of the tasks stand in each of STATES and SUMS, and "all". Overdue and soon are counted inside open ones.

    Two queries: accepted ones are most of a year's tasks, and what they are is not looked at.
    """
    tasks = tasks.order_by()
    rows = (
        tasks.filter(state__in=[state for state in Task.State.values if state != Task.State.ACCEPTED])
        .values("state")
        .annotate(
            all=Count("pk"),
            past=Count("pk", filter=Q(due_on__lt=day)),
            soon=Count("pk", filter=Q(due_on__range=(day, day + datetime.timedelta(days=7)))),
            unanswered=Count("pk", filter=Q(answer_by__lt=day)),
            to_answer=Count("pk", filter=Q(answer_by__gte=day)),
        )
    )
    whole = tasks.count()
    by_state: dict[str, dict[str, Any]] = {row["state"]: dict(row) for row in rows}
    issued, returned = by_state.get(Task.State.ISSUED, {}), by_state.get(Task.State.RETURNED, {})
    late, soon = issued.get("past", 0), issued.get("soon", 0)
    counts = {state: by_state[state]["all"] if state in by_state else 0 for state in Task.State.values}
    return {
        **counts,
        "all": whole,
        "accepted": whole - sum(counts.values()),
        "overdue": late + returned.get("unanswered", 0),
        "soon": soon,
        "urgent": late + soon + counts[Task.State.RETURNED],
        "at_hand": soon + returned.get("to_answer", 0),
    }
