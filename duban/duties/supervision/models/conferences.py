"""Joint conferences: a host, members, meetings in its records, decisions that are tasks of member units."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.duties.models import Task
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit


class JointConference(Record):
    """联席会议: units that meet under a host about one field of work, set up by a document."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="conferences", verbose_name=_("host"))
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(_("basis"), max_length=120)
    members = models.ManyToManyField(
        Unit, through="ConferenceMember", related_name="sits_in", verbose_name=_("member units")
    )

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("joint conference")
        verbose_name_plural = _("joint conferences")
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="supervision_conference_once"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="supervision_conference_basis"),
        ]

    def __str__(self) -> str:
        return self.title


class ConferenceMember(Record):
    """成员单位: a unit in the conference, with the post that keeps contact. No person is named."""

    conference = models.ForeignKey(
        JointConference, models.CASCADE, related_name="seats", verbose_name=_("joint conference")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    contact = models.CharField(_("contact post"), max_length=60)

    class Meta:
        ordering = ["conference", "unit__path"]
        verbose_name = _("member unit")
        verbose_name_plural = _("member units")
        constraints = [models.UniqueConstraint(fields=["conference", "unit"], name="supervision_member_once")]

    def __str__(self) -> str:
        return str(self.unit)


class ConferenceTask(Record):
    """That a task carries out what a conference decided, in the meeting of that record."""

    conference = models.ForeignKey(
        JointConference, models.CASCADE, related_name="decided", verbose_name=_("joint conference")
    )
    task = models.OneToOneField(
        Task, models.PROTECT, related_name="conference_task", verbose_name=pgettext_lazy("noun", "task")
    )
    record = models.ForeignKey(
        LedgerRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conference_tasks",
        verbose_name=_("meeting"),
    )

    class Meta:
        ordering = ["conference", "pk"]
        verbose_name = _("task of a conference")
        verbose_name_plural = _("tasks of conferences")

    def __str__(self) -> str:
        return str(self.task)
