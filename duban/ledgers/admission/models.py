"""The steps as packs bring them, one person's way through them, and what is recorded of each step: days, yes or no, a number."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Unit


class Stage(models.TextChoices):
    """发展党员 in stages. A stage begins with the step that opens it."""

    APPLICANT = "applicant", _("applicant")
    ACTIVIST = "activist", _("activist")
    TARGET = "target", _("chosen for admission")
    PROBATIONARY = "probationary", _("on probation")
    FULL = "full", _("converted")


class AdmissionStep(Record):
    """One step: its name, its place, and what a pack says of it (see duban.ledgers.admission.steps)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    said = models.JSONField(_("what the pack says"), default=dict)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("step of admission")
        verbose_name_plural = _("steps of admission")

    def __str__(self) -> str:
        return self.name


class Admission(Record):
    """One person's way. The stage is that of the steps recorded; it ends by conversion, or because somebody says so."""

    class Outcome(models.TextChoices):
        """How a way ended that did not reach its end. Why is not kept."""

        WITHDRAWN = "withdrawn", _("application withdrawn")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        DISQUALIFIED = "disqualified", _("probation ended without conversion")
        MOVED = "moved", pgettext_lazy("admission", "moved away")

    person = models.ForeignKey(Person, models.PROTECT, related_name="admissions", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="admissions", verbose_name=_("organisation"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.APPLICANT)
    outcome = models.CharField(_("ended by"), max_length=12, choices=Outcome.choices, blank=True)
    ended_on = models.DateField(_("way ended on"), null=True, blank=True)

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on__isnull=True), name="admission_one_way_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(ended_on__isnull=False), name="admission_outcome_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    def is_open(self) -> bool:
        """True until it is archived or ended."""
        return self.ended_on is None


class StepRecord(Record):
    """That a step was taken: when, whether it passed, by which number. It is kept also when it came too early or too late."""

    admission = models.ForeignKey(Admission, models.PROTECT, related_name="records", verbose_name=_("admission"))
    step = models.ForeignKey(AdmissionStep, models.PROTECT, related_name="records", verbose_name=_("step"))
    happened_on = models.DateField(_("day of the step"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    is_yes = models.BooleanField(_("passed"), default=True)
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    eligible_count = models.PositiveIntegerField(_("who should attend and may vote"), null=True, blank=True)
    yes_count = models.PositiveIntegerField(_("yes-votes"), null=True, blank=True)
    is_special = models.BooleanField(_("special case, time extended"), default=False)

    class Meta:
        ordering = ["admission", "happened_on", "pk"]
        verbose_name = _("recorded step")
        verbose_name_plural = _("recorded steps")
        constraints = [
            models.UniqueConstraint(fields=["admission", "step", "happened_on"], name="admission_step_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("happened_on")),
                name="admission_step_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.admission} {self.step} {self.happened_on}"
