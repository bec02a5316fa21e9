"""Warnings: what is amiss in an organisation, or soon will be. Derived anew each time somebody looks; there is no table of them.

A room that knows such things adds a source in its AppConfig.ready():

    OVERDUE = WarningKind("terms.overdue", _("Terms"), _("term is over"), roles=BUSINESS)

    def term_warnings(watch: Watch) -> Iterator[OpenWarning]:
        for term in watch.scope(OVERDUE, Term.objects.filter(…)):   # constant queries, whatever their number
            yield OpenWarning(OVERDUE, term.unit, about=term.key, say=…, url=…, due_on=term.due_on, rule=…)

    add_warning_source(term_warnings, OVERDUE)

A warning goes when its cause is mended and in no other way. A kind that only the secretary of the branch may see (quiet)
names that role alone. A pack may tune each kind: on or off, how early, for whom (`warning_rules.yaml`).
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from duban.asks.desk import Desk
from duban.asks.models import WarningRule
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


Source = Callable[[Watch], Iterable[OpenWarning]]
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


def warnings_of(watch: Watch, kinds: Iterable[WarningKind] = ()) -> list[OpenWarning]:
    """The warnings that the person sees: by kind, the longest over first, organisations in establishment order.

    Args:
        kinds: only these; all when empty. Sources of other kinds are not asked.
    """
    wanted = set(kinds or warning_kinds())
    found = [
        warning
        for added in _added
        if any(kind in wanted and watch.is_on(kind) for kind in added.kinds)
        for warning in added.source(watch)
        if warning.kind in wanted and watch.sees(warning.kind, warning.unit)
    ]
    never = datetime.date.max
    return sorted(found, key=lambda w: (w.kind.place, w.kind.code, w.due_on or never, w.unit.path, w.about))


def warning_with(watch: Watch, key: str) -> OpenWarning | None:
    """The one with that key, derived anew; None when its cause is mended, or it is not for this person."""
    kinds = [kind for kind in warning_kinds() if kind.code == key.split("/", 1)[0]]
    return next((each for each in warnings_of(watch, kinds) if each.key == key), None) if kinds else None


def warning_counts(watch: Watch) -> dict[WarningKind, int]:
    """How many of each kind the person sees, kinds without any left out, in their order."""
    found: dict[WarningKind, int] = {}
    for added in _added:
        if not any(watch.is_on(kind) for kind in added.kinds):
            continue
        if added.counts:
            found |= {kind: n for kind, n in added.counts(watch).items() if watch.is_on(kind)}
            continue
        for warning in added.source(watch):
            if watch.sees(warning.kind, warning.unit):
                found[warning.kind] = found.get(warning.kind, 0) + 1
    return {kind: found[kind] for kind in warning_kinds() if found.get(kind)}
