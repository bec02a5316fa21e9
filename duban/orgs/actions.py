"""Accounts, passwords, grants and posts."""

import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.action import action
from duban.orgs.models import ADMINISTRATORS, Grant, PastPassword, Person, Post, Role, Unit, UnitKind, User
from duban.orgs.passwords import first_password


def change_password(user: AbstractBaseUser, *, password: str) -> User:
    """Give one's own account another password; the old one is remembered. No role is needed for one's own."""
    with transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        PastPassword.objects.create(user=fresh, password=fresh.password, ended_at=clock.now())
        fresh.set_password(password)
        fresh.must_change_password, fresh.password_changed_at = False, clock.now()
        fresh.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record("orgs.change_password", fresh.key, by=fresh)
    return fresh


def first_administrator(*, role: str, username: str, name: str, unit_name: str = "") -> tuple[User, str]:
    """An administrator of an installation that has none of this kind yet, and the first password, said once.

    No permit: there is nobody yet who could have one. Run by the command on the server itself.

    Raises:
        Conflict: somebody has this role already: the next one is opened in the pages.
        BadInput: no name for the topmost unit while there is none, or the account name is taken.
    """
    with transaction.atomic():
        if Grant.objects.in_force().filter(role=role).exists():
            raise Conflict(
                _("There is an administrator of this kind already; further accounts are opened in the pages.")
            )
        if not username or not name or User.objects.filter(username__iexact=username).exists():
            raise BadInput(_("This account name cannot be used."))
        top = Unit.objects.filter(depth=1).order_by("path").first()
        if top is None:
            if not unit_name:
                raise BadInput(_("There is no unit yet: give the name of the topmost one with --unit."))
            kind, _new = UnitKind.objects.get_or_create(
                code="organ_work_committee", defaults={"name": _("organ work committee")}
            )
            top = Unit.objects.add_root({"name": unit_name, "kind": kind})
        person = Person.objects.create(name=name, unit=top)
        Grant.objects.create(person=person, role=role, unit=top)
        password = first_password()
        user = User(username=username, name=name, person=person, must_change_password=True)
        user.set_password(password)
        user.save()
        record("orgs.open_account", user.key, detail={"role": [None, role]})
    return user, password


@action("orgs.open_account", gettext_lazy("opened an account"), roles={Role.SYSTEM_ADMIN})
def open_account(person: Person, *, by: Any, username: str) -> tuple[User, str]:
    """An account for the person, and its first password: said once, never stored, to be changed at the first log-in.

    Raises:
        BadInput: the person has one, or the name is taken.
    """
    if User.objects.filter(person=person).exists():
        raise BadInput(_("%(name)s has an account already.") % {"name": person.name})
    if not username or User.objects.filter(username__iexact=username).exists():
        raise BadInput(
            _("This account name cannot be used."),
            places=[(_("account"), username or _("empty"), _("a name not in use"))],
        )
    password = first_password()
    user = User(username=username, name=person.name, person=person, must_change_password=True)
    user.set_password(password)
    user.save()
    record("orgs.open_account", user.key, by=by)
    return user, password


@action("orgs.issue_first_password", gettext_lazy("issued a first password"), roles={Role.SYSTEM_ADMIN})
def issue_first_password(person: Person, *, by: Any) -> str:
    """A new first password for somebody who lost theirs. Every session of the account ends."""
    user = _account_of(person)
    password = first_password()
    PastPassword.objects.create(user=user, password=user.password, ended_at=clock.now())
    user.set_password(password)
    user.must_change_password, user.is_active = True, True
    user.save(update_fields=["password", "must_change_password", "is_active"])
    return password


@action("orgs.close_account", gettext_lazy("closed an account"), roles={Role.SYSTEM_ADMIN})
def close_account(person: Person, *, by: Any) -> None:
    """Nobody can log in with it any more. What was done with it stays."""
    user = _account_of(person)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def _account_of(person: Person) -> User:
    user = User.objects.filter(person=person).first()
    if user is None:
        raise BadInput(_("%(name)s has no account.") % {"name": person.name})
    return user


@action("orgs.grant_role", gettext_lazy("granted a role"), roles={Role.SECURITY_ADMIN})
def grant_role(person: Person, *, by: Any, role: Role, unit: Unit) -> Grant:
    """Give a person a role in a unit and everything below it.

    Raises:
        NotAllowed: to oneself, or in a unit that is not the administrator's.
        BadInput: an administrator's role beside any other (三员分立), or the same grant again.
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
    grant, new = Grant.objects.get_or_create(person=person, role=role, unit=unit, until_on=None)
    if not new:
        raise BadInput(_("%(name)s has this role here already.") % {"name": person.name})
    return grant


@action("orgs.revoke_role", gettext_lazy("revoked a role"), roles={Role.SECURITY_ADMIN})
def revoke_role(grant: Grant, *, by: Any) -> None:
    """The grant ends: today it does not hold any more."""
    grant.until_on = clock.today() - datetime.timedelta(days=1)
    grant.save(update_fields=["until_on", "updated_at"])


@action("orgs.appoint", gettext_lazy("appointed"), roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY})
def appoint(person: Person, *, by: Any, unit: Unit, title: str, kind: Post.Kind, since_on: datetime.date) -> Post:
    """Give a person a post. It gives no right in the system: that is a grant."""
    if not appoint.permit.allows(by, Grant(person=person, unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    return Post.objects.create(person=person, unit=unit, title=title, kind=kind, since_on=since_on)


@action("orgs.end_post", gettext_lazy("ended a post"), roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY})
def end_post(post: Post, *, by: Any, until_on: datetime.date) -> None:
    """The post ends on that day.

    Raises:
        BadInput: the day lies before the post began.
    """
    if until_on < post.since_on:
        raise BadInput(
            _("A post does not end before it began."),
            places=[(_("last day"), str(until_on), _("%(day)s or later") % {"day": post.since_on})],
        )
    post.until_on = until_on
    post.save(update_fields=["until_on", "updated_at"])
