"""后台任务: what is done by itself, how it went, and done again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.asks.background import actions
from duban.asks.background.permits import VIEW_JOB
from duban.asks.background.queries import health, job_lines, runs_for, shown_runs, state_of
from duban.asks.schedule import job_with
from duban.base.errors import NotAllowed
from duban.orgs.queries import unit_of_permit


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Every job with its last run, and the newest runs; those that failed first."""
    if not VIEW_JOB.reach(request.user):
        raise NotAllowed
    return render(request, "background/job_list.html", _page(request.user))


@require_POST
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """再运行一次."""
    run = get_object_or_404(runs_for(request.user), pk=pk)
    actions.run_again(unit_of_permit(VIEW_JOB, request.user), by=request.user, run=run)
    return HttpResponseRedirect(reverse("job_list"))


def _page(user: Any) -> dict[str, Any]:
    shown = [(run, job_with(run.code), state_of(run)) for run in shown_runs(user)]
    return {"lines": job_lines(), "runs": shown, "health": health()}
