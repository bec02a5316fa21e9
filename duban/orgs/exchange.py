"""What goes out as a workbook and comes in again. A room adds its kinds of rows in its AppConfig.ready().

A kind of rows is a sheet, a model, the permits, and a desk: what has to be known while rows of a workbook are compared with
what is here. A desk is made anew for each comparison and reads what it needs in a constant number of queries. Comparing,
previewing, bringing in and taking back are the same for all kinds (duban.documents.exchange).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.fields import SpelledField
from duban.base.workbook.cells import Wrong, text_of
from duban.base.workbook.kinds import Named
from duban.base.workbook.sheet import Column, Sheet
from duban.orgs.models import Unit, UnitQuerySet
from duban.orgs.permits import VIEW_UNIT, Permit, below
from duban.orgs.unit_names import UnitNames

BATCH = 500
MOST_NAMES = 500
"""A drop-down with more is of no use."""
ORGANISATION = Named(
    gettext_lazy("its name; where several have it, with the one above before it: 示例局机关党委/第一党支部")
)
"""What a column with an organisation holds."""


@dataclass(frozen=True)
class Exchange:
    """One kind of rows.

    Args:
        code: its word in addresses.
        label: for people.
        sheet: its columns; a field of a column is an attribute of the model unless the desk says otherwise.
        model: what a row is.
        see: whose rows a person takes out.
        write: whose rows a person changes by a workbook. `add` is for new ones, where that is another permit.
        desk: makes the desk.
        own_parts: tables with parts of a row ("ledgers.counted"): they come and go with it.
        group: the word under which kinds of a sort stand together, where there are many.
        today: the sheet as the rules of the day want it, where they change it.
        place: kinds with a lower one come in first, for others refer to them.
    """

    code: str
    label: str | Promise
    sheet: Sheet
    model: type[models.Model]
    see: Permit
    write: Permit
    desk: "Callable[[Exchange, Any, Desks], Desk]"
    add: Permit | None = None
    own_parts: tuple[str, ...] = ()
    group: str | Promise = ""
    place: int = 50
    today: Callable[[Sheet], Sheet] | None = None

    @property
    def adds(self) -> Permit:
        """The permit for new rows."""
        return self.add or self.write


_exchanges: dict[str, Exchange] = {}
_sources: list[Callable[[], Iterable[Exchange]]] = []


def add_exchange(exchange: Exchange) -> None:
    """Let this kind of rows go out and come in; the same code twice is taken once."""
    _exchanges.setdefault(exchange.code, exchange)


def add_exchanges(source: Callable[[], Iterable[Exchange]]) -> None:
    """Let kinds of rows go out and come in that are data themselves: `source` is asked for them whenever all are."""
    if source not in _sources:
        _sources.append(source)


def exchange_named(code: str) -> Exchange | None:
    """The kind of this code, of those that are no data themselves. No query."""
    return _exchanges.get(code)


def exchanges() -> list[Exchange]:
    """Every kind, in the order in which it comes in. A query for each source of kinds that are data."""
    found = [*map(_today, _exchanges.values()), *(each for source in _sources for each in source())]
    return sorted(found, key=lambda each: (each.place, each.code))


def _today(exchange: Exchange) -> Exchange:
    return replace(exchange, sheet=exchange.today(exchange.sheet)) if exchange.today else exchange


def exchanges_for(user: Any) -> list[Exchange]:
    """The kinds that a person may bring in somewhere."""
    return [each for each in exchanges() if each.write.reach(user) or each.adds.reach(user)]


def within(rows: QuerySet, asked: Mapping[str, str], lookup: str) -> QuerySet:
    """Those of one unit and below, when the address names one."""
    if not asked.get("unit", "").isdecimal():
        return rows
    unit = Unit.objects.filter(pk=asked["unit"]).first()
    return rows.filter(below(unit.path, lookup)) if unit else rows.none()


class Desks(dict[str, "Desk"]):
    """The desks of one comparison: made when first asked for, so that a post finds the person of the sheet before it.

    Args:
        writes: what is new will be saved; else it is only looked at, and less of it has to be kept.
    """

    def __init__(self, user: Any, *, writes: bool = True) -> None:
        super().__init__()
        self.user, self.writes = user, writes
        self._units: UnitNames | None = None

    def of(self, exchange: Exchange) -> "Desk":
        """The desk of this kind."""
        if exchange.code not in self:
            self[exchange.code] = exchange.desk(exchange, self.user, self)
        return self[exchange.code]

    def __missing__(self, code: str) -> "Desk":
        return self.of(_today(_exchanges[code]))

    @property
    def units(self) -> UnitNames:
        """The units that the person sees, by name. One query."""
        if self._units is None:
            seen = VIEW_UNIT.scope(self.user, Unit.objects.select_related("kind"))
            self._units = UnitNames(seen.filter(UnitQuerySet.stands()), others=seen.exclude(UnitQuerySet.stands()))
        return self._units


class Desk:
    """The rows of one kind that a person may change, while those of a workbook are compared with them.

    A row is a mapping field → value as the column keeps it; a field that is not there is left as it is.
    """

    late: ClassVar[tuple[str, ...]] = ()
    """Columns that are read when the others are known."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        self.exchange, self.user, self.desks = exchange, user, desks
        self.may_write, self.may_add = exchange.write.reach(user), exchange.adds.reach(user)
        self.made: frozenset[int] = frozenset()
        self._by_number: dict[int, Any] | None = None
        self._by_key: dict[Any, list[Any]] = {}

    # ---------------------------------------------------------------- out

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """The rows that a person takes out: what the address asks for, within what they may see."""
        raise NotImplementedError

    def said(self, obj: Any, column: Column) -> Any:
        """What a cell of the row keeps."""
        return getattr(obj, column.field)

    def words(self, obj: Any, column: Column) -> str:
        """What a cell of the row says, as it is compared."""
        return self.worded(column, self.said(obj, column))

    def worded(self, column: Column, kept: Any) -> str:
        """A value as it is compared."""
        if isinstance(column.kind, Named):
            return self.name_of(column, kept) if kept is not None else ""
        return text_of(column.kind.said(kept))

    def shown(self, column: Column, words: str) -> str:
        """What of a cell is kept for the one who sent it."""
        return words

    def cell(self, obj: Any, column: Column) -> Any:
        """What is written into a cell."""
        if column.is_private:
            return None
        kept = self.said(obj, column)
        return self.worded(column, kept) if isinstance(column.kind, Named) else column.kind.cell(kept)

    def name_of(self, column: Column, kept: Any) -> str:
        """The name of something that the row refers to."""
        return self.desks.units.name_of(kept) if isinstance(kept, Unit) else str(kept)

    def choices(self) -> dict[str, Sequence[str]]:
        """Names for drop-downs, by field."""
        return {}

    # ---------------------------------------------------------------- in

    def known(self) -> QuerySet:
        """The rows that could be meant: those the person may see, whole."""
        return self.exchange.see.scope(self.user, self.exchange.model._default_manager.all())

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """What tells one row from another when no number does."""
        raise NotImplementedError

    def key_of_row(self, obj: Any) -> Any:
        """The same of a row that is here."""
        columns = [column for column in self.exchange.sheet.columns if column.is_key]
        return self.key_of({column.field: self.said(obj, column) for column in columns})

    def by_number(self, number: int) -> Any | None:
        """The row with this number of ours, None when it is not there or out of the person's reach."""
        self._load()
        return (self._by_number or {}).get(number)

    def find(self, kept: Mapping[str, Any]) -> Any | None:
        """The row that is meant, None when it is a new one.

        Raises:
            Wrong: several could be meant.
        """
        self._load()
        found = self._by_key.get(self.key_of(kept), ())
        if len(found) > 1:
            raise Wrong(
                _("%(n)s rows that are told apart by nothing in the sheet") % {"n": len(found)},
                _("the row of a workbook that was downloaded here, which has its number"),
            )
        return found[0] if found else None

    def _load(self) -> None:
        if self._by_number is None:
            self._by_number = {obj.pk: obj for obj in self.known()}
            for obj in self._by_number.values():
                self._by_key.setdefault(self.key_of_row(obj), []).append(obj)

    def refer(self, column: Column, text: str, kept: Mapping[str, Any]) -> Any:
        """What the name in a cell means; the columns before it are in `kept`.

        Raises:
            Wrong: nothing that the person may see, or several things.
        """
        return self.desks.units.find(text)

    def places(self, kept: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
        """The units at which a new row needs the permit, each with the field that names it."""
        yield "unit", kept["unit"]

    def places_of_change(self, now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
        """The units at which a row that becomes `then` needs the permit, beside the one where it is: those it comes to."""
        before = {name: unit.pk for name, unit in self.places(now) if unit is not None}
        for name, unit in self.places(then):
            if unit is not None and unit.pk != before.get(name):
                yield name, unit

    def unit_of_row(self, obj: Any) -> Unit:
        """The unit to which a row that is here belongs."""
        return obj.unit

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What does not hold between the cells of a row: (field, what). `kept` has every column."""
        yield from ()

    def questions(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, str]]:
        """What a page would ask before it enters a row that holds: (field, question). Somebody answers, or it stays out."""
        yield from ()

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """The row in a few words."""
        return str(kept.get("name", ""))

    # ---------------------------------------------------------------- writing

    def new(self, kept: Mapping[str, Any]) -> Any:
        """The object of a new row, not saved."""
        return self.exchange.model(**kept)

    def add(self, kept: Mapping[str, Any]) -> Any:
        """The object of a new row, which later rows may mean."""
        obj = self.new(kept)
        self._load()
        self._by_key.setdefault(self.key_of(kept), []).append(obj)
        return obj

    def create(self, objs: Sequence[Any]) -> None:
        """Save new ones; the permits were asked."""
        self.exchange.model._default_manager.bulk_create(objs, BATCH)

    def change(self, obj: Any, kept: Mapping[str, Any]) -> None:
        """Set what changes, without saving."""
        for name, value in kept.items():
            setattr(obj, name, value)

    def update(self, objs: Sequence[Any], fields: Iterable[str]) -> None:
        """Save changed ones. An insert that meets the row it belongs to: ten times as fast as one update of many rows."""
        written = self.columns_of(fields)
        for each in self.exchange.model._meta.concrete_fields:
            if isinstance(each, SpelledField) and {*each.of, each.corrected} & written:
                written.add(each.attname)
        columns = sorted({"updated_at", *written})
        self.exchange.model._base_manager.bulk_create(
            objs, BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=columns
        )

    def settle(self) -> None:
        """What other rooms are told of, once every sheet of the workbook is written or taken back."""

    def columns_of(self, fields: Iterable[str]) -> set[str]:
        """The fields of the model that are written when these columns change."""
        return set(fields)

    def built_on(self, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        """What rests on new rows though no table refers to them: (number of ours, what it is). Then they stay.

        `made` are all rows of this kind that the workbook made; the keys are some of them.
        """
        yield from ()

    def remove(self, objs: QuerySet) -> None:
        """Take away what an import made."""
        objs.delete()
