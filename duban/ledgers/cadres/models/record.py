"""What a cadre's record keeps of its own: the yearly comment, objections to lines, approved secondments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Person, Unit


class YearlyComment(Record):
    """年度评语: a few sentences of the secretary on the party work of somebody who does it beside another post."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="yearly_comments", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="yearly_comments", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("comment"), max_length=300)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        ordering = ["person", "-year"]
        verbose_name = _("yearly comment")
        verbose_name_plural = _("yearly comments")
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "year"], name="cadres_comment_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="cadres_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class Objection(Record):
    """What a person holds against one line of their record, and the answer. Both stay beside the line."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="objections", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections", verbose_name=_("kept by"))
    line = models.CharField(_("line"), max_length=80)
    said = models.CharField(_("what the line said then"), max_length=300)
    text = models.CharField(_("objection"), max_length=300)
    made_on = models.DateField(_("made on"))
    answer = models.CharField(pgettext_lazy("noun", "answer"), max_length=300, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        ordering = ["person", "made_on", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="cadres_objection_says_something"),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True, answer="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="")),
                name="cadres_objection_answered_in_words",
            ),
            models.UniqueConstraint(
                fields=["person", "line"],
                condition=models.Q(answered_on__isnull=True),
                name="cadres_objection_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.said

    def is_open(self) -> bool:
        """True until it is answered."""
        return self.answered_on is None


class Secondment(Record):
    """借调登记: one that was approved, with the approval's number. Nothing here asks for anybody."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="secondments", verbose_name=_("person"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="secondments", verbose_name=pgettext_lazy("secondment", "from")
    )
    to_unit = models.CharField(_("seconded to"), max_length=80)
    approval_symbol = models.CharField(_("number of the approval"), max_length=60)
    approved_on = models.DateField(_("approved on"))
    since_on = models.DateField(pgettext_lazy("secondment", "since"))
    until_on = models.DateField(pgettext_lazy("secondment", "until"))

    class Meta:
        ordering = ["unit__path", "-since_on", "pk"]
        verbose_name = _("secondment")
        verbose_name_plural = _("secondments")
        constraints = [
            models.CheckConstraint(condition=~models.Q(approval_symbol=""), name="cadres_secondment_is_approved"),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("since_on")), name="cadres_secondment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.to_unit}"
