"""Records as a workbook: exactly what is filtered."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.ledgers.kinds import definition_of
from duban.ledgers.models import LedgerRecord
from duban.orgs.export import workbook


def record_workbook(records: QuerySet[LedgerRecord]) -> FileResponse:
    """One line a record, in the order of the list; what its kind asks for stands in one cell, field by field."""
    heads = [
        (_("day"), 12), (_("organisation"), 36), (pgettext("record", "kind"), 18), (_("title"), 44), (_("who should attend"), 10),
        (_("who attended"), 10), (_("what it says"), 60), (_("decisions"), 50),
    ]  # fmt: skip
    return workbook(_("Records"), heads, _rows(records))


def _rows(records: QuerySet[LedgerRecord]) -> Iterator[list[Any]]:
    for record in records.prefetch_related("decisions__owner").iterator(chunk_size=1000):
        yield [
            str(record.held_on),
            record.unit.name,
            record.kind.name,
            record.title,
            record.eligible_count,
            record.present_count,
            "；".join(said_of(record)),
            "；".join(_decisions(record)),
        ]


def said_of(record: LedgerRecord) -> Iterable[str]:
    """Field by field what a record says, in words."""
    values = record.values
    for each in definition_of(record.kind).fields:
        if values.get(each.code):
            yield f"{each.name}：{each.word_of(values[each.code])}"


def _decisions(record: LedgerRecord) -> Iterable[str]:
    for each in record.decisions.all():
        yield f"{each.text}（{each.owner}，{each.due_on}）" if each.owner else each.text
