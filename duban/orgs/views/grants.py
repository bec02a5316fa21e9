"""授权: who has which role where, and what the security administrator does about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.orgs import actions, forms, grants
from duban.orgs.models import Role
from duban.orgs.permits import VIEW_GRANT
from duban.orgs.queries import grant_people_for
from duban.orgs.views.of_person import OfPerson

PAGE = OfPerson("person_grants", grant_people_for, grants.grants_page)


@require_safe
def grant_list(request: HttpRequest) -> HttpResponse:
    """People with the roles they have; to htmx the rows alone."""
    if not VIEW_GRANT.reach(request.user):
        raise NotAllowed
    found = grants.grantees_of(request)
    shown = {
        "grantees": found,
        "page": found.page(request),
        "chips": found.chips(request),
        "roles": [(role.value, role.label, role.value == found.role) for role in Role],
    }
    return render(request, "orgs/grant_list.html#rows" if request.htmx else "orgs/grant_list.html", shown)  # type: ignore[attr-defined]


@require_safe
def person_grants(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles."""
    return PAGE.page(request, PAGE.find(request, pk))


@require_POST
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """授权."""
    return PAGE.do(request, pk, forms.GrantRole, actions.grant_role)


@require_POST
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    """收回授权."""
    return PAGE.do(request, pk, forms.RevokeRole, actions.revoke_role, on="grant")
