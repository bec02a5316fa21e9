"""Issues: found, being rectified, rectified, closed by somebody else, looked at again by a third."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.duties.models import Campaign, Duty, Evidence, Task
from duban.orgs.models import Person, Unit


class IssueAspect(Record):
    """方面: what an issue is about, by which recurrence is found. Aspects are data from packs."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("aspect")
        verbose_name_plural = _("aspects")

    def __str__(self) -> str:
        return self.title


class IssueType(Record):
    """问题类型: a known problem of an aspect, to choose from instead of writing it anew. Types are data from packs."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    aspect = models.ForeignKey(IssueAspect, models.PROTECT, related_name="types", verbose_name=_("aspect"))
    title = models.CharField(_("title"), max_length=120)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["aspect", "place", "code"]
        verbose_name = _("type of issue")
        verbose_name_plural = _("types of issues")

    def __str__(self) -> str:
        return self.title


class Issue(Record):
    """问题: one thing that is amiss in one organisation. Whoever rectifies it does not close it, and a third looks again."""

    class Source(models.TextChoices):
        TASK = "task", _("a task")
        VISIT = "visit", _("guidance visit")
        INSPECTION = "inspection", _("inspection")
        WARNING = "warning", _("warning")
        CAMPAIGN = "campaign", _("campaign")
        JOINT_CHECK = "joint_check", _("check with the discipline body")
        ASSESSMENT = "assessment", _("assessment")
        SELF = "self", _("found by itself")

    class Severity(models.TextChoices):
        MINOR = "minor", _("minor")
        SERIOUS = "serious", _("serious")
        GRAVE = "grave", _("grave")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("issue", "being rectified")
        RECTIFIED = "rectified", pgettext_lazy("issue", "rectified, to be checked")
        RETURNED = "returned", pgettext_lazy("issue", "not put right")
        CLOSED = "closed", pgettext_lazy("issue", "closed")
        REOPENED = "reopened", pgettext_lazy("issue", "reopened")
        WITHDRAWN = "withdrawn", pgettext_lazy("issue", "withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="issues", verbose_name=_("organisation"))
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="raised_issues", verbose_name=_("raised and closed by")
    )
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("duty"))
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("task"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("campaign")
    )
    source = models.CharField(pgettext_lazy("issue", "found by"), max_length=12, choices=Source.choices)
    about = models.CharField(
        _("found in"), max_length=80, blank=True, help_text=_("Key of the row in which it was found.")
    )
    aspect = models.ForeignKey(IssueAspect, models.PROTECT, related_name="issues", verbose_name=_("aspect"))
    known_type = models.ForeignKey(
        IssueType, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("type")
    )
    recurs = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences", verbose_name=_("recurs after")
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MINOR)
    title = models.CharField(_("title"), max_length=120)
    found = models.CharField(pgettext_lazy("issue", "what was found"), max_length=500, blank=True)
    found_on = models.DateField(_("found on"))
    basis = models.CharField(_("basis"), max_length=120, blank=True)
    measures = models.CharField(pgettext_lazy("issue", "measures"), max_length=500, blank=True)
    responsible = models.CharField(_("responsible post"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("handled by")
    )
    due_on = models.DateField(_("to be rectified by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    result = models.CharField(_("what was put right"), max_length=500, blank=True)
    rectified_on = models.DateField(_("rectified on"), null=True, blank=True)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rectified by"),
    )
    late_days = models.PositiveSmallIntegerField(
        _("days late"), null=True, blank=True, help_text=_("Empty: not rectified yet. 0: in time. The greatest stays.")
    )
    closed_on = models.DateField(pgettext_lazy("issue", "closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    recheck_on = models.DateField(
        _("to be looked at again on"), null=True, blank=True, help_text=_("Empty: not closed, or the recheck is done.")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, through="Proof", related_name="issues", verbose_name=_("proof"))

    class Meta:
        ordering = ["due_on", "unit__path", "pk"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        indexes = [
            models.Index(fields=["unit", "aspect", "found_on"], name="issues_recurrence"),
            models.Index(fields=["state", "due_on"], name="issues_state_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["rectified", "closed"])
                | models.Q(rectified_on__isnull=False, late_days__isnull=False),
                name="issues_rectified_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False, closed_by__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_on__isnull=True),
                name="issues_closed_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(rectified_by=models.F("closed_by")),
                name="issues_closed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "reopened", "withdrawn"]) | ~models.Q(reason=""),
                name="issues_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    OPEN = (State.OPEN, State.RETURNED, State.REOPENED)

    @property
    def number(self) -> str:
        """What people call it: the year it was found, and which row it is."""
        return f"{self.found_on.year}-问-{self.pk}"

    def is_open(self) -> bool:
        """True while the organisation has to do something."""
        return self.state in self.OPEN

    def is_waiting(self) -> bool:
        """True while somebody has to check what was put right."""
        return self.state == self.State.RECTIFIED

    def is_closed(self) -> bool:
        """True once it is closed; it may still be looked at again."""
        return self.state == self.State.CLOSED

    def overdue_days(self, day: datetime.date) -> int:
        """How many days it is overdue on that day, 0 when it is not or nobody waits for it."""
        return max(0, (day - self.due_on).days) if self.is_open() else 0


class Proof(Record):
    """That a piece of evidence shows how an issue was put right."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="proofs", verbose_name=_("issue"))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="proofs", verbose_name=_("evidence"))

    class Meta:
        ordering = ["issue", "pk"]
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [models.UniqueConstraint(fields=["issue", "evidence"], name="issues_proof_once")]

    def __str__(self) -> str:
        return f"{self.evidence} → {self.issue}"


class Recheck(Record):
    """回头看: a later look at a closed issue by somebody who neither rectified nor closed it. It held, or it is reopened."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="rechecks", verbose_name=_("issue"))
    done_on = models.DateField(_("done on"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("looked at by")
    )
    held = models.BooleanField(_("it held"))
    finding = models.CharField(_("what was seen"), max_length=300)

    class Meta:
        ordering = ["issue", "done_on", "pk"]
        verbose_name = _("recheck")
        verbose_name_plural = _("rechecks")

    def __str__(self) -> str:
        return f"{self.issue}: {self.done_on}"
