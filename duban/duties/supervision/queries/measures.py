"""Reads: measures, and which step the policy proposes for what is overdue. Nothing here takes a step."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.duties.issues.models import Issue
from duban.duties.issues.queries import overdue as issue_overdue
from duban.duties.models import Task
from duban.duties.queries.tasks import overdue as task_overdue
from duban.duties.supervision.models import Matter, Measure, SupervisionNotice
from duban.duties.supervision.permits import ISSUERS, VIEW_MEASURE
from duban.duties.supervision.rules import STEPS
from duban.orgs.permits import grants_of
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

STEP_WORDS: dict[str, str | Promise] = {
    "reminder": pgettext_lazy("measure", "reminder"),
    "notice": _("supervision notice"),
    "interview": _("reminder interview"),
    "bulletin": _("bulletin"),
}
"""In the order in which one follows the other."""
FIRST, THEN = ("reminder", "notice"), ("reminder", "interview", "bulletin")
"""Of a task or an issue the second step is a notice; the others follow on the notice."""
DAY = datetime.timedelta(days=1)


def measures_for(user: Any) -> QuerySet[Measure]:
    """The measures a person may see, the newest first."""
    return VIEW_MEASURE.scope(
        user, Measure.objects.select_related("unit", "issuer", "task__unit", "issue__unit", "notice__unit")
    )


def measures_on(user: Any, obj: Model) -> QuerySet[Measure]:
    """Those about one task, issue or notice."""
    if isinstance(obj, Task):
        return measures_for(user).filter(task=obj)
    if isinstance(obj, Issue):
        return measures_for(user).filter(issue=obj)
    return measures_for(user).filter(notice=obj) if isinstance(obj, SupervisionNotice) else Measure.objects.none()


def policy(book: Rulebook, day: datetime.date) -> dict[str, RuleParameter]:
    """The steps that are proposed at all, with the rule that says after how many days."""
    found = {step: book.find(f"{STEPS}{step}", day) for step in STEP_WORDS}
    return {step: rule for step, rule in found.items() if rule is not None and rule.number > 0}


@dataclass(frozen=True)
class Proposal:
    """A step that the policy proposes about one matter. A person decides."""

    matter: Matter
    step: str
    days: int
    rule: RuleParameter


def rows_proposed(user: Any, day: datetime.date, steps: Mapping[str, RuleParameter]) -> Sequence[QuerySet]:
    """Tasks, issues and notices issued by the person's own bodies for which a step is due."""
    own = Q(issuer__path__in={path for role, path in grants_of(user) if role in ISSUERS})
    return (
        _due(Task.objects.filter(own), "task", FIRST, steps, day, task_overdue),
        _due(Issue.objects.filter(own), "issue", FIRST, steps, day, issue_overdue),
        _due(SupervisionNotice.objects.filter(own), "notice", THEN, steps, day, _notice_overdue),
    )


def _notice_overdue(day: datetime.date) -> Q:
    return Q(state__in=SupervisionNotice.OPEN, due_on__lt=day)


def _due(
    rows: QuerySet, name: str, order: Sequence[str], steps: Mapping[str, RuleParameter], day: datetime.date,
    late: Callable[[datetime.date], Q],
) -> QuerySet:  # fmt: skip
    """Rows whose next step is due: every step before it was taken, this one was not, and so many days have passed."""
    wanted, before = Q(pk__in=()), Q()
    for step in (each for each in order if each in steps):
        taken = SupervisionNotice.objects.filter(state__in=SupervisionNotice.LIVE) if step == "notice" else (
            Measure.objects.filter(kind=step, lifted_on=None)
        )  # fmt: skip
        rows = rows.annotate(**{f"did_{step}": Exists(taken.filter(**{name: OuterRef("pk")}))})
        wanted |= before & Q(**{f"did_{step}": False}) & late(day - (int(steps[step].number) - 1) * DAY)
        before &= Q(**{f"did_{step}": True})
    return rows.filter(wanted)


def proposals(user: Any, day: datetime.date, steps: Mapping[str, RuleParameter], most: int) -> Iterator[Proposal]:
    """The proposals with their matters, notices first, the longest overdue first. Three queries."""
    tasks, issues, notices = rows_proposed(user, day, steps)
    for rows, order in ((notices, THEN), (issues, FIRST), (tasks, FIRST)):
        for matter in rows.select_related("unit").order_by("due_on", "unit__path", "pk")[:most]:
            step = next(each for each in order if each in steps and not getattr(matter, f"did_{each}"))
            yield Proposal(matter, step, matter.overdue_days(day), steps[step])


def how_many_proposed(user: Any, day: datetime.date, steps: Mapping[str, RuleParameter]) -> int:
    """How many there are. One query."""
    first, *others = (rows.order_by().values_list("pk") for rows in rows_proposed(user, day, steps))
    return first.union(*others, all=True).count()
