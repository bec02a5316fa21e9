"""The register of weak organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Unit


class WeakEntry(Record):
    """软弱涣散党组织: entered by approval with its reason, improved by a plan, lifted by approval. Not a grade of anybody."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="weak_entries", verbose_name=_("organisation"))
    entered_on = models.DateField(_("entered on"))
    entry_symbol = models.CharField(_("number of the approval"), max_length=60)
    reason = models.CharField(_("what was found"), max_length=300)
    plan = models.CharField(_("plan of improvement"), max_length=500, blank=True)
    plan_set_on = models.DateField(_("plan set on"), null=True, blank=True)
    leader = models.CharField(
        _("who leads it"), max_length=60, blank=True, help_text=_("A post or a body of the superior organisation.")
    )
    due_on = models.DateField(_("to be improved by"), null=True, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lift_symbol = models.CharField(_("number of the approval to lift"), max_length=60, blank=True)
    result = models.CharField(_("what was improved"), max_length=300, blank=True)

    class Meta:
        ordering = ["unit__path", "-entered_on"]
        verbose_name = _("weak organisation")
        verbose_name_plural = _("weak organisations")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(lifted_on__isnull=True), name="weak_open_once"),
            models.CheckConstraint(
                condition=~models.Q(entry_symbol="") & ~models.Q(reason=""), name="weak_entered_by_approval"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True) | ~models.Q(lift_symbol=""), name="weak_lifted_by_approval"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True) | models.Q(lifted_on__gte=models.F("entered_on")),
                name="weak_lifted_after_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"

    def is_open(self) -> bool:
        """True until it is lifted."""
        return self.lifted_on is None
