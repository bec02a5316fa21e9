"""Reads: schemes, periods, where units stand."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.assessment.models import Period, Scheme, Standing
from duban.assessment.permits import VIEW_MATRIX, VIEW_SCHEME, VIEW_STANDING
from duban.duties.models import Task
from duban.duties.queries.tasks import tasks_for
from duban.orgs.models import Unit
from duban.orgs.permits import above_of


def periods_in_force(day: datetime.date) -> QuerySet[Period]:
    """The periods whose facts may still change on that day."""
    return Period.objects.filter(starts_on__lte=day, closes_on__gte=day).select_related("scheme", "unit")


def periods_to_count(day: datetime.date) -> QuerySet[Period]:
    """The periods in which that morning still changes something: those in force, and those that closed yesterday."""
    yesterday = day - datetime.timedelta(days=1)
    return Period.objects.filter(starts_on__lte=day, closes_on__gte=yesterday).select_related("scheme", "unit")


def schemes_for(user: Any) -> QuerySet[Scheme]:
    """The published schemes that a person may read."""
    return VIEW_SCHEME.scope(user, Scheme.objects.filter(state=Scheme.State.PUBLISHED).select_related("unit"))


def standings_for(user: Any) -> QuerySet[Standing]:
    """The standings a person may see, newest period first, units in establishment order."""
    rows = Standing.objects.select_related("unit", "period__scheme")
    return VIEW_STANDING.scope(user, rows).order_by("-period__starts_on", "unit__path")


def periods_for(user: Any) -> QuerySet[Period]:
    """The periods whose matrix a person may see."""
    return VIEW_MATRIX.scope(user, Period.objects.select_related("scheme", "unit"))


def own_standing(user: Any) -> Standing | None:
    """The standing of the person's own unit: the nearest assessed unit at or above where they belong."""
    person = getattr(user, "person", None)
    if person is None:
        return None
    paths = [*above_of(person.unit.path), person.unit.path]
    return _nearest(standings_for(user).filter(unit__path__in=paths))


def standing_of(user: Any, unit: Unit) -> Standing | None:
    """The newest standing of the unit, or of the assessed unit above it."""
    brief = standings_for(user).defer("cells", "account")
    return _nearest(brief.filter(unit__path__in=[*above_of(unit.path), unit.path]))


def _nearest(standings: QuerySet[Standing]) -> Standing | None:
    """Of the newest period the lowest: an assessed unit inside another one has its own."""
    return standings.order_by("-period__starts_on", "-unit__path").first()


def tasks_behind(user: Any, keys: list[str]) -> QuerySet[Task]:
    """The tasks that these fact keys name, as far as the person may see them."""
    prefix = "duties.task:"
    return tasks_for(user).filter(pk__in=[int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)])


STATE_WORDS: dict[str, str | Promise] = {
    "scored": _("scored"),
    "not_yet": _("not yet"),
    "missing": _("missing"),
    "not_applicable": _("not applicable"),
}
