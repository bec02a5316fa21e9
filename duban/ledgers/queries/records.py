"""Records: the list of them, one of them, and rows for rooms above."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from duban.ledgers.kinds import Definition, current_kinds, definition_of
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.permits import VIEW_RECORD
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, below, grants_of
from duban.orgs.queries import units_for


def records_for(user: Any) -> QuerySet[LedgerRecord]:
    """The records a person may see, newest first; withdrawn ones among them."""
    return VIEW_RECORD.scope(user, LedgerRecord.objects.select_related("unit", "kind"))


def record_for(user: Any) -> QuerySet[LedgerRecord]:
    """The same, with what the page of one record says."""
    return records_for(user).select_related("unit__kind", "entered_by")


def in_short(records: QuerySet[LedgerRecord]) -> QuerySet[LedgerRecord]:
    """The same with what a line of a list says and no more; unit and kind are names here."""
    said = ("title", "held_on", "part", "eligible_count", "present_count", "withdrawn_on")
    names = {"unit_name": F("unit__name"), "kind_name": F("kind__name")}
    return records.select_related(None).only(*said).annotate(**names)


@dataclass(frozen=True)
class RecordFilter:
    """What a person looks for among records. Empty fields do not filter."""

    unit: Unit | None = None
    only_here: bool = False
    kind: str = ""
    rule: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: str = ""
    state: str = ""
    is_nowhere: bool = False
    """An organisation was named that is not there, or not this person's: nothing fits."""

    def address(self) -> str:
        """The address of the list that shows what fits."""
        said = {
            "unit": self.unit.pk if self.unit else None,
            "here": 1 if self.only_here else None,
            "kind": self.kind,
            "rule": self.rule,
            "since": self.since,
            "until": self.until,
            "q": self.words,
            "state": self.state,
        }
        asked = urlencode({name: str(value) for name, value in said.items() if value})
        return reverse("record_list") + (f"?{asked}" if asked else "")


def filtered(records: QuerySet[LedgerRecord], wanted: RecordFilter) -> QuerySet[LedgerRecord]:
    """The records that fit. Withdrawn ones only when they are asked for."""
    if wanted.is_nowhere:
        return records.none()
    records = records.filter(withdrawn_on__isnull=wanted.state != "withdrawn")
    if wanted.unit:
        records = records.filter(Q(unit=wanted.unit) if wanted.only_here else below(wanted.unit.path, "unit__path"))
    if wanted.kind:
        records = records.filter(kind__code=wanted.kind)
    if wanted.rule:
        records = records.filter(counted__rule=wanted.rule)
    if wanted.since:
        records = records.filter(held_on__gte=wanted.since)
    if wanted.until:
        records = records.filter(held_on__lte=wanted.until)
    if wanted.words:
        words = wanted.words
        records = records.filter(
            Q(title__icontains=words) | Q(unit__name__icontains=words) | Q(kind__name__icontains=words)
        )
    return records


@dataclass(frozen=True)
class RecordRow:
    """A record as a fact for assessment: which organisation, what kind, on which day, and the key it opens with."""

    unit: int
    kind: str
    held_on: datetime.date
    key: str


def record_rows(first: datetime.date, last: datetime.date, *, within: Unit | None = None) -> Iterator[RecordRow]:
    """Every record that stands, of a period, in a fixed order; below one unit when it is given. One query."""
    records = LedgerRecord.objects.filter(held_on__range=(first, last), withdrawn_on__isnull=True)
    if within is not None:
        records = records.filter(below(within.path, "unit__path"))
    label = LedgerRecord._meta.label_lower
    rows = records.order_by("unit_id", "held_on", "pk").values_list("unit_id", "kind__code", "held_on", "pk")
    for unit, kind, held_on, pk in rows.iterator(chunk_size=5000):
        yield RecordRow(unit, kind, held_on, f"{label}:{pk}")


def kinds_to_enter(user: Any, unit: Unit) -> list[tuple[RecordKind, Definition]]:
    """The kinds that a person enters for the organisation, in the order of lists. One query."""
    roles = {role for role, path in grants_of(user) if unit.path.startswith(path)}
    return [(kind, each) for kind, each in current_kinds() if each.roles & roles and each.fits(unit)]


def units_to_enter(user: Any) -> QuerySet[Unit]:
    """The organisations for which a person enters records, in establishment order."""
    return PERMITS["ledgers.enter_record"].scope(user, units_for(user)).filter(dissolved_on__isnull=True)


def first_that_holds(units: QuerySet[Unit], code: str) -> Unit | None:
    """The first of the organisations that holds records of that kind. Two queries."""
    kind = RecordKind.objects.filter(code=code, is_current=True).first() if code else None
    held_by = definition_of(kind).held_by if kind else ()
    return units.filter(kind__code__in=held_by).first() if held_by else None


def last_of(unit: Unit, code: str) -> LedgerRecord | None:
    """The last record of that kind of the organisation: the next one is prefilled from it. One query."""
    kept = LedgerRecord.objects.filter(unit=unit, kind__code=code, withdrawn_on__isnull=True)
    return kept.select_related("kind").order_by("-held_on", "-pk").first()


def newest_of(unit: Unit, code: str) -> str:
    """The token of a form to enter such a record: it changes with each that is entered. One query."""
    newest = LedgerRecord.objects.filter(unit=unit, kind__code=code).aggregate(newest=Max("pk"))["newest"]
    return f"after-{newest or 0}"


def kind_for(user: Any, unit: Unit, code: str) -> RecordKind | None:
    """The kind of that code in use, when it is the person's to enter for the organisation. One query."""
    found = [kind for kind, _definition in kinds_to_enter(user, unit) if kind.code == code] if code else []
    return found[0] if found else None


def records_to_correct(user: Any) -> QuerySet[LedgerRecord]:
    """The records that a person may correct and that stand."""
    return PERMITS["ledgers.correct_record"].scope(user, record_for(user)).filter(withdrawn_on__isnull=True)
