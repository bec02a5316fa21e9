"""Warnings: what is amiss in an organisation, or soon will be. Derived anew each time somebody looks; there is no table of them.

A room that knows such things adds a source in its AppConfig.ready():

    OVERDUE = WarningKind("terms.overdue", _("Terms"), _("term is over"), roles=BUSINESS)

    def term_warnings(watch: Watch) -> Iterator[OpenWarning]:
        for term in watch.scope(OVERDUE, Term.objects.filter(…)):   # constant queries, whatever their number
            yield OpenWarning(OVERDUE, term.unit, about=term.key, say=…, url=…, due_on=term.due_on, rule=…)

    add_warning_source(term_warnings, OVERDUE)

Where most organisations may have the same one, it yields `ManyWarnings`: they are counted, and only those of one page are
written out. A warning goes when its cause is mended and in no other way. A kind that only the secretary of the branch may see (quiet)
names that role alone. A pack may tune each kind: on or off, how early, for whom (`warning_rules.yaml`).
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, overload

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from duban.asks.desk import Desk
from duban.asks.models import WarningRule
from duban.base.collector import collector_rests
from duban.orgs.models import Unit
from duban.orgs.permits import below, grants_of, topmost
from duban.packs.models import RuleParameter

Rows = TypeVar("Rows", bound=QuerySet)


@dataclass(frozen=True)
class WarningKind:
    """One kind of warning, as a room declares it.

    Args:
        code: "group.what", unique: `terms.overdue`. Kinds of one heading share the first word.
        group: the heading, the same for all kinds whose code begins with the same word.
        label: what is amiss, in a few words, without the organisation.
        roles: who see it, for their unit and all below. One role alone makes it quiet. A pack may name fewer, never more.
        days_before: how many days before its day it is shown; 0 when only what is past its day is a warning.
        place: groups and kinds stand in this order.
    """

    code: str
    group: str | Promise = field(compare=False)
    label: str | Promise = field(compare=False)
    roles: frozenset[str] = field(compare=False)
    days_before: int = field(default=0, compare=False)
    place: int = field(default=50, compare=False)

    @property
    def group_code(self) -> str:
        """The first word of the code: kinds of one group share it, and it stands in addresses."""
        return self.code.split(".", 1)[0]


@dataclass(frozen=True)
class OpenWarning:
    """One warning: what is amiss where, by which rule, when it was or is due, whose it is, and the page where it is mended.

    Args:
        unit: the organisation, with its path; one of a source's own query, so that no further query is made.
        about: what it is about, the same each time: the key of a record, or of the unit with the period ("…@2026-Q3").
        say: one sentence without a full stop.
        url: where it is mended.
        due_on: the day it is or was due; None when it has none.
        rule: the parameter it rests on; `basis` in words when it rests on none.
        owner: whose it is, in words (a post or a body, a person only where one has it in hand).
    """

    kind: WarningKind
    unit: Unit
    about: str
    say: str | Promise
    url: str
    due_on: datetime.date | None = None
    rule: RuleParameter | None = None
    basis: str | Promise = ""
    owner: str | Promise = ""

    @property
    def key(self) -> str:
        """The same for the same matter each time it is derived."""
        return f"{self.kind.code}/{self.about}"

    @property
    def cited(self) -> str:
        """What it rests on, as it stands beside it."""
        return self.rule.cited if self.rule else str(self.basis)

    def days_left(self, day: datetime.date) -> int | None:
        """Days from that day to the day it is due, negative when over; None when it has no day."""
        return (self.due_on - day).days if self.due_on else None


Place = tuple[str, int]
"""An organisation: its path and its id."""
FEW = 500
"""So many are asked for by id, more by the range of their paths, as a list of thousands fits no statement."""
NEVER = datetime.date.max


@dataclass(frozen=True)
class ManyWarnings:
    """Warnings of one kind with one day, one for each of these organisations. A source yields them as it yields one.

    Args:
        places: the organisations in establishment order.
        write: the warning of one of them, with this kind, this day, and `key` of the organisation + `suffix` as `about`.
    """

    kind: WarningKind
    places: Sequence[Place]
    write: Callable[[Unit], OpenWarning]
    due_on: datetime.date | None = None
    suffix: str = ""

    def within(self, paths: Sequence[str]) -> "ManyWarnings":
        """Those whose organisation stands in one of these subtrees."""
        ends = (self.places[0][0], self.places[-1][0]) if self.places else ()
        if any(all(end.startswith(path) for end in ends) for path in paths):
            return self
        kept = [place for place in self.places if place[0].startswith(tuple(paths))]
        return ManyWarnings(self.kind, kept, self.write, self.due_on, self.suffix)


def places_of(units: QuerySet[Unit]) -> list[Place]:
    """These organisations as ManyWarnings asks for them. One query."""
    return list(units.order_by("path").values_list("path", "pk"))


Part = OpenWarning | ManyWarnings
_Row = tuple[str, str, int, Part]
"""Path, what it is about, id, and where it comes from."""


def _count(part: Part) -> int:
    return len(part.places) if isinstance(part, ManyWarnings) else 1


class Warnings(Sequence[OpenWarning]):
    """By kind, the longest over first, organisations in establishment order. What is cut out of it is written out."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts: dict[tuple[WarningKind, datetime.date], list[Part]] = defaultdict(list)
        for part in parts:
            if _count(part):
                self._parts[part.kind, part.due_on or NEVER].append(part)
        self._length = sum(_count(part) for parts in self._parts.values() for part in parts)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> OpenWarning: ...
    @overload
    def __getitem__(self, at: slice) -> list[OpenWarning]: ...
    def __getitem__(self, at: int | slice) -> OpenWarning | list[OpenWarning]:
        """One query for those that are written out."""
        if isinstance(at, int):
            return _written(self._rows(at, at + 1))[0]
        start, stop, _step = at.indices(len(self))
        return _written(self._rows(start, stop))

    def __iter__(self) -> Iterator[OpenWarning]:
        return iter(self[:])

    def about(self, about: str) -> OpenWarning | None:
        """The one that is about that. One query when it has to be written out."""
        row = next((row for row in self._rows(0, len(self)) if row[1] == about), None)
        return _written([row])[0] if row else None

    def only(self, fits: Callable[[WarningKind, datetime.date | None], bool]) -> "Warnings":
        """Those whose kind and day fit. No query."""
        return Warnings(
            part for parts in self._parts.values() for part in parts if fits(part.kind, part.due_on)
        )  # fmt: skip

    def counts(self) -> dict[WarningKind, int]:
        """How many of each kind, kinds without any left out, in their order. No query."""
        found: dict[WarningKind, int] = {}
        for key in self._keys():
            found[key[0]] = found.get(key[0], 0) + sum(map(_count, self._parts[key]))
        return found

    def _keys(self) -> list[tuple[WarningKind, datetime.date]]:
        return sorted(self._parts, key=lambda key: (key[0].place, key[0].code, key[1]))

    def _rows(self, start: int, stop: int) -> Iterator[_Row]:
        before = 0
        for key in self._keys():
            parts = self._parts[key]
            after = before + sum(map(_count, parts))
            if before < stop and after > start:
                yield from _ordered(parts)[max(0, start - before) : stop - before]
            before = after


def _ordered(parts: list[Part]) -> list[_Row]:
    rows: list[_Row] = []
    for part in parts:
        if isinstance(part, ManyWarnings):
            label = Unit._meta.label_lower
            rows += [(path, f"{label}:{pk}{part.suffix}", pk, part) for path, pk in part.places]
        else:
            rows.append((part.unit.path, part.about, part.unit.pk, part))
    return rows if len(parts) == 1 else sorted(rows, key=lambda row: row[:2])


def _written(rows: Iterable[_Row]) -> list[OpenWarning]:
    rows = list(rows)
    places = {pk: path for path, _about, pk, part in rows if isinstance(part, ManyWarnings)}
    units = {}
    if places:
        asked = Unit.objects.select_related("kind")
        if len(places) <= FEW:
            asked = asked.filter(pk__in=places)
        else:
            asked = asked.filter(path__range=(min(places.values()), max(places.values())))
        units = {unit.pk: unit for unit in asked.order_by()}
    # Who ended or moved out of sight between the two queries of one page is not there: a page is read as of one moment.
    return [part.write(units[pk]) if isinstance(part, ManyWarnings) else part for _path, _about, pk, part in rows]


class Watch(Desk):
    """Who looks, on which day, and by which rules. Sources ask it what is on, how early, and for which organisations.

    `within` is the organisation that the page is about: nothing but it and what stands below it is reckoned.
    """

    def __init__(self, user: Any, day: datetime.date, *, within: Unit | None = None) -> None:
        super().__init__(user, day)
        self._within = within.path if within else ""

    @cached_property
    def _tuned(self) -> dict[str, WarningRule]:
        return {rule.code: rule for rule in WarningRule.objects.all()}

    def is_on(self, kind: WarningKind) -> bool:
        """Whether warnings of that kind are given at all and the person may see them somewhere."""
        rule = self._tuned.get(kind.code)
        return (rule is None or rule.is_on) and bool(self.reach(kind))

    def until(self, kind: WarningKind) -> datetime.date:
        """The last day that counts as near: what is due by then is a warning."""
        rule = self._tuned.get(kind.code)
        return self.day + datetime.timedelta(days=rule.days_before if rule else kind.days_before)

    def reach(self, kind: WarningKind) -> list[str]:
        """The topmost paths of units whose warnings of that kind the person sees."""
        rule = self._tuned.get(kind.code)
        roles = kind.roles & set(rule.roles.split(",")) if rule else kind.roles
        paths = topmost(path for role, path in grants_of(self.user) if role in roles)
        if any(self._within.startswith(path) for path in paths):
            return [self._within]
        return [path for path in paths if path.startswith(self._within)]

    def sees(self, kind: WarningKind, unit: Unit) -> bool:
        """Whether the person sees warnings of that kind about the unit."""
        return self.is_on(kind) and any(unit.path.startswith(path) for path in self.reach(kind))

    def scope(self, kinds: WarningKind | Iterable[WarningKind], rows: Rows, unit: str = "unit") -> Rows:
        """Those of the rows that lie in the person's reach for one of the kinds; none when all of them are off.

        Args:
            unit: the way from a row to its unit; "" when the rows are units.
        """
        asked = [kinds] if isinstance(kinds, WarningKind) else kinds
        paths = topmost(path for kind in asked if self.is_on(kind) for path in self.reach(kind))
        if not paths:
            return rows.none()
        condition = Q()
        for path in paths:
            condition |= below(path, f"{unit}__path" if unit else "path")
        return rows.filter(condition)


Source = Callable[[Watch], Iterable[Part]]
Counts = Callable[[Watch], Mapping[WarningKind, int]]


@dataclass(frozen=True)
class _Added:
    source: Source
    kinds: tuple[WarningKind, ...]
    counts: Counts | None


_added: list[_Added] = []


def add_warning_source(source: Source, *kinds: WarningKind, counts: Counts | None = None) -> None:
    """Show what `source(watch)` yields, of these kinds only.

    Args:
        counts: `counts(watch)` gives how many of each kind, when that is cheaper than listing them.
    """
    if source not in {added.source for added in _added}:
        _added.append(_Added(source, kinds, counts))


def warning_kinds() -> list[WarningKind]:
    """Every kind that a room declared, in the order in which they stand."""
    return sorted((kind for added in _added for kind in added.kinds), key=lambda kind: (kind.place, kind.code))


@collector_rests()
def warnings_found(watch: Watch, kinds: Iterable[WarningKind] = ()) -> Warnings:
    """The warnings that the person sees; only those that are taken out of it are written out.

    Args:
        kinds: only these; all when empty. Sources of other kinds are not asked.
    """
    wanted = set(kinds or warning_kinds())

    def seen() -> Iterator[Part]:
        for added in _added:
            if any(kind in wanted and watch.is_on(kind) for kind in added.kinds):
                for part in added.source(watch):
                    if part.kind in wanted and watch.is_on(part.kind):
                        if isinstance(part, ManyWarnings):
                            yield part.within(watch.reach(part.kind))
                        elif watch.sees(part.kind, part.unit):
                            yield part

    return Warnings(seen())


def warnings_of(watch: Watch, kinds: Iterable[WarningKind] = ()) -> list[OpenWarning]:
    """The same, all of them written out."""
    return list(warnings_found(watch, kinds))


def warning_with(watch: Watch, key: str) -> OpenWarning | None:
    """The one with that key, derived anew; None when its cause is mended, or it is not for this person."""
    code, _slash, about = key.partition("/")
    kinds = [kind for kind in warning_kinds() if kind.code == code]
    return warnings_found(watch, kinds).about(about) if kinds else None


def warning_counts(watch: Watch) -> dict[WarningKind, int]:
    """How many of each kind the person sees, kinds without any left out, in their order."""
    found = {
        kind: n
        for added in _added
        if added.counts and any(watch.is_on(kind) for kind in added.kinds)
        for kind, n in added.counts(watch).items()
        if watch.is_on(kind)
    }
    if listed := [kind for added in _added if not added.counts for kind in added.kinds]:
        found |= warnings_found(watch, listed).counts()
    return {kind: found[kind] for kind in warning_kinds() if found.get(kind)}
