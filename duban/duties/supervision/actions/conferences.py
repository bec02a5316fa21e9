"""Joint conferences: set up, members seated, decisions passed on to member units as tasks that the host reviews."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.duties.models import Task
from duban.duties.signals import tasks_changed
from duban.duties.supervision.models import ConferenceMember, ConferenceTask, JointConference
from duban.duties.supervision.permits import ISSUERS
from duban.ledgers.models import LedgerRecord
from duban.orgs.action import action, tell
from duban.orgs.models import Unit


@action("supervision.set_up_conference", gettext_lazy("set up a joint conference"), roles=ISSUERS, unit="")
def set_up_conference(unit: Unit, *, by: Any, title: str, basis: str) -> JointConference:
    """With the unit as its host.

    Raises:
        BadInput: it has one of this name.
    """
    if JointConference.objects.filter(unit=unit, title=title).exists():
        raise BadInput(_("There is a joint conference of this name."))
    return JointConference.objects.create(unit=unit, title=title, basis=basis)


@action("supervision.seat_member", gettext_lazy("seated a member unit"), roles=ISSUERS)
def seat_member(conference: JointConference, *, by: Any, unit: Unit, contact: str) -> ConferenceMember:
    """A unit sits in it; the post that keeps contact, not a person.

    Raises:
        BadInput: the unit sits in it already, or does not stand any more.
    """
    if not unit.stands_on(clock.today()):
        raise BadInput(_("%(unit)s does not stand any more.") % {"unit": unit})
    if conference.seats.filter(unit=unit).exists():
        raise BadInput(_("%(unit)s sits in it already.") % {"unit": unit})
    return ConferenceMember.objects.create(conference=conference, unit=unit, contact=contact)


@action("supervision.unseat_member", gettext_lazy("ended the seat of a member unit"), roles=ISSUERS)
def unseat_member(conference: JointConference, *, by: Any, seat: ConferenceMember) -> None:
    """What was decided for it stays with it.

    Raises:
        BadInput: it is a seat of another conference.
    """
    if seat.conference_id != conference.pk:
        raise BadInput(_("It is a seat of another conference."))
    tell(members=[seat.unit.key, None])
    seat.delete()


@action("supervision.pass_decision", gettext_lazy("passed on a decision"), roles=ISSUERS)
def pass_decision(
    conference: JointConference, *, by: Any, title: str, standard: str, due_on: datetime.date,
    seats: Sequence[ConferenceMember], record: LedgerRecord | None = None,
) -> None:  # fmt: skip
    """A task for each of these member units, reviewed by the host.

    Raises:
        BadInput: the day has passed, no unit is named, or one is no member.
    """
    today = clock.today()
    if due_on < today:
        raise BadInput(
            _("The day has passed."), places=[(_("due on"), str(due_on), _("%(day)s or later") % {"day": today})]
        )
    if not seats or any(seat.conference_id != conference.pk for seat in seats):
        raise BadInput(_("Name at least one unit, and members only."))
    first = conference.decided.count() + 1
    made = [
        Task.objects.create(
            number=_("Conference %(conference)s-%(n)s") % {"conference": conference.pk, "n": number},
            unit=seat.unit, issuer=conference.unit, title=title, standard=standard, due_on=due_on,
        )
        for number, seat in enumerate(seats, start=first)
    ]  # fmt: skip
    ConferenceTask.objects.bulk_create(ConferenceTask(conference=conference, task=task, record=record) for task in made)
    tell(tasks=[None, [task.key for task in made]])
    tasks_changed.send(Task, units={task.unit_id for task in made})
