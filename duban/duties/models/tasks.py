"""A task: one thing that one unit does by one day."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.duties.models.campaigns import CampaignAction
from duban.duties.models.lists import DueDay, Duty
from duban.ledgers.models import Decision
from duban.orgs.models import Person, Unit


class Task(Record):
    """任务: a unit, a person, a day, and what counts as done. Handed in to its issuer, who returns or accepts it."""

    class State(models.TextChoices):
        ISSUED = "issued", _("to hand in")
        SUBMITTED = "submitted", _("handed in")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        WAIVED = "waived", _("not applicable")

    number = models.CharField(pgettext_lazy("task", "number"), max_length=30)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("duty"))
    due_day = models.ForeignKey(
        DueDay, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("due day")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="task", verbose_name=_("decision")
    )
    campaign_action = models.ForeignKey(
        CampaignAction, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("campaign")
    )
    # Its index is duties_task_in_lists, which begins with the unit: with one of its own SQLite takes the wrong one.
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="tasks", verbose_name=_("unit"))
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="issued_tasks", verbose_name=_("issued and reviewed by")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("handled by")
    )
    title = models.CharField(_("title"), max_length=120)
    standard = models.CharField(_("acceptance standard"), max_length=300)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ISSUED)
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(
        _("days late"), null=True, blank=True, help_text=_("Empty: not handed in yet. 0: in time.")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    reminded_times = models.PositiveSmallIntegerField(_("times reminded"), default=0)

    class Meta:
        ordering = ["due_on", "unit__path", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["state", "due_on"], name="duties_task_state_due"),
            models.Index(fields=["owner", "state"], name="duties_task_owner_state"),
            # What lists count, filter and sort by: they read this instead of rows with two long texts each.
            models.Index(
                fields=["unit", "state", "due_on", "answer_by", "closed_on", "parent"], name="duties_task_in_lists"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                # What was found not applicable is not asked: the same duty may come to the unit with another that ends.
                fields=["due_day", "unit"],
                condition=models.Q(parent__isnull=True) & ~models.Q(state="waived"),
                name="duties_task_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "waived"]) | ~models.Q(reason=""),
                name="duties_task_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["submitted", "returned", "accepted"])
                | models.Q(submitted_on__isnull=False, late_days__isnull=False),
                name="duties_handed_in_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["accepted", "waived"], closed_on__isnull=False)
                | models.Q(state__in=["issued", "submitted", "returned"], closed_on__isnull=True),
                name="duties_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    OPEN = (State.ISSUED, State.RETURNED)

    def is_open(self) -> bool:
        """True while the unit has to do something."""
        return self.state in self.OPEN

    def is_waiting(self) -> bool:
        """True while the reviewer has to do something."""
        return self.state == self.State.SUBMITTED

    def is_closed(self) -> bool:
        """True when nobody has to do anything any more."""
        return self.state in (self.State.ACCEPTED, self.State.WAIVED)

    @property
    def deadline(self) -> datetime.date:
        """The day by which the next handing in is in time: after a return, the day the reviewer gave."""
        return self.answer_by if self.state == self.State.RETURNED and self.answer_by else self.due_on

    def overdue_days(self, day: datetime.date) -> int:
        """How many days it is overdue on that day, 0 when it is not or nobody waits for it."""
        return max(0, (day - self.deadline).days) if self.is_open() else 0
