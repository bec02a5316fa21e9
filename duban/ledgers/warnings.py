"""Warnings: organisational life that was not held in time; quietly, members whom nobody saw for months."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.warnings import OpenWarning, WarningKind, Watch
from duban.base.months import months_after
from duban.base.workdays import DAY
from duban.ledgers.life import Owing, Reckoner, Stand, period_at
from duban.ledgers.models import Attendance
from duban.ledgers.queries.life import kept_since, now_of, owings
from duban.orgs.models import Person, Role, Unit
from duban.orgs.permits import BUSINESS

SILENT_RULE = "life.silent_months"
GROUP = gettext_lazy("Organisational life")
NOT_HELD = WarningKind("ledgers.not_held", GROUP, gettext_lazy("not held in time"), roles=BUSINESS, place=30)
SILENT = WarningKind(
    "ledgers.silent_member",
    GROUP,
    gettext_lazy("member long without organisational life"),
    roles=frozenset({Role.BRANCH_SECRETARY}),
    place=35,
)
"""Quiet: to the secretary of the branch alone, and nothing follows from it by itself."""


def not_held(watch: Watch) -> Iterator[OpenWarning]:
    """What was owed in the last month, quarter and year that ended. Eighteen queries whatever the organisations."""
    found = owings()
    kinds = {kind for owing in found for kind in owing.definition.owed_by}
    standing = Unit.objects.filter(kind__code__in=kinds, dissolved_on__isnull=True).select_related("kind")
    units = list(watch.scope(NOT_HELD, standing, unit="").order_by("path"))
    if not units:
        return
    since = kept_since()
    if since is None:
        return
    judge = Reckoner(watch.book, watch.calendar, watch.day)
    for every in ("month", "quarter", "year"):
        of_length = [owing for owing in found if owing.every == every]
        last = period_at(every, watch.day).start - DAY
        # What ended before the first record of this installation was kept somewhere else.
        if of_length and last >= since:
            yield from _ended(units, of_length, last, judge)


def _ended(units: list[Unit], found: list[Owing], day: datetime.date, judge: Reckoner) -> Iterator[OpenWarning]:
    for line in now_of(units, day, found, judge):
        for cell in line.cells:
            if cell.stand == Stand.OVERDUE:
                said = {"name": cell.owing.definition.name, "period": cell.period.word}
                yield OpenWarning(
                    NOT_HELD,
                    line.unit,
                    about=f"{line.unit.key}@{cell.owing.rule}@{cell.period.start}",
                    say=_("%(name)s was not held: %(period)s") % said,
                    url=reverse("life_cell", args=[line.unit.pk, cell.owing.rule, cell.period.start]),
                    due_on=cell.due_on,
                    rule=cell.rule,
                    owner=_("secretary of the branch"),
                )


def silent_members(watch: Watch) -> Iterator[OpenWarning]:
    """Members who were listed before and since, and were absent each time for as many months as the rule says. One query."""
    rule = watch.book.find(SILENT_RULE, watch.day)
    if rule is None or not rule.number:
        return
    since = months_after(watch.day, -int(rule.number))
    listed = Attendance.objects.filter(person=OuterRef("pk"), record__withdrawn_on__isnull=True)
    people = Person.objects.filter(
        Exists(listed.filter(record__held_on__lt=since)),
        Exists(listed.filter(record__held_on__gte=since)),
        ~Exists(listed.filter(record__held_on__gte=since, is_present=True)),
        left_on__isnull=True,
    ).exclude(membership=Person.Membership.NONE)
    for person in watch.scope(SILENT, people.select_related("unit__kind")).order_by("unit__path", "pk"):
        yield OpenWarning(
            SILENT,
            person.unit,
            about=person.key,
            say=_("%(name)s has not taken part for %(n)s months") % {"name": person.name, "n": rule.value},
            url=reverse("person", args=[person.pk]),
            rule=rule,
            owner=_("secretary of the branch"),
        )
