"""Accounts, and who may do what where."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.models import Record
from duban.orgs.models.people import Person
from duban.orgs.models.units import Unit


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
