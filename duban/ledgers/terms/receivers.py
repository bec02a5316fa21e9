"""What the wing hears from below."""

import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from duban.base.errors import Conflict
from duban.ledgers.terms.actions import end_terms
from duban.ledgers.terms.models import Candidate
from duban.orgs.models import Change, Person, Unit
from duban.orgs.signals import step_taken_back, unit_ended


@receiver(unit_ended, dispatch_uid="terms.end_terms")
def end_its_term(sender: Any, unit: Unit, change: Change, **_kwargs: Any) -> None:
    """The committee's term ends with the organisation, on the day from which the change holds."""
    end_terms([unit], change.holds_on)


@receiver(step_taken_back, dispatch_uid="terms.keep_who_stood")
def keep_who_stood(
    sender: Any, person: Person, since_on: datetime.date, entered_at: datetime.datetime, **_kwargs: Any
) -> None:
    """Whoever stood for election where the step put them stays there. A ballot has names only: a namesake counts too."""
    stood = (
        Candidate.objects.filter(name=person.name, election__term__unit=person.unit)
        .filter(election__held_on__gte=since_on, election__created_at__gt=entered_at)
        .select_related("election")
        .first()
    )
    if stood is not None:
        raise Conflict(
            _("“%(name)s” stood for election in “%(unit)s” on %(day)s; the step stays therefore.")
            % {"name": stood, "unit": person.unit, "day": stood.election.held_on}
        )
