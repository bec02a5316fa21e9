"""Schemes, periods, and the standing of each unit."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.orgs.models import Unit


class SchemeQuerySet(models.QuerySet):
    """Schemes in bulk: drafts change and go, what is published stays as it is."""

    def update(self, **kwargs: Any) -> int:
        """As Django's.

        Raises:
            TypeError: one of them is published.
        """
        self._refuse_published()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's.

        Raises:
            TypeError: one of them is published.
        """
        self._refuse_published()
        return super().delete()

    def _refuse_published(self) -> None:
        if self.filter(state=Scheme.State.PUBLISHED).exists():
            raise TypeError("a published scheme is never changed")


class Scheme(Record):
    """考核方案: rules over facts, as text that the engine reads. Published, it never changes again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="schemes", verbose_name=pgettext_lazy("scheme", "issued by")
    )
    name = models.CharField(_("name"), max_length=120)
    version = models.CharField(_("version"), max_length=20)
    text = models.TextField(_("rules"), help_text=_("as YAML"))
    plan_number = models.CharField(
        _("number in the approved plan"), max_length=60, blank=True, help_text=_("AF-7: no assessment without one")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "version"], name="assessment_scheme_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | (~models.Q(fingerprint="") & ~models.Q(plan_number="") & models.Q(published_at__isnull=False)),
                name="assessment_published_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_draft(self) -> bool:
        """True until it is published."""
        return self.state == self.State.DRAFT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the draft, or publishes it.

        Raises:
            TypeError: it is published already, whatever this copy of it says.
        """
        self._refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Removes the draft.

        Raises:
            TypeError: it is published.
        """
        self._refuse_published()
        return super().delete(*args, **kwargs)

    def _refuse_published(self) -> None:
        if not self._state.adding:
            Scheme.objects.filter(pk=self.pk)._refuse_published()


class Period(Record):
    """考核周期: from which day to which day the units below one body are assessed, by which scheme."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name=_("held by"))
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="periods", verbose_name=_("scheme"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    closes_on = models.DateField(_("facts until"), help_text=_("What is entered later does not count"))

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("assessment period")
        verbose_name_plural = _("assessment periods")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"), closes_on__gte=models.F("ends_on")),
                name="assessment_period_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Standing(Record):
    """Where a unit stands in a period: its total, each indicator in short, and the account of every point.

    `cells` is what a matrix of all units needs, `account` what the unit's own page opens.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="standings", verbose_name=_("period"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standings", verbose_name=_("unit"))
    as_of = models.DateField(_("facts up to"))
    total = models.DecimalField(_("points"), max_digits=12, decimal_places=4)
    due = models.DecimalField(_("points that count already"), max_digits=12, decimal_places=4)
    best = models.DecimalField(_("most it can come to"), max_digits=12, decimal_places=4, null=True)
    grade = models.CharField(_("grade band"), max_length=20, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    cells = models.JSONField(_("indicators in short"))
    account = models.JSONField(_("account"))

    class Meta:
        ordering = ["unit__path"]
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [models.UniqueConstraint(fields=["period", "unit"], name="assessment_standing_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.total}"
