"""What an installation says about warnings: which are on, how early, to whom; and that one is being dealt with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Unit


class WarningRule(Record):
    """预警规则: how one kind of warning is tuned here. Kinds without a row are as their room declares them."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=60)
    is_on = models.BooleanField(_("on"), default=True)
    days_before = models.PositiveSmallIntegerField(_("days before"), default=0)
    roles = models.CharField(_("who sees it"), max_length=200, help_text=_("Roles, with a comma between."))

    class Meta:
        ordering = ["code"]
        verbose_name = _("rule for warnings")
        verbose_name_plural = _("rules for warnings")

    def __str__(self) -> str:
        return self.title


class WarningNote(Record):
    """处理中: that somebody deals with a warning, and until when. It stands beside the warning and never hides it."""

    key = models.CharField(_("warning"), max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="warning_notes", verbose_name=_("organisation"))
    text = models.CharField(_("what is done"), max_length=100)
    until_on = models.DateField(_("done by"))

    class Meta:
        ordering = ["unit__path", "key"]
        verbose_name = _("note on a warning")
        verbose_name_plural = _("notes on warnings")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="asks_note_says_something")]

    def __str__(self) -> str:
        return self.text
