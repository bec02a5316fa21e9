"""Campaigns as a person sees them, with how far each action stands."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from duban.duties.models import Campaign, CampaignAction, Task
from duban.duties.permits import VIEW_CAMPAIGN
from duban.duties.queries.tasks import overdue, tasks_for
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, below


def campaigns_for(user: Any) -> QuerySet[Campaign]:
    """The campaigns that bind a person or that their own body runs, the latest first."""
    return VIEW_CAMPAIGN.scope(user, Campaign.objects.select_related("unit")).order_by("-starts_on", "-pk")


def actions_for(user: Any) -> QuerySet[CampaignAction]:
    """The actions of those."""
    return CampaignAction.objects.filter(campaign__in=campaigns_for(user).order_by())


def campaign_bodies_for(user: Any) -> QuerySet[Unit]:
    """The bodies for which a person may issue campaigns, in establishment order."""
    return Unit.objects.filter(path__in=PERMITS["duties.issue_campaign"].reach(user)).order_by("path")


def units_to_ask(body: Unit) -> list[Unit]:
    """The assessed units below a body that stand today, in establishment order. One query."""
    units = Unit.objects.standing().filter(below(body.path), kind__is_assessed=True)
    return list(units.select_related("category").order_by("path"))


@dataclass(frozen=True)
class ActionRow:
    """An action and where its tasks stand."""

    action: CampaignAction
    all: int = 0
    waived: int = 0
    accepted: int = 0
    submitted: int = 0
    returned: int = 0
    overdue: int = 0

    @property
    def counted(self) -> int:
        """Those that apply."""
        return self.all - self.waived


def action_rows(user: Any, campaign: Campaign, *, day: datetime.date) -> list[ActionRow]:
    """Each action of a campaign with its tasks as the person may see them. Two queries."""
    tasks = tasks_for(user).filter(campaign_action__campaign=campaign, parent=None).order_by()
    found = tasks.values("campaign_action_id").annotate(
        all=Count("pk"),
        waived=Count("pk", filter=Q(state=Task.State.WAIVED)),
        accepted=Count("pk", filter=Q(state=Task.State.ACCEPTED)),
        submitted=Count("pk", filter=Q(state=Task.State.SUBMITTED)),
        returned=Count("pk", filter=Q(state=Task.State.RETURNED)),
        overdue=Count("pk", filter=overdue(day)),
    )
    rows: list[dict[str, Any]] = [{**row} for row in found]
    counts = {row.pop("campaign_action_id"): row for row in rows}
    return [ActionRow(action, **counts.get(action.pk, {})) for action in campaign.actions.all()]
