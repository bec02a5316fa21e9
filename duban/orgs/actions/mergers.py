"""Units end: merged into another, or dissolved. And one becomes two.

One idea makes it right everywhere: the unit that ends becomes a dissolved child of the one that takes over. Whoever may
read there reads what it did, by the path and without a special case; and whoever had a role in it keeps exactly that.
"""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.action import action, tell
from duban.orgs.actions.coming import bring
from duban.orgs.actions.units import WHO, above_of_unit, name_is_free, stands, stands_below
from duban.orgs.approval import Approval, concerns
from duban.orgs.models import Change, Person, Post, Relation, Unit, UnitPast
from duban.orgs.placing import below_it, must_fit
from duban.orgs.signals import unit_ended, units_ending
from duban.orgs.still_open import must_be_seen
from duban.orgs.tree import LATER, alone, children_of, hang, plant, remember, stood

DAY = datetime.timedelta(days=1)


@alone
@action("orgs.merge_units", gettext_lazy("took over"), roles=WHO, unit="", when=stands, others="others")
def merge_units(unit: Unit, *, by: Any, approval: Approval, others: Sequence[Unit], is_seen: bool = False) -> None:
    """The others become part of this unit: their people and what stands below them come over, they themselves end.

    What they did stays with them, below this unit; what is still open comes over (`unit_ended`). Roles stay with their
    owners: the security administrator sees which ones lie in units that have ended.

    Args:
        is_seen: what is still open in the others was looked at (`still_open`).

    Raises:
        BadInput: the approval does not hold, none is named, one of them stands above this unit, something later is
            entered of one of them, or something is open that was not looked at.
    """
    if not others:
        raise BadInput(_("Say which units become part of it."))
    above = [(each.name, _("stands above"), _("a unit beside or below")) for each in others if _is_above(each, unit)]
    if above:
        raise BadInput(_("A unit is not merged into one below it."), places=above)
    must_be_seen(others, has_heir=True, is_seen=is_seen)
    units_ending.send(Unit, units=others)
    change = approval.enter(Change.Kind.MERGE)
    concerns(change, unit, "、".join(each.name for each in others), unit.name)
    came = [absorb(each, unit, change, by=by) for each in sorted(others, key=lambda each: -each.depth)]
    tell(
        merged=[None, [each.key for each in others]],
        people=[None, sum(people for people, _below in came)],
        below=[None, sum(below for _people, below in came)],
    )
    for each in others:
        unit_ended.send(Unit, unit=each, heir=unit, change=change, by=by)


def _is_above(one: Unit, other: Unit) -> bool:
    return other.path.startswith(one.path)


def absorb(unit: Unit, heir: Unit, change: Change, *, by: Any) -> tuple[int, int]:
    """End the unit as part of the heir; how many people and units right below it came over.

    Raises:
        BadInput: somebody or something was in the unit after that day, or it stood above the heir.
    """
    unit.refresh_from_db(fields=["path", "depth", "numchild"])
    stood(heir, change, without=unit)
    _was_empty(unit, change.holds_on)
    # What was founded below it later, or ended later, cannot have come over on that day: `remember` refuses it.
    children = list(children_of(unit).exclude(dissolved_on__lte=change.holds_on).select_related("kind"))
    must_fit(below_it((child for child in children if child.pk != heir.pk), heir.kind))
    remember([unit, *children], change)
    for child in children:
        concerns(change, child, unit.name, heir.name)
        hang(child, heir)
    people = list(Person.objects.select_for_update().filter(unit=unit, left_on=None).order_by("pk"))
    bring(people, heir, change, by=by)
    for count in ("member_count", "staff_count"):
        setattr(heir, count, _sum(getattr(heir, count), getattr(unit, count)))
    heir.save(update_fields=["member_count", "staff_count", "updated_at"])
    _end(unit, change, after=heir.name)
    if unit.path[: -Unit.steplen] != heir.path:
        hang(unit, heir)
    return len(people), len(children)


def _was_empty(unit: Unit, day: datetime.date) -> None:
    """Nobody who has gone since was there on that day or later, and nothing that has been moved away since.

    Raises:
        BadInput: the days that follow would not add up any more.
    """
    if places := went_later(unit, day):
        raise BadInput(_("A later change is entered already; what comes first is entered first."), places=places)


def went_later(unit: Unit, day: datetime.date) -> list[tuple[str, str, str]]:
    """Who and what was still there on that day and is elsewhere since, as places of BadInput. Three queries."""
    stays = unit.stays.filter(until_on__gte=day).order_by("until_on").values_list("person__name", "until_on")
    left = unit.people.filter(left_on__gte=day).order_by("left_on").values_list("name", "left_on")
    moved = UnitPast.objects.filter(parent=unit, until_on__gt=day)
    went = [(name, last + DAY) for name, last in (*stays, *left) if last]
    return [
        (name, str(first), LATER % {"day": first})
        for name, first in [*went, *moved.order_by("until_on").values_list("name", "until_on")]
    ]


def _sum(mine: int | None, theirs: int | None) -> int | None:
    # What nobody reported is not nothing: with it the sum is not known either.
    return None if mine is None or theirs is None else mine + theirs


def _end(unit: Unit, change: Change, after: str = "") -> None:
    day = change.holds_on
    for rows in (Post.objects.filter(unit=unit), Relation.objects.filter(Q(unit=unit) | Q(other=unit))):
        open_ones = rows.filter(Q(until_on=None) | Q(until_on__gte=day))
        open_ones.filter(since_on__gte=day).update(until_on=F("since_on"), updated_at=clock.now())
        open_ones.filter(since_on__lt=day).update(until_on=day - DAY, updated_at=clock.now())
    concerns(change, unit, unit.name, after)
    unit.dissolved_on = day
    unit.save(update_fields=["dissolved_on", "updated_at"])


@alone
@action("orgs.dissolve_unit", gettext_lazy("dissolved"), roles=WHO, unit="", when=stands_below)
def dissolve_unit(unit: Unit, *, by: Any, approval: Approval, is_seen: bool = False) -> None:
    """The unit ends and nobody takes over: its posts and relations end with it, nothing is asked of it any more.

    Args:
        is_seen: what is still open in it was looked at (`still_open`).

    Raises:
        BadInput: the approval does not hold, or somebody or something is still there or was there after that day: it is
            merged, or they are moved first; or something is open that was not looked at.
    """
    people = Person.objects.filter(unit=unit, left_on=None).count()
    below = children_of(unit).standing().count()
    places = []
    if people:
        found = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
        places.append((_("people"), found, _("nobody: transfer them first, or merge the unit")))
    if below:
        found = ngettext("%(n)s unit", "%(n)s units", below) % {"n": below}
        places.append((_("below it"), found, _("none: move them first, or merge the unit")))
    if places:
        raise BadInput(_("It is not empty."), places=places)
    must_be_seen([unit], has_heir=False, is_seen=is_seen)
    units_ending.send(Unit, units=[unit])
    change = approval.enter(Change.Kind.DISSOLVE)
    _was_empty(unit, change.holds_on)
    remember([unit], change)
    _end(unit, change)
    unit_ended.send(Unit, unit=unit, heir=None, change=change, by=by)


@alone
@action("orgs.split_unit", gettext_lazy("split off from it"), roles=WHO, unit="", when=stands_below)
def split_unit(
    unit: Unit,
    *,
    by: Any,
    approval: Approval,
    name: str,
    people: Collection[Person] = (),
    below: Collection[Unit] = (),
    members: int | None = None,
) -> Unit:
    """A new unit of the same kind beside this one, with these of its people and of the units right below it.

    What was done until then stays with this unit. The members of its own are divided when they are reported.

    Args:
        members: how many go; those among `people` who are members when it is not said.

    Raises:
        BadInput: the approval does not hold, the name is taken, the unit was founded later, or somebody or something does
            not belong to it.
    """
    above = above_of_unit(unit)
    assert above is not None  # noqa: S101 - it is not the topmost one
    children = list(children_of(unit).standing().filter(pk__in=[each.pk for each in below]))
    strangers = [
        *((each.name, str(each.unit), _("somebody of this unit")) for each in people if each.unit_id != unit.pk),
        *((each.name, "", _("a unit right below")) for each in below if each not in children),
    ]
    going = sum(each.membership != Person.Membership.NONE for each in people) if members is None else members
    if unit.member_count is not None and going > unit.member_count:
        strangers.append((_("members"), str(going), _("at most %(n)s") % {"n": unit.member_count}))
    if strangers:
        raise BadInput(_("Only what belongs to the unit goes to the new one."), places=strangers)
    change = approval.enter(Change.Kind.SPLIT)
    for each in (unit, above):
        stood(each, change)
    name_is_free(above, name)
    made = plant(
        above,
        name=name,
        kind=unit.kind,
        category=unit.category,
        founded_on=approval.holds_on,
        member_count=None if unit.member_count is None else going,
    )
    remember(children, change)
    for child in children:
        concerns(change, child, unit.name, name)
        hang(child, made)
    bring(list(people), made, change, by=by)
    if unit.member_count is not None:
        unit.member_count -= going
        unit.save(update_fields=["member_count", "updated_at"])
    concerns(change, unit, unit.name, f"{unit.name}、{name}")
    concerns(change, made, unit.name, name)
    return made
