"""培训."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers.cadres import actions, forms
from duban.ledgers.cadres.pages import training as pages
from duban.ledgers.cadres.queries import planned_classes_for
from duban.ledgers.cadres.views.step import step
from duban.orgs.queries import units_for


@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """培训计划和培训班."""
    return render(request, "cadres/training_list.html", pages.training_list_page(request))


@require_safe
def unit_training(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan and the classes of one unit."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    return render(request, "cadres/unit_training.html", pages.unit_training_page(unit, request.user))


@require_POST
def plan_class(request: HttpRequest, pk: int) -> HttpResponse:
    """列入计划."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    return step(
        request,
        actions.plan_class,
        unit,
        forms.PlanClass(request.POST),
        template="cadres/unit_training.html",
        again=lambda wrong: pages.unit_training_page(unit, request.user, wrong),
        done=lambda made: f"{reverse('training_list')}?year={made.year}",
    )


@require_safe
def planned_class(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the plan."""
    planned = get_object_or_404(planned_classes_for(request.user), pk=pk)
    return render(request, "cadres/planned_class.html", pages.planned_class_page(planned, request.user))


@require_POST
def match_class(request: HttpRequest, pk: int) -> HttpResponse:
    """对应培训班."""
    planned = get_object_or_404(planned_classes_for(request.user), pk=pk)
    return step(
        request,
        actions.match_class,
        planned,
        forms.MatchClass(request.POST, planned=planned),
        template="cadres/planned_class.html",
        again=lambda wrong: pages.planned_class_page(planned, request.user, wrong),
        done=lambda _made: reverse("planned_class", args=[pk]),
    )


@require_safe
def my_training(request: HttpRequest) -> HttpResponse:
    """我的学时."""
    return render(request, "cadres/my_training.html", pages.my_training_page(request))


@require_safe
def training_gaps(request: HttpRequest) -> HttpResponse:
    """谁还没有参加培训."""
    return render(request, "cadres/training_gaps.html", pages.gaps_page(request))
