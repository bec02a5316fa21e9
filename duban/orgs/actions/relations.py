"""Relations beside the tree: who bears the main responsibility, who guides, whom a joint branch covers."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.action import action
from duban.orgs.actions.units import WHO, stands
from duban.orgs.approval import Approval, concerns
from duban.orgs.models import Change, Relation, Unit
from duban.orgs.tree import alone

JOINT = ("joint_branch", "temporary_branch")
"""The kinds that cover several units."""


@alone
@action("orgs.set_relation", gettext_lazy("set a relation"), roles=WHO, unit="", when=stands, others="others")
def set_relation(unit: Unit, *, by: Any, approval: Approval, kind: Relation.Kind, others: Sequence[Unit]) -> Relation:
    """A relation of the unit to another (the one of `others`), from the day from which the approval holds.

    Raises:
        BadInput: the approval does not hold, there is the same already, another one bears the main responsibility, or
            what is no joint branch is to cover units.
    """
    change = approval.enter(Change.Kind.RELATE)
    if len(others) != 1:
        raise BadInput(_("A relation is between two units."))
    [other] = others
    held = Relation.objects.filter(unit=unit, kind=kind, until_on=None)
    same = held if kind == Relation.Kind.RESPONSIBLE else held.filter(other=other)
    if first := same.select_related("other").first():
        raise BadInput(
            _("This relation is there already; it ends before another begins."),
            places=[(str(Relation.Kind(kind).label), first.other.name, _("none that still holds"))],
        )
    if kind == Relation.Kind.COVERS and unit.kind.code not in JOINT:
        raise BadInput(
            _("Only a joint or temporary branch covers several units."),
            places=[(unit.name, unit.kind.name, _("a joint or temporary branch"))],
        )
    made = Relation.objects.create(unit=unit, kind=kind, other=other, since_on=approval.holds_on)
    concerns(change, unit, after=f"{Relation.Kind(kind).label} {other.name}")
    concerns(change, other, after=f"{Relation.BACK[Relation.Kind(kind)]} {unit.name}")
    return made


def _holds(relation: Relation, by: Any) -> bool:
    return relation.until_on is None or relation.until_on >= clock.today()


@action("orgs.end_relation", gettext_lazy("ended a relation"), roles=WHO, when=_holds)
def end_relation(relation: Relation, *, by: Any, approval: Approval) -> None:
    """It ends on the day before the one from which the approval holds.

    Raises:
        BadInput: the approval does not hold, or the relation began on that day or later.
    """
    change = approval.enter(Change.Kind.RELATE)
    last = approval.holds_on - datetime.timedelta(days=1)
    if last < relation.since_on:
        raise BadInput(
            _("A relation does not end before it began."),
            places=[(_("holds from"), str(approval.holds_on), _("later than %(day)s") % {"day": relation.since_on})],
        )
    relation.until_on = last
    relation.save(update_fields=["until_on", "updated_at"])
    kind = Relation.Kind(relation.kind)
    concerns(change, relation.unit, before=f"{kind.label} {relation.other.name}")
    concerns(change, relation.other, before=f"{Relation.BACK[kind]} {relation.unit.name}")
