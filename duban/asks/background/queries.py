"""Background work as the administrator sees it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.asks.background.loop import HOLD
from duban.asks.background.models import JobMark, JobRun, Worker
from duban.asks.background.permits import VIEW_JOB
from duban.asks.schedule import Job, all_jobs, almanac
from duban.base import clock

SHOWN = 50
"""Runs on the page: what failed and the newest."""
STATES = {
    JobRun.State.WAITING: ("todo", _("waits")),
    JobRun.State.RUNNING: ("doing", _("runs")),
    JobRun.State.DONE: ("ok", _("was done")),
    JobRun.State.FAILED: ("late", _("failed")),
}
AGAIN = ("soon", _("will be tried again"))


@dataclass(frozen=True)
class JobLine:
    """One job: how often, its newest run with its state, and when it is due next."""

    job: Job
    last: JobRun | None
    state: tuple[str, str | Promise] | None
    next_at: datetime.datetime | None


@dataclass(frozen=True)
class Health:
    """Whether background work is being done: processes at work, and since when nothing was when there is none."""

    working: int
    last_seen: datetime.datetime | None
    failed: int

    @property
    def is_well(self) -> bool:
        """A process is at work and nothing has failed."""
        return bool(self.working) and not self.failed


def runs_for(user: Any) -> QuerySet[JobRun]:
    """Every run of every job, for those who look after them."""
    return JobRun.objects.all() if VIEW_JOB.reach(user) else JobRun.objects.none()


def shown_runs(user: Any) -> list[JobRun]:
    """What failed, however long ago, then the newest others. Two queries."""
    runs = runs_for(user)
    failed = list(runs.filter(state=JobRun.State.FAILED)[:SHOWN])
    return failed + list(runs.exclude(state=JobRun.State.FAILED)[: SHOWN - len(failed)])


def state_of(run: JobRun) -> tuple[str, str | Promise]:
    """How it stands, as a shape and a word."""
    return AGAIN if run.state == JobRun.State.WAITING and run.error else STATES[JobRun.State(run.state)]


def job_lines() -> list[JobLine]:
    """Every job of every room. Four queries."""
    newest = JobRun.objects.filter(code=OuterRef("code")).order_by("-due_at", "-pk").values("pk")[:1]
    keys = JobMark.objects.annotate(newest=Subquery(newest)).values("newest")
    last = {run.code: run for run in JobRun.objects.filter(pk__in=keys)}
    now, by = clock.now(), almanac()
    return [
        JobLine(job, run := last.get(job.code), state_of(run) if run else None, job.next_after(now, by))
        for job in all_jobs()
    ]


def health() -> Health:
    """Whether the work is done. Two queries."""
    seen = list(Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True))
    working = [at for at in seen if at >= clock.now() - HOLD]
    failed = JobRun.objects.filter(state=JobRun.State.FAILED).count()
    return Health(len(working), seen[0] if seen else None, failed)
