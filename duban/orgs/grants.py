"""What the list of roles and the page of one person's roles show."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs import forms
from duban.orgs.ledger import PAGE, address_with
from duban.orgs.models import Grant, Person, Role
from duban.orgs.permits import PERMITS
from duban.orgs.queries import grant_people_for, people_named, story_of
from duban.ui.shapes import Chip, Link


def grants_in_force() -> Prefetch:
    """The roles that people have today, as `held_grants`."""
    return Prefetch("grants", Grant.objects.in_force().select_related("unit", "person"), to_attr="held_grants")


@dataclass(frozen=True)
class Grantees:
    """People with the roles they have, as the address asks for them."""

    rows: QuerySet[Person]
    counts: dict[str, int]
    words: str
    role: str
    everybody: bool
    ended: bool

    def page(self, request: HttpRequest) -> Page:
        """Fifty of them with their roles."""
        paginator = Paginator(self.rows.prefetch_related(grants_in_force()), PAGE)
        paginator.count = self.counts["all" if self.everybody else "ended" if self.ended else "held"]  # type: ignore[misc]  # known already
        return paginator.get_page(request.GET.get("page"))

    def chips(self, request: HttpRequest) -> list[Chip]:
        """Those with a role, everybody (also people who are to get one), and those whose role lies in a unit that ended."""
        held, everybody = address_with(request, of=""), address_with(request, of="all", role="")
        ended = address_with(request, of="ended")
        return [
            Chip(_("with a role"), held, not self.everybody and not self.ended, self.counts["held"]),
            Chip(_("everybody"), everybody, self.everybody, self.counts["all"]),
            Chip(_("with a role where a unit ended"), ended, self.ended, self.counts["ended"]),
        ]


def grantees_of(request: HttpRequest) -> Grantees:
    """The people that fit. One query; the page costs two more."""
    rows, role = grant_people_for(request.user), request.GET.get("role", "")
    if words := request.GET.get("q", "").strip()[:50]:
        rows = rows.filter(people_named(words))
    of_person = Grant.objects.in_force().filter(person=OuterRef("pk"))
    if role in Role.values:
        of_person = of_person.filter(role=role)
    # What a role in a unit that ended still reaches is what that unit did: whoever grants roles looks at it after a merger.
    in_ended = of_person.filter(unit__dissolved_on__lte=clock.today())
    counts = rows.order_by().aggregate(
        all=Count("pk"), held=Count("pk", filter=Exists(of_person)), ended=Count("pk", filter=Exists(in_ended))
    )
    everybody, ended = request.GET.get("of") == "all", request.GET.get("of") == "ended"
    shown = rows if everybody else rows.filter(Exists(in_ended if ended else of_person))
    asked = role if role in Role.values else ""
    return Grantees(shown.order_by("unit__path", "pk"), counts, words, asked, everybody, ended)


def grants_page(
    person: Person, user: Any, *, wrong: forms.OnPerson | None = None, find: str = "", done: Any = None
) -> dict[str, Any]:
    """Everything the page of one person's roles shows, ended ones in its story."""
    grants = list(person.grants.select_related("unit", "person"))
    may_grant = person.pk != user.person_id and PERMITS["orgs.grant_role"].possible(user, person)
    return {
        "person": person,
        "crumb": [Link(_("Roles"), reverse("grant_list"))],
        "held": [
            (grant, grant.person_id != user.person_id and PERMITS["orgs.revoke_role"].possible(user, grant))
            for grant in grants
            if grant.is_held()
        ],
        "is_own": person.pk == user.person_id,
        "form": (wrong if isinstance(wrong, forms.GrantRole) else None)
        or (forms.GrantRole(person=person, user=user, find=find) if may_grant else None),
        "wrong": wrong,
        "find": find,
        "has_account": person.has_account() and person.account.is_active,
        "story": story_of({grant.key: _said(grant) for grant in grants}, ("orgs.grant_role", "orgs.revoke_role")),
    }


def _said(grant: Grant) -> str:
    return _("%(role)s, %(unit)s") % {"role": grant.get_role_display(), "unit": grant.unit}
