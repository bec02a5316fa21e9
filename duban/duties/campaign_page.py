"""What the pages of campaigns show."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.duties.campaign_forms import IssueCampaign
from duban.duties.models import Campaign
from duban.duties.queries.campaigns import action_rows, campaigns_for
from duban.duties.queries.tasks import TaskFilter
from duban.orgs.permits import PERMITS
from duban.packs.calendar import work_calendar
from duban.ui.days import said_day
from duban.ui.shapes import Event, Fact, Link


def campaign_list_page(request: HttpRequest) -> dict[str, Any]:
    """Every campaign, and whether one may be issued. Two queries."""
    day = clock.today()
    rows = [(each, _stand(each, day)) for each in campaigns_for(request.user)]
    return {"rows": rows, "may_issue": bool(PERMITS["duties.issue_campaign"].reach(request.user))}


def _stand(campaign: Campaign, day: Any) -> tuple[str, str]:
    if day < campaign.starts_on:
        return "todo", _("starts on %(day)s") % {"day": said_day(campaign.starts_on)}
    return ("doing", _("under way")) if day <= campaign.ends_on else ("ok", _("is over"))


def campaign_page(campaign: Campaign, user: Any) -> dict[str, Any]:
    """One campaign: its actions and how far they stand, the way to its tasks, its plan by months and its issues."""
    day = clock.today()
    rows = [
        (row, TaskFilter(level="unit", action=row.action).address()) for row in action_rows(user, campaign, day=day)
    ]
    return {
        "campaign": campaign,
        "stand": _stand(campaign, day),
        "crumb": [Link(_("Campaigns"), reverse("campaign_list"))],
        "facts": [
            Fact(_("issued by"), str(campaign.unit)),
            Fact(_("basis"), campaign.basis, is_wide=True),
            Fact(_("from and until"), format_html("{} – {}", said_day(campaign.starts_on), said_day(campaign.ends_on))),
        ],
        "rows": rows,
        "events": [
            Event(PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb, entry.by_name, entry.at)
            for entry in history_of(campaign.key).order_by("-number")
        ]
        + [Event(PERMITS["duties.issue_campaign"].label, str(campaign.unit), campaign.created_at)],
    }


def issue_campaign_page(form: IssueCampaign, *, is_looked_at: bool = False) -> dict[str, Any]:
    """The form; once it was sent, every line with its verdict, and the button that issues what was looked at."""
    asked = form.cleaned_data.get("asked", []) if form.is_bound and hasattr(form, "cleaned_data") else []
    calendar = work_calendar() if asked else None
    return {
        "form": form,
        "crumb": [Link(_("Campaigns"), reverse("campaign_list"))],
        "lines": form.lines,
        "faults": [fault for line in form.lines for fault in line.faults],
        "may_issue": is_looked_at,
        "tasks": sum(len(each.units) for each in asked),
        "units": len({unit.pk for each in asked for unit in each.units}),
        "past": sum(len(each.units) for each in asked if each.due_on < clock.today()),
        "off": [each for each in asked if calendar and not calendar.is_workday(each.due_on)],
    }
