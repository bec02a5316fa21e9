"""Records: what an organisation did on a day, who was there, what was decided, and which rules it counts for."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.models import FileVersion
from duban.ledgers.models.kinds import RecordKind
from duban.orgs.models import Person, Unit


class LedgerRecord(Record):
    """记录: one thing of one kind that one organisation did on one day. Corrected with a trail, withdrawn with a reason."""

    # Its index is the one below, which begins with the unit.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="records", verbose_name=_("organisation")
    )
    kind = models.ForeignKey(
        RecordKind, models.PROTECT, related_name="records", verbose_name=pgettext_lazy("record", "kind")
    )
    held_on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=120)
    part = models.CharField(
        _("way"), max_length=120, blank=True, help_text=_("the code of the choice that tells records of a kind apart")
    )
    said = models.TextField(_("what it says"), default="{}", help_text=_("field → text, as JSON"))
    agenda = models.TextField(_("agenda"), blank=True)
    eligible_count = models.PositiveIntegerField(_("who should attend"), null=True, blank=True)
    present_count = models.PositiveIntegerField(_("who attended"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    sent = models.CharField(
        _("sent form"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("SHA-256: the same form sent twice makes one record"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = pgettext_lazy("noun", "record")
        verbose_name_plural = _("records")
        indexes = [
            models.Index(fields=["unit", "-held_on"], name="ledgers_record_of_unit"),
            models.Index(fields=["-held_on", "-id"], name="ledgers_record_newest"),
            models.Index(fields=["kind", "-held_on"], name="ledgers_record_of_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sent"], condition=~models.Q(sent=""), name="ledgers_record_sent_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | ~models.Q(reason=""), name="ledgers_withdrawn_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(eligible_count__isnull=True)
                | models.Q(present_count__isnull=True)
                | models.Q(present_count__lte=models.F("eligible_count")),
                name="ledgers_present_are_eligible",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_kept(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_on is None

    @property
    def values(self) -> dict[str, str]:
        """What was entered, by the code of the field."""
        found: dict[str, str] = json.loads(self.said)
        return found


class Counted(Record):
    """That a record counts for a rule. Unit, day and part stand here again, so that a table of many organisations reads
    one index; the verbs keep them in step with the record."""

    record = models.ForeignKey(
        LedgerRecord, models.CASCADE, related_name="counted", verbose_name=pgettext_lazy("noun", "record")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+", verbose_name=_("organisation"))
    rule = models.CharField(_("rule"), max_length=80)
    held_on = models.DateField(_("day"))
    part = models.CharField(_("way"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("what a record counts as")
        verbose_name_plural = _("what records count as")
        indexes = [models.Index(fields=["unit", "held_on", "rule", "part"], name="ledgers_counted_of_unit")]
        constraints = [models.UniqueConstraint(fields=["record", "rule"], name="ledgers_counted_once")]

    def __str__(self) -> str:
        return self.rule


class Attendance(Record):
    """到会: whether somebody who should have been there was; typed by whoever took the minutes, nobody signs in."""

    class Reason(models.TextChoices):
        """A closed list: what a whole committee reads is no place for health or family (domain §9.3)."""

        DUTY = "duty", pgettext_lazy("absence", "on official duty")
        TRIP = "trip", pgettext_lazy("absence", "on a business trip")
        LEAVE = "leave", pgettext_lazy("absence", "on leave")
        OTHER = "other", pgettext_lazy("absence", "other")

    record = models.ForeignKey(
        LedgerRecord, models.CASCADE, related_name="attendance", verbose_name=pgettext_lazy("noun", "record")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance", verbose_name=_("person"))
    is_present = models.BooleanField(_("was there"), default=True)
    reason = models.CharField(_("reason for absence"), max_length=10, choices=Reason.choices, blank=True)

    class Meta:
        ordering = ["record", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="ledgers_attendance_once")]

    def __str__(self) -> str:
        return str(self.person)


class Decision(Record):
    """议定事项: what was decided, who answers for it, by when."""

    record = models.ForeignKey(
        LedgerRecord, models.CASCADE, related_name="decisions", verbose_name=pgettext_lazy("noun", "record")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("what was decided"), max_length=120)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        ordering = ["record", "number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="ledgers_decision_number_once"),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True, due_on__isnull=True)
                | models.Q(owner__isnull=False, due_on__isnull=False),
                name="ledgers_decision_has_both",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attachment(Record):
    """附件: a file that belongs to a record."""

    record = models.ForeignKey(
        LedgerRecord, models.CASCADE, related_name="attachments", verbose_name=pgettext_lazy("noun", "record")
    )
    version = models.ForeignKey(FileVersion, models.PROTECT, related_name="attachments", verbose_name=_("file"))

    class Meta:
        ordering = ["record", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="ledgers_attachment_once")]

    def __str__(self) -> str:
        return str(self.version)
