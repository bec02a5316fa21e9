"""Whose life the records of other units count for: subgroups for their branch, what ended for whoever goes on with it."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from duban.ledgers.life import Period, Subgroup
from duban.ledgers.queries.short import AnyUnit
from duban.orgs.history import HANDED_ON
from duban.orgs.models import ChangedUnit, Unit
from duban.orgs.permits import below

SUBGROUP = "party_subgroup"
Home = tuple[str, datetime.date | None, datetime.date | None]
"""A branch by its path, since when, and the first day on which it was no longer so."""


@dataclass
class Group:
    """A subgroup: its branches one after the other, and every name it has had."""

    path: str
    homes: list[Home] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def home_at(self, day: datetime.date) -> str:
        """The branch it belonged to on that day; the first one before it was founded."""
        for path, _since, until in self.homes:
            if until is None or until > day:
                return path
        return self.homes[-1][0]


@dataclass(frozen=True)
class Kin:
    """Subgroups of some organisations and what ended below them: path → group, path → the day it ended."""

    groups: Mapping[str, Group]
    ended: Mapping[str, datetime.date]
    moved: Sequence[int]
    """Ids of the subgroups that stand elsewhere today."""

    def owners(self, path: str, period: Period) -> Iterator[str]:
        """Every organisation for which a record of this unit counts in the period: itself, the branch of a subgroup, and
        whoever took over what ended inside the period. What it did in the periods before stays its own.
        """
        yield path
        if path in self.groups:
            path = self.groups[path].home_at(period.start)
            yield path
        while path in self.ended and period.start < self.ended[path] <= period.end:
            path = path[: -Unit.steplen]
            yield path

    def part(self, path: str, branch: str, said: str) -> str:
        """What tells records of a rule apart: the path of the subgroup that met, wherever it was entered."""
        if path in self.groups:
            return said or path
        same = (g.path for g in self.groups.values() if said in g.names and any(h[0] == branch for h in g.homes))
        return next(same, said) if said else ""

    def subgroups(self) -> dict[str, list[Subgroup]]:
        """Path of a branch → the subgroups it has had."""
        found: dict[str, list[Subgroup]] = defaultdict(list)
        for group in self.groups.values():
            for branch, since, until in group.homes:
                found[branch].append(Subgroup(group.path, since, until))
        return found

    def taken_over(self) -> dict[str, list[datetime.date]]:
        """Path of an organisation → the days on which others became part of it."""
        found: dict[str, list[datetime.date]] = defaultdict(list)
        for path, day in self.ended.items():
            found[path[: -Unit.steplen]].append(day)
        return found


def kin_of(units: Sequence[AnyUnit]) -> Kin:
    """The kin of these organisations. One query however many they are."""
    if not units:
        return Kin({}, {}, ())
    ends = ends_of(units)
    handed = ChangedUnit.objects.filter(
        unit=OuterRef("pk"), change__holds_on=OuterRef("dissolved_on"), change__kind__in=HANDED_ON
    )
    here, was_here = Q(path__range=ends), Q(kind__code=SUBGROUP, pasts__parent__path__range=ends)
    rows = (
        Unit.objects.filter(here | was_here, Q(kind__code=SUBGROUP) | Q(dissolved_on__isnull=False))
        .order_by("path", "pasts__until_on")
        .values_list(
            "pk", "path", "kind__code", "name", "founded_on", "dissolved_on",
            "pasts__until_on", "pasts__parent__path", "pasts__name", Exists(handed),
        )
    )  # fmt: skip
    groups: dict[str, Group] = {}
    ended, moved = {}, []
    last: dict[str, tuple[datetime.date | None, datetime.date | None]] = {}
    for pk, path, kind, name, founded_on, dissolved_on, until_on, parent, old_name, has_heir in rows:
        if kind != SUBGROUP:
            # What was dissolved without an heir counts for nobody above it.
            if has_heir:
                ended[path] = dissolved_on
            continue
        group = groups.setdefault(path, Group(path))
        group.names |= {each for each in (name, old_name) if each}
        since = last.get(path, (founded_on, None))[0]
        if until_on is not None and parent and parent != path[: -Unit.steplen]:
            group.homes.append((parent, since, until_on))
            moved.append(pk)
            since = until_on
        last[path] = since, dissolved_on
    for path, (since, dissolved_on) in last.items():
        groups[path].homes.append((path[: -Unit.steplen], since, dissolved_on))
    return Kin(groups, ended, moved)


def subgroup_names(unit: Unit, day: datetime.date) -> list[str]:
    """The names of the subgroups of an organisation on that day, in establishment order, as they are called today. One query."""
    groups = Unit.objects.filter(below(unit.path), kind__code=SUBGROUP, depth=unit.depth + 1)
    stood = groups.exclude(founded_on__gt=day).exclude(dissolved_on__lte=day)
    return list(stood.order_by("path").values_list("name", flat=True))


def names_of_subgroups(unit: Unit) -> list[str]:
    """Every name that a subgroup of the organisation has or had, dissolved ones too: what may be entered late. One query."""
    groups = Unit.objects.filter(below(unit.path), kind__code=SUBGROUP, depth=unit.depth + 1).order_by("path")
    names = groups.values_list("name", "pasts__name")
    return list(dict.fromkeys(name for pair in names for name in pair if name))


def ends_of(units: Sequence[AnyUnit]) -> tuple[str, str]:
    """The first and the last path of the units and all below them: a range for many, as a list of thousands fits no statement."""
    ordered = sorted(unit.path for unit in units)
    longest = Unit._meta.get_field("path").max_length or 0
    return ordered[0], ordered[-1].ljust(longest, "9")
