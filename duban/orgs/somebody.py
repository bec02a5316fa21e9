"""Rows of a workbook that are about somebody: the person is found by the name and the organisation beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext

from duban.base.workbook.cells import Wrong, narrow, quoted
from duban.base.workbook.sheet import Column
from duban.orgs.exchange import Desk, Desks, Exchange
from duban.orgs.models import Person, Unit


class SomebodyDesk(Desk):
    """Rows with a column `person`; those whom the sheet of people adds are found too."""

    late = ("person",)
    where: ClassVar[Sequence[str]] = ("unit",)
    """The columns that say where the person belongs, the first that is filled in."""
    named_by: ClassVar[str] = "所在组织"
    """The heading of the column that tells people of one name apart."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self._named: dict[str, list[Person]] | None = None

    def refer(self, column: Column, text: str, kept: Mapping[str, Any]) -> Any:
        """See Desk. A person is looked for once the organisations of the row are known."""
        if column.field != "person":
            return super().refer(column, text, kept)
        unit = next((kept[name] for name in self.where if name in kept), None)
        return self._person(text, unit, strict=self.where[0] in kept)

    def _person(self, name: str, unit: Unit | None, *, strict: bool) -> Person:
        if self._named is None:
            self._named = {}
            people: Any = self.desks["people"]
            for person in people.everybody():
                self._named.setdefault(plain(person.name), []).append(person)
        named = self._named.get(plain(name), [])
        here = [person for person in named if unit and person.unit.path == unit.path] or ([] if strict else named)
        if len(here) == 1:
            return here[0]
        if here:
            raise Wrong(
                gettext("%(n)s people of this name") % {"n": len(here)},
                gettext("the organisation of the person in %(column)s") % {"column": self.named_by},
            )
        raise Wrong(quoted(name), gettext("somebody who is entered, or stands on the sheet 人员"))


def plain(name: str) -> str:
    """A name as it is compared: without blanks, in plain width."""
    return narrow(name).replace(" ", "")


def told_apart(person: Person) -> int:
    """Another for another person, also of those who are not saved yet."""
    return person.pk or -id(person)
