"""Reads: the history of one record, and whether the trail still holds, the whole of it or a stretch."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from duban.audit.models import START, Entry, Head


def history_of(subject: str) -> QuerySet[Entry]:
    """What happened to the record with this key, oldest first."""
    return Entry.objects.filter(subject=subject).select_related("by")


@dataclass(frozen=True)
class Fault:
    """One place where the trail does not hold. `number` is the entry's place, `problem` one of the five words."""

    number: int
    problem: str  # "altered", "missing", "unlinked", "inserted", "end"


@dataclass(frozen=True)
class Verdict:
    """What verify() found. `count` and `digest` written down elsewhere make later rewriting visible."""

    count: int
    digest: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """True when nothing was altered, removed or inserted."""
        return not self.faults


def verify(*, count: int = 0, digest: str = "") -> Verdict:
    """Read the trail from its start and check each seal. Costs a query per 2,000 entries.

    Args:
        count, digest: an earlier verdict, kept outside this database. Who can write to the database can also
            recompute the whole chain; only such a note shows it.
    """
    faults: list[Fault] = []
    expected, last, at_head = 1, START, START
    noted = not count
    head = Head.objects.filter(pk=1).first() or Head()
    for entry in Entry.objects.order_by("number", "pk").iterator(chunk_size=2000):
        if entry.number != expected:
            faults.append(Fault(expected, "missing"))
        if entry.previous != last and entry.number == expected:
            faults.append(Fault(entry.number, "unlinked"))
        if entry.sealed() != entry.digest:
            faults.append(Fault(entry.number, "altered"))
        if entry.number == head.count:
            at_head = entry.digest
        if entry.number == count:
            noted = entry.digest == digest
        expected, last = entry.number + 1, entry.digest
    beyond = range(head.count + 1, expected)
    if beyond and at_head == head.digest and noted:
        # The chain up to its end is whole: what stands behind it was put there by somebody else.
        faults += [Fault(number, "inserted") for number in beyond]
    elif (head.count, head.digest) != (expected - 1, last) or not noted:
        faults.append(Fault(expected - 1, "end"))
    return Verdict(count=expected - 1, digest=last, faults=faults)


def end_of_trail() -> Head:
    """How many entries there should be, and the seal of the last. One query, and nothing is counted."""
    return Head.objects.filter(pk=1).first() or Head()


def faults_among(entries: Sequence[Entry], *, is_stretch: bool = False) -> list[Fault]:
    """What these entries tell by themselves: each seal anew, and each link where two are neighbours. No query.

    Args:
        entries: in any order.
        is_stretch: they are all there is between the first and the last of them, so that a gap is a fault.
    """
    faults: list[Fault] = []
    before: Entry | None = None
    for entry in sorted(entries, key=lambda each: each.number):
        if before is not None and is_stretch and entry.number != before.number + 1:
            faults.append(Fault(before.number + 1, "missing"))
        if before is not None and entry.number == before.number + 1 and entry.previous != before.digest:
            faults.append(Fault(entry.number, "unlinked"))
        if entry.sealed() != entry.digest:
            faults.append(Fault(entry.number, "altered"))
        before = entry
    return faults
