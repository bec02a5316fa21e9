"""What the page of one duty shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.duties.chain import chain_of
from duban.duties.models import Duty
from duban.duties.panels import sections_of
from duban.duties.queries.tasks import counts_by_state, tasks_for
from duban.duties.task_page import page_from
from duban.ui.shapes import Link


def duty_page(request: HttpRequest, duty: Duty) -> dict[str, Any]:
    """Who, what, by when, on what ground; its chain, what hangs on it, and its tasks unit by unit."""
    day, user = clock.today(), request.user
    tasks = tasks_for(user).filter(duty=duty, parent__isnull=True).order_by("due_on", "unit__path")
    counts, listed = counts_by_state(tasks, day=day), duty.responsibility_list
    return {
        "duty": duty,
        "crumb": [
            Link(_("Lists"), reverse("list_list")),
            Link(str(listed), reverse("responsibility_list", args=[listed.pk])),
            Link(_("Item %(n)s") % {"n": duty.number}),
        ],
        "links": chain_of(duty, user),
        "sections": sections_of(duty, user, day),
        "page": page_from(request, tasks, counts["all"]),
        "counts": counts,
    }
