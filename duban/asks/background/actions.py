"""What the administrator can do about background work: have a time of a job done again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duban.asks.background.models import JobRun
from duban.asks.schedule import job_with
from duban.base import clock
from duban.base.errors import Conflict
from duban.orgs.action import action, tell
from duban.orgs.models import Role, Unit


@action("background.run_again", _("had background work done again"), roles={Role.SYSTEM_ADMIN}, unit="")
def run_again(unit: Unit, *, by: Any, run: JobRun) -> None:
    """Have it done at the next look of a process, whatever came of it before. Jobs do nothing twice.

    Raises:
        Conflict: it runs at this moment, or no room has the job any more.
    """
    fresh = JobRun.objects.select_for_update().get(pk=run.pk)
    if job_with(fresh.code) is None or fresh.state == JobRun.State.RUNNING:
        raise Conflict
    tell(job=[None, str(fresh)], state=[fresh.state, JobRun.State.WAITING])
    fresh.state, fresh.tries, fresh.next_at = JobRun.State.WAITING, 0, clock.now()
    fresh.save(update_fields=["state", "tries", "next_at", "updated_at"])
