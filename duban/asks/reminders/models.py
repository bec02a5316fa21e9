"""What people were told: the digest of a month, and single lines. Each stands once; whether it was read is not kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Person


class Digest(Record):
    """月提示: one for each person and month, also for whoever had nothing to be told."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests", verbose_name=_("person"))
    month = models.CharField(_("month"), max_length=7)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        ordering = ["-month"]
        verbose_name = _("digest of a month")
        verbose_name_plural = _("digests of months")
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="reminders_digest_once")]

    def __str__(self) -> str:
        return self.month


class Reminder(Record):
    """One line: a matter in a state, or something that happened. `key` is what it is told once for."""

    class Group(models.TextChoices):
        LATE = "late", _("Overdue")
        MINE = "mine", _("Waiting for me")
        SOON = "soon", _("Due this month")
        NEWS = "news", _("To know at once")
        SUM = "sum", _("To know")

    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders", verbose_name=_("person"))
    key = models.CharField(_("key"), max_length=160)
    group = models.CharField(_("group"), max_length=4, choices=Group)
    text = models.CharField(_("text"), max_length=300)
    why = models.CharField(_("why"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    tell_at = models.DateTimeField(_("told at"))
    digest = models.ForeignKey(
        Digest, models.CASCADE, null=True, blank=True, related_name="lines", verbose_name=_("digest of a month")
    )

    class Meta:
        ordering = ["-tell_at", "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="reminders_told_once")]
        indexes = [models.Index(fields=["person", "-tell_at"], name="reminders_of_person")]

    def __str__(self) -> str:
        return self.text
