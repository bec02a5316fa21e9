"""交接."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers.cadres import actions, forms
from duban.ledgers.cadres.models import HandOver
from duban.ledgers.cadres.pages import hand_overs as pages
from duban.ledgers.cadres.queries import hand_overs_for, posts_for_hand_over
from duban.ledgers.cadres.views.step import step


@require_safe
def hand_over_list(request: HttpRequest) -> HttpResponse:
    """交接清单."""
    return render(request, "cadres/hand_over_list.html", pages.hand_over_list_page(request))


@require_POST
def open_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """开始交接."""
    post = get_object_or_404(posts_for_hand_over(request.user), pk=pk)
    return step(
        request,
        actions.open_hand_over,
        post,
        forms.OpenHandOver({**request.POST.dict(), "post": str(pk)}, within=post.unit),
        template="cadres/hand_over_list.html",
        again=lambda wrong: pages.hand_over_list_page(request, wrong),
        done=lambda made: reverse("hand_over", args=[made.pk]),
    )


@require_safe
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over."""
    found = get_object_or_404(hand_overs_for(request.user), pk=pk)
    return render(request, "cadres/hand_over.html", pages.hand_over_page(found, request.user))


def _do(request: HttpRequest, pk: int, verb: Any, form: Callable[[HandOver], Form], given: Any = None) -> HttpResponse:
    found = get_object_or_404(hand_overs_for(request.user), pk=pk)
    return step(
        request,
        verb,
        found,
        form(found),
        template="cadres/hand_over.html",
        again=lambda wrong: pages.hand_over_page(found, request.user, wrong),
        done=lambda _done: reverse("hand_over", args=[pk]),
        given=given,
    )


@require_POST
def name_taker(request: HttpRequest, pk: int) -> HttpResponse:
    """确定接任人."""
    return _do(request, pk, actions.name_taker, lambda found: forms.NameTaker(request.POST, within=found.unit))


@require_POST
def note_points(request: HttpRequest, pk: int) -> HttpResponse:
    """逐项登记."""
    return _do(
        request,
        pk,
        actions.note_points,
        lambda found: forms.NotePoints(request.POST, rows=list(found.lines.all())),
        given=forms.NotePoints.noted,
    )


@require_POST
def pass_on_work(request: HttpRequest, pk: int) -> HttpResponse:
    """转交在办任务."""
    return _do(request, pk, actions.pass_on_work, lambda _found: forms.PassOnWork(request.POST))


@require_POST
def confirm_giving(request: HttpRequest, pk: int) -> HttpResponse:
    """移交人确认."""
    return _do(request, pk, actions.confirm_giving, lambda _found: forms.ConfirmGiving(request.POST))


@require_POST
def confirm_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """接收人确认."""
    return _do(request, pk, actions.confirm_taking, lambda _found: forms.ConfirmTaking(request.POST))
