"""培训: the plan and the classes of a year, one class, one's own hours, and who still lacks a class."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.cadres import forms
from duban.ledgers.cadres.models import PlannedClass
from duban.ledgers.cadres.pages.pool import asked_year, year_chips
from duban.ledgers.cadres.pages.tabs import tabs_of
from duban.ledgers.cadres.queries import planned_classes_for, training_classes_for
from duban.ledgers.cadres.training import gaps_for, own_hours
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_within
from duban.packs.rules import rulebook
from duban.ui.shapes import Fact, Link

PAGE = 50


def training_list_page(request: HttpRequest) -> dict[str, Any]:
    """The plan of the year and the classes held in it."""
    year = asked_year(request)
    classes = training_classes_for(request.user).filter(held_on__year=year, withdrawn_on__isnull=True)
    return {
        "tabs": tabs_of(request.user, "training_list"),
        "year": year,
        "chips": year_chips(year),
        "planned": list(planned_classes_for(request.user).filter(year=year).prefetch_related("held")),
        "page": Paginator(classes, PAGE).get_page(request.GET.get("page")),
        "unit": units_within(PERMITS["cadres.plan_class"], request.user).first(),
        "may_record": bool(PERMITS["ledgers.enter_record"].reach(request.user)),
    }


def unit_training_page(unit: Unit, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """What a unit plans and holds, with the form for another line of the plan."""
    year = clock.today().year
    may = PERMITS["cadres.plan_class"].allows(user, unit)
    return {
        "unit": unit,
        "planned": list(planned_classes_for(user).filter(unit=unit, year__gte=year).prefetch_related("held")),
        "classes": list(training_classes_for(user).filter(unit=unit, withdrawn_on__isnull=True)[:PAGE]),
        "plan_class": (wrong or forms.PlanClass(initial={"year": year})) if may else None,
        "crumb": [Link(_("Training"), reverse("training_list")), Link(unit.name)],
    }


def planned_class_page(planned: PlannedClass, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One line of the plan, the classes that were held for it, and the form that matches another."""
    may = PERMITS["cadres.match_class"].allows(user, planned)
    audience = "、".join(kind.name for kind in planned.audience.all())
    return {
        "planned": planned,
        "held": list(planned.held.select_related("record__unit")),
        "form": (wrong or forms.MatchClass(planned=planned)) if may else None,
        "facts": [
            Fact(_("held by"), planned.unit.name),
            Fact(_("for"), audience or _("all members")),
            Fact(_("stage"), planned.get_stage_display()),
            Fact(_("month"), _("%(month)s/%(year)s") % {"month": planned.month, "year": planned.year}),
            Fact(_("hours"), str(planned.hours)),
        ],
        "crumb": [Link(_("Training"), reverse("training_list")), Link(planned.title)],
    }


def my_training_page(request: HttpRequest) -> dict[str, Any]:
    """One's own hours. Nobody else opens this page for somebody."""
    year = asked_year(request)
    person: Person | None = getattr(request.user, "person", None)
    own = own_hours(person, year, clock.today(), rulebook()) if person else None
    return {"tabs": tabs_of(request.user, "my_training"), "year": year, "chips": year_chips(year), "own": own}


def gaps_page(request: HttpRequest) -> dict[str, Any]:
    """Who still lacks a class, by organisation; no hours, no order but that of the establishment."""
    year = asked_year(request)
    gaps = gaps_for(request.user, year, clock.today(), rulebook())
    return {
        "tabs": tabs_of(request.user, "training_gaps"),
        "year": year,
        "chips": year_chips(year),
        "page": Paginator(gaps, PAGE).get_page(request.GET.get("page")),
    }
