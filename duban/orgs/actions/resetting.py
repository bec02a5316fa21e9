"""支部重新设置: one approval, one plan, all of it or nothing."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.orgs.action import action, locked, tell
from duban.orgs.actions.coming import bring
from duban.orgs.actions.mergers import absorb
from duban.orgs.actions.units import WHO, above_of_unit, name_is_free, stands
from duban.orgs.approval import Approval, concerns
from duban.orgs.models import Change, Unit
from duban.orgs.resetting import After, Plan, plan_of
from duban.orgs.signals import unit_ended, units_ending
from duban.orgs.still_open import must_be_seen
from duban.orgs.tree import alone, plant, stood


@alone
@action("orgs.re_set_branches", gettext_lazy("re-set the branches below it"), roles=WHO, unit="", when=stands)
def re_set_branches(unit: Unit, *, by: Any, approval: Approval, text: str, shown: str, is_seen: bool = False) -> Change:
    """The branches below the unit become those of the plan.

    A branch whose name goes on stays the same branch; a new name is a new branch where its first part stood; a branch
    whose name does not go on becomes part of the one where most of its members go, as in a merger.

    Args:
        text: the plan, see duban.orgs.resetting.
        shown: its fingerprint when it was looked at.
        is_seen: what is still open in the branches that end was looked at (`still_open`).

    Raises:
        BadInput: the plan or the approval has faults, or something is open that was not looked at; nothing is done.
        Conflict: the branches are not any more what they were when the plan was shown.
    """
    # Nobody comes to one of the branches, or goes, while the plan is carried out.
    locked(plan_of(unit, text).before)
    plan = plan_of(unit, text)
    if plan.faults:
        raise BadInput(_("The plan does not hold."), places=plan.faults)
    if plan.fingerprint != shown:
        raise Conflict
    must_be_seen(plan.ended, has_heir=True, is_seen=is_seen)
    units_ending.send(Unit, units=plan.ended)
    # Read now: an heir counts the members of what becomes part of it before the plan says how many it has.
    before = _("%(n)s branches, %(members)s members") % {"n": len(plan.before), "members": plan.members_before}
    had = plan.members_before
    change = approval.enter(Change.Kind.RE_SET)
    became = {after.name: after.goes_on or _found(after, change) for after in plan.after}
    # Who goes where is decided before anybody moves: the people of a branch that ends follow the plan, not the heir.
    for after in plan.after:
        came = [person for person in after.people if person.unit_id != became[after.name].pk]
        bring(came, became[after.name], change, by=by)
    heirs = [(branch, became[plan.heir_of(branch).name]) for branch in plan.ended]
    for branch, heir in heirs:
        absorb(branch, heir, change, by=by)
    for after in plan.after:
        Unit.objects.filter(pk=became[after.name].pk).update(member_count=after.members, updated_at=clock.now())
    _history(plan, before, became, change)
    tell(
        branches=[len(plan.before), len(plan.after)],
        members=[had, plan.members_after],
        founded=[None, [became[after.name].key for after in plan.founded]],
        ended=[None, [branch.key for branch in plan.ended]],
    )
    for branch, heir in heirs:
        unit_ended.send(Unit, unit=branch, heir=heir, change=change, by=by)
    return change


def _found(after: After, change: Change) -> Unit:
    first = after.ways[0].source
    above = above_of_unit(first)
    if above is None:
        raise BadInput(_("A branch stands below something."))
    stood(above, change)
    name_is_free(above, after.name)
    return plant(
        above, name=after.name, kind=first.kind, category=first.category, founded_on=change.holds_on, member_count=0
    )


def _history(plan: Plan, before: str, became: dict[str, Unit], change: Change) -> None:
    concerns(
        change,
        plan.unit,
        before,
        _("%(n)s branches, %(members)s members") % {"n": len(plan.after), "members": plan.members_after},
    )
    for after in plan.after:
        sources = "、".join(way.source.name for way in after.ways)
        if after.goes_on is None or sources != after.name:
            concerns(change, became[after.name], sources, after.name)
