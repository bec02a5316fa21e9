"""A workbook that came in, and the verdict on each of its rows."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Unit


class Turn(models.Model):
    """One row, locked while a workbook comes in: two never come in at the same moment, whoever sends them."""

    class Meta:
        verbose_name = _("turn of workbooks")
        verbose_name_plural = _("turns of workbooks")

    def __str__(self) -> str:
        return str(self.pk)


class Batch(Record):
    """One workbook: from its upload over the comparison to what it brought, until it is taken back."""

    class State(models.TextChoices):
        HELD = "held", _("being compared")
        UNREADABLE = "unreadable", _("cannot be read")
        READY = "ready", _("to be confirmed")
        DONE = "done", pgettext_lazy("workbook", "brought in")
        TAKEN_BACK = "taken_back", pgettext_lazy("workbook", "taken back")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("log-in", "account")
    )
    kind = models.CharField(
        _("kind of rows"), max_length=40, blank=True, help_text=_("Empty: what its sheets are called")
    )
    name = models.CharField(_("name when uploaded"), max_length=150)
    sha256 = models.CharField(_("digest of the content"), max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.HELD)
    compared = models.PositiveIntegerField(_("rows compared so far"), default=0)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    started_at = models.DateTimeField(_("comparison begun at"), null=True, blank=True)
    counts = models.JSONField(_("rows by verdict"), default=dict)
    faults = models.JSONField(_("what is wrong with the file"), default=list)
    remarks = models.JSONField(_("what is worth a look"), default=list)
    moved_count = models.PositiveIntegerField(_("rows that changed since the last look"), default=0)
    settled_at = models.DateTimeField(_("brought in at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("workbook that came in")
        verbose_name_plural = _("workbooks that came in")

    def __str__(self) -> str:
        return self.name

    def is_compared(self) -> bool:
        """True when the comparison is at its end."""
        return self.state != self.State.HELD

    def waits(self) -> bool:
        """True while it can be confirmed."""
        return self.state == self.State.READY

    def is_in(self) -> bool:
        """True while what it brought stands."""
        return self.state == self.State.DONE


class Line(models.Model):
    """One row of a workbook: what it says, what would become of it or became of it, and why."""

    class Verdict(models.TextChoices):
        CREATED = "created", pgettext_lazy("row", "new")
        UPDATED = "updated", pgettext_lazy("row", "changed")
        UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
        CONFLICT = "conflict", pgettext_lazy("row", "to be decided")
        REJECTED = "rejected", pgettext_lazy("row", "not taken")
        GONE = "gone", pgettext_lazy("row", "not in the sheet any more")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines", verbose_name=_("workbook that came in"))
    place = models.PositiveIntegerField(_("place"))
    sheet = models.CharField(_("kind of rows"), max_length=40)
    number = models.PositiveIntegerField(_("row of the sheet"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    title = models.CharField(_("title"), max_length=200)
    subject = models.PositiveBigIntegerField(_("number of ours"), null=True, blank=True)
    said = models.JSONField(_("what its cells say"), default=list)
    notes = models.JSONField(_("what is to be said of its cells"), default=dict, help_text=_("field → note"))
    decided = models.JSONField(_("whose cells hold"), default=dict, help_text=_("field → mine or theirs"))
    is_moved = models.BooleanField(_("changed since the last look"), default=False)
    before = models.JSONField(_("fields before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("fields after"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["place"]
        verbose_name = _("row that came in")
        verbose_name_plural = _("rows that came in")
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="exchange_line_once")]
        indexes = [models.Index(fields=["batch", "verdict", "place"], name="exchange_line_by_verdict")]

    def __str__(self) -> str:
        return self.title
