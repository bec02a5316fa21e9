"""Units by the names that people write into a sheet."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.workbook.cells import Wrong, narrow, quoted
from duban.orgs.models import Unit

BETWEEN = "/"
"""Stands between a unit above and one below: 示例局/第一党支部."""


class UnitNames:
    """Some units, found by name, and named so that they are found again."""

    def __init__(self, units: QuerySet[Unit], *, others: QuerySet[Unit] | None = None) -> None:
        """Know these; of `others`, which do not stand, it is told that they do not."""
        self._others = others
        self._ended: dict[str, Unit] | None = None
        self._by_name: dict[str, list[Unit]] = {}
        self.by_path: dict[str, Unit] = {}
        self._found: dict[str, Unit] = {}
        self._counts: dict[tuple[str, int], Counter[tuple[str, ...]]] = {}
        self._named: dict[str, str] = {}
        self._new = 0
        for unit in units.order_by("path"):
            self.put(unit)

    def put(self, unit: Unit) -> None:
        """Know one more unit."""
        self.by_path[unit.path] = unit
        for name in {_plain(unit.name), _plain(unit.short_name)} - {""}:
            self._by_name.setdefault(name, []).append(unit)
        self._found.clear()
        self._counts.clear()
        self._named.clear()

    def add_below(self, parent: Unit, unit: Unit) -> None:
        """Know a unit that is not saved yet: its path is not a real one, but stands below its parent's."""
        self._new += 1
        unit.path, unit.depth = f"{parent.path}~{self._new}", parent.depth + 1
        self.put(unit)

    def parent_of(self, unit: Unit) -> Unit | None:
        """The unit above, None when it is not among these."""
        above, _sign, _number = unit.path.rpartition("~")
        return self.by_path.get(above or unit.path[: -Unit.steplen])

    def find(self, text: str) -> Unit:
        """The unit of this name. One that several have is written with a unit above it: 示例局/第一党支部.

        Raises:
            Wrong: none, as far as the person can see, or several.
        """
        if (known := self._found.get(text)) is not None:
            return known
        *above, last = [_plain(part) for part in text.replace("／", BETWEEN).split(BETWEEN)]
        found = [unit for unit in self._by_name.get(last, []) if self._stands_below(unit, above)]
        # The full name counts before a short one that another unit has, and the unit just above before one further up.
        exact = [unit for unit in found if _plain(unit.name) == last] or found
        if above and len(exact) > 1:
            exact = [unit for unit in exact if self._full_names(unit, len(above)) == tuple(above)] or exact
        if not exact:
            raise Wrong(quoted(text), self._expected(last))
        if len(exact) > 1:
            raise Wrong(
                _("%(name)s, a name of %(n)s organisations") % {"name": quoted(text), "n": len(exact)},
                _("a unit above before it, as %(example)s") % {"example": self.name_of(exact[0])},
            )
        self._found[text] = exact[0]
        return exact[0]

    def _expected(self, name: str) -> str:
        """What is to be said of a name that none of them has. One query, when it is asked first."""
        if self._ended is None:
            self._ended = {_plain(unit.name): unit for unit in self._others or ()}
        unit = self._ended.get(name)
        if unit is None:
            return _("the name of an organisation that you may see, as its page has it")
        if unit.dissolved_on and unit.dissolved_on <= clock.today():
            return _("an organisation that stands; this one ended on %(day)s") % {"day": unit.dissolved_on}
        return _("an organisation that stands; this one begins on %(day)s") % {"day": unit.founded_on}

    def of_name(self, name: str) -> list[Unit]:
        """Those whose own name this is."""
        return [unit for unit in self._by_name.get(_plain(name), ()) if _plain(unit.name) == _plain(name)]

    def name_of(self, unit: Unit) -> str:
        """The shortest name by which find() gives this unit back: its own, or with units above it."""
        if (known := self._named.get(unit.path)) is not None:
            return known
        last, above = _plain(unit.name), 0
        while above < unit.depth - 1 and self._alike(last, above)[(*self._full_names(unit, above), last)] > 1:
            above += 1
        self._named[unit.path] = name = BETWEEN.join(each.name for each in [*self._above(unit, above), unit])
        return name

    def _alike(self, last: str, above: int) -> Counter[tuple[str, ...]]:
        """How many units have which full name, of those whose own name this is, with so many units above."""
        if (last, above) not in self._counts:
            same = [unit for unit in self._by_name.get(last, []) if _plain(unit.name) == last]
            self._counts[last, above] = Counter((*self._full_names(unit, above), last) for unit in same)
        return self._counts[last, above]

    def _above(self, unit: Unit, count: int) -> list[Unit]:
        """The units just above it, as many as there are, from the top down."""
        found: list[Unit] = []
        here = self.parent_of(unit)
        while here is not None and len(found) < count:
            found.insert(0, here)
            here = self.parent_of(here)
        return found

    def _full_names(self, unit: Unit, count: int) -> tuple[str, ...]:
        return tuple(_plain(each.name) for each in self._above(unit, count))

    def _stands_below(self, unit: Unit, above: Iterable[str]) -> bool:
        """Whether the units of these names stand above it, in this order; others may stand between."""
        here: Any = unit
        for name in reversed(list(above)):
            here = self.parent_of(here)
            while here is not None and name not in (_plain(here.name), _plain(here.short_name)):
                here = self.parent_of(here)
            if here is None:
                return False
        return True

    def names(self, paths: Iterable[str]) -> list[str]:
        """The names of those within these parts of the tree, in establishment order."""
        tops = tuple(paths)
        return [self.name_of(unit) for path, unit in self.by_path.items() if path.startswith(tops)]


def _plain(name: str) -> str:
    return narrow(name).replace(" ", "")
