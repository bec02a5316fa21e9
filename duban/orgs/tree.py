"""Changing the tree: one at a time, on places that nobody had before.

A unit that is moved or founded gets a place that no unit had there, so that a page which read a path a moment ago finds
nothing under it rather than somebody else's.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.orgs.models import Change, Unit, UnitPast
from duban.orgs.permits import below

LATER = gettext_lazy(
    "“holds from” on %(day)s or later, when a step entered already holds; or that one taken back first"
)
LAST = 10**Unit.steplen - 1


def hold_tree() -> None:
    """Wait for everybody else who changes the tree or the belonging of people; nobody else does until the transaction ends.

    It is the first lock of all (docs/build/tour.md): who asks for it while holding a row may stand still.
    """
    tops = Unit.objects.select_for_update(no_key=True).filter(depth=1).order_by("pk")
    list(tops.values_list("pk", flat=True))


def alone(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Let a verb that changes the tree, or to which unit people belong, wait for every other that does, and read only then.

    Pages that read do not wait, nor does whoever writes something that belongs to a unit.
    """

    @wraps(verb)
    def run(obj: Any, *, by: Any, **given: Any) -> Any:
        with transaction.atomic():
            hold_tree()
            return verb(obj, by=by, **given)

    run.permit = verb.permit  # type: ignore[attr-defined]
    return run


def parent_path(path: str) -> str:
    """The path of the unit above; "" at the top."""
    return path[: -Unit.steplen]


def step_of(path: str) -> int:
    """The place among the siblings, as the path has it."""
    return int(path[-Unit.steplen :])


def children_of(unit: Unit) -> Any:
    """The units right below it, those that stand no more among them, in establishment order."""
    return Unit.objects.filter(below(unit.path), depth=unit.depth + 1).order_by("path")


def fresh_step(above: Unit) -> int:
    """The first place below the unit that nobody has or had.

    Raises:
        BadInput: there is none.
    """
    last = children_of(above).aggregate(last=Max("path"))["last"]
    past = UnitPast.objects.filter(parent=above).aggregate(last=Max("place"))["last"] or 0
    step = max(step_of(last) if last else 0, past) + 1
    if step > LAST:
        raise BadInput(_("Nothing more can be placed below %(unit)s.") % {"unit": above})
    return step


def fresh_steps(above: Iterable[Unit]) -> dict[str, int]:
    """Path of each of these units → the last place below it that anybody has or had; 0 where nobody. Two queries for 500."""
    units = list(above)
    last = {unit.path: 0 for unit in units}
    for at in range(0, len(units), 500):
        part = {unit.pk: unit.path for unit in units[at : at + 500]}
        parent = Substr("path", 1, Length("path") - Unit.steplen)
        children = Unit.objects.annotate(above=parent).filter(above__in=part.values()).order_by().values_list("above")
        last |= {path: step_of(child) for path, child in children.annotate(last=Max("path"))}
        past = UnitPast.objects.filter(parent__in=part).order_by().values_list("parent").annotate(last=Max("place"))
        last |= {part[key]: max(last[part[key]], place or 0) for key, place in past}
    return last


def path_below(above: Unit, step: int) -> str:
    """The path of the place with this number."""
    return f"{above.path}{step:0{Unit.steplen}d}"


def rewrite(old: str, new: str) -> int:
    """Everything at or below the old path goes to the new one. One statement whatever its size; how many units it was."""
    deeper = (len(new) - len(old)) // Unit.steplen
    return Unit.objects.filter(below(old)).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)), depth=F("depth") + deeper
    )


def hang(unit: Unit, above: Unit) -> int:
    """Put the unit with everything below it under another, as its last child; how many units were moved.

    Both are read anew before and after: whoever holds them sees their paths as they are.
    """
    unit.refresh_from_db(fields=["path", "depth"])
    above.refresh_from_db(fields=["path", "depth", "numchild"])
    if above.path.startswith(unit.path):
        raise BadInput(_("A unit does not stand below itself."), places=[(unit.name, above.name, _("another unit"))])
    old, step = unit.path, fresh_step(above)
    moved = rewrite(old, path_below(above, step))
    Unit.objects.filter(path=parent_path(old)).update(numchild=F("numchild") - 1)
    Unit.objects.filter(pk=above.pk).update(numchild=F("numchild") + 1)
    unit.refresh_from_db(fields=["path", "depth"])
    above.refresh_from_db(fields=["path", "depth", "numchild"])
    return moved


def plant(above: Unit, **fields: Any) -> Unit:
    """A new unit as the last child of another."""
    above.refresh_from_db(fields=["path", "depth", "numchild"])
    unit = Unit(path=path_below(above, fresh_step(above)), depth=above.depth + 1, numchild=0, **fields)
    unit.full_clean(exclude=["path", "depth", "numchild", "kind", "category"])
    unit.save(force_insert=True)
    Unit.objects.filter(pk=above.pk).update(numchild=F("numchild") + 1)
    above.refresh_from_db(fields=["numchild"])
    return unit


def remember(units: Sequence[Unit], change: Change) -> None:
    """Keep how these units were until the change. Called before they change, once a change and unit. Three queries.

    Raises:
        BadInput: something later is entered of one of them already; what comes first is entered first.
    """
    _nothing_later(units, change)
    parents = dict(Unit.objects.filter(path__in={parent_path(unit.path) for unit in units}).values_list("path", "pk"))
    UnitPast.objects.bulk_create(
        [
            UnitPast(
                unit=unit,
                until_on=change.holds_on,
                change=change,
                name=unit.name,
                short_name=unit.short_name,
                full_name=unit.full_name,
                kind_id=unit.kind_id,
                category_id=unit.category_id,
                parent_id=parents.get(parent_path(unit.path)),
                place=step_of(unit.path),
            )
            # Of two changes on one day the first keeps how it was before the day; what was founded on it was not before.
            for unit in units
            if unit.founded_on != change.holds_on
        ],
        ignore_conflicts=True,
    )


def stood(above: Unit, change: Change, *, without: Unit | None = None) -> None:
    """Let nothing hang below a unit before it was founded, nor below one that hung below it: past days have one tree.

    Args:
        without: what comes below it by the change. Two queries for each level above.

    Raises:
        BadInput: it was founded later, or stood below `without` on a day since the change.
    """
    day = change.holds_on
    if above.founded_on is not None and above.founded_on > day:
        raise_later([(above.name, above.founded_on)])
    if without is not None and (moved := _moved_out(above, without, day)):
        raise_later([(above.name, moved)])


def _moved_out(unit: Unit, of: Unit, since: datetime.date) -> datetime.date | None:
    """The last day by which something on the ways above the unit was moved, if a way led through the other since then."""
    seen: set[int] = set()
    now, last = {unit.pk}, None
    while now := now - seen:
        seen |= now
        before = UnitPast.objects.filter(unit__in=now, until_on__gt=since).order_by().values_list("parent", "until_on")
        last = max([day for _parent, day in before] + ([last] if last else []), default=None)
        paths = {parent_path(path) for path in Unit.objects.filter(pk__in=now).values_list("path", flat=True)}
        now = {parent for parent, _day in before if parent} | set(
            Unit.objects.filter(path__in=paths).values_list("pk", flat=True)
        )
        if of.pk in now:
            return last
    return None


def raise_later(found: Iterable[tuple[str, datetime.date]]) -> None:
    """Refuse what would be entered before these days, when there are any.

    Raises:
        BadInput: there are.
    """
    places = [(name, str(day), LATER % {"day": day}) for name, day in found]
    if places:
        raise BadInput(_("A later change is entered already; what comes first is entered first."), places=places)


def _nothing_later(units: Iterable[Unit], change: Change) -> None:
    units = list(units)
    later = dict(
        UnitPast.objects.filter(unit__in=units, until_on__gt=change.holds_on)
        .order_by("until_on")
        .values_list("unit", "until_on")
    )
    later |= {
        unit.pk: unit.founded_on for unit in units if unit.founded_on is not None and unit.founded_on > change.holds_on
    }
    raise_later((unit.name, later[unit.pk]) for unit in units if unit.pk in later)
