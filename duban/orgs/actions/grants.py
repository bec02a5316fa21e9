"""Who gets a role where, and whose role ends."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.orgs.action import action
from duban.orgs.models import ADMINISTRATORS, Grant, Person, Role, Unit, User


@action("orgs.grant_role", gettext_lazy("granted a role"), roles={Role.SECURITY_ADMIN})
def grant_role(person: Person, *, by: Any, role: Role, unit: Unit) -> Grant:
    """Give a person a role in a unit and everything below it.

    Raises:
        NotAllowed: to oneself, or in a unit that is not the administrator's.
        BadInput: an administrator's role beside any other (三员分立), or where it cannot be kept; or the same grant again.
    """
    if person.pk == by.person_id:
        raise NotAllowed(_("Nobody grants a role to themselves."))
    if not grant_role.permit.allows(by, Grant(person=person, unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    held = set(Grant.objects.in_force().filter(person=person).values_list("role", flat=True))
    if (role in ADMINISTRATORS and held - {role}) or held & (ADMINISTRATORS - {role}):
        labels = "、".join(str(Role(each).label) for each in sorted(held))
        raise BadInput(
            _("An administrator has no other role."),
            places=[(person.name, labels, _("a person without other roles"))],
        )
    if role in ADMINISTRATORS:
        _fit_for_administrator(person, role, unit)
    grant, new = Grant.objects.get_or_create(person=person, role=role, unit=unit, until_on=None)
    if not new:
        raise BadInput(_("%(name)s has this role here already.") % {"name": person.name})
    record("orgs.grant_role", grant.key, by=by, detail={"role": [None, role], "unit_id": [None, unit.pk]})
    return grant


def _fit_for_administrator(person: Person, role: Role, unit: Unit) -> None:
    """Raise when the role could be had by somebody else than the person, or would not reach what it is for."""
    user = User.objects.filter(person=person, is_active=True).first()
    if user is None or user.must_change_password:
        # Until then the system administrator knows the password: the role would be theirs as well.
        found = _("a first password that is still in use") if user else _("no account")
        expected = _("an account whose password the person has chosen")
        raise BadInput(_("The account comes first, the role after."), places=[(person.name, found, expected)])
    if role == Role.AUDIT_ADMIN and unit.depth > 1:
        expected = _("the topmost unit: the trail is one for all")
        raise BadInput(
            _("An audit administrator is one of the whole installation."), places=[(_("unit"), unit.name, expected)]
        )


@action(
    "orgs.revoke_role",
    gettext_lazy("revoked a role"),
    roles={Role.SECURITY_ADMIN},
    when=lambda grant, by: grant.is_held(),
)
def revoke_role(grant: Grant, *, by: Any) -> None:
    """The grant ends: today it does not hold any more.

    Raises:
        NotAllowed: one's own: there would perhaps be nobody left who grants.
        BadInput: the last administrator of this kind.
        Conflict: it has ended already.
    """
    if grant.person_id == by.person_id:
        raise NotAllowed(_("Nobody revokes their own role: another security administrator does it."))
    others = Grant.objects.in_force().filter(role=grant.role).exclude(person=grant.person_id)
    if grant.role in ADMINISTRATORS and not others.exists():
        label = grant.get_role_display()
        raise BadInput(
            _("This is the last %(role)s: give the role to somebody else first, then revoke it here.") % {"role": label}
        )
    grant.until_on = clock.today() - datetime.timedelta(days=1)
    grant.save(update_fields=["until_on", "updated_at"])
