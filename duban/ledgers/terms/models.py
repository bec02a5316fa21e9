"""A committee's term with the steps of its ending, and the record of an election."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.models import FileVersion
from duban.orgs.models import Post, Unit


class Term(Record):
    """届: from when to when the committee of an organisation serves, and how far the election of the next one is."""

    class State(models.TextChoices):
        NORMAL = "normal", _("in office")
        REMINDED = "reminded", _("reminded")
        REQUESTED = "requested", _("election requested")
        APPROVED = "approved", _("election approved")
        ELECTED = "elected", _("elected, result to be approved")
        RESULT_APPROVED = "result_approved", _("next committee in office")
        ENDED = "ended", _("ended with the organisation")

    CLOSED = (State.RESULT_APPROVED, State.ENDED)

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
    advance_reason = models.CharField(
        _("reason for an advance election"), max_length=200, blank=True, help_text=_("Empty: not in advance")
    )
    delegates_approved = models.BooleanField(_("delegates' meeting approved"), default=False)
    result_approved_on = models.DateField(_("result approved on"), null=True, blank=True)
    result_symbol = models.CharField(_("number of the result's approval"), max_length=60, blank=True)
    extension_requested_on = models.DateField(_("extension requested on"), null=True, blank=True)
    extension_until = models.DateField(_("extension until"), null=True, blank=True)
    extension_reason = models.CharField(_("reason for the extension"), max_length=200, blank=True)
    extension_symbol = models.CharField(
        _("number of the extension's approval"), max_length=60, blank=True, help_text=_("Empty: not approved")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True, help_text=_("with the organisation itself"))

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
                fields=["unit"], condition=~models.Q(state__in=["result_approved", "ended"]), name="terms_one_in_office"
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
        """True until the next committee's election is approved, or the organisation itself ends."""
        return self.state not in self.CLOSED

    def awaits_extension(self) -> bool:
        """True while an extension is asked for and not approved."""
        return self.extension_until is not None and not self.extension_symbol

    @property
    def due_on(self) -> datetime.date:
        """The day by which the next committee has to be elected: the end, or the approved extension's."""
        return self.extension_until if self.extension_until and self.extension_symbol else self.ends_on


class Election(Record):
    """选举: the totals of one ballot of a meeting. The paper ballots themselves are nobody's data.

    A committee is elected by one ballot, or by several when candidates tie for the last seat or seats stay open. Vacancies
    within a term are filled in the same way: 补选 for somebody who left, 增补 for a seat more.
    """

    class Purpose(models.TextChoices):
        TERM = "term", _("next committee")
        BY_ELECTION = "by_election", _("by-election")
        CO_OPTION = "co_option", _("additional member")

    class Kind(models.TextChoices):
        FIRST = "first", _("first ballot")
        TIED = "tied", _("ballot on those who tied")
        REMAINDER = "remainder", _("ballot for the open seats")

    term = models.ForeignKey(Term, models.PROTECT, related_name="elections", verbose_name=_("term"))
    held_on = models.DateField(_("held on"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    eligible_count = models.PositiveIntegerField(_("who should attend"), help_text=_("full members with voting rights"))
    present_count = models.PositiveIntegerField(_("who attended"))
    issued_count = models.PositiveIntegerField(_("ballots issued"))
    returned_count = models.PositiveIntegerField(_("ballots returned"))
    valid_count = models.PositiveIntegerField(_("ballots valid"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.TERM)
    kind = models.CharField(_("ballot"), max_length=10, choices=Kind.choices, default=Kind.FIRST)
    number = models.PositiveSmallIntegerField(_("number of the ballot"), default=1)
    by_delegates = models.BooleanField(_("delegates' meeting"), default=False)
    teller_count = models.PositiveSmallIntegerField(
        _("tellers"), null=True, blank=True, help_text=_("only their number; candidates are none of them")
    )
    consent_count = models.PositiveIntegerField(
        _("for fewer seats"), null=True, blank=True, help_text=_("how many agreed to leave the open seats open")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_symbol = models.CharField(
        _("number of the approval"),
        max_length=60,
        blank=True,
        help_text=_("of a by-election; others stand in the term"),
    )
    minutes = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )

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
    is_tied = models.BooleanField(_("tied for the last seat"), default=False)
    post = models.OneToOneField(
        Post,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("post"),
        help_text=_("Empty: not taken up"),
    )

    class Meta:
        ordering = ["election", "place"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [models.UniqueConstraint(fields=["election", "place"], name="terms_candidate_place_once")]

    def __str__(self) -> str:
        return self.name


class FirstSession(Record):
    """委员会第一次会议: the new committee elects its secretary and deputies, as many candidates as seats (等额)."""

    term = models.OneToOneField(Term, models.PROTECT, related_name="first_session", verbose_name=_("term"))
    held_on = models.DateField(_("held on"))
    eligible_count = models.PositiveSmallIntegerField(_("members of the committee"))
    present_count = models.PositiveSmallIntegerField(_("who attended"))
    report_symbol = models.CharField(_("number of the report"), max_length=60, blank=True)

    class Meta:
        ordering = ["term"]
        verbose_name = _("first session of a committee")
        verbose_name_plural = _("first sessions of committees")

    def __str__(self) -> str:
        return f"{self.term} {self.held_on}"


class Officer(Record):
    """Somebody whom the first session elected."""

    class Title(models.TextChoices):
        SECRETARY = "secretary", _("secretary")
        DEPUTY = "deputy", _("deputy secretary")

    session = models.ForeignKey(FirstSession, models.CASCADE, related_name="officers", verbose_name=_("first session"))
    title = models.CharField(pgettext_lazy("post", "title"), max_length=10, choices=Title.choices)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    yes_count = models.PositiveSmallIntegerField(_("yes-votes"))

    class Meta:
        ordering = ["session", "-title", "pk"]
        verbose_name = _("officer of a committee")
        verbose_name_plural = _("officers of a committee")
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="terms_officer_once"),
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(title="secretary"), name="terms_one_secretary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_title_display()} {self.name}"
