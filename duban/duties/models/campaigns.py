"""Campaigns: what is asked for a time, beside the lists of a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Unit


class Campaign(Record):
    """专项行动: tasks and issues that belong together, from one day to another, ordered by a document.

    Drives (纪律作风整顿), education in the party (主题教育) and plans of many items are campaigns; what they are for is
    their title, not a kind.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("issued by"))
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(_("basis"), max_length=120, help_text=_("the document that orders it, with its number"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.UniqueConstraint(fields=["unit", "title", "starts_on"], name="duties_campaign_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="duties_campaign_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="duties_campaign_has_basis"),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignAction(Record):
    """行动: one of the things a campaign consists of, with days of its own (大学习、大讨论、大检视、大完善、大检查)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="actions", verbose_name=_("campaign"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    class Meta:
        ordering = ["campaign", "number"]
        verbose_name = _("action of a campaign")
        verbose_name_plural = _("actions of a campaign")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="duties_campaign_action_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="duties_campaign_action_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
