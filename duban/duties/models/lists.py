"""What a committee asks of its units in a year: the list, its duties, and the days they are due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Unit, UnitCategory


class ResponsibilityList(Record):
    """责任清单: the duties of one year, issued by one body to the units below it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibility_lists", verbose_name=_("issued by"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(_("basis"), max_length=120, help_text=_("the document that orders it, with its number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = _("responsibility list")
        verbose_name_plural = _("responsibility lists")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "title"], name="duties_list_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(issued_on__isnull=False), name="duties_issued_list_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_draft(self) -> bool:
        """True until its tasks are made."""
        return self.state == self.State.DRAFT


class Duty(Record):
    """责任: one item of a list. Valid only with who, what and when (S5.4): a responsible post, a standard, due days."""

    responsibility_list = models.ForeignKey(
        ResponsibilityList, models.CASCADE, related_name="duties", verbose_name=_("list")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=40, help_text=_("the indicator of a scheme that it serves"))
    tag = models.CharField(_("fact tag"), max_length=20, help_text=_("the word by which a scheme counts it"))
    group = models.CharField(_("group"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    standard = models.CharField(_("acceptance standard"), max_length=300)
    responsible = models.CharField(_("responsible post"), max_length=60)
    basis = models.CharField(_("basis"), max_length=120)
    evidence_hint = models.CharField(_("what suffices"), max_length=200, blank=True)
    is_split = models.BooleanField(_("done in branches"), default=False)
    categories = models.ManyToManyField(UnitCategory, blank=True, verbose_name=_("only for"))

    class Meta:
        ordering = ["responsibility_list", "number"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(fields=["responsibility_list", "number"], name="duties_duty_number_once"),
            models.UniqueConstraint(fields=["responsibility_list", "code"], name="duties_duty_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class DueDay(Record):
    """A day of the year on which a duty is due, with the word for it ("first quarter")."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="due_days", verbose_name=_("duty"))
    label = models.CharField(_("label"), max_length=20, blank=True)
    due_on = models.DateField(_("due on"))

    class Meta:
        ordering = ["duty", "due_on"]
        verbose_name = _("due day")
        verbose_name_plural = _("due days")
        constraints = [models.UniqueConstraint(fields=["duty", "due_on"], name="duties_due_day_once")]

    def __str__(self) -> str:
        return self.label or str(self.due_on)
