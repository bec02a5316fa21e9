"""The facts of a book, laid out so that a rule finds what it asks for without scanning."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from duban.scoring.facts import Ballot, Book, Exemption, Fact, Imported, Judgement, Unit
from duban.scoring.scheme.base import Match, Window, matches
from duban.scoring.scheme.model import Scheme, Tag

Rows = dict[str, list[Any]]


def _by(rows: Iterable[Any], field: str) -> Rows:
    out: Rows = defaultdict(list)
    for row in sorted(rows, key=lambda r: (len(r.key), r.key)):
        out[getattr(row, field)].append(row)
    return out


class UnitDesk:
    """All rows of one unit, by what they speak of. Rows are sorted by key, so their order in the book has no effect."""

    __slots__ = ("ballots", "exemptions", "facts", "imports", "judgements", "unit")

    def __init__(self, unit: Unit, rows: Mapping[str, Sequence[Any]]):
        self.unit = unit
        self.facts: dict[str, list[Fact]] = _by(rows.get("facts", ()), "tag")
        self.judgements: dict[str, list[Judgement]] = _by(rows.get("judgements", ()), "line")
        self.ballots: dict[str, list[Ballot]] = _by(rows.get("ballots", ()), "line")
        self.imports: dict[str, list[Imported]] = _by(rows.get("imports", ()), "line")
        self.exemptions: dict[str, list[Exemption]] = _by(rows.get("exemptions", ()), "indicator")


class Desk:
    """The whole book, by unit; and the day up to which it is scored."""

    def __init__(self, scheme: Scheme, book: Book, as_of: date):
        self.scheme, self.as_of = scheme, as_of
        rows: dict[str, dict[str, list[Any]]] = {unit.name: defaultdict(list) for unit in book.units}
        for kind in ("facts", "judgements", "ballots", "imports", "exemptions"):
            for row in getattr(book, kind):
                of_unit = rows.get(row.unit)
                if of_unit is not None:
                    of_unit[kind].append(row)
        self.units: dict[str, UnitDesk] = {unit.name: UnitDesk(unit, rows[unit.name]) for unit in book.units}
        self.children: dict[str, list[str]] = defaultdict(list)
        for unit in book.units:
            if unit.parent:
                self.children[unit.parent].append(unit.name)

        self._peers: dict[tuple[str | None, Any], list[str]] = {}
        self._means: dict[tuple[Any, ...], Decimal | None] = {}

    def replace(self, unit: str, rows: Mapping[str, Sequence[Any]]) -> None:
        """Lay out other rows for one unit."""
        self.units[unit] = UnitDesk(self.units[unit].unit, rows)
        self._means = {}

    def peers(self, unit: str, by: str | None) -> list[str]:
        """The units of the same class (all, when no attribute makes classes), in a fixed order."""
        own = self.units[unit].unit.attributes.get(by) if by else None
        if (by, own) not in self._peers:
            self._peers[by, own] = sorted(
                name for name, other in self.units.items() if by is None or other.unit.attributes.get(by) == own
            )
        return self._peers[by, own]

    def mean_among_peers(self, unit: str, by: str | None, tag: str, window: Window) -> Decimal | None:
        """The mean of a number over the units of the class that have it."""
        key = (by, self.units[unit].unit.attributes.get(by) if by else None, tag, window.from_, window.to)
        if key not in self._means:
            known = [self.number(peer, tag, window)[0] for peer in self.peers(unit, by)]
            numbers = [n for n in known if n is not None]
            self._means[key] = sum(numbers, Decimal(0)) / len(numbers) if numbers else None
        return self._means[key]

    def tag(self, name: str) -> Tag:
        return self.scheme.tags[name]

    def facts(
        self,
        unit: str,
        source: str | Sequence[str],
        window: Window | None = None,
        only: Match | None = None,
        excluding: Match | None = None,
    ) -> list[Fact]:
        """The facts of one unit under these tags, inside the window, up to the day."""
        names = (source,) if isinstance(source, str) else source
        window = window or self.scheme.window
        found = []
        of_unit = self.units[unit].facts
        for name in names:
            for fact in of_unit.get(name, ()):
                if fact.on is not None and (fact.on > self.as_of or not window.from_ <= fact.on <= window.to):
                    continue
                if only and not matches(only, fact.attributes):
                    continue
                if excluding and matches(excluding, fact.attributes):
                    continue
                found.append(fact)
        return found

    def latest(
        self,
        unit: str,
        tag: str,
        window: Window | None = None,
        only: Match | None = None,
        excluding: Match | None = None,
    ) -> Fact | None:
        """The last word on a number, a yes/no or a label. Where the last word is a blank, that is what it says."""
        best: Fact | None = None
        for fact in self.facts(unit, tag, window, only, excluding):
            if best is None or (fact.on or date.min) >= (best.on or date.min):
                best = fact
        return best

    def number(
        self,
        unit: str,
        tag: str,
        window: Window | None = None,
        only: Match | None = None,
        excluding: Match | None = None,
    ) -> tuple[Decimal | None, tuple[str, ...]]:
        """A number tag's value, or how often an event happened; None when it is not known."""
        kind = self.tag(tag)
        if kind.kind in ("event", "dated"):
            found = self.facts(unit, tag, window, only, excluding)
            if any(fact.value is None for fact in found) or (
                kind.absent == "missing" and not self.reported(unit, tag, window)
            ):
                return None, tuple(f.key for f in found)
            return sum((count_of(f) for f in found), Decimal(0)), tuple(f.key for f in found)
        fact = self.latest(unit, tag, window, only, excluding)
        if fact is None or not isinstance(fact.value, Decimal):
            return None, ()
        return fact.value, (fact.key,)

    def reported(self, unit: str, tag: str, window: Window | None = None) -> bool:
        """Whether the unit said anything at all under the tag; a report of another level answers the question too."""
        return bool(self.facts(unit, tag, window))


def count_of(fact: Fact) -> Decimal:
    """How many times the fact stands for."""
    return fact.value if isinstance(fact.value, Decimal) else Decimal(1)
