"""Units and their tree, people and their posts, accounts, and who may do what where."""

import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node

from duban.base import clock
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


class Person(Record):
    """Somebody who belongs to a unit. Only what the work needs: no number, no address, no family."""

    class Membership(models.TextChoices):
        FULL = "full", _("full member")
        PROBATIONARY = "probationary", _("probationary member")
        NONE = "none", _("not a member")

    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("unit"))
    membership = models.CharField(_("membership"), max_length=12, choices=Membership.choices, default=Membership.NONE)

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="orgs_person_has_name")]

    def __str__(self) -> str:
        return self.name

    def has_account(self) -> bool:
        """True when somebody can or could log in as this person, also while the account is closed."""
        return getattr(self, "account", None) is not None


class PostQuerySet(models.QuerySet):
    """Posts, as lists of people ask for them."""

    def held(self, day: datetime.date) -> "PostQuerySet":
        """Those that are held on that day: begun, and not ended before it."""
        return self.filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=day), since_on__lte=day)


class Post(Record):
    """What a person is in a unit, from when to when. One person may hold several at once (一人多岗)."""

    class Kind(models.TextChoices):
        FULL_TIME = "full_time", _("full-time")
        PART_TIME = "part_time", _("part-time")
        SECONDED = "seconded", _("seconded")
        ACTING = "acting", _("acting")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(pgettext_lazy("post", "title"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PART_TIME)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("since_on")),
                name="orgs_post_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def has_ended(self) -> bool:
        """True when its last day lies behind us. One that begins later has not ended."""
        return self.until_on is not None and self.until_on < clock.today()


class User(AbstractUser):
    """An account: one person who can log in. The name is one field: Chinese names are not split."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    last_login = None  # when somebody was last here would be a statistic of use (AF-3)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50, blank=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("person")
    )
    must_change_password = models.BooleanField(_("first password still in use"), default=False)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("log-in", "account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def key(self) -> str:
        """The account's name in the trail, as base.models.Record.key."""
        return f"{self._meta.label_lower}:{self.pk}"

    def get_full_name(self) -> str:
        """The name, or the account name while none is entered."""
        return str(self)

    def get_short_name(self) -> str:
        """Same as the full name."""
        return str(self)


class PastPassword(models.Model):
    """A password that an account had, as its hash, so that it does not come back."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="past_passwords", verbose_name=pgettext_lazy("log-in", "account")
    )
    password = models.CharField(_("hash"), max_length=128)
    ended_at = models.DateTimeField(_("used until"))

    class Meta:
        ordering = ["-ended_at", "-pk"]
        verbose_name = _("past password")
        verbose_name_plural = _("past passwords")

    def __str__(self) -> str:
        return str(self.user)


class Role(models.TextChoices):
    """What a grant lets a person do. The three administrators exclude each other and every other role."""

    COMMITTEE_ADMIN = "committee_admin", _("committee officer")
    COMMITTEE_LEADER = "committee_leader", _("committee leader")
    UNIT_CADRE = "unit_cadre", _("party-affairs cadre of a unit")
    UNIT_SECRETARY = "unit_secretary", _("secretary of a unit")
    BRANCH_SECRETARY = "branch_secretary", _("secretary of a branch")
    ASSESSOR = "assessor", _("assessor")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDIT_ADMIN = "audit_admin", _("audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
WATCHERS = ADMINISTRATORS - {Role.SYSTEM_ADMIN}
"""Those who watch over the system administrator, and whose accounts are therefore not that person's to take."""


class GrantQuerySet(models.QuerySet):
    """Grants, as permits ask for them."""

    def in_force(self) -> "GrantQuerySet":
        """Those that have not ended."""
        return self.filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=clock.today()))


class Grant(Record):
    """That a person has a role in a unit and everything below it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name=_("unit"))
    until_on = models.DateField(_("last day"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "pk"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=models.Q(until_on__isnull=True), name="orgs_grant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()} {self.unit}"

    def is_held(self) -> bool:
        """True while it has not ended."""
        return self.until_on is None or self.until_on >= clock.today()
