"""备案审核."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers.cadres import actions, forms
from duban.ledgers.cadres.pages import filings as pages
from duban.ledgers.cadres.queries import cadre_units_for, filings_for
from duban.ledgers.cadres.views.step import step


@require_safe
def filing_list(request: HttpRequest) -> HttpResponse:
    """党建办主任备案."""
    return render(request, "cadres/filing_list.html", pages.filing_list_page(request))


@require_safe
def unit_filings(request: HttpRequest, pk: int) -> HttpResponse:
    """The filings of one unit."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    return render(request, "cadres/unit_filings.html", pages.unit_filings_page(unit, request.user))


@require_POST
def open_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """提出人选."""
    unit = get_object_or_404(cadre_units_for(request.user), pk=pk)
    return step(
        request,
        actions.open_filing,
        unit,
        forms.OpenFiling(request.POST, within=unit),
        template="cadres/unit_filings.html",
        again=lambda wrong: pages.unit_filings_page(unit, request.user, wrong),
        done=lambda made: reverse("filing", args=[made.pk]),
    )


@require_safe
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing."""
    found = get_object_or_404(filings_for(request.user), pk=pk)
    return render(request, "cadres/filing.html", pages.filing_page(found, request.user))


def _do(request: HttpRequest, pk: int, verb: Any, form: type[Form]) -> HttpResponse:
    found = get_object_or_404(filings_for(request.user), pk=pk)
    return step(
        request,
        verb,
        found,
        form(request.POST),
        template="cadres/filing.html",
        again=lambda wrong: pages.filing_page(found, request.user, wrong),
        done=lambda _done: reverse("filing", args=[pk]),
    )


@require_POST
def record_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """纪检意见."""
    return _do(request, pk, actions.record_opinion, forms.RecordOpinion)


@require_POST
def record_group_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """党组研究."""
    return _do(request, pk, actions.record_group_decision, forms.RecordGroupDecision)


@require_POST
def record_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """组织部备案."""
    return _do(request, pk, actions.record_filing, forms.RecordFiling)


@require_POST
def withdraw_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    return _do(request, pk, actions.withdraw_filing, forms.WithdrawFiling)
