"""What the room hears from below."""

from typing import Any

from django.dispatch import receiver

from duban.assessment.actions import rescore
from duban.assessment.queries import periods_in_force
from duban.base import clock
from duban.duties.signals import tasks_changed
from duban.orgs.models import Unit
from duban.orgs.permits import above_of
from duban.orgs.signals import categories_changed


@receiver(categories_changed, dispatch_uid="assessment.class_anew")
@receiver(tasks_changed, dispatch_uid="assessment.rescore")
def rescore_units(sender: Any, units: set[int], **_kwargs: Any) -> None:
    """Compute anew where the units stand, in the transaction that changed their tasks or their category.

    The units named and those above them: the assessed one among these is found by the period itself.
    """
    paths = Unit.objects.filter(pk__in=units).values_list("path", flat=True)
    concerned = {path for unit in paths for path in (*above_of(unit), unit)}
    ids = set(Unit.objects.filter(path__in=concerned, kind__is_assessed=True).values_list("pk", flat=True))
    # A period of another district has nothing to do with it.
    for period in periods_in_force(clock.today()).filter(unit__path__in=concerned):
        rescore(period, ids)
