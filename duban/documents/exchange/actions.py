"""A workbook is sent, its conflicts are decided, it comes in, it is taken back."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import groupby, islice, zip_longest
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.collector import collector_rests
from duban.base.errors import BadInput, Conflict
from duban.documents.actions import hold_upload
from duban.documents.exchange.book import ReadBook
from duban.documents.exchange.compare import ASKED, CONFLICT, MINE, THEIRS, Compared, compared, without_numbers
from duban.documents.exchange.models import Batch, Line, Turn
from duban.documents.exchange.permits import SENDERS
from duban.documents.exchange.standing import obstacles, traced, written_by
from duban.documents.uploads import clean_name
from duban.orgs.action import action, tell
from duban.orgs.exchange import BATCH, Desks, Exchange, exchanges
from duban.orgs.models import Unit
from duban.orgs.tree import alone

Verdict, State = Line.Verdict, Batch.State
STEP = 1000
"""So many rows are kept at a time; then the comparison says how far it is."""
_UNSAID = {"id", "created_at", "updated_at"}


class Moved(Conflict):
    """What is here changed since the comparison that was looked at."""

    default = gettext_lazy("Rows have changed here since you looked at them. Look at them once more; nothing came in.")


def _is_own(batch: Batch, by: Any) -> bool:
    return batch.account_id == by.pk


@action("exchange.hold_workbook", gettext_lazy("sent a workbook"), roles=SENDERS, unit="")
def hold_workbook(unit: Unit, *, by: Any, workbook: UploadedFile, kind: str = "") -> Batch:
    """Keep the workbook to be compared. Nothing of it comes in yet.

    Raises:
        BadInput: a content that is not accepted.
    """
    kept = hold_upload(workbook)
    name = clean_name(workbook.name or "")
    return Batch.objects.create(unit=unit, account=by, kind=kind, name=name, sha256=kept.sha256)


@action(
    "exchange.decide",
    gettext_lazy("decided a conflict"),
    roles=SENDERS,
    when=lambda batch, by: _is_own(batch, by) and batch.waits(),
)
def decide(batch: Batch, *, by: Any, lines: Iterable[int], side: str, field: str = "") -> None:
    """Whose cells hold in these rows, or in one column of them: those of the workbook (mine) or what is here (theirs)."""
    changed = []
    for line in batch.lines.filter(pk__in=list(lines)):
        open_fields = {name for name, note in line.notes.items() if note["state"] in (CONFLICT, ASKED)}
        line.decided |= dict.fromkeys(open_fields & {field} if field else open_fields, side)
        line.verdict = _decided_verdict(line, open_fields)
        changed.append(line)
    Line.objects.bulk_update(changed, ["decided", "verdict"], BATCH)
    batch.counts = counts_of(batch.lines.values_list("verdict", flat=True))
    batch.save(update_fields=["counts", "updated_at"])
    tell(decided=[None, f"{side} {len(changed)}"])


def _decided_verdict(line: Line, fields: set[str]) -> str:
    if fields - set(line.decided):
        return Verdict.CONFLICT
    if not line.subject:
        return Verdict.REJECTED if THEIRS in line.decided.values() else Verdict.CREATED
    has_changes = any(note["state"] == "changed" for note in line.notes.values()) or MINE in line.decided.values()
    return Verdict.UPDATED if has_changes else Verdict.UNCHANGED


@alone
@action(
    "exchange.bring_in",
    gettext_lazy("brought in a workbook"),
    roles=SENDERS,
    when=lambda batch, by: _is_own(batch, by) and batch.waits(),
)
def bring_in(batch: Batch, *, by: Any, book: ReadBook) -> None:
    """Everything that was looked at comes in at once; rows that are not taken stay out. One entry tells what was made.

    Raises:
        Moved: something changed here meanwhile; nothing came in.
        BadInput: a conflict is not decided yet.
    """
    turn, _new = Turn.objects.get_or_create(pk=1)
    Turn.objects.select_for_update().get(pk=turn.pk)
    if batch.lines.filter(verdict=Verdict.CONFLICT).exists():
        raise BadInput(_("Decide first whose cells hold where both sides changed them."))
    desks = Desks(by)
    made: dict[str, list[int]] = defaultdict(list)
    changed: dict[str, list[int]] = defaultdict(list)
    with collector_rests():
        pairs = _as_looked_at(batch, compared(book, by, decided=decided_of(batch), desks=desks))
        for _code, group in groupby(pairs, key=lambda pair: pair[1].exchange.code):
            _write(list(group), desks, made, changed)
        _settle(desks)
    batch.state, batch.settled_at, batch.moved_count = State.DONE, clock.now(), 0
    batch.save(update_fields=["state", "settled_at", "moved_count", "updated_at"])
    tell(**{f"{code}_made": [None, spans(keys)] for code, keys in made.items()})
    tell(**{f"{code}_changed": [None, spans(keys)] for code, keys in changed.items()})
    tell(rows=[None, dict(batch.counts)])


def _as_looked_at(batch: Batch, rows: Iterable[Compared]) -> list[tuple[Line, Compared]]:
    """The rows that will be written, each with the one that is kept of it; the others are looked at and left.

    Raises:
        Moved: one of them tells something else by now.
    """
    pairs = []
    for line, row in zip_longest(batch.lines.iterator(chunk_size=STEP), rows):
        if line is None or row is None or row.told() != told(line):
            raise Moved
        if row.verdict in (Verdict.CREATED, Verdict.UPDATED):
            # It is the same as the line says; once is enough.
            row.said, row.notes = [], {}
            pairs.append((line, row))
    return pairs


def _write(
    pairs: Sequence[tuple[Line, Compared]],
    desks: Desks,
    made: dict[str, list[int]],
    changed: dict[str, list[int]],
) -> None:
    """The rows of one kind: new ones first, for a changed one may refer to them."""
    exchange = pairs[0][1].exchange
    desk = desks.of(exchange)
    new = [(line, row) for line, row in pairs if row.verdict == Verdict.CREATED]
    if new:
        desk.create([row.obj for _line, row in new])
        for line, row in new:
            line.subject, line.after = row.obj.pk, state_of(row.obj)
            made[exchange.code].append(row.obj.pk)
    old = [(line, row) for line, row in pairs if row.verdict == Verdict.UPDATED]
    if old:
        _hold_still(exchange, [row.obj for _line, row in old])
        fields = {name for _line, row in old for name in row.changes}
        for line, row in old:
            names = desk.columns_of(row.changes)
            line.before = state_of(row.obj, names)
            desk.change(row.obj, row.changes)
            line.after = state_of(row.obj, names)
            changed[exchange.code].append(row.obj.pk)
        desk.update([row.obj for _line, row in old], fields)
    Line.objects.bulk_create(
        [line for line, _row in pairs],
        BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["subject", "before", "after"],
    )


def _hold_still(exchange: Exchange, objs: Sequence[Any]) -> None:
    """Lock the rows that change, and make sure that they are what was compared: every field, for not every write sets the stamp.

    Raises:
        Moved: one of them says something else by now.
    """
    names = [field.attname for field in exchange.model._meta.concrete_fields]
    objs = sorted(objs, key=lambda obj: obj.pk)
    for at in range(0, len(objs), BATCH):
        known = {obj.pk: {name: getattr(obj, name) for name in names} for obj in objs[at : at + BATCH]}
        rows = exchange.model._base_manager.select_for_update().filter(pk__in=known).order_by("pk")
        if {row["pk"]: {name: row[name] for name in names} for row in rows.values("pk", *names)} != known:
            raise Moved


@alone
@action(
    "exchange.take_back",
    gettext_lazy("took back a workbook"),
    roles=SENDERS,
    when=lambda batch, by: _is_own(batch, by) and batch.is_in(),
)
def take_back(batch: Batch, *, by: Any) -> None:
    """Everything is as before the workbook came in: all of it, or nothing.

    Raises:
        BadInput: something was changed or built on since, or is not the person's to change any more; each row of it.
    """
    desks = Desks(by)
    with collector_rests():
        found = obstacles(batch, desks)
    if found:
        raise BadInput(
            _("Nothing was taken back: something was changed or built on since, or is not yours to change any more."),
            places=found,
        )
    with collector_rests():
        _undo(written_by(batch), desks)
    batch.state = State.TAKEN_BACK
    batch.save(update_fields=["state", "updated_at"])


def _undo(lines: Sequence[Line], desks: Desks) -> None:
    """Those that refer to others first."""
    for exchange in reversed(exchanges()):
        mine = [line for line in lines if line.sheet == exchange.code]
        if not mine:
            continue
        manager, desk = exchange.model._base_manager, desks.of(exchange)
        old = {line.subject: line.before for line in mine if line.before}
        for at in range(0, len(old), BATCH):
            objs = list(manager.filter(pk__in=sorted(old)[at : at + BATCH]))  # type: ignore[type-var]
            for obj in objs:
                for name, value in old[obj.pk].items():
                    field: Any = exchange.model._meta.get_field(name)
                    setattr(obj, name, field.to_python(value))
            desk.update(objs, {name for key in old for name in old[key]})
        new = [line.subject for line in mine if not line.before]
        for at in range(0, len(new), BATCH):
            desk.remove(manager.filter(pk__in=new[at : at + BATCH]))
    _settle(desks)


def _settle(desks: Desks) -> None:
    for desk in list(desks.values()):
        desk.settle()


def compare_batch(
    batch: Batch, book: ReadBook, rows: Iterable[Compared], *, progress: Callable[[int], Any] | None = None
) -> None:
    """Keep a comparison for the one who sent it: no verb of anybody, it says what would happen.

    Args:
        progress: told how many rows were compared, in one transaction with those that are kept; else all are kept at once.
    """
    # What a comparison left that died in the middle was never looked at.
    before = _looked_at(batch) if batch.waits() else {}
    counts: dict[str, int] = defaultdict(int)
    decided, moved, place = decided_of(batch), 0, 0
    with collector_rests(), nullcontext() if progress else transaction.atomic():
        with transaction.atomic():
            if progress:
                progress(0)
            batch.lines.all().delete()
        for part in _parts(rows):
            lines = []
            for row in part:
                key = row.exchange.code, row.number
                is_moved = bool(before) and before.get(key) != digest_of(row.told())
                lines.append(_line_of(batch, place, row, decided.get(key, {}), is_moved=is_moved))
                counts[str(row.verdict)] += 1
                moved, place = moved + is_moved, place + 1
            with transaction.atomic():
                if progress:
                    progress(place)
                Line.objects.bulk_create(lines, BATCH)
        batch.state = State.READY if place and not book.faults else State.UNREADABLE
        # A heading may hold a number too.
        batch.faults = [[without_numbers(words) for words in fault] for fault in book.faults]
        batch.remarks = [without_numbers(words) for words in book.remarks]
        batch.counts, batch.moved_count = dict(counts), moved
        batch.row_count = batch.compared = sum(n for verdict, n in counts.items() if verdict != Verdict.GONE)
        batch.save()


def _line_of(batch: Batch, place: int, row: Compared, decided: dict[str, str], *, is_moved: bool) -> Line:
    return Line(
        batch=batch,
        place=place,
        sheet=row.exchange.code,
        number=row.number,
        verdict=row.verdict,
        title=row.title,
        subject=row.subject,
        said=row.said,
        notes=row.notes,
        decided=decided,
        is_moved=is_moved,
    )


def _parts(rows: Iterable[Compared]) -> Iterator[list[Compared]]:
    each = iter(rows)
    while part := list(islice(each, STEP)):
        yield part


def _looked_at(batch: Batch) -> dict[tuple[str, int], bytes]:
    """What each row told when it was looked at, as a digest."""
    return {
        (line.sheet, line.number): digest_of(told(line))
        for line in batch.lines.defer("before").iterator(chunk_size=STEP)
    }


def decided_of(batch: Batch) -> dict[tuple[str, int], dict[str, str]]:
    """What was decided, by the row."""
    rows = batch.lines.values_list("sheet", "number", "decided").iterator(chunk_size=STEP)
    return {(sheet, number): decided for sheet, number, decided in rows if decided}


def digest_of(told: tuple[Any, ...]) -> bytes:
    """Another whenever a row tells something else."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()


def told(line: Line) -> tuple[Any, ...]:
    """What a kept row tells, as Compared.told()."""
    return (line.sheet, line.number, line.verdict, line.subject, line.said, line.notes)


def counts_of(verdicts: Iterable[str]) -> dict[str, int]:
    """How many rows have which verdict; those of none do not stand there."""
    counts: dict[str, int] = defaultdict(int)
    for verdict in verdicts:
        counts[str(verdict)] += 1
    return dict(counts)


def state_of(obj: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """What the fields of a row hold, by the names of their columns."""
    fields: Iterator[Any] = (
        (obj._meta.get_field(name) for name in names) if names is not None else iter(obj._meta.concrete_fields)
    )
    return {
        field.attname: traced(field, getattr(obj, field.attname)) for field in fields if field.attname not in _UNSAID
    }


def spans(keys: Iterable[int]) -> str:
    """3, 4, 5, 9 → "3–5、9": twenty thousand keys that follow each other are one span."""
    out: list[list[int]] = []
    for key in sorted(keys):
        if out and key == out[-1][1] + 1:
            out[-1][1] = key
        else:
            out.append([key, key])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in out)
