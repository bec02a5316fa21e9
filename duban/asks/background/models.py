"""Up to when each job has been looked at, each time it was due, and which processes are at work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record


class JobMark(Record):
    """Up to which moment a job's times have been noted. Locked by whoever notes or takes one."""

    code = models.CharField(_("job"), max_length=60, unique=True)
    noted_until = models.DateTimeField(_("noted until"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("mark of a job")
        verbose_name_plural = _("marks of jobs")

    def __str__(self) -> str:
        return self.code


class JobRun(Record):
    """One time that a job was due: once in this table, however many processes look."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("runs")
        DONE = "done", _("was done")
        FAILED = "failed", _("failed")

    code = models.CharField(_("job"), max_length=60)
    occurrence = models.CharField(_("which time"), max_length=20)
    due_at = models.DateTimeField(_("due at"))
    missed = models.PositiveIntegerField(_("times it stands for besides"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("not before"))
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    worker = models.CharField(_("process"), max_length=80, blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    said = models.CharField(_("what was done"), max_length=300, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        constraints = [models.UniqueConstraint(fields=["code", "occurrence"], name="background_run_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="background_run_next")]

    def __str__(self) -> str:
        return f"{self.code} {self.occurrence}"


class Worker(Record):
    """A process that carries out jobs, and when it last said so."""

    name = models.CharField(_("process"), max_length=80, unique=True)
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def __str__(self) -> str:
        return self.name
