"""Accounts and passwords."""

import re
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.action import action
from duban.orgs.lock import unlock
from duban.orgs.models import Grant, PastPassword, Person, Role, Unit, UnitKind, User
from duban.orgs.passwords import first_password
from duban.orgs.queries import is_watcher

ACCOUNT_NAME = re.compile(r"[\w.-]{2,40}", re.ASCII)
"""Without blanks and signs that look alike or are hard to find on a keyboard."""


def _has_none(person: Person, by: Any) -> bool:
    return not person.has_account()


def _has_closed_one(person: Person, by: Any) -> bool:
    return person.has_account() and not person.account.is_active


def _has_open_one(person: Person, by: Any) -> bool:
    return person.has_account() and person.account.is_active


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
        if not ACCOUNT_NAME.fullmatch(username) or not name or User.objects.filter(username__iexact=username).exists():
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


def first_password_again(*, role: str, username: str) -> tuple[User, str]:
    """A new first password for an administrator who lost theirs, said once.

    No permit: the accounts of the three are not each other's to take, so this is done on the server itself.

    Raises:
        BadInput: no account of this name, or not with this role.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=username).first()
        if user is None or not Grant.objects.in_force().filter(person=user.person_id, role=role).exists():
            raise BadInput(_("No administrator of this kind has this account."))
        password = _renewed(user)
        record("orgs.issue_first_password", user.key)
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            record("orgs.reopen_account", user.key)
    return user, password


@action("orgs.open_account", gettext_lazy("opened an account"), roles={Role.SYSTEM_ADMIN}, when=_has_none)
def open_account(person: Person, *, by: Any, username: str) -> tuple[User, str]:
    """An account for the person, and its first password: said once, never stored, to be changed at the first log-in.

    Raises:
        NotAllowed: the person holds the role of one who watches over the administrator.
        Conflict: the person has one.
        BadInput: the name is taken, or has blanks or signs in it.
    """
    _not_a_watcher(person)
    if not ACCOUNT_NAME.fullmatch(username) or User.objects.filter(username__iexact=username).exists():
        raise BadInput(
            _("This account name cannot be used."),
            places=[(_("Account name"), username or _("empty"), _("a name not in use, of letters, digits and . _ -"))],
        )
    password = first_password()
    user = User(username=username, name=person.name, person=person, must_change_password=True)
    user.set_password(password)
    user.save()
    record("orgs.open_account", user.key, by=by, detail={"username": [None, username]})
    return user, password


@action(
    "orgs.issue_first_password",
    gettext_lazy("issued a first password"),
    roles={Role.SYSTEM_ADMIN},
    when=_has_open_one,
)
def issue_first_password(person: Person, *, by: Any) -> tuple[User, str]:
    """A new first password for somebody who lost theirs. Every session of the account ends.

    Raises:
        NotAllowed: for oneself, or for one who watches over the administrator.
        Conflict: there is no account, or it is closed: opening it again is a verb of its own.
    """
    _not_oneself(person, by)
    _not_a_watcher(person)
    user = _account_of(person)
    return user, _renewed(user)


@action("orgs.reopen_account", gettext_lazy("reopened an account"), roles={Role.SYSTEM_ADMIN}, when=_has_closed_one)
def reopen_account(person: Person, *, by: Any) -> tuple[User, str]:
    """A closed account can be used again, with a new first password that is said once.

    Raises:
        NotAllowed: one's own, or that of one who watches over the administrator.
        Conflict: there is none, or it is open.
    """
    _not_oneself(person, by)
    _not_a_watcher(person)
    user = _account_of(person)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user, _renewed(user)


@action("orgs.close_account", gettext_lazy("closed an account"), roles={Role.SYSTEM_ADMIN}, when=_has_open_one)
def close_account(person: Person, *, by: Any) -> None:
    """Nobody can log in with it any more. What was done with it stays.

    Raises:
        NotAllowed: one's own, or that of one who watches over the administrator.
        Conflict: there is none, or it is closed.
    """
    _not_oneself(person, by)
    _not_a_watcher(person)
    user = _account_of(person)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


@action("orgs.unlock_account", gettext_lazy("unlocked an account"), roles={Role.SYSTEM_ADMIN}, when=_has_open_one)
def unlock_account(person: Person, *, by: Any) -> None:
    """Wrong passwords so far are forgotten: the right one works again at once. The password stays what it is."""
    unlock(_account_of(person))


def _account_of(person: Person) -> User:
    return User.objects.select_for_update().get(person=person)


def _renewed(user: User) -> str:
    password = first_password()
    PastPassword.objects.create(user=user, password=user.password, ended_at=clock.now())
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


def _not_oneself(person: Person, by: Any) -> None:
    if person.pk == by.person_id:
        raise NotAllowed(_("Not with your own account: your password is changed in the menu at the top right."))


def _not_a_watcher(person: Person) -> None:
    # Whoever sets the password of an account can log in with it: the administrator could take on what they were not given.
    if is_watcher(person):
        raise NotAllowed(
            _(
                "%(name)s is security or audit administrator. Their account is not the system administrator's to change: first that role is revoked, or a first password is issued on the server."
            )
            % {"name": person.name}
        )
