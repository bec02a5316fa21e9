"""What this room asks of a person: tasks to hand in, tasks to review, and what others of the unit have in hand."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ahead, Ask, Batch, Group
from duban.duties.badges import SOON_DAYS, badge
from duban.duties.models import Task
from duban.duties.permits import DOERS, REVIEWERS
from duban.duties.queries.tasks import TaskFilter, filtered, overdue, own, tasks_for
from duban.orgs.models import Grant, Person
from duban.orgs.permits import COMMITTEE, PERMITS, UNIT, grants_of, roles_of
from duban.ui.days import said_day

SHOWN = 30
"""How many lines of one group stand on the first page."""


def task_asks(desk: Desk) -> Iterator[Batch]:
    """The person's batches. At most five queries, whatever the number of tasks."""
    user, day = desk.user, desk.day
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
    return tasks_for(user).filter(own(user), state__in=Task.OPEN)


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
    late.sort(key=lambda task: task.deadline)
    own_ones = TaskFilter(whose="mine", user=user)
    for group, tasks, state in (
        (Group.LATE, late, "overdue"),
        (Group.MINE, mine, "at_hand"),
        (Group.SOON, soon, "issued"),
    ):
        asks = [_line(task, day) for task in tasks[:SHOWN]]
        yield Batch(group, asks, len(tasks), replace(own_ones, state=state).address())


def _line(task: Task, day: datetime.date) -> Ask:
    if task.state == Task.State.RETURNED:
        say, act = format_html(_("Complete <b>{}</b> and hand it in again"), task.title), _("complete")
        why = _("%(number)s, returned: %(reason)s") % {"number": task.number, "reason": task.reason}
    else:
        say, act = format_html(_("Hand in <b>{}</b>"), task.title), _("hand in")
        why = _("%(number)s, %(standard)s") % {"number": task.number, "standard": task.standard}
    if task.reminded_on and task.reminded_on <= day:
        why = _("reminded on %(day)s: %(why)s") % {"day": said_day(task.reminded_on), "why": why}
    return Ask(say, why, badge(task, day), task_url(task), act, task.deadline)


def to_review(user: Any) -> QuerySet[Task]:
    """What waits for this person's review: tasks of units for the committee, parts of branches for the unit.

    The committee may review a branch's part too, but it is the unit that is asked.
    """
    roles, whose = roles_of(user), Q(pk__in=())
    if roles & COMMITTEE:
        whose |= Q(parent__isnull=True)
    if roles & UNIT:
        whose |= Q(parent__isnull=False)
    waiting = PERMITS["duties.accept_task"].scope(user, Task.objects.filter(whose, state=Task.State.SUBMITTED))
    return waiting.exclude(submitted_by=user.pk)


def _to_review(user: Any, day: datetime.date) -> Iterator[Batch]:
    """A line for each thing that was asked, the one that has waited longest first. One query."""
    found = list(
        to_review(user)
        .order_by()
        .values("duty", "title", is_part=ExpressionWrapper(Q(parent__isnull=False), BooleanField()))
        .annotate(
            tasks=Count("pk"),
            units=Count("unit", distinct=True),
            late=Count("pk", filter=Q(late_days__gt=0)),
            first_on=Min("submitted_on"),
            first_pk=Min("pk"),
            first_number=Min("number"),
            first_unit=Min(Coalesce(NullIf("unit__short_name", Value("")), "unit__name")),
        )
        .order_by("first_on", "first_pk")
    )
    asks = [_review(row, day) for row in found[:SHOWN]]
    is_part = {row["is_part"] for row in found}
    level = "" if len(is_part) != 1 else "branch" if True in is_part else "unit"
    rest = TaskFilter(state="submitted", level=level).address()
    yield Batch(Group.MINE, asks, sum(row["tasks"] for row in found), rest)


def _review(row: Mapping[str, Any], day: datetime.date) -> Ask:
    waited = (day - row["first_on"]).days
    state = ("sent", _("waiting for %(n)s days") % {"n": waited} if waited else _("handed in today"))
    told = {"number": row["first_number"], "day": said_day(row["first_on"]), "late": row["late"]}
    if row["tasks"] == 1:
        say = format_html(_("Review what <b>{}</b> handed in: {}"), row["first_unit"], row["title"])
        why = _("%(number)s, handed in on %(day)s") % told
        return Ask(say, why, state, reverse("task", args=[row["first_pk"]]), _("review"))
    many = (
        _("Review what <b>{} branches</b> handed in: {}")
        if row["is_part"]
        else _("Review what <b>{} units</b> handed in: {}")
    )
    why = (
        _("%(number)s, the first on %(day)s, %(late)s of them late")
        if row["late"]
        else _("%(number)s, the first on %(day)s")
    )
    return Ask(
        format_html(many, row["units"], row["title"]),
        why % told,
        state,
        kind_url("submitted", title=row["title"], number=row["first_number"], is_part=row["is_part"]),
        _("review"),
        stands_for=row["tasks"],
    )


def _below(user: Any, day: datetime.date) -> Iterator[Batch]:
    """What others of the unit have in hand and is urgent: a line for each thing asked and how it stands. One query."""
    wanted = TaskFilter(state="urgent", whose="others", user=user)
    others = filtered(tasks_for(user), wanted, day=day)
    kinds: dict[tuple[str, str, bool], list[Task]] = {}
    for task in others.order_by("due_on", "unit__path", "pk"):
        state = "overdue" if task.overdue_days(day) else "returned" if task.state == Task.State.RETURNED else "soon"
        kinds.setdefault((state, task.title, task.parent_id is not None), []).append(task)
    lines = sorted(kinds.items(), key=lambda kind: min(task.deadline for task in kind[1]))
    asks = [_others(state, tasks, day) for (state, _title, _part), tasks in lines[:SHOWN]]
    yield Batch(Group.UNIT, asks, sum(map(len, kinds.values())), wanted.address())


def _others(state: str, tasks: list[Task], day: datetime.date) -> Ask:
    """What others have in hand, `tasks` of one kind: the one that is most urgent gives the day."""
    first = min(tasks, key=lambda task: task.deadline)
    if len(tasks) == 1:
        say = format_html(_("<b>{}</b> has not handed in: {}"), first.unit, first.title)
        why = _("%(number)s, handled by %(owner)s") % {"number": first.number, "owner": first.owner or _("nobody yet")}
        return Ask(say, why, badge(first, day), task_url(first), _("look"), first.deadline)
    is_part = first.parent_id is not None
    return Ask(
        format_html(
            _("<b>{} and others, {} in all</b>, have not handed in: {}"), tasks[0].unit, len(tasks), first.title
        ),
        _("%(number)s, handled by their own people") % {"number": first.number},
        badge(first, day),
        kind_url(state, title=first.title, number=first.number, is_part=is_part) + "&whose=others",
        _("look"),
        first.deadline,
        stands_for=len(tasks),
    )


def _below_in_sums(user: Any, day: datetime.date) -> Iterator[Batch]:
    soon = Q(state=Task.State.ISSUED, due_on__range=(day, day + datetime.timedelta(days=SOON_DAYS)))
    tasks = tasks_for(user).filter(parent__isnull=True, state__in=Task.OPEN).order_by()
    measures: dict[str, Any] = {}
    for name, condition, day_of in (
        ("overdue", overdue(day), "due_on"),
        ("returned", Q(state=Task.State.RETURNED), "answer_by"),
        ("soon", soon, "due_on"),
    ):
        measures[f"{name}_tasks"] = Count("pk", filter=condition)
        measures[f"{name}_units"] = Count("unit", filter=condition, distinct=True)
        measures[f"{name}_first"] = Min(day_of, filter=condition)
    found = tasks.aggregate(**measures)
    drawings = {"overdue": "late", "returned": "back", "soon": "soon"}
    states = {"overdue": _("overdue"), "returned": _("returned"), "soon": _("due within 7 days")}
    words = {
        "overdue": _("<b>{} units</b> have not handed in {} tasks that are overdue"),
        "returned": _("<b>{} units</b> have {} tasks to complete that were returned"),
        "soon": _("<b>{} units</b> have {} tasks to hand in within 7 days"),
    }
    asks = [
        Ask(
            format_html(
                words[name],
                found[f"{name}_units"],
                found[f"{name}_tasks"],
            ),
            _("the units have it in hand, the first by %(day)s") % {"day": said_day(found[f"{name}_first"])},
            (drawings[name], states[name]),
            TaskFilter(state=name, level="unit").address(),
            _("look"),
        )
        for name in drawings
        if found[f"{name}_tasks"]
    ]
    yield Batch(Group.UNIT, asks, len(asks))


def task_days(desk: Desk) -> Iterator[Ahead]:
    """The next three days on which something is due: of the person's own tasks, for the committee of all. One query."""
    user, day = desk.user, desk.day
    roles, after = roles_of(user), {"due_on__gt": day, "state": Task.State.ISSUED}
    if roles & DOERS:
        for task in own_tasks(user).filter(**after).order_by("due_on", "pk")[:3]:
            yield Ahead(task.due_on, _("Hand in %(title)s") % {"title": task.title}, task_url(task))
    elif roles & COMMITTEE:
        found = tasks_for(user).filter(parent__isnull=True, **after).order_by().values("due_on", "title")
        for row in found.annotate(units=Count("unit", distinct=True), first_number=Min("number")).order_by(
            "due_on", "title"
        )[:3]:
            told = {"n": row["units"], "title": row["title"]}
            url = kind_url("issued", title=row["title"], number=row["first_number"], is_part=False)
            yield Ahead(row["due_on"], _("%(n)s units hand in %(title)s") % told, url)


def task_changes(user: Any, since: datetime.datetime) -> Iterable[tuple[str | Promise, int, str]]:
    """What others did to the person's tasks since then, and what came in for review. At most two queries."""
    homes = [path for role, path in grants_of(user) if role in DOERS]
    found: dict[str, int] = {}
    if homes or user.person_id:
        mine = tasks_for(user).filter(Q(owner=user.person_id) | Q(unit__path__in=homes), updated_at__gt=since)
        found |= mine.order_by().aggregate(
            returned=Count("pk", filter=Q(state=Task.State.RETURNED)),
            issued=Count("pk", filter=Q(state=Task.State.ISSUED, created_at__gt=since)),
            accepted=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
        )
    if roles_of(user) & REVIEWERS:
        found["submitted"] = to_review(user).filter(updated_at__gt=since).count()
    words = {
        "returned": _("returned"),
        "issued": _("new"),
        "accepted": _("accepted"),
        "submitted": _("came in for review"),
    }
    return [(words[name], n, list_url(name)) for name, n in found.items()]


def doers_of(task: Task) -> list[int]:
    """The people who are asked for the task: its owner, or whoever acts in its unit when nobody is named."""
    if task.owner_id:
        return [task.owner_id]
    held = Grant.objects.in_force().filter(unit=task.unit_id, role__in=DOERS, person__in=Person.objects.here())
    return sorted(set(held.values_list("person_id", flat=True)))


def task_url(task: Task) -> str:
    """The address of the task's page."""
    return reverse("task", args=[task.pk])


def list_url(state: str) -> str:
    """The address of the task list, filtered by this state."""
    return reverse("task_list") + (f"?state={state}" if state else "")


def kind_url(state: str, *, title: str, number: str, is_part: bool) -> str:
    """The address of the task list, filtered by state to one thing that was asked, of units or of branches."""
    # The field for words takes 60 characters; a number names the same thing, but that of January may begin others.
    words = title if len(title) <= 60 else number
    return f"{list_url(state)}&{urlencode({'q': words, 'level': 'branch' if is_part else 'unit'})}"
