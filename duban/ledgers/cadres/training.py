"""Hours of one person, and who still lacks a class. Never compared, never added up over people, never an indicator."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.models import CadrePost, PlannedClass
from duban.ledgers.cadres.models.training import Stage
from duban.ledgers.cadres.permits import VIEW_GAPS
from duban.ledgers.cadres.queries import TRAINING
from duban.ledgers.cadres.rules import HoursRule, class_due_by, counts_for_new, hours_rule
from duban.ledgers.models import Attendance
from duban.orgs.models import Person, Unit
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

TOOK_PART = Attendance.objects.filter(record__kind__code=TRAINING, record__withdrawn_on__isnull=True, is_present=True)
"""Who took part in which class, as the record of the class says."""


def _stage_of(each: Attendance) -> str:
    held = getattr(each.record, "held_class", None)
    return held.planned.stage if held else Stage.IN_POST


@dataclass(frozen=True)
class OwnHours:
    """A person's year: the classes, the hours together, and what is asked by which rule. `due_by`: newly in office."""

    year: int
    attended: list[Attendance]
    hours: Decimal
    asked: HoursRule | None
    lacks_class: bool
    due_by: datetime.date | None

    @property
    def left(self) -> Decimal:
        """Hours still to come; 0 when none."""
        return max(Decimal(0), self.asked.hours - self.hours) if self.asked else Decimal(0)


def in_year(year: int, lookup: str = "") -> Q:
    """The condition that a post was held at some time in the year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return Q(**{f"{lookup}since_on__lte": last}) & (
        Q(**{f"{lookup}until_on__isnull": True}) | Q(**{f"{lookup}until_on__gte": first})
    )


def own_hours(person: Person, year: int, day: datetime.date, book: Rulebook) -> OwnHours:
    """The person's own year. Two queries."""
    attended = list(
        TOOK_PART.filter(person=person, record__held_on__year=year)
        .select_related("record__unit", "record__held_class__planned")
        .order_by("-record__held_on", "-pk")
    )
    posts = list(
        CadrePost.objects.filter(in_year(year, "post__"), post__person=person, kind__trains_as_secretary=True)
        .select_related("post", "kind")
        .order_by("post__since_on")
    )
    asked = hours_rule(
        as_secretary=bool(posts),
        is_member=person.membership != Person.Membership.NONE,
        day=min(day, datetime.date(year, 12, 31)),
        book=book,
    )
    held = [(each.record.held_on, _stage_of(each)) for each in attended]
    due = [
        due_by
        for each in posts
        if each.kind.is_secretary
        and (due_by := class_due_by(each.post.since_on, book)) >= day
        and not counts_for_new(each.post.since_on, due_by, held)
    ]
    return OwnHours(
        year,
        attended,
        sum((each.record.hours or Decimal(0) for each in attended), Decimal(0)),
        asked,
        bool(posts) and not attended,
        min(due, default=None),
    )


@dataclass(frozen=True)
class Took:
    """A class somebody took part in."""

    on: datetime.date
    stage: str
    planned: int | None


@dataclass(frozen=True)
class Gap:
    """That somebody lacks a class: for which post, why, by when, by which rule or line of a plan. No hours."""

    person: Person
    post: str
    unit: Unit
    why: str | Promise
    due_on: datetime.date
    rule: RuleParameter | None = None
    planned: PlannedClass | None = None


def gaps_for(user: Any, year: int, day: datetime.date, book: Rulebook) -> list[Gap]:
    """Who still lacks a class that year, in establishment order. Six queries whatever their number.

    Those trained as secretaries who took part in none; those newly in office without one in time; those for whom a
    planned class is meant that was held without them.
    """
    rows = VIEW_GAPS.scope(user, CadrePost.objects.filter(in_year(year, "post__"), _held(day)))
    posts = list(rows.select_related("post__person", "post__unit", "kind").order_by("post__unit__path", "pk"))
    attended: dict[int, list[Took]] = defaultdict(list)
    for person, held_on, stage, planned in TOOK_PART.filter(
        person__in={each.post.person_id for each in posts}, record__held_on__gte=datetime.date(year - 1, 1, 1)
    ).values_list("person", "record__held_on", "record__held_class__planned__stage", "record__held_class__planned"):
        attended[person].append(Took(held_on, stage or Stage.IN_POST, planned))
    plans = list(
        PlannedClass.objects.filter(year=year, held__isnull=False, audience__isnull=False)
        .distinct()
        .select_related("unit")
        .prefetch_related("audience", "held__record")
    )
    return [gap for post in posts for gap in _gaps_of(post, attended[post.post.person_id], plans, year, day, book)]


def _held(day: datetime.date) -> Q:
    return Q(post__until_on__isnull=True) | Q(post__until_on__gte=day)


def _gaps_of(
    post: CadrePost, took: Sequence[Took], plans: Sequence[PlannedClass], year: int, day: datetime.date, book: Rulebook
) -> Iterator[Gap]:
    person, title = post.post.person, post.post.title
    year_end = datetime.date(year, 12, 31)
    due_by = class_due_by(post.post.since_on, book) if post.kind.is_secretary else None
    newly = due_by is not None and due_by.year >= year
    if newly and due_by and not counts_for_new(post.post.since_on, due_by, [(each.on, each.stage) for each in took]):
        yield Gap(
            person,
            title,
            post.post.unit,
            _("newly in office, no class yet"),
            due_by,
            book.at("training.new_secretary_months", day),
        )
    elif post.kind.trains_as_secretary and not any(each.on.year == year for each in took):
        rule = book.at("training.secretary_hours", min(day, year_end))
        yield Gap(person, title, post.post.unit, _("no class this year"), year_end, rule)
    for plan in plans:
        path, meant = post.post.unit.path, post.kind in plan.audience.all()
        if meant and path.startswith(plan.unit.path) and plan.pk not in {each.planned for each in took}:
            held_on = max(each.record.held_on for each in plan.held.all())
            yield Gap(person, title, post.post.unit, _("was not there"), held_on, planned=plan)
