"""What was approved about units: founded, renamed, moved, merged … and how each was before. And relations beside the tree."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.models import Record
from duban.orgs.models.units import Unit, UnitCategory, UnitKind


class Change(Record):
    """One approved change of the organisation: the number and day of the approval, and the day from which it holds."""

    class Kind(models.TextChoices):
        FOUND = "found", _("founded")
        RENAME = "rename", _("renamed")
        CHANGE_KIND = "change_kind", _("kind changed")
        PLACE = "place", _("order changed")
        MOVE = "move", _("moved")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split off")
        DISSOLVE = "dissolve", _("dissolved")
        RE_SET = "re_set", _("branches re-set")
        RELATE = "relate", _("relation changed")

    kind = models.CharField(pgettext_lazy("change", "kind"), max_length=12, choices=Kind.choices)
    symbol = models.CharField(_("number of the approval"), max_length=60)
    approved_on = models.DateField(_("approved on"))
    holds_on = models.DateField(_("holds from"))

    class Meta:
        ordering = ["-holds_on", "-pk"]
        verbose_name = _("change of the organisation")
        verbose_name_plural = _("changes of the organisation")
        constraints = [models.CheckConstraint(condition=~models.Q(symbol=""), name="orgs_change_has_symbol")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.symbol}"


class ChangedUnit(models.Model):
    """A unit that a change is about, with what it was and what it became, in words."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="parts", verbose_name=_("change"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name=_("unit"))
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("after"), max_length=300, blank=True)

    class Meta:
        ordering = ["-change__holds_on", "-change__pk", "pk"]
        verbose_name = _("changed unit")
        verbose_name_plural = _("changed units")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class UnitPast(models.Model):
    """How a unit was until a day. How it is now stands in the unit: a change that moves ten thousand writes one row."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pasts", verbose_name=_("unit"))
    until_on = models.DateField(_("until"), help_text=_("The first day on which it was no longer so."))
    change = models.ForeignKey(Change, models.PROTECT, related_name="pasts", verbose_name=_("change"))
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    full_name = models.CharField(_("full name as on the seal"), max_length=200, blank=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    category = models.ForeignKey(
        UnitCategory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subordinate to")
    )
    place = models.PositiveIntegerField(_("place among its siblings"))

    class Meta:
        ordering = ["unit", "until_on"]
        verbose_name = _("past of a unit")
        verbose_name_plural = _("pasts of units")
        constraints = [models.UniqueConstraint(fields=["unit", "until_on"], name="orgs_unit_past_once")]

    def __str__(self) -> str:
        return f"{self.name} –{self.until_on}"


class RelationQuerySet(models.QuerySet):
    """Relations, as pages ask for them."""

    def held(self, day: datetime.date | None = None) -> "RelationQuerySet":
        """Those that hold on that day, today when none is given."""
        day = day or clock.today()
        return self.filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=day), since_on__lte=day)


class Relation(Record):
    """A relation beside the tree. To whom a unit is subordinate is its place in the tree and nothing else."""

    class Kind(models.TextChoices):
        RESPONSIBLE = "responsible", _("main responsibility lies with")
        GUIDED = "guided", _("guided by")
        COVERS = "covers", _("joint branch of")

    BACK = {
        Kind.RESPONSIBLE: _("bears the main responsibility for"),
        Kind.GUIDED: _("guides"),
        Kind.COVERS: _("covered by the joint branch"),
    }
    """How the other side says it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="relations", verbose_name=_("unit"))
    kind = models.CharField(pgettext_lazy("relation", "kind"), max_length=12, choices=Kind.choices)
    other = models.ForeignKey(Unit, models.PROTECT, related_name="relations_back", verbose_name=_("the other unit"))
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "other__path", "pk"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("since_on")),
                name="orgs_relation_ends_after_start",
            ),
            models.CheckConstraint(condition=~models.Q(unit=models.F("other")), name="orgs_relation_is_between_two"),
            models.UniqueConstraint(
                fields=["unit", "kind", "other"],
                condition=models.Q(until_on__isnull=True),
                name="orgs_relation_once",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(until_on__isnull=True, kind="responsible"),
                name="orgs_one_is_responsible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.other}"

    def is_held(self) -> bool:
        """True while it has not ended."""
        return self.until_on is None or self.until_on >= clock.today()
