"""Units and their tree."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from duban.base import clock
from duban.base.fields import Spelled, SpelledField
from duban.base.models import Record

BRANCHES = ("branch", "joint_branch", "temporary_branch")
"""The kinds of unit that have members of their own. The rooms ask here which they are."""


class UnitKind(Record):
    """A kind of node: organ, party committee, branch, league organisation, community … Kinds are data from packs."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    is_assessed = models.BooleanField(_("assessed as a unit"), default=False)
    below = models.CharField(
        _("stands below"),
        max_length=400,
        blank=True,
        help_text=_("Codes of kinds with a blank between them. Empty: below any."),
    )

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("kind of unit")
        verbose_name_plural = _("kinds of units")

    def __str__(self) -> str:
        return self.name

    @property
    def codes_above(self) -> list[str]:
        """The codes of the kinds below which it stands; none where no pack says it."""
        return self.below.split()


class UnitCategory(Record):
    """A class of units that are guided and assessed alike (分级分类). Categories are data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("category of units")
        verbose_name_plural = _("categories of units")

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(MP_NodeQuerySet):
    """Units, as lists ask for them."""

    def standing(self, day: datetime.date | None = None) -> "UnitQuerySet":
        """Those that stand on that day, today when none is given: founded, and not dissolved yet.

        Whatever offers units to choose from, asks something of them or counts them starts here.
        """
        return self.filter(self.stands(day))

    def dissolved(self, day: datetime.date | None = None) -> "UnitQuerySet":
        """Those that no longer stand on that day. What they did stays where it is."""
        return self.filter(dissolved_on__lte=day or clock.today())

    @staticmethod
    def stands(day: datetime.date | None = None, lookup: str = "") -> models.Q:
        """The same as a condition, for rows that belong to units: `stands(day, "unit__")`."""
        day = day or clock.today()
        founded = models.Q(**{f"{lookup}founded_on": None}) | models.Q(**{f"{lookup}founded_on__lte": day})
        return founded & (models.Q(**{f"{lookup}dissolved_on": None}) | models.Q(**{f"{lookup}dissolved_on__gt": day}))


class Units(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """The tree library's verbs over our own rows."""

    def get_queryset(self) -> UnitQuerySet:
        """In establishment order, as the tree library's own manager."""
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(Spelled, MP_Node, Record):
    """A node of the tree. Siblings stand in establishment order, the order in which they were placed.

    A unit that was merged into another or dissolved stays in the tree, below the one that took over: whoever may read
    there reads what it did.
    """

    # Four digits a level: a subtree is a range of paths under any collation (duban.orgs.queries.subtree_of).
    steplen = 4
    alphabet = "0123456789"

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    spelled = SpelledField(_("found by"), of=("name", "short_name"))
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units", verbose_name=_("kind"))
    category = models.ForeignKey(
        UnitCategory, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("category")
    )
    member_count = models.PositiveIntegerField(
        _("members of its own"),
        null=True,
        blank=True,
        help_text=_("Empty: not reported. Members of units below are not counted."),
    )

    full_name = models.CharField(
        _("full name as on the seal"), max_length=200, blank=True, help_text=_("Empty: the same as the name.")
    )
    national_code = models.CharField(
        _("code in the national system"), max_length=60, blank=True, help_text=_("As it stands there; not checked.")
    )
    staff_count = models.PositiveIntegerField(
        _("establishment"), null=True, blank=True, help_text=_("Number of staff of the organ. Empty: not reported.")
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True, help_text=_("Empty: before all records."))
    dissolved_on = models.DateField(
        _("dissolved on"), null=True, blank=True, help_text=_("The first day on which it does not stand any more.")
    )

    objects = Units()

    class Meta:
        ordering = ["path"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="orgs_unit_has_name"),
            models.CheckConstraint(
                condition=models.Q(founded_on__isnull=True)
                | models.Q(dissolved_on__isnull=True)
                | models.Q(dissolved_on__gte=models.F("founded_on")),
                name="orgs_unit_founded_first",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def seal_name(self) -> str:
        """The name as on the seal; the name while none of its own is entered."""
        return self.full_name or self.name

    def stands_on(self, day: datetime.date) -> bool:
        """True when it was founded by that day and is not dissolved on it."""
        return (self.founded_on is None or self.founded_on <= day) and (
            self.dissolved_on is None or self.dissolved_on > day
        )

    @property
    def is_dissolved(self) -> bool:
        """True when it does not stand any more: nothing is asked of it, everything it did can be read."""
        return self.dissolved_on is not None and self.dissolved_on <= clock.today()
