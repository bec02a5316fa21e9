"""培训: the plan by audience, and which of the classes on record are its own. Hours and who was there stand in the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.ledgers.cadres.models.pool import PostKind
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit


class Stage(models.TextChoices):
    """Whether a class prepares for a post or goes with it."""

    BEFORE = "before", _("before the post")
    IN_POST = "in_post", _("in the post")


class PlannedClass(Record):
    """A line of a year's training plan: for whom, when about, how many hours."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="planned_classes", verbose_name=_("held by"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=80)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.IN_POST)
    audience = models.ManyToManyField(
        PostKind, blank=True, related_name="planned_classes", verbose_name=_("for"), help_text=_("None: all members.")
    )
    month = models.PositiveSmallIntegerField(_("month"))
    hours = models.PositiveSmallIntegerField(_("hours"))

    class Meta:
        ordering = ["year", "month", "pk"]
        verbose_name = _("planned class")
        verbose_name_plural = _("planned classes")
        constraints = [
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="cadres_planned_month"),
        ]

    def __str__(self) -> str:
        return self.title


class HeldClass(Record):
    """That a class on record is one of the plan. One class may be held several times, for different people."""

    planned = models.ForeignKey(PlannedClass, models.CASCADE, related_name="held", verbose_name=_("of the plan"))
    record = models.OneToOneField(
        LedgerRecord, models.CASCADE, related_name="held_class", verbose_name=_("training class")
    )

    class Meta:
        ordering = ["planned", "pk"]
        verbose_name = _("held class")
        verbose_name_plural = _("held classes")

    def __str__(self) -> str:
        return str(self.record)
