"""Records: entered, corrected with a trail, withdrawn with a reason."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.documents.actions import keep_upload
from duban.ledgers.checks import Fault
from duban.ledgers.content import Content, Made, found_wrong, numbers_of, same_as, sent_before, twice, values_of
from duban.ledgers.kinds import Definition, definition_of
from duban.ledgers.models import Attachment, Attendance, Counted, Decision, LedgerRecord, RecordKind
from duban.ledgers.permits import KEEPERS
from duban.ledgers.roster import Seat, roster_of, votes
from duban.ledgers.signals import record_corrected, record_entered, record_withdrawn
from duban.orgs.action import action, locked, tell
from duban.orgs.models import Role, Unit
from duban.orgs.permits import PERMITS, grants_of

WRITERS = KEEPERS | {Role.COMMITTEE_ADMIN}


def enter_once(unit: Unit, *, by: Any, sent: str, **given: Any) -> tuple[LedgerRecord, bool]:
    """Enter the record, unless the same sending of the form has made it: then that one. And whether it is new.

    The organisation is locked first: of two sendings at once the second waits and finds the record of the first.

    Raises:
        NotAllowed, BadInput: as enter_record.
    """
    with transaction.atomic():
        locked([unit], PERMITS["ledgers.enter_record"], by=by)
        before = sent_before(sent)
        return (before, False) if before else (enter_record(unit, by=by, sent=sent, **given), True)


@action("ledgers.enter_record", gettext_lazy("entered a record"), roles=WRITERS, unit="")
def enter_record(
    unit: Unit,
    *,
    by: Any,
    kind: RecordKind,
    content: Content,
    uploads: Sequence[UploadedFile] = (),
    serves: Collection[str] = (),
    sent: str = "",
) -> LedgerRecord:
    """A record of the organisation; what it counts for is settled here.

    Args:
        sent: what tells one sending of the form from another, see `seal_of`.

    Raises:
        NotAllowed: this kind is not the person's to enter here.
        BadInput: something does not hold; every place at once, nothing is written.
    """
    definition = definition_of(kind)
    _check_may(unit, definition, by)
    if not kind.is_current:
        raise BadInput(_("This kind of record has a newer version. Open the form again."))
    if not definition.fits(unit):
        raise BadInput(_("%(unit)s does not hold such records.") % {"unit": unit})
    roster = roster_of(unit, definition, content.held_on)
    _check(definition, found_wrong(unit, definition, content, roster, has_file=bool(uploads)))
    same = same_as(unit, kind, content)
    if same is not None:
        raise BadInput(twice(same))
    made = LedgerRecord(unit=unit, kind=kind, entered_by=by, sent=sent)
    _say(made, definition, content, roster)
    made.save()
    _list_people(made, content, roster)
    _count(made, definition, content.counts_also)
    Decision.objects.bulk_create(
        Decision(record=made, number=number, text=each.text[:120], owner=each.owner, due_on=each.due_on)
        for number, each in enumerate(content.decisions, start=1)
    )
    for uploaded in uploads:
        _attach(made, uploaded, by)
    record_entered.send(LedgerRecord, record=made, by=by, serves=set(serves))
    return made


def _check_may(unit: Unit, definition: Definition, by: Any) -> None:
    if not any(role in definition.roles and unit.path.startswith(path) for role, path in grants_of(by)):
        raise NotAllowed


def _check(definition: Definition, faults: list[Fault]) -> None:
    if faults:
        words = {
            "held_on": _("day"), "present": _("who attended"), "decisions": _("decisions"), "agenda": _("agenda"),
            "upload": _("attachment"), "absent": _("reason for absence"), "counts_also": _("counts also as"), "": definition.name,
        }  # fmt: skip
        names = words | {each.code: each.name for each in definition.fields}
        raise BadInput(
            _("The record does not hold as entered."),
            places=[(names.get(code, code), found, expected) for code, found, expected in faults],
        )


def _say(record: LedgerRecord, definition: Definition, content: Content, roster: Sequence[Seat]) -> None:
    values = values_of(definition, content)
    numbers = numbers_of(definition, roster, content)
    record.held_on, record.title = content.held_on, definition.title_of(values)
    record.part = values.get(definition.part, "") if definition.part else ""
    record.said = json.dumps(values, ensure_ascii=False)
    record.agenda = content.agenda if definition.agenda else ""
    record.eligible_count, record.present_count = numbers.eligible, numbers.present
    record.hours = Decimal(values[definition.hours]) if definition.hours and values.get(definition.hours) else None


def _list_people(record: LedgerRecord, content: Content, roster: Sequence[Seat]) -> None:
    """Whoever stays listed keeps the row: what others said of it rests on its key."""
    kept = {each.person_id: each for each in record.attendance.all()}
    people = [seat.person for seat in roster] or content.people
    listed = [kept.get(person.pk) or Attendance(record=record, person=person) for person in people]
    for each in listed:
        each.is_present = not roster or each.person_id not in content.absent
        each.reason = content.absent.get(each.person_id, "") if roster else ""
        each.updated_at = clock.now()
    gone = kept.keys() - {each.person_id for each in listed}
    record.attendance.filter(person__in=gone).delete()
    Attendance.objects.bulk_update([each for each in listed if each.pk], ["is_present", "reason", "updated_at"])
    Attendance.objects.bulk_create([each for each in listed if not each.pk])


def _listed(record: LedgerRecord) -> dict[str, list[str]]:
    """Who took part, who was absent and why, and what it counts for, as the trail repeats it."""
    listed = list(record.attendance.select_related("person").order_by("person"))
    absent = [each for each in listed if not each.is_present]
    return {
        "took_part": [each.person.key for each in listed if each.is_present],
        "absent": [each.person.key for each in absent],
        "reasons": [f"{each.person.key} {each.reason}" for each in absent if each.reason],
        "rules": sorted(record.counted.values_list("rule", flat=True)),
    }


def _count(record: LedgerRecord, definition: Definition, also: Collection[str]) -> None:
    rules = dict.fromkeys([*definition.rules, *(rule for rule in definition.may_count if rule in also)])
    Counted.objects.bulk_create(
        Counted(
            record=record,
            unit_id=record.unit_id,
            rule=rule,
            held_on=record.held_on,
            part=definition.told_apart(rule, record.part),
        )
        for rule in rules
    )


def _attach(record: LedgerRecord, uploaded: UploadedFile, by: Any) -> Attachment:
    version = keep_upload(uploaded, unit=record.unit, title=record.title, by=by)
    return Attachment.objects.create(record=record, version=version)


@action(
    "ledgers.correct_record",
    gettext_lazy("corrected"),
    roles=WRITERS,
    when=lambda record, by: record.is_kept(),
    shows=lambda record: record.updated_at.isoformat(),
)
def correct_record(record: LedgerRecord, *, by: Any, content: Content, reason: str) -> None:
    """The record says something else now; what it said stands in the trail. Decisions stay as they were made.

    Raises:
        NotAllowed, BadInput: as enter_record; or no reason is given.
    """
    definition = definition_of(record.kind)
    _check_may(record.unit, definition, by)
    if not reason.strip():
        raise BadInput(_("Say why it is corrected."))
    roster = roster_kept(record, definition)
    before = {name: getattr(record, name) for name in SAID}
    content = replace(content, decisions=[Made(each.text) for each in record.decisions.all()])
    _check(definition, found_wrong(record.unit, definition, content, roster, has_file=record.attachments.exists()))
    _say(record, definition, content, roster)
    record.save()
    listed = _listed(record)
    _list_people(record, content, roster)
    record.counted.all().delete()
    _count(record, definition, content.counts_also)
    now = _listed(record)
    tell(**{name: [listed[name], now[name]] for name in now if now[name] != listed[name]})
    changed = [name for name in SAID if getattr(record, name) != before[name]]
    record_corrected.send(LedgerRecord, record=record, by=by, reason=reason, changed=changed)


SAID = ("held_on", "said", "agenda", "eligible_count", "present_count")
"""What a correction can change."""


def roster_kept(record: LedgerRecord, definition: Definition) -> list[Seat]:
    """Those who were listed when the record was written: a correction does not list others. One query."""
    if definition.attendance not in ("members", "committee"):
        return []
    people = (each.person for each in record.attendance.select_related("person"))
    return [Seat(person, definition.attendance == "committee" or votes(person, record.held_on)) for person in people]


@action(
    "ledgers.withdraw_record",
    gettext_lazy("withdrew"),
    roles=WRITERS,
    when=lambda record, by: record.is_kept(),
)
def withdraw_record(record: LedgerRecord, *, by: Any, reason: str) -> None:
    """It counts for nothing any more, and stays to be read with the reason.

    Raises:
        NotAllowed: this kind is not the person's to enter here.
        BadInput: no reason is given.
        Conflict: something accepted rests on it.
    """
    _check_may(record.unit, definition_of(record.kind), by)
    if not reason.strip():
        raise BadInput(_("Say why it is withdrawn."))
    record_withdrawn.send(LedgerRecord, record=record, by=by)
    record.counted.all().delete()
    record.withdrawn_on, record.reason = clock.today(), reason.strip()[:200]
    record.save(update_fields=["withdrawn_on", "reason", "updated_at"])


@action(
    "ledgers.attach_file",
    gettext_lazy("attached a file"),
    roles=WRITERS,
    when=lambda record, by: record.is_kept(),
)
def attach_file(record: LedgerRecord, *, by: Any, upload: UploadedFile) -> Attachment:
    """A file that belongs to the record. Nothing asks for one unless a regulation does.

    Raises:
        NotAllowed: this kind is not the person's to enter here.
        BadInput: the file is not accepted.
    """
    _check_may(record.unit, definition_of(record.kind), by)
    return _attach(record, upload, by)
