"""What the wing hears from below: people who moved, and organisations that ended."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from duban.ledgers.admission.following import follow
from duban.ledgers.admission.models import Admission
from duban.orgs.models import Change, Person, Unit
from duban.orgs.signals import people_moved, unit_ended


@receiver(people_moved, dispatch_uid="admission.follow_people")
def follow_people(sender: Any, people: Sequence[Person], unit: Unit, reason: str, by: Any, **_kwargs: Any) -> None:
    """The ways of people who moved go on where they are now."""
    follow(Admission.objects.filter(person__in=[each.pk for each in people]), unit, reason, by=by)


@receiver(unit_ended, dispatch_uid="admission.leave_nothing_open")
def leave_nothing_open(sender: Any, unit: Unit, heir: Unit | None, change: Change, by: Any, **_kwargs: Any) -> None:
    """What is still open under an organisation that ended goes where its person is, or else to the heir: nothing is asked of
    what stands no more.
    """
    left = Admission.objects.filter(unit=unit)
    for way in left.exclude(person__unit=unit).select_related("person__unit"):
        follow(left.filter(pk=way.pk), way.person.unit, change.symbol, by=by)
    if heir is not None:
        follow(left, heir, change.symbol, by=by)
