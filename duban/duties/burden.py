"""What lists and parts of tasks ask of units, as the burden ledger counts it."""

import datetime
from collections.abc import Sequence
from typing import Any

from duban.asks.burden.asking import Asked, Asking
from duban.asks.burden.models import Request
from duban.duties.models import Campaign, ResponsibilityList, Task
from duban.duties.queries.lists import asked_by, holding_days, lists_for, titled
from duban.orgs.permits import PERMITS


def asking_of_tasks(listed: ResponsibilityList, made: Sequence[Task]) -> Asking:
    """What issuing the list asks: its tasks as they were made."""
    return _asking(listed, [Asked(task.unit_id, task.title, task.due_on, task.key) for task in made])


def asking_of_draft(user: Any, pk: int) -> Asking | None:
    """What issuing the draft would ask; None when the person does not issue it. Eight queries."""
    listed = lists_for(user).filter(pk=pk).first()
    if listed is None or not PERMITS["duties.issue_list"].possible(user, listed):
        return None
    asked = asked_by(listed)
    holds = holding_days(day.due_on for _duty, _place, day, _unit in asked)
    return _asking(
        listed, [Asked(unit.pk, titled(duty, day), holds[day.due_on].holds_on) for duty, _place, day, unit in asked]
    )


def asking_of_parts(task: Task, made: Sequence[Task]) -> Asking:
    """What splitting the task asks of branches."""
    return Asking(
        issuer=task.unit,
        form=Request.Form.PART,
        title=task.title,
        cause=task.key,
        asked=[Asked(part.unit_id, part.title, part.due_on, part.key) for part in made],
        words=[task.duty.tag] if task.duty else [],
        basis=task.duty.basis if task.duty else "",
    )


def asking_of_campaign(campaign: Campaign, made: Sequence[Task]) -> Asking:
    """What a campaign asks: its tasks as they were made."""
    return Asking(
        issuer=campaign.unit,
        form=Request.Form.CAMPAIGN,
        title=campaign.title,
        cause=campaign.key,
        asked=[Asked(task.unit_id, task.title, task.due_on, task.key) for task in made],
        words=[task.title[:60] for task in made],
        basis=campaign.basis,
    )


def asking_of_reminder(tasks: Sequence[Task], day: datetime.date) -> Asking:
    """What reminding of these tasks asks, on the day on which it goes out."""
    first = tasks[0]
    return Asking(
        issuer=first.issuer,
        form=Request.Form.REMINDER,
        title=first.title,
        cause=first.key,
        asked=[Asked(task.unit_id, task.title, day, task.key) for task in tasks],
    )


def _asking(listed: ResponsibilityList, asked: Sequence[Asked]) -> Asking:
    return Asking(
        issuer=listed.unit,
        form=Request.Form.TASK_LIST,
        title=listed.title,
        cause=listed.key,
        asked=asked,
        words=[duty.tag for duty in listed.duties.all()],
        basis=listed.basis,
    )
