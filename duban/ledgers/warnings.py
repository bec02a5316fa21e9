"""Warnings: organisational life that was not held in time; quietly, members whom nobody saw for months."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.warnings import ManyWarnings, OpenWarning, Place, WarningKind, Watch
from duban.base.months import months_after
from duban.base.workdays import DAY
from duban.ledgers.life import Owing, Period, Reckoner, Stand, period_at, periods_at
from duban.ledgers.models import Attendance
from duban.ledgers.queries.life import kept_since, owings, stands_of
from duban.ledgers.queries.short import units_in_short
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


def not_held(watch: Watch) -> Iterator[ManyWarnings]:
    """What was owed in the last month, quarter and year that ended. Eight queries whatever the organisations."""
    since = kept_since()
    ended = {every: period_at(every, period.start - DAY) for every, period in periods_at(watch.day).items()}
    # What ended before the first record of this installation was kept somewhere else.
    ended = {every: period for every, period in ended.items() if since and period.end >= since}
    found = [owing for owing in owings() if owing.every in ended]
    kinds = {kind for owing in found for kind in owing.definition.owed_by}
    standing = Unit.objects.filter(kind__code__in=kinds, dissolved_on__isnull=True)
    units = units_in_short(watch.scope(NOT_HELD, standing, unit="").order_by("path")) if found else []
    if not units:
        return
    judge = Reckoner(watch.book, watch.calendar, watch.day)
    stands = stands_of(units, ended, found, judge)
    for place, owing in enumerate(found):
        late = [(unit.path, unit.pk) for unit, line in zip(units, stands, strict=True) if line[place] == Stand.OVERDUE]
        if late:
            yield _ended(owing, ended[owing.every], late, judge)


def _ended(owing: Owing, period: Period, late: list[Place], judge: Reckoner) -> ManyWarnings:
    suffix, due_on, rule = f"@{owing.rule}@{period.start}", judge.due_on(period), judge.rule_of(owing, period)

    def write(unit: Unit) -> OpenWarning:
        said = {"name": owing.definition.name, "period": period.word}
        return OpenWarning(
            NOT_HELD,
            unit,
            about=f"{unit.key}{suffix}",
            say=_("%(name)s was not held: %(period)s") % said,
            url=reverse("life_cell", args=[unit.pk, owing.rule, period.start]),
            due_on=due_on,
            rule=rule,
            owner=_("secretary of the branch"),
        )

    return ManyWarnings(NOT_HELD, late, write, due_on, suffix)


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
