"""Notes what is due, takes one thing at a time and does it. Any number of processes may run this at once.

A time of a job is a row that exists once; who takes it holds it for a while and goes on holding it. When the process dies
the hold ends and another one takes the row again: so a job may be begun twice, and is written to do the same only once.
"""

import datetime
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from duban.asks.background.models import JobMark, JobRun, Worker
from duban.asks.schedule import Due, all_jobs, almanac, job_with
from duban.audit.origin import coming_from
from duban.base import clock
from duban.base.errors import DomainError
from duban.base.privacy import personal_numbers

log = logging.getLogger(__name__)

HOLD = datetime.timedelta(minutes=2)
"""A process that has not said for so long that it is at it counts as gone."""
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long is waited after the first, second … failure; after the last the run counts as failed."""
KEPT = datetime.timedelta(days=92)
"""What was done is shown for a quarter; what failed for as long as it is not done."""


def note_due(now: datetime.datetime) -> int:
    """A row for each time that a job was due since it was last looked at; how many are new.

    A job seen for the first time is due from now on.
    """
    by, made = almanac(), 0
    marks = dict(JobMark.objects.values_list("code", "noted_until"))
    for job in all_jobs():
        if job.code not in marks:
            JobMark.objects.get_or_create(code=job.code, defaults={"noted_until": now})
        elif job.due(marks[job.code], now, by)[0]:
            with transaction.atomic():
                mark = JobMark.objects.select_for_update(skip_locked=True).filter(code=job.code).first()
                if mark is None:
                    continue  # another process notes it at this moment
                found, missed = job.due(mark.noted_until, now, by)
                for due in found:
                    __, new = JobRun.objects.get_or_create(
                        code=job.code,
                        occurrence=due.key,
                        defaults={"due_at": due.at, "next_at": due.at, "missed": missed},
                    )
                    made += new
                mark.noted_until = max(now, mark.noted_until)
                mark.save(update_fields=["noted_until", "updated_at"])
    return made


def _ready(now: datetime.datetime) -> Q:
    is_left = Q(state=JobRun.State.RUNNING, held_until__lt=now)
    return Q(state=JobRun.State.WAITING, next_at__lte=now) | is_left


def take(now: datetime.datetime, worker: str) -> JobRun | None:
    """The next row that can be done now, held for this process; None when there is none. One query when there is none."""
    waiting = JobRun.objects.filter(_ready(now)).order_by("due_at", "pk")
    is_open: bool | None = None
    for pk, code in waiting.values_list("pk", "code"):
        job = job_with(code)
        if job is None:
            continue
        if job.in_hours:
            is_open = almanac().is_open(now) if is_open is None else is_open
            if not is_open:
                continue
        if taken := _held(pk, code, now, worker):
            return taken
    return None


def _held(pk: int, code: str, now: datetime.datetime, worker: str) -> JobRun | None:
    """The row, held; None when another process was faster or does another time of the same job."""
    with transaction.atomic():
        mark = JobMark.objects.select_for_update(skip_locked=True).filter(code=code).first()
        others = JobRun.objects.filter(code=code, state=JobRun.State.RUNNING, held_until__gte=now).exclude(pk=pk)
        run = None if mark is None or others.exists() else JobRun.objects.filter(_ready(now), pk=pk).first()
        if run is None:
            return None
        if run.tries > len(PAUSES):
            # As often as the pauses allow it ended with the process that did it: another one is not sent after it.
            _give_up(run, now)
            return None
        run.state, run.tries, run.worker = JobRun.State.RUNNING, run.tries + 1, worker
        run.began_at, run.ended_at, run.held_until = now, None, now + HOLD
        run.save()
    return run


def _give_up(run: JobRun, now: datetime.datetime) -> None:
    run.state, run.ended_at, run.held_until = JobRun.State.FAILED, now, None
    with translation.override(settings.LANGUAGE_CODE):
        run.error = _("The process ended each time while it did this.")
    run.save()


def do(run: JobRun) -> None:
    """Do what was taken, keep how it ended. A process that is told to stop puts it back.

    An error of a job ends the run and not the process: it is kept, tried again after a while, and shown.
    """
    job = job_with(run.code)
    if job is None:
        raise LookupError(f"no room has the job {run.code}")
    ended: dict[str, object]
    try:
        with _holding(run), translation.override(settings.LANGUAGE_CODE), coming_from("background"):
            said = job.run(Due(run.occurrence, run.due_at)) or ""
        ended = {"state": JobRun.State.DONE, "said": said[:300], "error": ""}
    except Exception as error:
        log.exception("job %s %s", run.code, run.occurrence)
        ended = after_failure(run, error)
    except BaseException:
        _end(run, {"state": JobRun.State.WAITING, "next_at": clock.now(), "tries": run.tries - 1})
        raise
    _end(run, {"ended_at": clock.now(), **ended})


def after_failure(run: JobRun, error: Exception) -> dict[str, object]:
    """What becomes of a run that failed: it waits longer each time, and after the last pause it has failed."""
    kept = {"error": in_words(error)}
    if run.tries > len(PAUSES):
        return {**kept, "state": JobRun.State.FAILED}
    return {**kept, "state": JobRun.State.WAITING, "next_at": clock.now() + PAUSES[run.tries - 1]}


def in_words(error: Exception) -> str:
    """The error as the administrator reads it; what holds a personal number is left out."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, DomainError):
        places = getattr(error, "places", [])
        text = " ".join([str(error), *(f"{where}: {found}" for where, found, _expected in places)])
    return (type(error).__name__ if personal_numbers(text) else text.split("\n")[0])[:500]


def _end(run: JobRun, ended: dict[str, object]) -> None:
    # Only who still holds it says how it ended: another one that took it over does that itself.
    JobRun.objects.filter(pk=run.pk, tries=run.tries, state=JobRun.State.RUNNING).update(**ended, held_until=None)


@contextmanager
def _holding(run: JobRun) -> Iterator[None]:
    """Say again and again that this process is at it."""
    is_over = threading.Event()

    def hold() -> None:
        try:
            while not is_over.wait(HOLD.total_seconds() / 4):
                try:
                    say_held(run)
                except DatabaseError:
                    # The next turn may succeed before the hold ends; a thread that died would give the job away.
                    log.warning("job %s %s is held on, but cannot say so", run.code, run.occurrence, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    holder = threading.Thread(target=hold, name=f"holds {run.pk}", daemon=True)
    holder.start()
    try:
        yield
    finally:
        is_over.set()
        holder.join(timeout=10)


def say_held(run: JobRun) -> None:
    """This process is at it."""
    now = clock.now()
    JobRun.objects.filter(pk=run.pk, tries=run.tries).update(held_until=now + HOLD)
    Worker.objects.filter(name=run.worker).update(seen_at=now)


def work_off(worker: str) -> int:
    """Note what is due and do everything that can be done now; how many runs that were."""
    note_due(clock.now())
    done = 0
    while run := take(clock.now(), worker):
        do(run)
        done += 1
    return done


def say_at_work(worker: str) -> None:
    """This process is there; those that have been gone for a day are forgotten."""
    now = clock.now()
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": now})
    Worker.objects.filter(seen_at__lt=now - datetime.timedelta(days=1)).delete()


def tidy(due: Due) -> str:
    """Runs that were done long ago go."""
    gone, _each = JobRun.objects.filter(state=JobRun.State.DONE, due_at__lt=clock.now() - KEPT).delete()
    return _("%(n)s old runs removed") % {"n": gone}
