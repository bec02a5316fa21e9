"""Supervision notices: issued, signed for, fed back, closed by another; and requests for another day."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.duties.issues.models import Issue
from duban.duties.models import Task
from duban.orgs.models import Unit


def person_key(word: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=word
    )


class SupervisionNotice(Record):
    """督办单: one thing asked of one organisation by one day, with its basis. An internal form with a number of its own."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("notice", "draft")
        ISSUED = "issued", pgettext_lazy("notice", "to be signed for")
        SIGNED = "signed", pgettext_lazy("notice", "being dealt with")
        FED_BACK = "fed_back", pgettext_lazy("notice", "fed back, to be checked")
        RETURNED = "returned", pgettext_lazy("notice", "returned")
        CLOSED = "closed", pgettext_lazy("notice", "closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("notice", "withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices", verbose_name=_("organisation"))
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="issued_notices", verbose_name=_("issued and closed by")
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("issue")
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=pgettext_lazy("noun", "task")
    )
    title = models.CharField(_("matter"), max_length=120)
    demands = models.CharField(pgettext_lazy("notice", "what is asked"), max_length=500)
    basis = models.CharField(_("basis"), max_length=120)
    due_on = models.DateField(_("to be fed back by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    place = models.PositiveIntegerField(
        _("number in the year"), null=True, blank=True, help_text=_("Empty: not issued yet.")
    )
    gap = models.CharField(
        _("why numbers before it are missing"), max_length=120, blank=True, help_text=_("Empty: none is missing.")
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_by = person_key(_("issued by"))
    signed_on = models.DateField(_("signed for on"), null=True, blank=True)
    signed_by = person_key(_("signed for by"))
    feedback = models.CharField(_("what was done"), max_length=500, blank=True)
    fed_back_on = models.DateField(_("fed back on"), null=True, blank=True)
    fed_back_by = person_key(_("fed back by"))
    late_days = models.PositiveSmallIntegerField(
        _("days late"), null=True, blank=True, help_text=_("Empty: not fed back yet. 0: in time.")
    )
    closed_on = models.DateField(pgettext_lazy("notice", "closed on"), null=True, blank=True)
    closed_by = person_key(_("closed by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "unit__path", "pk"]
        verbose_name = _("supervision notice")
        verbose_name_plural = _("supervision notices")
        indexes = [
            models.Index(fields=["state", "due_on"], name="supervision_state_due"),
            models.Index(fields=["issuer", "year", "place"], name="supervision_numbers"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "place"], name="supervision_number_once"),
            models.CheckConstraint(
                condition=models.Q(issue__isnull=True) | models.Q(task__isnull=True), name="supervision_one_matter"
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="supervision_has_basis"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(place__isnull=False, year__isnull=False, issued_on__isnull=False),
                name="supervision_issued_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["fed_back", "returned", "closed"])
                | models.Q(fed_back_on__isnull=False, late_days__isnull=False),
                name="supervision_fed_back_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False, closed_by__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_on__isnull=True),
                name="supervision_closed_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(fed_back_by=models.F("closed_by")),
                name="supervision_closed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "withdrawn"]) | ~models.Q(reason=""),
                name="supervision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    OPEN = (State.ISSUED, State.SIGNED, State.RETURNED)
    LIVE = (*OPEN, State.FED_BACK)

    @property
    def number(self) -> str:
        """What people call it. No symbol of an official document: it is an internal form."""
        return f"督办单{self.year}年第{self.place}号" if self.place else "督办单（草稿）"

    def is_open(self) -> bool:
        """True while the organisation has to do something."""
        return self.state in self.OPEN

    def is_waiting(self) -> bool:
        """True while the issuer has to look at what was fed back."""
        return self.state == self.State.FED_BACK

    def overdue_days(self, day: datetime.date) -> int:
        """How many days it is overdue on that day, 0 when it is not or nobody waits for it."""
        return max(0, (day - self.due_on).days) if self.is_open() else 0


class Extension(Record):
    """延期申请: another day, asked for before the due day with its reason, agreed to by the officer, approved by the leader."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("extension", "to be looked at by the officer")
        SECONDED = "seconded", pgettext_lazy("extension", "to be approved by the leader")
        APPROVED = "approved", pgettext_lazy("extension", "approved")
        REFUSED = "refused", pgettext_lazy("extension", "refused")

    notice = models.ForeignKey(
        SupervisionNotice, models.CASCADE, related_name="extensions", verbose_name=_("supervision notice")
    )
    reason = models.CharField(_("reason"), max_length=300)
    due_before = models.DateField(_("due day so far"))
    due_on = models.DateField(_("new day"))
    asked_on = models.DateField(_("asked on"))
    asked_by = person_key(pgettext_lazy("extension", "asked by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    seconded_by = person_key(_("agreed to by"))
    decided_on = models.DateField(pgettext_lazy("notice", "decided on"), null=True, blank=True)
    decided_by = person_key(pgettext_lazy("measure", "decided by"))
    answer = models.CharField(_("why it was refused"), max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name = _("request for another day")
        verbose_name_plural = _("requests for another day")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=models.Q(state__in=["asked", "seconded"]), name="supervision_one_request"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_on__lt=models.F("due_before"), due_on__gt=models.F("due_before")),
                name="supervision_asked_before_due",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(seconded_by__isnull=False, decided_by__isnull=False)
                & ~models.Q(seconded_by=models.F("decided_by")),
                name="supervision_approved_in_two_steps",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(answer=""), name="supervision_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.due_on}"

    PENDING = (State.ASKED, State.SECONDED)

    def is_pending(self) -> bool:
        """True until it is approved or refused."""
        return self.state in self.PENDING
