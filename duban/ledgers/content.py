"""What somebody enters as a record, before it is one: what does not hold in it, and whether it is there already."""

import datetime
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.checks import Entered, Fault, faults_of
from duban.ledgers.kinds import Definition, definition_of
from duban.ledgers.models import Attendance, LedgerRecord, RecordKind
from duban.ledgers.queries.kin import SUBGROUP, names_of_subgroups
from duban.ledgers.roster import Seat
from duban.orgs.models import Person, Unit
from duban.packs.rules import rulebook

NAMES = re.compile(r"[\s,，、;；:：/（）()]+")
"""What stands between names."""


@dataclass(frozen=True)
class Made:
    """One decision: what, and when it is to be followed up, who and by when."""

    text: str
    owner: Person | None = None
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Content:
    """What a record says. `absent` are those of the roster who were not there, with the code of the reason; `people` those who took
    part, where names are typed. The two numbers count only where nobody is listed."""

    held_on: datetime.date
    values: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[int, str] = field(default_factory=dict)
    people: Sequence[Person] = ()
    eligible: int | None = None
    present: int | None = None
    agenda: str = ""
    decisions: Sequence[Made] = ()
    counts_also: Collection[str] = ()


@dataclass(frozen=True)
class Numbers:
    """Who should be there and who was; of a kind with a quorum, of those who have a vote."""

    eligible: int | None
    present: int | None


def numbers_of(definition: Definition, roster: Sequence[Seat], content: Content) -> Numbers:
    """From the list where there is one: everybody, but where a quorum is asked those with a vote. Else from the two numbers."""
    if roster:
        counted = [seat.person.pk for seat in roster if seat.votes or not definition.quorum]
        return Numbers(len(counted), sum(pk not in content.absent for pk in counted))
    if definition.attendance == "people":
        return Numbers(len(content.people), len(content.people)) if content.people else Numbers(None, None)
    return Numbers(content.eligible, content.present)


def found_wrong(
    unit: Unit, definition: Definition, content: Content, roster: Sequence[Seat], *, has_file: bool = False
) -> list[Fault]:
    """Everything that does not hold in what is to be written. One query for the rules."""
    numbers = numbers_of(definition, roster, content)
    entered = Entered(
        held_on=content.held_on,
        values=content.values,
        eligible=numbers.eligible,
        present=numbers.present,
        agenda=content.agenda,
        decisions=tuple(made.text for made in content.decisions),
        has_file=has_file,
    )
    return [
        *faults_of(definition, entered, rulebook(), clock.today()),
        *_decision_faults(definition, content),
        *_absent_faults(definition, content, roster),
        *_subgroup_faults(unit, definition, content),
        *(
            ("counts_also", rule, _("one of those offered"))
            for rule in content.counts_also
            if rule not in definition.may_count
        ),
        *(
            ("absent", each, "、".join(map(str, REASONS.values())))
            for each in content.absent.values()
            if each not in REASONS
        ),
    ]


REASONS = {"": "", **dict(Attendance.Reason.choices)}
"""Code → word. No reason need be given."""


def same_as(unit: Unit, kind: RecordKind, content: Content) -> LedgerRecord | None:
    """The record that says the same already and whose title tells it from others: entered twice. At most two queries."""
    return alike(unit, kind, content) if definition_of(kind).title else None


def alike(unit: Unit, kind: RecordKind, content: Content) -> LedgerRecord | None:
    """A record that says the same. Of a kind without titles (谈心谈话) several a day are usual: the form asks whether this is
    another one. At most two queries.
    """
    definition = definition_of(kind)
    said = json.dumps(values_of(definition, content), ensure_ascii=False)
    kept = LedgerRecord.objects.filter(
        unit=unit, kind__code=kind.code, held_on=content.held_on, said=said, withdrawn_on__isnull=True
    )
    people = {person.pk for person in content.people}
    for record in kept.prefetch_related("attendance"):
        if definition.attendance != "people" or people == {each.person_id for each in record.attendance.all()}:
            return record
    return None


def twice(record: LedgerRecord) -> str:
    """What is said to whoever enters it a second time."""
    return _("It is entered already: %(title)s, %(day)s.") % {"title": record.title, "day": record.held_on}


def _absent_faults(definition: Definition, content: Content, roster: Sequence[Seat]) -> Iterable[Fault]:
    """Whoever led the meeting or wrote it down was there. Where two have the name, one of them may have been absent."""
    there = {seat.person.name for seat in roster if seat.person.pk not in content.absent}
    gone = {seat.person.name for seat in roster} - there
    for each in definition.fields:
        for name in NAMES.split(content.values.get(each.code, "")) if each.attends else ():
            if name in gone:
                yield each.code, _("%(name)s, marked absent") % {"name": name}, _("somebody who was there, or no tick")


def _subgroup_faults(unit: Unit, definition: Definition, content: Content) -> Iterable[Fault]:
    """Which subgroup met is said by its name, so that one does not count for another. A query where the kind asks for it."""
    for asked in definition.fields:
        if asked.kind == "subgroup" and unit.kind.code != SUBGROUP:
            known, said = names_of_subgroups(unit), content.values.get(asked.code, "")
            if known and said not in known:
                yield asked.code, said or _("nothing"), "、".join(known)


def _decision_faults(definition: Definition, content: Content) -> Iterable[Fault]:
    if content.decisions and not definition.decisions:
        yield "decisions", str(len(content.decisions)), _("none: this kind of record has no decisions")
    for made in content.decisions:
        if (made.owner is None) != (made.due_on is None):
            yield "decisions", made.text, _("both who is responsible and by when, or neither")
        if made.due_on is not None and made.due_on < content.held_on:
            yield "decisions", str(made.due_on), _("%(day)s or later") % {"day": content.held_on}


def seal_of(unit: Unit, kind: RecordKind, content: Content, *, by: Any, token: str) -> str:
    """SHA-256 over who sends what, and the token of the form: twice the same is the same sending; '' without a token.

    A double click, the back button and a second window bring the same token; a form opened after the record was kept another.
    """
    if not token:
        return ""
    said = [
        by.pk, unit.pk, kind.code, token, str(content.held_on), sorted(content.values.items()), content.agenda,
        sorted(content.absent.items()), sorted(person.pk for person in content.people), content.eligible, content.present,
        [(made.text, str(made.due_on), made.owner and made.owner.pk) for made in content.decisions],
        sorted(content.counts_also),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def sent_before(sent: str) -> LedgerRecord | None:
    """The record that this sending of a form made already. At most one query."""
    return LedgerRecord.objects.filter(sent=sent).first() if sent else None


def values_of(definition: Definition, content: Content) -> dict[str, str]:
    return {each.code: content.values[each.code] for each in definition.fields if content.values.get(each.code)}
