"""Installed packs and what they brought; rule parameters with their basis; which days are worked."""

import json
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record


class Pack(Record):
    """内容包: a folder of data that was installed, by its code."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    version = models.CharField(_("version"), max_length=20)
    issuer = models.CharField(_("from"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    installed_at = models.DateTimeField(_("installed at"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("pack")
        verbose_name_plural = _("packs")

    def __str__(self) -> str:
        return self.title


class PackItem(Record):
    """One thing that a pack brought: its digest when it came shows later whether somebody changed it here."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="items", verbose_name=_("pack"))
    content = models.CharField(_("kind of content"), max_length=40)
    code = models.CharField(_("code"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["content", "pk"]
        verbose_name = _("item of a pack")
        verbose_name_plural = _("items of packs")
        # One thing has one owner: two packs cannot both say what a rule is.
        constraints = [models.UniqueConstraint(fields=["content", "code"], name="packs_item_has_one_pack")]

    def __str__(self) -> str:
        return self.title


class Pattern(Record):
    """范本: something to start from that a pack brought, such as a responsibility list. A copy is made; nothing rests on it."""

    content = models.CharField(_("kind of content"), max_length=40)
    code = models.CharField(_("code"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(pgettext_lazy("pattern", "text"), help_text=_("what the pack says of it, as JSON"))

    class Meta:
        ordering = ["content", "code"]
        verbose_name = _("pattern")
        verbose_name_plural = _("patterns")
        constraints = [models.UniqueConstraint(fields=["content", "code"], name="packs_pattern_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> dict[str, Any]:
        """What the pack says of it, as plain data."""
        kept: dict[str, Any] = json.loads(self.text)
        return kept


class RuleParameter(Record):
    """A number or a yes/no of the rules in force, with the text it rests on and the days on which it holds."""

    code = models.CharField(_("code"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    value = models.CharField(_("value"), max_length=30, help_text=_("a number, a fraction, yes or no"))
    unit = models.CharField(_("unit of measure"), max_length=10, blank=True)
    basis = models.CharField(_("basis"), max_length=120)
    article = models.CharField(_("article"), max_length=60, blank=True)
    from_on = models.DateField(_("holds from"), null=True, blank=True, help_text=_("Empty: always"))
    until_on = models.DateField(_("holds until"), null=True, blank=True, help_text=_("Empty: until further notice"))
    is_local = models.BooleanField(_("local requirement"), default=False)

    class Meta:
        ordering = ["code", "from_on"]
        verbose_name = _("rule parameter")
        verbose_name_plural = _("rule parameters")
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="packs_rule_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(from_on__isnull=True), name="packs_rule_always_once"
            ),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="packs_rule_ends_after_start",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="packs_rule_has_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.value}{self.unit}"

    @property
    def number(self) -> Fraction:
        """The value as an exact number; yes is 1, no is 0."""
        return number_of(self.value)

    @property
    def cited(self) -> str:
        """《…》第…条, as it stands beside every reminder that the rule causes."""
        named = self.basis if self.is_local or "〔" in self.basis else f"《{self.basis}》"
        return f"{named}{self.article}"


@lru_cache(maxsize=512)
def number_of(value: str) -> Fraction:
    """The exact number that a text says: "3", "0.8", "1/3", "是", "否".

    Raises:
        ValueError: it says none.
    """
    words = {"是": Fraction(1), "否": Fraction(0)}
    return words[value] if value in words else Fraction(value)


class WorkCalendarYear(Record):
    """A year whose notice of holidays is entered. A year without a row is computed Monday to Friday: provisional."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    notice = models.CharField(_("notice"), max_length=120)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("year of the work calendar")
        verbose_name_plural = _("years of the work calendar")

    def __str__(self) -> str:
        return str(self.year)


class WorkCalendarDay(Record):
    """A day that differs from Monday to Friday: a holiday, or a day at the weekend that is worked."""

    year = models.ForeignKey(WorkCalendarYear, models.CASCADE, related_name="days", verbose_name=_("year"))
    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("worked"))
    name = models.CharField(_("name"), max_length=20, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of the work calendar")
        verbose_name_plural = _("days of the work calendar")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
