"""Reads: the ways a person may see, what is recorded of each, how each stands."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.ledgers.admission.models import Admission, StepRecord
from duban.ledgers.admission.permits import VIEW_ADMISSION, VIEW_UNIT
from duban.ledgers.admission.rules import Done, Reckoner, Standing, standing_of
from duban.ledgers.admission.steps import Step, steps
from duban.orgs.models import Person, Unit
from duban.packs.calendar import work_calendar
from duban.packs.rules import rulebook

Kept = dict[str, list[Done]]
SAID = {
    "happened_on": "on",
    "until_on": "until",
    "is_yes": "is_yes",
    "hours": "hours",
    "months": "months",
    "eligible_count": "eligible",
    "yes_count": "yes",
    "is_special": "is_special",
    "number": "number",
    "pk": "pk",
}
"""What a row says of a step taken: field of the row → what it is called to reckon with."""


def admissions_for(user: Any) -> QuerySet[Admission]:
    """The ways that a person may see, organisations in establishment order."""
    return VIEW_ADMISSION.scope(user, Admission.objects.select_related("person", "unit"))


def admission_units_for(user: Any) -> QuerySet[Unit]:
    """The organisations whose candidates a person may see."""
    return VIEW_UNIT.scope(user, Unit.objects.select_related("kind"))


def who_may_apply(unit: Unit) -> QuerySet[Person]:
    """People of the organisation who are no members and have no way under way."""
    under_way = Admission.objects.filter(person=OuterRef("pk"), ended_on__isnull=True)
    here = Person.objects.filter(unit=unit, membership=Person.Membership.NONE, left_on__isnull=True)
    return here.filter(~Exists(under_way)).order_by("pk")


def reckoner(day: datetime.date | None = None) -> Reckoner:
    """What ways are reckoned with. Three queries."""
    return Reckoner(steps(), rulebook(), work_calendar(), day or clock.today())


def recorded_of(admissions: Iterable[Admission]) -> dict[int, Kept]:
    """Key of the way → code of the step → what is recorded, oldest first. One query."""
    found: dict[int, Kept] = defaultdict(lambda: defaultdict(list))
    rows = StepRecord.objects.filter(admission__in=[each.pk for each in admissions]).order_by("happened_on", "pk")
    for way, step, *said in rows.values_list("admission_id", "step__code", *SAID):
        found[way][step].append(Done(**dict(zip(SAID.values(), said, strict=True))))
    return found


def standings(admissions: Sequence[Admission], wanted: Reckoner) -> list[tuple[Admission, Standing]]:
    """How each stands. One query."""
    recorded = recorded_of(admissions)
    return [
        (
            each,
            standing_of(
                wanted.lines(recorded[each.pk], each.person.born_in), wanted.today, is_open=each.ended_on is None
            ),
        )
        for each in admissions
    ]


def step_named(code: str) -> Step:
    """The step with that code.

    Raises:
        BadInput: there is none.
    """
    found = next((step for step in steps() if step.code == code), None)
    if found is None:
        raise BadInput(_("There is no such step here."), places=[(_("step"), code[:40], _("a step of this page"))])
    return found


def record_of(admission: Admission, pk: int) -> StepRecord:
    """The recorded step of that key.

    Raises:
        Conflict: it is not there any more, or was never one of this way.
    """
    found = StepRecord.objects.filter(admission=admission, pk=pk).first()
    if found is None:
        raise Conflict
    return found
