"""Reads: issues as a person may see them."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from duban.base.months import months_after
from duban.duties.issues.models import Issue, IssueAspect
from duban.duties.issues.permits import RAISERS, VIEW_ISSUE
from duban.duties.issues.rules import RECTIFY_DAYS, RECUR_MONTHS
from duban.duties.models import Campaign, Duty, Evidence, Task
from duban.orgs.models import Unit
from duban.orgs.permits import above_of, below, grants_of
from duban.orgs.queries import units_named
from duban.packs.rules import Rulebook, rulebook

STATES = ("overdue", *Issue.State.values)


def issues_for(user: Any) -> QuerySet[Issue]:
    """The issues a person may see, by the day they are to be rectified and in establishment order."""
    return VIEW_ISSUE.scope(user, Issue.objects.select_related("unit", "issuer", "aspect", "owner"))


def issues_on(user: Any, obj: Model) -> QuerySet[Issue]:
    """Those that hang on a task or a part of it, or on a duty and none of its tasks."""
    if isinstance(obj, Task):
        return issues_for(user).filter(Q(task=obj) | Q(task__parent=obj))
    return issues_for(user).filter(duty=obj, task=None) if isinstance(obj, Duty) else Issue.objects.none()


def issuer_of(unit: Unit, user: Any) -> Unit:
    """The nearest body at or above the unit for which the person raises issues.

    Raises:
        Unit.DoesNotExist: there is none.
    """
    paths = [path for role, path in grants_of(user) if role in RAISERS and unit.path.startswith(path)]
    return Unit.objects.get(path=max(paths, default=""))


def issue_before(issue: Issue, book: Rulebook) -> Issue | None:
    """The latest issue of the same organisation and aspect found within the months of the rule before; None when there is none."""
    rule = book.find(RECUR_MONTHS, issue.found_on)
    if rule is None or not rule.number:
        return None
    since = months_after(issue.found_on, -int(rule.number))
    same = Issue.objects.filter(unit=issue.unit, aspect=issue.aspect, found_on__range=(since, issue.found_on))
    return same.exclude(state=Issue.State.WITHDRAWN).exclude(pk=issue.pk).order_by("-found_on", "-pk").first()


def due_by(found_on: datetime.date) -> datetime.date:
    """The day by which an issue found on that day is to be rectified, when nobody names another. One query."""
    rule = rulebook().find(RECTIFY_DAYS, found_on)
    return found_on + datetime.timedelta(days=int(rule.number) if rule else 0)


def campaigns_of(unit: Unit, day: datetime.date) -> QuerySet[Campaign]:
    """Campaigns that a body at or above the unit has begun by that day, the latest first."""
    bodies = [*above_of(unit.path), unit.path]
    return Campaign.objects.filter(unit__path__in=bodies, starts_on__lte=day).order_by("-starts_on", "pk")


def pieces_of(issue: Issue, most: int) -> QuerySet[Evidence]:
    """What the organisation has entered since the issue was found and could show that it is put right; newest first."""
    own = Evidence.objects.filter(below(issue.unit.path, "unit__path"), happened_on__gte=issue.found_on)
    newest = own.exclude(proofs__issue=issue).order_by("-happened_on", "-pk").values("pk")[:most]
    # Filtered again by their keys: a choice is looked up in them, which a cut list does not allow.
    return Evidence.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).order_by("-happened_on", "-pk")


@dataclass(frozen=True)
class IssueFilter:
    """What a person looks for among issues. Empty fields do not filter."""

    state: str = ""
    unit: Unit | None = None
    aspect: IssueAspect | None = None
    campaign: Campaign | None = None
    words: str = ""
    is_nowhere: bool = False
    """Something was named that is not there, or not this person's: nothing fits."""

    def address(self) -> str:
        """The address of the list that shows what fits."""
        said = {
            "state": self.state,
            "unit": self.unit and self.unit.pk,
            "aspect": self.aspect and self.aspect.pk,
            "campaign": self.campaign and self.campaign.pk,
            "q": self.words,
        }
        asked = urlencode({name: value for name, value in said.items() if value})
        return reverse("issue_register") + (f"?{asked}" if asked else "")

    def in_any_state(self) -> "IssueFilter":
        """The same filter, whatever the state."""
        return replace(self, state="")


def unfinished() -> Q:
    """The condition that somebody still has to do something: it is not closed, or a third is to look at it again."""
    return Q(closed_on=None) & ~Q(state=Issue.State.WITHDRAWN) | Q(recheck_on__isnull=False)


def overdue(day: datetime.date) -> Q:
    """The condition that an issue is overdue on that day."""
    return Q(state__in=Issue.OPEN, due_on__lt=day)


def filtered(issues: QuerySet[Issue], wanted: IssueFilter, *, day: datetime.date) -> QuerySet[Issue]:
    """The issues that fit."""
    if wanted.is_nowhere:
        return issues.none()
    if wanted.state == "overdue":
        issues = issues.filter(overdue(day))
    elif wanted.state:
        issues = issues.filter(state=wanted.state)
    if wanted.unit:
        issues = issues.filter(below(wanted.unit.path, "unit__path"))
    if wanted.aspect:
        issues = issues.filter(aspect=wanted.aspect)
    if wanted.campaign:
        issues = issues.filter(campaign=wanted.campaign)
    if wanted.words:
        issues = issues.filter(Q(title__icontains=wanted.words) | units_named(wanted.words, "unit__"))
    return issues.order_by(F("closed_on").asc(nulls_first=True), "due_on", "unit__path", "pk")


def counts_by_state(issues: QuerySet[Issue], *, day: datetime.date) -> dict[str, int]:
    """How many stand in each of STATES, and "all"; overdue ones are counted inside the open ones. One query."""
    rows = issues.order_by().values("state").annotate(all=Count("pk"), past=Count("pk", filter=Q(due_on__lt=day)))
    found: dict[str, dict[str, Any]] = {row["state"]: {**row} for row in rows}
    counts = {state: found[state]["all"] if state in found else 0 for state in Issue.State.values}
    late = sum(found[state]["past"] for state in Issue.OPEN if state in found)
    return {**counts, "overdue": late, "all": sum(counts.values())}
