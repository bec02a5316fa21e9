"""Units and their tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from duban.base.models import Record


class UnitKind(Record):
    """A kind of node: organ, party committee, branch, league organisation, community … Kinds are data from packs."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    is_assessed = models.BooleanField(_("assessed as a unit"), default=False)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("kind of unit")
        verbose_name_plural = _("kinds of units")

    def __str__(self) -> str:
        return self.name


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


class Unit(MP_Node, Record):
    """A node of the tree. Siblings stand in establishment order, the order in which they were placed."""

    # Four digits a level: a subtree is a range of paths under any collation (duban.orgs.queries.subtree_of).
    steplen = 4
    alphabet = "0123456789"

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
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

    class Meta:
        ordering = ["path"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="orgs_unit_has_name")]

    def __str__(self) -> str:
        return self.short_name or self.name
