"""What the room has open in units that are about to end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.duties.models import Task
from duban.orgs.models import Unit
from duban.orgs.still_open import Found, counted


def open_tasks(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Tasks to be done, tasks that wait for review, and what the units review themselves."""
    closed = _("closed as not applicable, with the approval as reason")
    goes_on = _("whoever takes over goes on with them")
    mine = Task.objects.filter(unit__in=units)
    yield from counted(mine.filter(state__in=Task.OPEN), _("tasks that are not done"), goes_on if has_heir else closed)
    yield from counted(
        mine.filter(state=Task.State.SUBMITTED), _("tasks that wait for review"), _("the review counts for it")
    )
    waits = Task.objects.filter(issuer__in=units, state=Task.State.SUBMITTED).exclude(unit__in=units)
    yield from counted(
        waits, _("tasks that it has to review"), goes_on if has_heir else _("review them first"), "issuer"
    )
