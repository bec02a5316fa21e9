"""The organisation as it stood on a past day, and what was approved about one unit."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from duban.orgs.models import Change, ChangedUnit, Unit, UnitKind, UnitPast
from duban.orgs.queries import units_ever_for


@dataclass
class Stood:
    """A unit as it was on a day. `now` is the unit as it is."""

    pk: int
    name: str
    kind: str
    parent: int | None
    place: tuple[Any, ...]
    now: Unit
    depth: int = 0
    children: list["Stood"] = field(default_factory=list)

    @property
    def was_otherwise(self) -> str:
        """Its name of today when that is another one."""
        return self.now.name if self.now.name != self.name else ""


@dataclass(frozen=True)
class Forest:
    """The units of a day that a person may see, from the tops down."""

    tops: list[Stood]
    by_pk: dict[int, Stood]

    def below(self, node: Stood, *, directly: bool = False) -> list[Stood]:
        """What stood below it, in establishment order."""
        if directly:
            return node.children
        found: list[Stood] = []
        waiting = list(reversed(node.children))
        while waiting:
            each = waiting.pop()
            found.append(each)
            waiting.extend(reversed(each.children))
        return found

    def way_to(self, node: Stood) -> list[Stood]:
        """From the top to the node, with it."""
        way = [node]
        while way[0].parent in self.by_pk:
            way.insert(0, self.by_pk[way[0].parent])  # type: ignore[index]
        return way


SAID = ("path", "depth", "name", "short_name", "kind_id", "founded_on", "dissolved_on", "numchild")


def forest_on(user: Any, day: datetime.date) -> Forest:
    """The tree as it stood on that day, of the units that the person may see today. Four queries however large it is.

    Whoever has no role where a unit stands now does not see where it stood.
    """
    kinds = dict(UnitKind.objects.values_list("pk", "name"))
    units = list(units_ever_for(user).select_related(None).only(*SAID).order_by("path"))
    by_path = {unit.path: unit.pk for unit in units}
    pasts: dict[int, UnitPast] = {}
    for past in UnitPast.objects.filter(until_on__gt=day).order_by("-until_on"):
        pasts[past.unit_id] = past  # the first day after which it was otherwise counts
    by_pk: dict[int, Stood] = {}
    for unit in units:
        if unit.stands_on(day):
            by_pk[unit.pk] = _stood(unit, pasts.get(unit.pk), by_path, kinds)
    tops, children = [], defaultdict(list)
    for each in by_pk.values():
        if each.parent in by_pk:
            children[each.parent].append(each)
        else:
            tops.append(each)
    for each in by_pk.values():
        each.children = sorted(children[each.pk], key=lambda child: child.place)
    tops.sort(key=lambda top: top.place)
    waiting = list(tops)
    while waiting:
        each = waiting.pop()
        for child in each.children:
            child.depth = each.depth + 1
            waiting.append(child)
    return Forest(tops, by_pk)


def _stood(unit: Unit, past: UnitPast | None, by_path: dict[str, int], kinds: dict[int, str]) -> Stood:
    if past is None:
        above = by_path.get(unit.path[: -Unit.steplen])
        return Stood(unit.pk, unit.name, kinds[unit.kind_id], above, (int(unit.path[-Unit.steplen :]), unit.pk), unit)
    return Stood(unit.pk, past.name, kinds[past.kind_id], past.parent_id, (past.place, unit.pk), unit)


def changes_of(unit: Unit) -> QuerySet[ChangedUnit]:
    """What was approved about the unit, the latest first. One query."""
    return (
        ChangedUnit.objects.filter(unit=unit)
        .select_related("change")
        .order_by("-change__holds_on", "-change__pk", "pk")
    )


HANDED_ON = (Change.Kind.MERGE, Change.Kind.RE_SET)


def heir_of(unit: Unit) -> Unit | None:
    """Who took over what a unit did that was merged; None when it stands, or when nobody took over. Two queries at most."""
    if unit.dissolved_on is None:
        return None
    ended = changes_of(unit).filter(change__holds_on=unit.dissolved_on, change__kind__in=HANDED_ON)
    return Unit.objects.filter(path=unit.path[: -Unit.steplen]).first() if ended.exists() else None
