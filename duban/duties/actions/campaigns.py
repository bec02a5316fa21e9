"""Campaigns: issued with their actions, each with its tasks."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.burden.actions import ask
from duban.base.errors import BadInput, Conflict
from duban.duties.burden import asking_of_campaign
from duban.duties.drafts import BATCH
from duban.duties.models import Campaign, CampaignAction, Task
from duban.duties.plan_text import Asked
from duban.duties.queries.lists import holding_days
from duban.duties.signals import tasks_changed
from duban.orgs.action import action
from duban.orgs.models import Role, Unit


@action("duties.issue_campaign", gettext_lazy("issued a campaign"), roles={Role.COMMITTEE_ADMIN}, unit="")
def issue_campaign(
    unit: Unit,
    *,
    by: Any,
    title: str,
    basis: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    asked: Sequence[Asked],
) -> Campaign:
    """The campaign, its actions in the order in which they are named, and a task for each thing asked of each unit.

    A day on which the office does not work moves on to the next working day, where the rule says so.

    Raises:
        BadInput: nothing is asked, or it ends before it starts.
        Conflict: the body runs one of that name from that day already.
    """
    if not asked:
        raise BadInput(_("The plan asks nothing."))
    if ends_on < starts_on:
        raise BadInput(
            _("The day does not fit."),
            places=[(_("ends on"), str(ends_on), _("%(day)s or later") % {"day": starts_on})],
        )
    if Campaign.objects.filter(unit=unit, title=title, starts_on=starts_on).exists():
        raise Conflict(_("A campaign of this name that starts on this day is issued already."))
    made = Campaign.objects.create(unit=unit, title=title, basis=basis, starts_on=starts_on, ends_on=ends_on)
    holds = holding_days(each.due_on for each in asked)
    last: dict[str, datetime.date] = {}
    for each in asked:
        last[each.action] = max(last.get(each.action, starts_on), each.due_on)
    actions = {
        name: CampaignAction.objects.create(campaign=made, number=n, title=name, starts_on=starts_on, ends_on=until)
        for n, (name, until) in enumerate(last.items(), start=1)
    }
    tasks = [
        Task(
            number=_("Campaign %(campaign)s-%(n)s") % {"campaign": made.pk, "n": f"{n:02d}"},
            campaign_action=actions[each.action],
            unit=whose,
            issuer=unit,
            title=each.title,
            standard=each.standard,
            due_on=holds[each.due_on].holds_on,
        )
        for n, each in enumerate(asked, start=1)
        for whose in each.units
    ]
    Task.objects.bulk_create(tasks, BATCH)
    # It has no draft that a leader could sign for: counted and not stopped.
    ask(asking_of_campaign(made, tasks), by=by, is_capped=False)
    tasks_changed.send(Task, units={task.unit_id for task in tasks})
    return made
