"""What is kept of dues: how much a member owes a month and since when, which months are recorded, what went up. No wage."""

import datetime
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Person, Unit


class Basis(models.TextChoices):
    """What the dues of a member rest on."""

    IN_SERVICE = "in_service", _("in service, paid by the month")
    RETIRED = "retired", _("retired")
    FIXED = "fixed", _("student, laid off, or on minimum living allowance")


def _money(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=9, decimal_places=2, validators=[MinValueValidator(0)], **options)


def _first_of_month(field: str) -> models.Q:
    return models.Q(**{f"{field}__day": 1})


class MonthlyDue(Record):
    """月应交党费: the amount since a month. How it was computed, and from what, is nobody's data."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="monthly_dues", verbose_name=_("member"))
    amount = _money(_("yuan a month"))
    effective_from = models.DateField(_("effective since"), help_text=_("the first of a month"))
    basis_kind = models.CharField(_("kind of member"), max_length=12, choices=Basis.choices)

    class Meta:
        ordering = ["person", "effective_from"]
        verbose_name = _("monthly due")
        verbose_name_plural = _("monthly dues")
        constraints = [
            models.UniqueConstraint(fields=["person", "effective_from"], name="dues_one_amount_a_month"),
            models.CheckConstraint(condition=_first_of_month("effective_from"), name="dues_due_since_first"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="dues_due_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.amount}"


class DueReduction(Record):
    """困难减免: less or nothing for some months, as the superior committee approved. Why is not kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="due_reductions", verbose_name=_("member"))
    amount = _money(_("yuan a month instead"), help_text=_("0: nothing is to be paid"))
    from_month = models.DateField(_("from month"))
    until_month = models.DateField(_("until month"))
    approval_symbol = models.CharField(_("number of the approval"), max_length=60)
    approved_on = models.DateField(_("approved on"))

    class Meta:
        ordering = ["person", "from_month"]
        verbose_name = _("reduction of dues")
        verbose_name_plural = _("reductions of dues")
        constraints = [
            models.UniqueConstraint(fields=["person", "from_month"], name="dues_one_reduction_a_month"),
            models.CheckConstraint(
                condition=_first_of_month("from_month") & _first_of_month("until_month"), name="dues_reduced_by_months"
            ),
            models.CheckConstraint(
                condition=models.Q(until_month__gte=models.F("from_month")), name="dues_reduction_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(approval_symbol=""), name="dues_reduction_is_approved"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.approval_symbol}"

    def covers(self, month: datetime.date) -> bool:
        """Whether it holds for that month."""
        return self.from_month <= month <= self.until_month


class PaidMonth(Record):
    """已交月份: that a member's dues of a month were received, and by which branch. No row says "not recorded", not "not paid"."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="paid_months", verbose_name=_("member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="paid_months", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    amount = _money(_("yuan"))

    class Meta:
        ordering = ["unit__path", "person", "month"]
        verbose_name = _("paid month")
        verbose_name_plural = _("paid months")
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="dues_month_once"),
            models.CheckConstraint(condition=_first_of_month("month"), name="dues_paid_by_months"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.month:%Y-%m}"


class VoluntaryDue(Record):
    """自愿多交: more than is due, of one's own will."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="voluntary_dues", verbose_name=_("member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="voluntary_dues", verbose_name=_("organisation"))
    paid_on = models.DateField(_("paid on"))
    amount = _money(_("yuan"))
    receipt_number = models.CharField(_("number of the receipt"), max_length=60, blank=True)

    class Meta:
        ordering = ["unit__path", "person", "paid_on"]
        verbose_name = _("voluntary dues")
        verbose_name_plural = _("voluntary dues")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="dues_more_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.person} {self.paid_on}"


class DuesTransfer(Record):
    """上缴党费: a sum that went to the superior organisation, with the number of its receipt."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dues_transfers", verbose_name=_("organisation"))
    transferred_on = models.DateField(_("transferred on"))
    amount = _money(_("yuan"))
    receipt_number = models.CharField(_("number of the receipt"), max_length=60, blank=True)

    class Meta:
        ordering = ["unit__path", "-transferred_on", "-pk"]
        verbose_name = _("transfer of dues")
        verbose_name_plural = _("transfers of dues")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="dues_transfer_is_a_sum")]

    def __str__(self) -> str:
        return f"{self.unit} {self.transferred_on}"


class DuesNotice(Record):
    """党费公示: that the year's dues of a branch were made public, with the totals of that day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dues_notices", verbose_name=_("organisation"))
    year = models.PositiveSmallIntegerField(_("year"))
    published_on = models.DateField(_("published on"))
    members = models.PositiveIntegerField(_("members"))
    paid = _money(_("received in yuan"))
    voluntary = _money(_("voluntary in yuan"))
    transferred = _money(_("transferred in yuan"))

    class Meta:
        ordering = ["unit__path", "-year"]
        verbose_name = _("notice of dues")
        verbose_name_plural = _("notices of dues")
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="dues_notice_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
