"""Pages of terms: the list with days left, one term with its line of states, and the verbs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers.terms import actions, forms
from duban.ledgers.terms.pages import term_list_page, term_page, unit_terms_page
from duban.ledgers.terms.queries import terms_for
from duban.orgs.action import check
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_ever_for, units_for
from duban.ui.refused import back_in


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """换届: committees in office, those whose term ends first on top."""
    return render(request, "terms/term_list.html", term_list_page(request))


@require_safe
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """One term."""
    return render(
        request, "terms/term.html", term_page(get_object_or_404(terms_for(request.user), pk=pk), request.user)
    )


@require_safe
def unit_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Every term of one organisation, and the entry of the one in office."""
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    return render(request, "terms/unit_terms.html", unit_terms_page(unit, request.user, forms.OpenTerm()))


@require_POST
def open_term(request: HttpRequest, pk: int) -> HttpResponse:
    """录入任期."""
    unit, form = get_object_or_404(units_for(request.user), pk=pk), forms.OpenTerm(request.POST)
    if not form.is_valid():
        check(PERMITS["terms.open_term"], request.user, unit)
        return render(request, "terms/unit_terms.html", unit_terms_page(unit, request.user, form), status=422)
    with back_in(form):
        made = actions.open_term(unit, by=request.user, **form.cleaned_data)
        return HttpResponseRedirect(reverse("term", args=[made.pk]))
    return render(request, "terms/unit_terms.html", unit_terms_page(unit, request.user, form), status=422)


def _do(request: HttpRequest, pk: int, verb: Any, form_type: type[forms.TermForm]) -> HttpResponse:
    found = get_object_or_404(terms_for(request.user), pk=pk)
    form = form_type(request.POST, request.FILES, term=found, user=request.user)
    if not form.is_valid():
        check(verb.permit, request.user, found)
        return render(request, "terms/term.html", term_page(found, request.user, form), status=422)
    with back_in(form):
        verb(found, by=request.user, **form.cleaned_data)
        # Here too when a new term has begun: its committee still waits here for its posts.
        return HttpResponseRedirect(reverse("term", args=[found.pk]))
    return render(request, "terms/term.html", term_page(found, request.user, form), status=422)


@require_POST
def remind_term(request: HttpRequest, pk: int) -> HttpResponse:
    """提醒."""
    return _do(request, pk, actions.remind_term, forms.RemindTerm)


@require_POST
def request_election(request: HttpRequest, pk: int) -> HttpResponse:
    """请示."""
    return _do(request, pk, actions.request_election, forms.RequestElection)


@require_POST
def approve_election(request: HttpRequest, pk: int) -> HttpResponse:
    """批复."""
    return _do(request, pk, actions.approve_election, forms.ApproveElection)


@require_POST
def withdraw_request(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回请示."""
    return _do(request, pk, actions.withdraw_request, forms.WithdrawRequest)


@require_POST
def revoke_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销批复."""
    return _do(request, pk, actions.revoke_approval, forms.RevokeApproval)


@require_POST
def record_election(request: HttpRequest, pk: int) -> HttpResponse:
    """录入选举结果."""
    return _do(request, pk, actions.record_election, forms.RecordElection)


@require_POST
def record_first_session(request: HttpRequest, pk: int) -> HttpResponse:
    """委员会第一次会议."""
    return _do(request, pk, actions.record_first_session, forms.RecordFirstSession)


@require_POST
def record_by_election(request: HttpRequest, pk: int) -> HttpResponse:
    """补选、增补."""
    return _do(request, pk, actions.record_by_election, forms.RecordByElection)


@require_POST
def approve_by_election(request: HttpRequest, pk: int) -> HttpResponse:
    """批复补选结果."""
    return _do(request, pk, actions.approve_by_election, forms.ApproveByElection)


@require_POST
def take_office(request: HttpRequest, pk: int) -> HttpResponse:
    """班子写入任职."""
    return _do(request, pk, actions.take_office, forms.TakeOffice)


@require_POST
def approve_result(request: HttpRequest, pk: int) -> HttpResponse:
    """批复结果."""
    return _do(request, pk, actions.approve_result, forms.ApproveResult)


@require_POST
def request_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """申请延期."""
    return _do(request, pk, actions.request_extension, forms.RequestExtension)


@require_POST
def approve_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """批复延期."""
    return _do(request, pk, actions.approve_extension, forms.ApproveExtension)
