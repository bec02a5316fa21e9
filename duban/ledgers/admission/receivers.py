"""What the wing hears from below: people who moved, and organisations that ended."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from duban.base.errors import Conflict
from duban.ledgers.admission.following import follow
from duban.ledgers.admission.membership import MADE_BY
from duban.ledgers.admission.models import Admission, StepRecord
from duban.orgs.models import Change, Person, Unit
from duban.orgs.signals import membership_asked, people_moved, step_taken_back, unit_ended


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


@receiver(step_taken_back, dispatch_uid="admission.keep_what_was_recorded")
def keep_what_was_recorded(
    sender: Any, person: Person, membership: str, entered_at: datetime.datetime, **_kwargs: Any
) -> None:
    """A step of admission that was recorded after it, or that changed the membership itself, is taken back first."""
    rests = Q(created_at__gt=entered_at)
    if membership in MADE_BY:
        rests |= Q(step__code=MADE_BY[membership], is_yes=True)
    found = StepRecord.objects.filter(rests, admission__person=person).select_related("step").order_by("-pk").first()
    if found is not None:
        raise Conflict(
            _("“%(step)s” of %(day)s is recorded under Admission. Take that back there first.")
            % {"step": found.step, "day": found.happened_on}
        )


@receiver(membership_asked, dispatch_uid="admission.name_the_open_way")
def name_the_open_way(sender: Any, person: Person, membership: str, **_kwargs: Any) -> str:
    """Somebody whose way is under way becomes a member by its steps; '' when none is. One query."""
    way = Admission.objects.filter(person=person, ended_on__isnull=True).first()
    if way is None or membership not in MADE_BY or way.stage == membership:
        return ""
    return _("the step recorded under Admission, where the way stands at “%(stage)s”") % {
        "stage": way.get_stage_display()
    }
