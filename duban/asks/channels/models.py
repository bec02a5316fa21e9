"""The groups that are told, and each message: once for a group and a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.fields import SealedField
from duban.base.models import Record
from duban.orgs.models import Unit


class Channel(Record):
    """A robot in a unit's group, or a unit's mailbox. Where it is and its secret are in the database in cipher only."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom group robot")
        DINGTALK = "dingtalk", _("DingTalk group robot")
        FEISHU = "feishu", _("Feishu group robot")
        MAIL = "mail", _("mailbox of the unit")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="channels", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name of the group"), max_length=40)
    shown = models.CharField(_("where"), max_length=80, help_text="the host alone, or the mailbox with its name hidden")
    target = SealedField(_("address"))
    secret = SealedField(_("secret"))
    counted_until = models.DateTimeField(_("reminders counted until"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Whether it is still told."""
        return self.stopped_at is None


class Push(Record):
    """One message to one channel: counts, no names. It is sent once, or it is known why not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNKNOWN = "unknown", _("may have arrived")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="pushes", verbose_name=_("channel"))
    period = models.CharField(_("for"), max_length=40)
    total = models.PositiveIntegerField(_("new reminders"), default=0)
    late = models.PositiveIntegerField(_("of these overdue"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["channel", "period"], name="channels_push_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="channels_push_next")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.period}"
