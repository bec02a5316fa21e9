"""组织 and 人员: the tree with its ledger, the list of people, one unit, one person."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from duban.base import clock
from duban.base.errors import NotAllowed
from duban.orgs import actions, forms, ledger
from duban.orgs.export import ledger_workbook, people_workbook
from duban.orgs.models import Person
from duban.orgs.permits import PERMITS
from duban.orgs.person_page import person_page
from duban.orgs.queries import category_choices, people_for, top_unit_for, units_ever_for
from duban.orgs.unit_page import unit_page
from duban.orgs.views.of_person import OfPerson

PERSON = OfPerson("person", people_for, person_page, asks_where=True)


@require_safe
def unit_list(request: HttpRequest) -> HttpResponseBase:
    """The ledger of the topmost unit that the person may see."""
    top = top_unit_for(request.user)
    if top is None:
        raise NotAllowed
    return unit(request, top.pk)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One node of the tree with what stands below it; to htmx a panel with its people."""
    node = get_object_or_404(units_ever_for(request.user), pk=pk)
    if getattr(request, "htmx", False) and request.htmx.target == "panel":  # type: ignore[attr-defined]
        has_members = node.member_count is not None or node.kind.code in ledger.BRANCHES
        held = node.posts.select_related("person")
        return render(request, "orgs/unit_panel.html", {"node": node, "held": held, "has_members": has_members})
    if not node.numchild and not request.GET:
        return unit_about(request, pk)  # a ledger of nothing says less than the page of the unit
    found = ledger.ledger_of(request, node)
    if request.GET.get("as") == "xlsx":
        return ledger_workbook(found)
    shown = {
        "node": node,
        "ledger": found,
        "page": found.page(request),
        "nodes": ledger.nodes_of(request.user, node),
        "crumb": ledger.crumb_of(request.user, node),
        "scope": ledger.scope_chips(request),
        "filters": ledger.filter_chips(request),
        "words": request.GET.get("q", ""),
        "categories": category_choices(request.GET.get("category", "")),
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("q", "category", "page", "as")],
        "export_url": ledger.address_with(request, **{"as": "xlsx"}),
        "column_choices": [(name, word, name in found.columns) for name, word in ledger.COLUMNS.items()],
    }
    return render(request, "orgs/unit.html", shown)


@require_safe
def unit_about(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, and the cards of the rooms above."""
    node = get_object_or_404(units_ever_for(request.user), pk=pk)
    return render(request, "orgs/unit_about.html", unit_page(node, request.user))


@require_safe
def person_list(request: HttpRequest) -> HttpResponseBase:
    """People the person may see; to htmx the rows alone."""
    found = ledger.people_of(request)
    if request.GET.get("as") == "xlsx":
        return people_workbook(found.rows)
    shown = {
        "people": found,
        "page": found.page(request),
        "memberships": [(value, label, value == found.membership) for value, label in Person.Membership.choices],
        "export_url": ledger.address_with(request, **{"as": "xlsx"}),
        "may_add": bool(
            found.unit
            and found.unit.stands_on(clock.today())
            and PERMITS["orgs.add_person"].allows(request.user, found.unit)
        ),
    }
    htmx = getattr(request, "htmx", False)
    return render(request, "orgs/person_list.html#rows" if htmx else "orgs/person_list.html", shown)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: unit, membership, posts. Nothing else is kept of anybody."""
    return PERSON.page(request, PERSON.find(request, pk))


@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """任职."""
    return PERSON.do(request, pk, forms.Appoint, actions.appoint)


@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """免职."""
    return PERSON.do(request, pk, forms.EndPost, actions.end_post, on="post")
