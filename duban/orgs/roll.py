"""党员名册: how many members a unit has on a day, beside the number that it reported; and where each was in a month."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from duban.base.months import months_after
from duban.orgs.models import Person, Stay, Unit

MEMBERS = (Person.Membership.FULL, Person.Membership.PROBATIONARY)


@dataclass(frozen=True)
class Roll:
    """Members of one unit itself, without those of units below, and the number that the unit reported."""

    full: int = 0
    probationary: int = 0
    reported: int | None = None

    @property
    def members(self) -> int:
        """Full and probationary members by the roll."""
        return self.full + self.probationary

    @property
    def is_kept(self) -> bool:
        """Whether the roll has anybody: a unit that keeps none has no second number."""
        return self.members > 0

    @property
    def differs(self) -> bool:
        """Whether both numbers exist and are not the same."""
        return self.is_kept and self.reported is not None and self.reported != self.members


def present_on(day: datetime.date) -> Q:
    """The condition of people who were members where they belong now on that day already: come, admitted, not left."""
    began = Q(since_on__isnull=True) | Q(since_on__lte=day)
    here = Q(left_on__isnull=True) | Q(left_on__gte=day)
    return Q(membership__in=MEMBERS) & began & here & _admitted(day)


def stayed_on(day: datetime.date) -> Q:
    """The condition of former stays of members that covered that day.

    Somebody who was admitted again after a stay was a member in it all the same: the stay says so, and the day of the new
    admission says nothing of it.
    """
    began = Q(since_on__isnull=True) | Q(since_on__lte=day)
    admitted = _admitted(day, "person__") | Q(person__joined_on__gt=F("until_on"))
    return Q(membership__in=MEMBERS, until_on__gte=day) & began & admitted


def _admitted(day: datetime.date, of: str = "") -> Q:
    return Q(**{f"{of}joined_on__isnull": True}) | Q(**{f"{of}joined_on__lte": day})


def full_on(day: datetime.date, of: str = "") -> Q:
    """The condition of full membership on that day; `of` leads from a stay to its person."""
    converted = Q(**{f"{of}converted_on__isnull": True}) | Q(**{f"{of}converted_on__lte": day})
    if of:
        converted |= Q(**{f"{of}converted_on__gt": F("until_on")})
    return Q(membership=Person.Membership.FULL) & converted


@dataclass(frozen=True, slots=True)
class Spell:
    """From when to when somebody was a member of one unit, from when as a full one; None on either side is open."""

    since: datetime.date | None
    until: datetime.date | None
    is_ever_full: bool
    converted: datetime.date | None

    def covers(self, day: datetime.date) -> bool:
        """Whether it holds on that day: what `present_on` says of people and `stayed_on` of stays, a test compares."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def is_full(self, day: datetime.date) -> bool:
        """What `full_on` says."""
        return self.is_ever_full and (self.converted is None or self.converted <= day)


def spells(where: Q) -> Iterator[tuple[int, Spell]]:
    """(key of the unit, spell) of all members that units have or had, `where` of people and of stays alike. One query."""
    there = where & Q(membership__in=MEMBERS)
    fields = ("unit_id", "membership", "since_on")
    now = Person.objects.filter(there).order_by().values_list(*fields, "left_on", "joined_on", "converted_on")
    before = Stay.objects.filter(there).order_by()
    # The days of an admission after the stay say nothing of it.
    joined_then, converted_then = (
        Case(When(**{f"person__{name}__lte": F("until_on")}, then=F(f"person__{name}")))
        for name in ("joined_on", "converted_on")
    )
    stays = before.values_list(*fields, "until_on", joined_then, converted_then)
    for unit, membership, since, until, joined, converted in now.union(stays, all=True):
        begun = max(filter(None, (since, joined)), default=None)
        yield unit, Spell(begun, until, membership == Person.Membership.FULL, converted)


def rolls_of(units: Iterable[Unit], day: datetime.date) -> dict[int, Roll]:
    """The roll of each unit on that day, by its key. Two queries, whatever the number of units.

    Nobody is a member before the admission, nor a full one before the conversion.
    """
    units = list(units)
    keys = [unit.pk for unit in units]
    full, probationary = MEMBERS
    counted: Counter[tuple[int, str]] = Counter()
    for rows, there, of in ((Person.objects, present_on, ""), (Stay.objects, stayed_on, "person__")):
        found = rows.filter(there(day), unit__in=keys).order_by()  # type: ignore[attr-defined]
        then = Case(When(full_on(day, of), then=Value(full)), default=Value(probationary))
        for unit, word, count in found.annotate(then=then).values_list("unit", "then").annotate(count=Count("pk")):
            counted[unit, word] += count
    return {unit.pk: Roll(counted[unit.pk, full], counted[unit.pk, probationary], unit.member_count) for unit in units}


def roll_of(unit: Unit, day: datetime.date) -> Roll:
    """The roll of one unit on that day. Two queries."""
    return rolls_of([unit], day)[unit.pk]


def unit_in_month(person: Person, stays: Iterable[Stay], month: datetime.date) -> int | None:
    """The key of the unit that a month of a member belongs to: where they were first in it. None when they were nowhere.

    Args:
        stays: those of the person, the earliest first.
        month: the first of it.
    """
    after = months_after(month, 1)
    joined = person.joined_on
    is_admitted = not joined or joined < after
    spans: list[tuple[int, str, datetime.date | None, datetime.date | None]]
    spans = [
        (each.unit_id, each.membership, each.since_on, each.until_on)
        for each in stays
        if is_admitted or (joined and joined > each.until_on)
    ]
    if is_admitted:
        spans.append((person.unit_id, person.membership, person.since_on, person.left_on))
    for unit, membership, since, until in spans:
        if membership in MEMBERS and not (since and since >= after) and not (until and until < month):
            return unit
    return None


def in_month(people: QuerySet[Person], month: datetime.date) -> QuerySet:
    """The people with `month_unit`, what `unit_in_month` says of each; a test compares the two."""
    after = months_after(month, 1)
    begun = Q(since_on__isnull=True) | Q(since_on__lt=after)
    joined = Q(joined_on__isnull=True) | Q(joined_on__lt=after)
    joined_then = Q(person__joined_on__isnull=True) | Q(person__joined_on__lt=after)
    stays = Stay.objects.filter(
        begun,
        joined_then | Q(person__joined_on__gt=F("until_on")),
        person=OuterRef("pk"),
        membership__in=MEMBERS,
        until_on__gte=month,
    )
    before = Subquery(stays.order_by("until_on", "pk").values("unit")[:1])
    here = begun & joined & Q(membership__in=MEMBERS) & (Q(left_on__isnull=True) | Q(left_on__gte=month))
    key = BigIntegerField()
    return people.annotate(month_unit=Coalesce(before, Case(When(here, then=F("unit"))), output_field=key))
