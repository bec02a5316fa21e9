"""Measures: a reminder, a reminder interview, a bulletin; each decided by a person, with its basis, hearing and end."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.duties.issues.models import Issue
from duban.duties.models import Task
from duban.duties.supervision.models.notices import SupervisionNotice, person_key
from duban.orgs.models import Unit

Matter = Task | Issue | SupervisionNotice
KINDS: dict[str, type[Matter]] = {"task": Task, "issue": Issue, "notice": SupervisionNotice}


class Measure(Record):
    """督办措施: what somebody decided about a unit in one matter. Of an interview the day, the unit, the matter and no more."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", pgettext_lazy("measure", "reminder")
        INTERVIEW = "interview", _("reminder interview")
        BULLETIN = "bulletin", _("bulletin")

    class Hearing(models.TextChoices):
        HEARD = "heard", pgettext_lazy("hearing", "heard")
        SILENT = "silent", pgettext_lazy("hearing", "asked, and said nothing")
        NOT_OWED = "not_owed", pgettext_lazy("hearing", "not asked: a reminder")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measures", verbose_name=_("organisation"))
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="taken_measures", verbose_name=_("decided at the unit")
    )
    kind = models.CharField(pgettext_lazy("measure", "kind"), max_length=10, choices=Kind.choices)
    task = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps_taken",
        verbose_name=pgettext_lazy("noun", "task"),
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="steps_taken", verbose_name=_("issue")
    )
    notice = models.ForeignKey(
        SupervisionNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps_taken",
        verbose_name=_("supervision notice"),
    )
    basis = models.CharField(_("basis"), max_length=120)
    decided_on = models.DateField(pgettext_lazy("measure", "decided on"))
    decided_by = person_key(pgettext_lazy("measure", "decided by"))
    hearing = models.CharField(_("hearing"), max_length=10, choices=Hearing.choices)
    statement = models.CharField(
        _("what the unit said"),
        max_length=300,
        blank=True,
        help_text=_("Empty for an interview: no contents are kept."),
    )
    held_on = models.DateField(pgettext_lazy("measure", "held on"), null=True, blank=True)
    symbol = models.CharField(_("symbol of the bulletin"), max_length=60, blank=True)
    about = models.CharField(_("document"), max_length=80, blank=True, help_text=_("Key of the official document."))
    ends_on = models.DateField(_("ends on"))
    answer = models.CharField(_("answer of the unit"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = person_key(_("answered by"))
    lifted_on = models.DateField(pgettext_lazy("measure", "lifted on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("measure")
        verbose_name_plural = pgettext_lazy("supervision", "measures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(task__isnull=False, issue__isnull=True, notice__isnull=True)
                | models.Q(task__isnull=True, issue__isnull=False, notice__isnull=True)
                | models.Q(task__isnull=True, issue__isnull=True, notice__isnull=False),
                name="supervision_measure_of_one",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="supervision_measure_has_basis"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("decided_on")), name="supervision_measure_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reminder") | models.Q(hearing__in=["heard", "silent"]),
                name="supervision_measure_after_hearing",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="interview") | models.Q(statement="", answer="", held_on__isnull=False),
                name="supervision_interview_no_words",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="bulletin") | ~models.Q(symbol=""), name="supervision_bulletin_symbol"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True) | ~models.Q(reason=""), name="supervision_lifted_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit}"

    @property
    def matter(self) -> Matter:
        """What it is about; one of the three."""
        found: Matter | None = self.task or self.issue or self.notice
        assert found is not None  # noqa: S101 - a constraint of the table
        return found

    def is_in_force(self, day: datetime.date) -> bool:
        """True until it is lifted or its last day has passed."""
        return self.lifted_on is None and day <= self.ends_on
