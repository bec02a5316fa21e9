"""How the superior's approval changes what a person is, in the transaction of the verb that records it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from duban.audit.models import Entry
from duban.base import clock
from duban.base.errors import Conflict
from duban.base.workdays import DAY
from duban.ledgers.admission.models import Admission
from duban.ledgers.admission.queries import recorded_of
from duban.ledgers.admission.rules import Reckoner
from duban.ledgers.admission.steps import Step
from duban.orgs.action import locked, tell
from duban.orgs.actions import change_membership, take_back_step
from duban.orgs.models import Person
from duban.orgs.steps import LastStep, last_step
from duban.packs.calendar import work_calendar
from duban.packs.rules import rulebook

MEETING, CONVERSION = "meeting", "conversion_meeting"
ADMITS, CONVERTS = "approval", "conversion_approval"
MADE_BY = {Person.Membership.PROBATIONARY.value: ADMITS, Person.Membership.FULL.value: CONVERTS}
"""Membership → the step whose approval makes it."""
COUNTED = {ADMITS: "joined_on", CONVERTS: "converted_on"}
"""The step → which day of the person its approval sets."""


def admit(admission: Admission, steps: Sequence[Step], *, by: Any) -> None:
    """A probationary member since the meeting voted: probation counts from there. Without a meeting, since the approval."""
    recorded = recorded_of([admission])[admission.pk]
    meeting = recorded.get(MEETING) or recorded["approval"]
    _become(admission, Person.Membership.PROBATIONARY, meeting[-1].on, COUNTED[ADMITS], by)


def convert(admission: Admission, steps: Sequence[Step], *, by: Any) -> None:
    """A full member since the probation ended, and not before it: party standing counts from there."""
    recorded = recorded_of([admission])[admission.pk]
    lines = Reckoner(steps, rulebook(), work_calendar(), clock.today()).lines(recorded)
    ends = next((line.waits for line in lines if line.step.code == CONVERSION), None)
    approved = recorded["conversion_approval"][-1].on
    _become(admission, Person.Membership.FULL, min(ends or approved, approved), COUNTED[CONVERTS], by)


def _become(admission: Admission, membership: str, day: datetime.date, field: str, by: Any) -> None:
    """Set the day, then change the membership by the verb that does it everywhere, so that the roll of days before stays."""
    person = locked([admission.person])[0]
    tell(membership=[person.membership, membership], **{field: [getattr(person, field), day]})
    # Who came from elsewhere after that day is what they are since they came: the roll there is not rewritten.
    since = day if person.since_on is None or day > person.since_on else person.since_on + DAY
    days: dict[str, Any] = {field: day}
    change_membership(person, by=by, membership=membership, since_on=since, is_recorded=True, **days)


def take_back_membership(admission: Admission, code: str, *, by: Any, reason: str) -> None:
    """What the approval made of the person is taken back with it, when it was the last thing that happened to them.

    Args:
        code: the step that is taken back.

    Raises:
        Conflict: the person was transferred or changed since, or something rests on the membership.
    """
    person = locked([admission.person])[0]
    last = last_step(person)
    if last is None or last.entry.verb != change_membership.permit.name:  # type: ignore[attr-defined]
        raise Conflict(_("The person was transferred or left since. Take that back first, on the page of the person."))
    if not _made_by(admission, code, last):
        raise Conflict(_("The membership was changed by hand since. Take that back first, on the page of the person."))
    take_back_step(person, by=by, step=last.number, reason=reason)


def _made_by(admission: Admission, code: str, last: LastStep) -> bool:
    """Whether the change is what the approval made of the person: this membership, counted from the day that its entry says."""
    made = {step: membership for membership, step in MADE_BY.items()}[code]
    entries = Entry.objects.filter(subject=admission.key, verb="admission.record_decision").order_by("-number")
    entry = next((each for each in entries if each.detail.get("step") == [None, code]), None)
    day = entry.detail.get(COUNTED[code], [None, None])[1] if entry else None
    # When that day was entered before, by hand, the change did not touch it.
    counted = str(last.after.get(COUNTED[code], day))
    return last.after.get("membership") == made and entry is not None and counted == day
