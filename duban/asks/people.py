"""What is asked about people: requests for correction that wait for a cadre; accounts and roles of those who have left."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.orgs.models import Role
from duban.orgs.permits import roles_of
from duban.orgs.queries import accounts_to_close, corrections_for, grants_to_end

SHOWN = 10


def people_asks(desk: Desk) -> Iterator[Batch]:
    """The person's batches. One query for each role that is asked something, one more when there are many."""
    user, day = desk.user, desk.day
    roles = roles_of(user)
    if roles & {Role.UNIT_CADRE, Role.UNIT_SECRETARY}:
        rows = list(corrections_for(user)[: SHOWN + 1])
        yield _batch([_correction(each) for each in rows], lambda: corrections_for(user).count())
    if Role.SYSTEM_ADMIN in roles:
        people = list(accounts_to_close(user, day)[: SHOWN + 1])
        yield _batch([_account(each) for each in people], lambda: accounts_to_close(user, day).count())
    if Role.SECURITY_ADMIN in roles:
        people = list(grants_to_end(user, day)[: SHOWN + 1])
        yield _batch([_grants(each) for each in people], lambda: grants_to_end(user, day).count())


def _batch(asks: list[Ask], count: Any) -> Batch:
    total = len(asks) if len(asks) <= SHOWN else count()
    return Batch(Group.MINE, asks[:SHOWN], total)


def _correction(correction: Any) -> Ask:
    return Ask(
        format_html(_("Answer <b>{}</b>, who asks for a correction"), correction.person.name),
        _("right of access and correction: %(text)s") % {"text": correction.text},
        ("todo", _("waits for an answer")),
        reverse("person", args=[correction.person_id]),
        _("answer it"),
    )


def _account(person: Any) -> Ask:
    return Ask(
        format_html(_("Close the account of <b>{}</b>"), person.name),
        _("left on %(day)s") % {"day": person.left_on},
        ("soon", _("account still open")),
        reverse("account", args=[person.pk]),
        _("close it"),
    )


def _grants(person: Any) -> Ask:
    return Ask(
        format_html(_("Revoke the roles of <b>{}</b>"), person.name),
        _("left on %(day)s") % {"day": person.left_on},
        ("soon", _("roles still held")),
        reverse("person_grants", args=[person.pk]),
        _("revoke them"),
    )
