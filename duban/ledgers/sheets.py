"""Records as sheets, one for each kind that is in use: its columns are the fields of its definition.

Attendance goes in and out as two numbers. Who was there is listed on the page of the record; such a record keeps its list,
and its numbers do not change by a workbook.
"""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import duban.ledgers.actions  # noqa: F401 - declares the permits of its verbs
from duban.base import clock
from duban.base.workbook.cells import Wrong, narrow
from duban.base.workbook.kinds import Choice, Day, Kind, Whole, Words, YesNo
from duban.base.workbook.sheet import Column, Sheet
from duban.ledgers.checks import Entered, faults_of
from duban.ledgers.kinds import SHEET_CODE, Definition, FieldOf, definition_of
from duban.ledgers.models import Attendance, Counted, Decision, LedgerRecord, RecordKind
from duban.ledgers.permits import VIEW_RECORD
from duban.ledgers.signals import record_corrected
from duban.orgs.exchange import BATCH, ORGANISATION, Desk, Desks, Exchange, within
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, grants_of, topmost
from duban.packs.rules import rulebook

OF_FIELD = "f_"
"""Before the code of a field of the definition, so that it is none of the columns that every kind has."""
WRITTEN = {"held_on", "title", "part", "said", "agenda", "eligible_count", "present_count", "hours"}
_LONG = 2000


def record_exchanges() -> Iterable[Exchange]:
    """A kind of rows for each kind of records in use. One query."""
    for place, kind in enumerate(RecordKind.objects.filter(is_current=True)):
        yield Exchange(
            code=f"{SHEET_CODE}{kind.code}",
            label=kind.name,
            sheet=_sheet_of(kind.name, definition_of(kind)),
            model=LedgerRecord,
            see=VIEW_RECORD,
            write=PERMITS["ledgers.correct_record"],
            add=PERMITS["ledgers.enter_record"],
            desk=lambda exchange, user, desks, kind=kind: RecordDesk(exchange, user, desks, kind),  # type: ignore[misc]
            own_parts=("ledgers.counted",),
            group=_("Records"),
            place=60 + place,
        )


def _sheet_of(name: str, definition: Definition) -> Sheet:
    title = f"{OF_FIELD}{definition.title or definition.part}"
    columns = [
        Column("unit", "组织", ORGANISATION,
               _("Whose record it is"), "示例局机关第一党支部", 30, is_needed=True, is_key=True,
               is_fixed=_("a record stays with its organisation: withdraw it there and enter it here")),
        Column("held_on", "日期", Day(), _("When it was"), "2026-03-05", 13, is_needed=True, is_key=True),
        *(
            Column(f"{OF_FIELD}{each.code}", each.name, _kind_of(each), each.why or each.name, "", 24,
                   is_needed=each.required, is_key=f"{OF_FIELD}{each.code}" == title)
            for each in definition.fields
        ),
    ]  # fmt: skip
    if definition.agenda:
        columns.append(Column("agenda", "议程", Words(_LONG), _("What was on the agenda"), "", 30))
    if definition.attendance != "none":
        columns += [
            Column("eligible_count", "应到人数", Whole(0, 99_999), _("Who should attend, with a vote"), "23", 10),
            Column("present_count", "实到人数", Whole(0, 99_999), _("Who attended"), "21", 10),
        ]
    lines = [line for line in (definition.basis, definition.note) if line]
    return Sheet(name[:31], columns, [f"{name}：{'；'.join(lines)}"] if lines else [])


def _kind_of(asked: FieldOf) -> Kind:
    match asked.kind:
        case "number":
            return Whole(asked.least or 0, asked.most if asked.most is not None else 99_999)
        case "date":
            return Day()
        case "choice":
            return Choice(dict(asked.choices))
        case "yes_no":
            return YesNo()
        case _:
            return Words(asked.most or 500)


class _Row:
    """A new record of which nothing will be written."""

    __slots__ = ()
    pk = None


class RecordDesk(Desk):
    """Records of one kind: found by organisation, day and title."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks, kind: RecordKind) -> None:
        super().__init__(exchange, user, desks)
        self.kind, self.definition = kind, definition_of(kind)
        self.book, self.today = rulebook(), clock.today()
        self._read: tuple[LedgerRecord, dict[str, str]] | None = None
        self._decided: dict[int, list[str]] = {}
        # Who enters which kind stands in the kind.
        reach = topmost(path for role, path in grants_of(user) if role in self.definition.roles)
        self.may_write = self.may_add = reach

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        return within(self.known(), asked, "unit__path").order_by("unit__path", "held_on", "pk")

    def known(self) -> QuerySet:
        """See Desk; those that stand."""
        listed = Exists(Attendance.objects.filter(record=OuterRef("pk")))
        records = LedgerRecord.objects.filter(kind__code=self.kind.code, withdrawn_on__isnull=True)
        return (
            VIEW_RECORD.scope(self.user, records)
            .select_related("unit__kind", "kind")
            .annotate(is_listed=listed)
            .order_by("pk")
        )

    def _load(self) -> None:
        """See Desk. A branch has many records: its row and that of the kind are read once, and not with each."""
        if self._by_number is not None:
            return
        records = list(self.known().select_related(None))
        units = Unit.objects.select_related("kind").in_bulk({each.unit_id for each in records}) if records else {}
        kinds = RecordKind.objects.filter(code=self.kind.code).in_bulk() if records else {}
        self._by_number = {}
        for each in records:
            each.unit, each.kind = units[each.unit_id], kinds[each.kind_id]
            self._by_number[each.pk] = each
            self._by_key.setdefault(self.key_of_row(each), []).append(each)
        made = Decision.objects.filter(record__kind__code=self.kind.code).order_by("pk") if records else ()
        for decision in made:
            self._decided.setdefault(decision.record_id, []).append(decision.text)

    def add(self, kept: Mapping[str, Any]) -> Any:
        """See Desk. Nothing refers to a record of the same workbook: when it is only looked at, that it is there is enough."""
        if self.desks.writes:
            return super().add(kept)
        self._load()
        row = _Row()
        self._by_key.setdefault(self.key_of(kept), []).append(row)
        return row

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        return {"unit": self.desks.units.names(self.may_add)}

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        if not column.field.startswith(OF_FIELD):
            return getattr(obj, column.field)
        if self._read is None or self._read[0] is not obj:
            self._read = obj, obj.values
        text = self._read[1].get(column.field.removeprefix(OF_FIELD), "")
        if isinstance(column.kind, YesNo):
            return {"yes": True, "no": False}.get(text)
        if not text and not isinstance(column.kind, Words | Choice):
            return None
        return (
            int(text)
            if isinstance(column.kind, Whole)
            else datetime.date.fromisoformat(text)
            if isinstance(column.kind, Day)
            else text
        )

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        title = next((kept.get(column.field) for column in self.exchange.sheet.columns[2:] if column.is_key), "")
        return kept["unit"].path, kept["held_on"], narrow(str(title or "")).replace(" ", "")

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What the page of the record would refuse."""
        if not self.definition.fits(kept["unit"]):
            yield "unit", Wrong(kept["unit"].name, gettext("an organisation of a kind that holds such records"))
        values = self._values(kept)
        entered = Entered(
            kept["held_on"], values, kept.get("eligible_count"), kept.get("present_count"), kept.get("agenda") or "",
            decisions=tuple(self._decided.get(obj.pk, ())) if obj is not None else (),
            has_file=obj is not None,
        )  # fmt: skip
        names = {"present": "present_count", "eligible": "eligible_count"}
        for code, found, expected in faults_of(self.definition, entered, self.book, self.today):
            field = names.get(code, code if code in ("held_on", "agenda") else f"{OF_FIELD}{code}")
            yield field if field in self.exchange.sheet.by_field else "held_on", Wrong(str(found), str(expected))
        if obj is not None and obj.is_listed:
            for field in ("eligible_count", "present_count"):
                if kept.get(field) != getattr(obj, field):
                    yield (
                        field,
                        Wrong(
                            str(kept.get(field)), gettext("the list of those who attended, on the page of the record")
                        ),
                    )

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """See Desk."""
        return f"{self.kind.name} {kept['held_on']} {self.definition.title_of(self._values(kept))}"

    def _values(self, kept: Mapping[str, Any]) -> dict[str, str]:
        """The fields of the definition, as a record keeps them."""
        out = {}
        for column in self.exchange.sheet.columns:
            value = kept.get(column.field) if column.field.startswith(OF_FIELD) else None
            if value is not None and value != "":
                text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
                out[column.field.removeprefix(OF_FIELD)] = text
        return out

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        record = LedgerRecord(unit=kept["unit"], kind=self.kind, entered_by=self.user)
        self._say(record, kept)
        return record

    def change(self, obj: Any, kept: Mapping[str, Any]) -> None:
        """See Desk."""
        now = {column.field: self.said(obj, column) for column in self.exchange.sheet.columns}
        self._say(obj, {**now, **kept})

    def _say(self, record: LedgerRecord, kept: Mapping[str, Any]) -> None:
        definition, values, self._read = self.definition, self._values(kept), None
        record.held_on, record.title = kept["held_on"], definition.title_of(values)
        record.part = values.get(definition.part, "") if definition.part else ""
        record.said = json.dumps(values, ensure_ascii=False)
        record.agenda = kept.get("agenda") or ""
        record.eligible_count, record.present_count = kept.get("eligible_count"), kept.get("present_count")
        record.hours = Decimal(values[definition.hours]) if definition.hours and values.get(definition.hours) else None

    def create(self, objs: Sequence[Any]) -> None:
        """With what they count for. They serve no task and have no decisions, so there is no news of each for the rooms above."""
        LedgerRecord.objects.bulk_create(objs, BATCH)
        self._count(objs)

    def update(self, objs: Sequence[Any], fields: Iterable[str]) -> None:
        """What they count for is reckoned anew; what was ticked besides stays ticked."""
        super().update(objs, fields)
        for at in range(0, len(objs), BATCH):
            part = objs[at : at + BATCH]
            days = {record.pk: record for record in part}
            counted = list(Counted.objects.filter(record__in=days))
            for each in counted:
                record = days[each.record_id]
                each.held_on, each.part = record.held_on, self.definition.told_apart(each.rule, record.part)
            Counted.objects.bulk_update(counted, ["held_on", "part"], BATCH)
        for record in objs:
            record_corrected.send(
                LedgerRecord, record=record, by=self.user, reason="", changed=sorted(WRITTEN & set(fields))
            )

    def columns_of(self, fields: Iterable[str]) -> set[str]:
        """See Desk: a record is written whole."""
        return set(WRITTEN)

    def _count(self, records: Iterable[LedgerRecord]) -> None:
        Counted.objects.bulk_create(
            [
                Counted(
                    record=record,
                    unit_id=record.unit_id,
                    rule=rule,
                    held_on=record.held_on,
                    part=self.definition.told_apart(rule, record.part),
                )
                for record in records
                for rule in self.definition.rules
            ],
            BATCH,
        )
