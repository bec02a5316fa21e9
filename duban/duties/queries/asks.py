"""What this room asks of a person: tasks to hand in, tasks to review, and what others of the unit have in hand."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.asks.sources import Ask, Batch, Group
from duban.duties.badges import SOON_DAYS, badge
from duban.duties.models import Task
from duban.duties.permits import DOERS, REVIEWERS
from duban.duties.queries.tasks import overdue, tasks_for
from duban.orgs.permits import COMMITTEE, PERMITS, UNIT, grants_of, roles_of

SHOWN = 30
"""How many lines of one group stand on the first page."""


def task_asks(user: Any, day: datetime.date) -> Iterator[Batch]:
    """The person's batches. At most five queries, whatever the number of tasks."""
    roles = roles_of(user)
    if roles & DOERS:
        yield from _own(user, day)
    if roles & REVIEWERS:
        yield from _to_review(user, day)
    if roles & COMMITTEE:
        yield from _below_in_sums(user, day)
    elif roles & UNIT:
        yield from _below(user, day)


def own_tasks(user: Any) -> QuerySet[Task]:
    """The tasks that wait for this person to hand in: given to them, or given to nobody in a unit where they act."""
    homes = [path for role, path in grants_of(user) if role in DOERS]
    mine = Q(owner=user.person_id) | Q(owner__isnull=True, unit__path__in=homes)
    return tasks_for(user).filter(mine, state__in=Task.OPEN)


def _own(user: Any, day: datetime.date) -> Iterator[Batch]:
    month_end = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    near = day + datetime.timedelta(days=SOON_DAYS)
    late: list[Task] = []
    mine: list[Task] = []
    soon: list[Task] = []
    for task in (
        own_tasks(user)
        .filter(Q(state=Task.State.RETURNED) | Q(due_on__lte=max(month_end, near)))
        .order_by("due_on", "pk")
    ):
        if task.overdue_days(day):
            late.append(task)
        elif task.state == Task.State.RETURNED or task.due_on <= near:
            mine.append(task)
        else:
            soon.append(task)
    mine.sort(key=lambda task: (task.state != Task.State.RETURNED, task.deadline))
    yield _batch(Group.LATE, late, day, "overdue")
    yield _batch(Group.MINE, mine, day, "")
    yield _batch(Group.SOON, soon, day, "issued")


def _batch(group: Group, tasks: list[Task], day: datetime.date, state: str) -> Batch:
    return Batch(group, [_line(task, day) for task in tasks[:SHOWN]], len(tasks), list_url(state))


def _line(task: Task, day: datetime.date) -> Ask:
    if task.state == Task.State.RETURNED:
        say, act = format_html(_("Complete <b>{}</b> and hand it in again"), task.title), _("complete")
        why = _("%(number)s, returned: %(reason)s") % {"number": task.number, "reason": task.reason}
    else:
        say, act = format_html(_("Hand in <b>{}</b>"), task.title), _("hand in")
        why = _("%(number)s, %(standard)s") % {"number": task.number, "standard": task.standard}
    return Ask(say, why, badge(task, day), task_url(task), act, task.deadline)


def _to_review(user: Any, day: datetime.date) -> Iterator[Batch]:
    waiting = PERMITS["duties.accept_task"].scope(user, Task.objects.filter(state=Task.State.SUBMITTED))
    waiting = waiting.exclude(submitted_by=user.pk)
    rows = list(waiting.select_related("unit").order_by("submitted_on", "unit__path", "pk")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else waiting.count()
    asks = [
        Ask(
            format_html(_("Review what <b>{}</b> handed in: {}"), task.unit, task.title),
            _("%(number)s, handed in on %(day)s") % {"number": task.number, "day": f"{task.submitted_on:%m-%d}"},
            badge(task, day),
            task_url(task),
            _("review"),
        )
        for task in rows[:SHOWN]
    ]
    yield Batch(Group.MINE, asks, total, list_url("submitted"))


def _below(user: Any, day: datetime.date) -> Iterator[Batch]:
    urgent = (
        overdue(day)
        | Q(state=Task.State.RETURNED)
        | Q(state=Task.State.ISSUED, due_on__lte=day + datetime.timedelta(days=SOON_DAYS))
    )
    others = tasks_for(user).filter(urgent).exclude(pk__in=own_tasks(user).order_by().values("pk"))
    rows = list(others.order_by("due_on", "unit__path", "pk")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else others.count()
    asks = [
        Ask(
            format_html(_("<b>{}</b> has not handed in: {}"), task.unit, task.title),
            _("%(number)s, handled by %(owner)s") % {"number": task.number, "owner": task.owner or _("nobody yet")},
            badge(task, day),
            task_url(task),
            _("look"),
            task.deadline,
        )
        for task in rows[:SHOWN]
    ]
    yield Batch(Group.UNIT, asks, total, list_url("overdue"))


def _below_in_sums(user: Any, day: datetime.date) -> Iterator[Batch]:
    soon = Q(state=Task.State.ISSUED, due_on__range=(day, day + datetime.timedelta(days=SOON_DAYS)))
    found = (
        tasks_for(user)
        .filter(parent__isnull=True)
        .order_by()
        .aggregate(
            **{
                f"{name}_{what}": Count(field, filter=condition, distinct=field != "pk")
                for name, condition in (
                    ("overdue", overdue(day)),
                    ("returned", Q(state=Task.State.RETURNED)),
                    ("soon", soon),
                )
                for what, field in (("tasks", "pk"), ("units", "unit"))
            }
        )
    )
    drawings = {"overdue": "late", "returned": "back", "soon": "soon"}
    words = {"overdue": _("overdue"), "returned": _("returned"), "soon": _("due within 7 days")}
    asks = [
        Ask(
            format_html(
                ngettext("<b>{} task</b> of {} units: {}", "<b>{} tasks</b> of {} units: {}", found[f"{name}_tasks"]),
                found[f"{name}_tasks"],
                found[f"{name}_units"],
                words[name],
            ),
            _("units have it in hand"),
            (drawings[name], words[name]),
            list_url(name),
            _("look"),
        )
        for name in drawings
        if found[f"{name}_tasks"]
    ]
    yield Batch(Group.UNIT, asks, len(asks))


def task_changes(user: Any, since: datetime.datetime) -> Iterable[tuple[str | Promise, int, str]]:
    """What others did to the person's tasks since then. One query."""
    homes = [path for role, path in grants_of(user) if role in DOERS]
    if not homes and not user.person_id:
        return []
    mine = tasks_for(user).filter(Q(owner=user.person_id) | Q(unit__path__in=homes), updated_at__gt=since)
    found = mine.order_by().aggregate(
        returned=Count("pk", filter=Q(state=Task.State.RETURNED)),
        accepted=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
        issued=Count("pk", filter=Q(state=Task.State.ISSUED, created_at__gt=since)),
    )
    words = {"returned": _("returned"), "issued": _("new"), "accepted": _("accepted")}
    return [(words[name], found[name], list_url(name)) for name in words]


def task_url(task: Task) -> str:
    """The address of the task's page."""
    return reverse("task", args=[task.pk])


def list_url(state: str) -> str:
    """The address of the task list, filtered by this state."""
    return reverse("task_list") + (f"?state={state}" if state else "")
