"""What shows that a task was done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.models import FileVersion
from duban.duties.models.tasks import Task
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit


class Evidence(Record):
    """佐证: a fact in a sentence, a file, or a record. Entered once, bound to as many tasks as it serves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence", verbose_name=_("unit"))
    title = models.CharField(_("what it is"), max_length=120)
    happened_on = models.DateField(_("day"))
    statement = models.CharField(_("what happened"), max_length=500, blank=True)
    version = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("file")
    )
    record = models.OneToOneField(
        LedgerRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=pgettext_lazy("noun", "record"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    tasks = models.ManyToManyField(Task, through="Binding", related_name="evidence", verbose_name=_("tasks"))

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(statement="") | models.Q(version__isnull=False),
                name="duties_evidence_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_file(self) -> bool:
        """True for a file, False for a fact."""
        return self.version_id is not None


class Binding(Record):
    """That a piece of evidence serves a task, and what the task's reviewer says of it there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not reviewed")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="bindings", verbose_name=_("evidence"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="bindings", verbose_name=_("task"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["task", "pk"]
        verbose_name = _("bound evidence")
        verbose_name_plural = _("bound evidence")
        constraints = [models.UniqueConstraint(fields=["evidence", "task"], name="duties_evidence_bound_once")]

    def __str__(self) -> str:
        return f"{self.evidence} → {self.task}"

    def can_go(self) -> bool:
        """True while the reviewer has not accepted it."""
        return self.state != self.State.ACCEPTED
