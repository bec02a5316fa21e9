"""Schemes are published, periods opened, standings computed."""

import datetime
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.assessment.account import account_of, cells_of, kept
from duban.assessment.facts import DAY, assessed_units, known_of
from duban.assessment.models import Period, Scheme, Standing
from duban.assessment.queries import periods_to_count
from duban.assessment.signals import standings_changed
from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.action import action
from duban.orgs.models import Role, Unit
from duban.scoring.evaluation.plan import Plan, tags_of
from duban.scoring.fingerprint import scheme_fingerprint
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.scheme.model import Scheme as Rules
from duban.scoring.score import score


@lru_cache(maxsize=32)
def rules_of(text: str) -> Rules:
    """The scheme that a text says, read once a process.

    Raises:
        BadInput: the text is not a sound scheme; each problem with its place.
    """
    try:
        return load_text(text, live=True).scheme
    except Refused as refused:
        faults = [(fault.where, fault.found, fault.expected or fault.cites) for fault in refused.problems]
        raise BadInput(_("The scheme is not sound."), places=faults) from refused


@lru_cache(maxsize=32)
def compares_units(text: str) -> bool:
    """True when what one unit comes to can depend on another unit's facts."""
    rules = rules_of(text)
    return bool(rules.grades and rules.grades.quota) or any(plan.compares for plan in Plan(rules).indicators.values())


@lru_cache(maxsize=32)
def tags_by_indicator(text: str) -> dict[str, frozenset[str]]:
    """{indicator: the tags whose facts its lines reckon with}."""
    return {
        code: frozenset(tag for line in plan.lines for tag in tags_of(line.line))
        for code, plan in Plan(rules_of(text)).indicators.items()
    }


@action(
    "assessment.publish_scheme",
    gettext_lazy("published the scheme"),
    roles={Role.COMMITTEE_ADMIN},
    when=lambda scheme, by: scheme.is_draft(),
)
def publish_scheme(scheme: Scheme, *, by: Any, plan_number: str) -> None:
    """Freeze the scheme under its fingerprint. A correction is a new version.

    Raises:
        BadInput: the scheme is not sound, or there is no number of the approved plan (AF-7).
    """
    if not plan_number.strip():
        raise BadInput(
            _("An assessment needs its place in the approved plan."),
            places=[(_("number in the approved plan"), _("empty"), _("the number under which the plan was approved"))],
        )
    scheme.fingerprint = scheme_fingerprint(rules_of(scheme.text))
    scheme.plan_number = plan_number.strip()
    scheme.state, scheme.published_at = Scheme.State.PUBLISHED, clock.now()
    scheme.save()


@action("assessment.open_period", gettext_lazy("opened the period"), roles={Role.COMMITTEE_ADMIN}, unit="")
def open_period(
    unit: Unit,
    *,
    by: Any,
    scheme: Scheme,
    name: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    closes_on: datetime.date,
) -> Period:
    """Assess the units below by a published scheme from one day to another.

    Raises:
        BadInput: the scheme is a draft.
    """
    if scheme.is_draft():
        raise BadInput(_("A period needs a published scheme."))
    period = Period.objects.create(
        unit=unit,
        year=starts_on.year,
        name=name,
        scheme=scheme,
        starts_on=starts_on,
        ends_on=ends_on,
        closes_on=closes_on,
    )
    rescore(period)
    return period


@transaction.atomic(savepoint=False)
def rescore(period: Period, units: Collection[int] | None = None) -> int:
    """Compute the standings of the period anew: of the assessed units with these ids, of all without.

    A scheme that compares units needs all of them whatever changed. Runs in the caller's transaction, so that a fact and
    what it comes to appear together or not at all. Returns how many standings there are now for those units.

    Raises:
        BadInput: the scheme cannot be read any more.
    """
    # Whoever computes this period at the same moment waits here, before reading: it then sees what this one did.
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    text = period.scheme.text
    # What was due on the last day is late only on the morning after it.
    day = min(max(clock.today(), period.starts_on), period.closes_on + DAY)
    known = known_of(period, day=day, units=None if compares_units(text) else units)
    if not known.book.units:
        return 0
    result, tags = score(rules_of(text), known.book, as_of=day), tags_by_indicator(text)
    standings = [
        Standing(
            period=period,
            unit_id=int(unit.unit),
            as_of=min(day, period.closes_on),
            total=kept(unit.total),
            due=kept(unit.max_due),
            best=None if unit.best is None else kept(unit.best),
            grade=unit.grade,
            fingerprint=result.fingerprint,
            cells=cells_of(unit),
            account=account_of(
                result,
                unit.unit,
                keys={
                    code: [key for tag in sorted(of) for key in known.keys.get((unit.unit, tag), ())]
                    for code, of in tags.items()
                },
            ),
        )
        for unit in result.units
    ]
    Standing.objects.bulk_create(
        standings,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["period", "unit"],
        update_fields=["as_of", "total", "due", "best", "grade", "fingerprint", "cells", "account", "updated_at"],
    )
    if units is None:
        # A unit that left the tree or is not assessed any more has no standing.
        period.standings.exclude(unit__in=assessed_units(period)).delete()
    standings_changed.send(Standing, period=period, units={standing.unit_id for standing in standings})
    return len(standings)


def rescore_all() -> int:
    """Compute every period anew in which a day still changes something: what was due yesterday is late today.

    To be run each morning. Returns how many standings were computed.
    """
    counted = 0
    for period in periods_to_count(clock.today()):
        with transaction.atomic():
            counted += rescore(period)
    return counted
