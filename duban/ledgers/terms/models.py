"""A committee's term with the steps of its ending, and the record of an election."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Unit


class Term(Record):
    """届: from when to when the committee of an organisation serves, and how far the election of the next one is."""

    class State(models.TextChoices):
        NORMAL = "normal", _("in office")
        REMINDED = "reminded", _("reminded")
        REQUESTED = "requested", _("election requested")
        APPROVED = "approved", _("election approved")
        ELECTED = "elected", _("elected, result to be approved")
        RESULT_APPROVED = "result_approved", _("next committee in office")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms", verbose_name=_("organisation"))
    number = models.PositiveSmallIntegerField(_("number of the term"), null=True, blank=True)
    starts_on = models.DateField(_("elected on"))
    ends_on = models.DateField(_("term ends on"), help_text=_("as the rules give it; an extension stands beside it"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NORMAL)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    request_symbol = models.CharField(_("number of the request"), max_length=60, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_symbol = models.CharField(_("number of the approval"), max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    result_approved_on = models.DateField(_("result approved on"), null=True, blank=True)
    result_symbol = models.CharField(_("number of the result's approval"), max_length=60, blank=True)
    extension_requested_on = models.DateField(_("extension requested on"), null=True, blank=True)
    extension_until = models.DateField(_("extension until"), null=True, blank=True)
    extension_reason = models.CharField(_("reason for the extension"), max_length=200, blank=True)
    extension_symbol = models.CharField(
        _("number of the extension's approval"), max_length=60, blank=True, help_text=_("Empty: not approved")
    )

    class Meta:
        ordering = ["unit__path", "-starts_on"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="terms_ends_after_start"
            ),
            models.UniqueConstraint(fields=["unit", "starts_on"], name="terms_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=~models.Q(state="result_approved"), name="terms_one_in_office"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "elected", "result_approved"])
                | (models.Q(approved_on__isnull=False) & ~models.Q(approval_symbol="")),
                name="terms_approved_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"

    def is_in_office(self) -> bool:
        """True until the next committee's election is approved."""
        return self.state != self.State.RESULT_APPROVED

    def awaits_extension(self) -> bool:
        """True while an extension is asked for and not approved."""
        return self.extension_until is not None and not self.extension_symbol

    @property
    def due_on(self) -> datetime.date:
        """The day by which the next committee has to be elected: the end, or the approved extension's."""
        return self.extension_until if self.extension_until and self.extension_symbol else self.ends_on


class Election(Record):
    """选举: the totals of a meeting that elected a committee. The paper ballots themselves are nobody's data."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="elections", verbose_name=_("term"))
    held_on = models.DateField(_("held on"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    eligible_count = models.PositiveIntegerField(_("who should attend"), help_text=_("full members with voting rights"))
    present_count = models.PositiveIntegerField(_("who attended"))
    issued_count = models.PositiveIntegerField(_("ballots issued"))
    returned_count = models.PositiveIntegerField(_("ballots returned"))
    valid_count = models.PositiveIntegerField(_("ballots valid"))

    class Meta:
        ordering = ["term", "held_on", "pk"]
        verbose_name = _("election")
        verbose_name_plural = _("elections")

    def __str__(self) -> str:
        return f"{self.term} {self.held_on}"


class Candidate(Record):
    """候选人: a name on the ballot and its yes-votes; names stand by number of strokes."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="candidates", verbose_name=_("election"))
    place = models.PositiveSmallIntegerField(_("place on the ballot"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    yes_count = models.PositiveIntegerField(_("yes-votes"))
    is_elected = models.BooleanField(_("elected"), default=False)

    class Meta:
        ordering = ["election", "place"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [models.UniqueConstraint(fields=["election", "place"], name="terms_candidate_place_once")]

    def __str__(self) -> str:
        return self.name
