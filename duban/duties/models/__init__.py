"""Tables of the room: lists, campaigns, tasks, evidence."""

from duban.duties.models.campaigns import Campaign, CampaignAction
from duban.duties.models.evidence import Binding, Evidence
from duban.duties.models.lists import DueDay, Duty, ResponsibilityList
from duban.duties.models.tasks import Task

__all__ = ["Binding", "Campaign", "CampaignAction", "DueDay", "Duty", "Evidence", "ResponsibilityList", "Task"]
