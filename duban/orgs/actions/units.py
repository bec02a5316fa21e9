"""Units: founded, renamed, given another kind, put in order, moved."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.action import action, tell
from duban.orgs.approval import Approval, concerns
from duban.orgs.models import Change, Role, Unit, UnitCategory, UnitKind
from duban.orgs.placing import below_it, must_fit
from duban.orgs.signals import categories_changed
from duban.orgs.tree import (
    alone,
    children_of,
    fresh_step,
    hang,
    parent_path,
    path_below,
    plant,
    remember,
    rewrite,
    stood,
)

AS_IT_IS = "as it is"
"""Stands for a value that does not change."""
WHO = {Role.COMMITTEE_ADMIN}
"""Organisations are set up, changed and dissolved by the body that approves it."""


def stands(unit: Unit, by: Any) -> bool:
    """What is dissolved does not change any more."""
    return unit.stands_on(clock.today())


def stands_below(unit: Unit, by: Any) -> bool:
    """The topmost unit is where it is."""
    return unit.depth > 1 and stands(unit, by)


def above_of_unit(unit: Unit) -> Unit | None:
    """The unit right above; None at the top."""
    return Unit.objects.filter(path=parent_path(unit.path)).first()


@alone
@action("orgs.found_unit", gettext_lazy("founded below it"), roles=WHO, unit="", when=stands)
def found_unit(
    unit: Unit,
    *,
    by: Any,
    approval: Approval,
    name: str,
    kind: UnitKind,
    category: UnitCategory | None = None,
    short_name: str = "",
    full_name: str = "",
) -> Unit:
    """A new unit below this one, the last in establishment order. It stands from the day from which the approval holds.

    Raises:
        BadInput: the approval does not hold, a unit of this name stands here already, the kind does not stand below this
            one's, or this one was founded later.
    """
    must_fit([(name, kind, unit.kind)])
    change = approval.enter(Change.Kind.FOUND)
    stood(unit, change)
    name_is_free(unit, name)
    made = plant(
        unit,
        name=name,
        kind=kind,
        category=category,
        short_name=short_name,
        full_name=full_name,
        founded_on=approval.holds_on,
    )
    concerns(change, made, after=name)
    return made


def name_is_free(above: Unit, name: str, *, but: Unit | None = None) -> None:
    """Raise when a unit of this name stands right below."""
    same = children_of(above).standing().filter(name=name)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise BadInput(
            _("A unit of this name stands here already."), places=[(_("name"), name, _("a name not in use here"))]
        )


@alone
@action(
    "orgs.rename_unit",
    gettext_lazy("renamed"),
    roles=WHO,
    unit="",
    when=stands,
    shows=lambda unit: (unit.name, unit.short_name, unit.full_name),
)
def rename_unit(
    unit: Unit, *, by: Any, approval: Approval, name: str, short_name: str = "", full_name: str = ""
) -> None:
    """Another name. Under the old one it stays in what was written before, and in the tree of past days.

    Raises:
        BadInput: the approval does not hold, it is called so already, or a neighbour has the name.
    """
    if (name, short_name, full_name) == (unit.name, unit.short_name, unit.full_name):
        raise BadInput(_("It is called so already."), places=[(_("name"), name, _("another name"))])
    change = approval.enter(Change.Kind.RENAME)
    above = above_of_unit(unit)
    if above is not None:
        name_is_free(above, name, but=unit)
    remember([unit], change)
    concerns(change, unit, unit.name, name)
    unit.name, unit.short_name, unit.full_name = name, short_name, full_name
    unit.full_clean(exclude=["path", "kind", "category"])
    unit.save(update_fields=["name", "short_name", "full_name", "spelled", "updated_at"])


@alone
@action(
    "orgs.change_unit_kind",
    gettext_lazy("changed its kind"),
    roles=WHO,
    unit="",
    when=stands,
    shows=lambda unit: (unit.kind_id, unit.category_id),
)
def change_unit_kind(
    unit: Unit, *, by: Any, approval: Approval, kind: UnitKind, category: UnitCategory | str | None = AS_IT_IS
) -> None:
    """Another kind, a branch becomes a general branch; or another category, with which it is guided and assessed.

    Raises:
        BadInput: the approval does not hold, it is so already, or the kind does not stand where the unit stands, or what
            stands below the unit does not stand below the kind.
    """
    wanted = unit.category if isinstance(category, str) else category
    if kind.pk == unit.kind_id and wanted == unit.category:
        raise BadInput(_("It is of this kind already."), places=[(unit.name, kind.name, _("another kind"))])
    if kind.pk != unit.kind_id:
        above = above_of_unit(unit)
        below = children_of(unit).standing().select_related("kind")
        must_fit([*([(unit.name, kind, above.kind)] if above else []), *below_it(below, kind)])
    change = approval.enter(Change.Kind.CHANGE_KIND)
    remember([unit], change)
    concerns(change, unit, _classed(unit.kind, unit.category), _classed(kind, wanted))
    moved = wanted != unit.category
    unit.kind, unit.category = kind, wanted
    unit.save(update_fields=["kind", "category", "updated_at"])
    if moved:
        categories_changed.send(Unit, units={unit.pk})


def _classed(kind: UnitKind, category: UnitCategory | None) -> str:
    return f"{kind.name}（{category.name}）" if category else kind.name


@alone
@action(
    "orgs.place_units",
    gettext_lazy("put in another order"),
    roles=WHO,
    unit="",
    when=stands,
    shows=lambda unit: [each.pk for each in children_of(unit).standing()],
)
def place_units(unit: Unit, *, by: Any, approval: Approval, order: Sequence[Unit]) -> None:
    """What stands right below, in this establishment order. Those before the first that changes its place stay.

    Raises:
        BadInput: the approval does not hold, or these are not the units that stand right below.
    """
    change = approval.enter(Change.Kind.PLACE)
    now = list(children_of(unit).standing())
    if {each.pk for each in order} != {each.pk for each in now} or len(order) != len(now):
        raise BadInput(_("The order names every unit that stands right below, each once."))
    known = {each.pk: each for each in now}
    wanted = [known[each.pk] for each in order]
    first = next((place for place, pair in enumerate(zip(now, wanted, strict=True)) if pair[0].pk != pair[1].pk), None)
    if first is None:
        return
    remember(now[first:], change)
    step = fresh_step(unit)
    for place, each in enumerate(wanted[first:]):
        rewrite(each.path, path_below(unit, step + place))
    concerns(change, unit, "、".join(str(each) for each in now), "、".join(str(each) for each in wanted))
    tell(order=[[each.key for each in now], [each.key for each in wanted]])


@alone
@action("orgs.move_unit", gettext_lazy("moved"), roles=WHO, unit="", when=stands, others="others")
def move_unit(unit: Unit, *, by: Any, approval: Approval, others: Sequence[Unit]) -> None:
    """The unit with everything below it goes under another (the one of `others`), as its last child.

    Roles hold for a unit and what stands below it: whoever has one in the unit keeps it, whoever has one above loses or
    gains what moves. Nothing is copied, so nothing can be left behind.

    Raises:
        BadInput: the approval does not hold, the other one stands below this one (or did since then), was founded later,
            is of a kind below which this one's does not stand, or is where it stands already, or it is the topmost unit.
    """
    if unit.depth == 1 or len(others) != 1:
        raise BadInput(_("The topmost unit stays where it is."))
    [above] = others
    if parent_path(unit.path) == above.path:
        raise BadInput(_("It stands there already."), places=[(unit.name, above.name, _("another unit"))])
    must_fit([(unit.name, unit.kind, above.kind)])
    change = approval.enter(Change.Kind.MOVE)
    stood(above, change, without=unit)
    name_is_free(above, unit.name)
    remember([unit], change)
    concerns(change, unit, above_of_unit(unit) or "", above)
    tell(moved=[None, hang(unit, above)])
