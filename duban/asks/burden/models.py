"""Requests and what each asks of whom; suggestions and their answers."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Unit


class Request(Record):
    """一次布置: one act of asking. Sent it never changes; before that it may wait for a second signature."""

    class Form(models.TextChoices):
        TASK_LIST = "task_list", pgettext_lazy("request", "list of tasks")
        PART = "part", pgettext_lazy("request", "parts of a task")
        CAMPAIGN = "campaign", pgettext_lazy("request", "campaign")
        FORM = "form", pgettext_lazy("request", "form to fill in")
        REPORT = "report", pgettext_lazy("request", "report")
        MEETING = "meeting", pgettext_lazy("request", "meeting")
        DOCUMENT = "document", pgettext_lazy("request", "document")
        SURVEY = "survey", pgettext_lazy("request", "survey")
        REMINDER = "reminder", pgettext_lazy("request", "reminder")

    PASSING_ON = (Form.PART, Form.REMINDER)
    """Counted and never stopped: what was asked before is handed on, or called to mind."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="burden_requests", verbose_name=_("asked by"))
    form = models.CharField(_("form"), max_length=10, choices=Form.choices)
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(_("basis"), max_length=120, blank=True)
    cause = models.CharField(_("cause"), max_length=80, db_index=True, help_text=_("the key of what asks"))
    fields = models.PositiveSmallIntegerField(_("things asked"), default=0)
    known = models.PositiveSmallIntegerField(_("known here already"), default=0)
    seal = models.CharField(_("seal"), max_length=64, help_text=_("of what is asked of whom: a signature holds for it"))
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted by")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(pgettext_lazy("request", "sent at"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [models.Index(fields=["sent_at"], name="burden_request_sent")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True)
                | (
                    models.Q(signed_on__isnull=False)
                    & ~models.Q(reason="")
                    & ~models.Q(signed_by=models.F("wanted_by"))
                ),
                name="burden_signed_by_another_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True)
                | models.Q(sent_by__isnull=True)
                | ~models.Q(signed_by=models.F("sent_by")),
                name="burden_sender_is_not_signer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_sent(self) -> bool:
        """True once it asks something of anybody."""
        return self.sent_at is not None

    def waits_for_signature(self) -> bool:
        """True until somebody else has signed."""
        return self.sent_at is None and self.signed_by_id is None

    def is_signed(self) -> bool:
        """True when it may be sent over the cap and is not sent yet."""
        return self.sent_at is None and self.signed_by_id is not None


class Wanted(models.Model):
    """One thing that a request asks for, in the word by which it is counted."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="wanted", verbose_name=_("request"))
    word = models.CharField(_("word"), max_length=60, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("thing asked")
        verbose_name_plural = _("things asked")

    def __str__(self) -> str:
        return self.word


class Demand(models.Model):
    """一项负担: what one organisation is asked to do by one day. Withdrawn it counts no more."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="demands", verbose_name=_("request"))
    # Its index is the one of unit and month.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="burden_demands", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=120)
    month = models.DateField(_("month"), help_text=_("its first day: the month in which the work falls"))
    due_on = models.DateField(_("due on"))
    cause = models.CharField(_("cause"), max_length=80, db_index=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        ordering = ["unit__path", "due_on", "pk"]
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        indexes = [models.Index(fields=["unit", "month", "withdrawn_on"], name="burden_demand_unit_month")]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: datetime.date) -> tuple[str, str]:
        """(drawing, word) of where it stands."""
        if self.withdrawn_on:
            return "na", str(pgettext_lazy("demand", "withdrawn"))
        if self.answered_on:
            return "ok", str(pgettext_lazy("demand", "answered"))
        return ("late", str(pgettext_lazy("demand", "overdue"))) if self.due_on < day else ("todo", str(_("open")))


class Suggestion(Record):
    """意见建议. Who wrote it is a keyed mark that nobody can read back, unless the author wants the name to stand there."""

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", pgettext_lazy("suggestion", "suggestion")
        COMPLAINT = "complaint", pgettext_lazy("suggestion", "complaint")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("suggestion", "received")
        ANSWERED = "answered", pgettext_lazy("suggestion", "answered")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="suggestions", verbose_name=_("answered by the body"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("about the page"), max_length=200, blank=True)
    text = models.CharField(_("text"), max_length=500)
    author_mark = models.CharField(_("mark of the author"), max_length=120, db_index=True)
    named = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author, who wants to be named")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    received_on = models.DateField(_("received on"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="received") | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="burden_answered_has_answer",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def is_answered(self) -> bool:
        """True when the answer stands in the open."""
        return self.state == self.State.ANSWERED
