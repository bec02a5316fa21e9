"""备案审核: the choice of a head of the party office in three steps, each a document with number and day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Unit


class Filing(Record):
    """The discipline body's opinion is asked, the party group decides, the organisation department has it on file.

    What the opinion says is not kept: only that there is one, its number and its day. A choice that falls is withdrawn.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("opinion to be asked")
        HEARD = "heard", _("to be decided")
        DECIDED = "decided", _("to be filed")
        FILED = "filed", _("on file")
        WITHDRAWN = "withdrawn", pgettext_lazy("filing", "withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings", verbose_name=_("unit"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="filings", verbose_name=_("person"))
    title = models.CharField(_("post to be filled"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPENED)
    opened_on = models.DateField(_("proposed on"))
    opinion_symbol = models.CharField(_("number of the opinion"), max_length=60, blank=True)
    opinion_on = models.DateField(_("day of the opinion"), null=True, blank=True)
    decision_symbol = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    filing_symbol = models.CharField(_("number of the filing"), max_length=60, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    withdrawn_on = models.DateField(pgettext_lazy("filing", "withdrawn on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    OPEN = (State.OPENED, State.HEARD, State.DECIDED)

    class Meta:
        ordering = ["unit__path", "-opened_on", "-pk"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "title"],
                condition=models.Q(state__in=["opened", "heard", "decided"]),
                name="cadres_filing_open_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["heard", "decided", "filed"])
                | (models.Q(opinion_on__isnull=False) & ~models.Q(opinion_symbol="")),
                name="cadres_filing_heard_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["decided", "filed"])
                | (models.Q(decided_on__gte=models.F("opinion_on")) & ~models.Q(decision_symbol="")),
                name="cadres_filing_decided_after",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="filed")
                | (models.Q(filed_on__gte=models.F("decided_on")) & ~models.Q(filing_symbol="")),
                name="cadres_filing_filed_last",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(reason=""), name="cadres_filing_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"

    def is_open(self) -> bool:
        """True until it is on file or withdrawn."""
        return self.state in self.OPEN
