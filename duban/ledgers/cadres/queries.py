"""Reads: what of filings, hand-overs, training and records a person may see."""

import datetime
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from duban.ledgers.cadres.models import (
    CadrePost,
    Filing,
    HandOver,
    Objection,
    PlannedClass,
    PostKind,
    Secondment,
)
from duban.ledgers.cadres.permits import (
    VIEW_DUTY_RECORD,
    VIEW_FILING,
    VIEW_HAND_OVER,
    VIEW_OBJECTION,
    VIEW_SECONDMENT,
    VIEW_STAFFING,
    VIEW_TRAINING,
)
from duban.ledgers.models import LedgerRecord
from duban.ledgers.queries.records import records_for
from duban.orgs.models import Person, Post, Unit, UnitQuerySet
from duban.orgs.permits import PERMITS

TRAINING = "training_class"
"""The kind of record that a class is."""
HAND_OVER_DAYS = 60
"""How many days before and after the end of a post a hand-over is asked for; older ends are history."""


def cadre_units_for(user: Any) -> QuerySet[Unit]:
    """The units whose pool a person may see."""
    return VIEW_STAFFING.scope(user, Unit.objects.select_related("kind"))


def filings_for(user: Any) -> QuerySet[Filing]:
    """The filings a person may see."""
    return VIEW_FILING.scope(user, Filing.objects.select_related("unit", "person"))


def heads_not_on_file(day: datetime.date) -> QuerySet[Any]:
    """Heads of the party office in office whose choice is not on file for that office; `is_under_way` when it is begun.

    A filing holds for the unit that made it and for those below it: who goes to another unit is filed anew there. Who is
    only lent to the office was not chosen for it.
    """
    office = ExpressionWrapper(OuterRef("post__unit__path"), output_field=CharField())
    filings = Filing.objects.filter(person=OuterRef("post__person"))
    there = filings.alias(office=office).filter(office__startswith=F("unit__path"))
    held = Q(post__since_on__lte=day) & (Q(post__until_on__isnull=True) | Q(post__until_on__gte=day))
    heads = CadrePost.objects.filter(held, kind__needs_filing=True).exclude(post__kind=Post.Kind.SECONDED)
    return (
        heads.filter(~Exists(there.filter(state=Filing.State.FILED)))
        .annotate(is_under_way=Exists(there.filter(state__in=Filing.OPEN)))
        .select_related("post__person", "post__unit")
    )


def heads_to_file(user: Any, day: datetime.date) -> QuerySet[CadrePost]:
    """Those of them whose choice is not under way either, where the person sees filings: the next step is to propose it."""
    return PERMITS["cadres.view_cadre"].scope(user, heads_not_on_file(day).filter(is_under_way=False))


def hand_overs_for(user: Any) -> QuerySet[HandOver]:
    """The hand-overs a person may see: those of their units, and those that are theirs."""
    return VIEW_HAND_OVER.scope(user, HandOver.objects.select_related("post", "unit", "giver", "taker"))


def posts_to_hand_over(user: Any, day: datetime.date) -> QuerySet[Post]:
    """Posts of the pool that end about now and have no hand-over yet, where the person may open one."""
    span = datetime.timedelta(days=HAND_OVER_DAYS)
    rows = Post.objects.filter(
        UnitQuerySet.stands(day, "unit__"),
        until_on__range=(day - span, day + span),
        hand_over__isnull=True,
        cadre_post__isnull=False,
    ).exclude(cadre_post__kind__field=PostKind.Field.BUSINESS)
    return (
        PERMITS["cadres.open_hand_over"].scope(user, rows).select_related("person", "unit").order_by("until_on", "pk")
    )


def posts_for_hand_over(user: Any) -> QuerySet[Post]:
    """The posts for which the person may open a hand-over, whether they end or not."""
    return PERMITS["cadres.open_hand_over"].scope(user, Post.objects.select_related("person__unit", "unit"))


def planned_classes_for(user: Any) -> QuerySet[PlannedClass]:
    """The lines of training plans that concern a person: those of their units, and of the units above."""
    rows = PlannedClass.objects.select_related("unit").prefetch_related("audience")
    return VIEW_TRAINING.scope(user, rows)


def training_classes_for(user: Any) -> QuerySet[LedgerRecord]:
    """The classes on record that a person may read."""
    return records_for(user).filter(kind__code=TRAINING).select_related("unit", "held_class__planned")


def classes_to_match(unit: Unit) -> QuerySet[LedgerRecord]:
    """The classes on record of one unit that are none of its plan yet, the newest first."""
    kept = LedgerRecord.objects.filter(unit=unit, kind__code=TRAINING, withdrawn_on__isnull=True)
    return kept.filter(held_class__isnull=True).order_by("-held_on", "-pk")


def people_with_record_for(user: Any) -> QuerySet[Person]:
    """The people whose duty record a person may see: themselves, and those they answer for."""
    return VIEW_DUTY_RECORD.scope(user, Person.objects.select_related("unit"))


def objections_for(user: Any) -> QuerySet[Objection]:
    """The objections a person may see: their own, and those to what their unit keeps."""
    return VIEW_OBJECTION.scope(user, Objection.objects.select_related("person__unit", "unit", "answered_by"))


def secondments_for(user: Any) -> QuerySet[Secondment]:
    """The approved secondments a person may see."""
    return VIEW_SECONDMENT.scope(user, Secondment.objects.select_related("person", "unit"))
