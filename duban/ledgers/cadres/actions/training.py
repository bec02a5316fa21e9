"""培训: a plan for the year, and which class on record is one of it. The class itself is entered as a record, once."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.ledgers.cadres.models import HeldClass, PlannedClass, PostKind
from duban.ledgers.cadres.permits import KEEPERS
from duban.ledgers.models import LedgerRecord
from duban.orgs.action import action
from duban.orgs.models import Unit


@action("cadres.plan_class", gettext_lazy("planned a class"), roles=KEEPERS, unit="")
def plan_class(
    unit: Unit, *, by: Any, year: int, month: int, title: str, stage: str, hours: int, audience: Collection[PostKind]
) -> PlannedClass:
    """A line of the plan. Without an audience it is for all members."""
    made = PlannedClass.objects.create(unit=unit, year=year, month=month, title=title, stage=stage, hours=hours)
    made.audience.set(audience)
    return made


@action("cadres.match_class", gettext_lazy("matched a class on record with the plan"), roles=KEEPERS)
def match_class(planned: PlannedClass, *, by: Any, record: LedgerRecord) -> HeldClass:
    """A class on record was this one of the plan. Matched again, the new line of the plan stands.

    Raises:
        BadInput: the record is of another unit, another year, another kind, or withdrawn.
    """
    places = []
    if record.kind.code != "training_class" or not record.is_kept():
        places.append((_("record"), str(record), _("a training class on record")))
    if record.unit_id != planned.unit_id:
        places.append((_("held by"), str(record.unit), str(planned.unit)))
    if record.held_on.year != planned.year:
        places.append((_("year"), str(record.held_on.year), str(planned.year)))
    if places:
        raise BadInput(_("This class is not one of that plan."), places=places)
    return HeldClass.objects.update_or_create(record=record, defaults={"planned": planned})[0]
