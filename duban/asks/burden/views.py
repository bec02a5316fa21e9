"""Burdens, requests, the quarterly report, the self-check, suggestions."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.asks.burden import actions, forms, pages, report
from duban.asks.burden.asking import asking_with
from duban.asks.burden.permits import VIEW_BURDEN, VIEW_REPORT, VIEW_SELF_CHECK
from duban.asks.burden.queries import requests_for, suggestions_for
from duban.asks.burden.self_check import self_check_page
from duban.base import clock
from duban.base.errors import NotAllowed
from duban.orgs.action import check
from duban.orgs.permits import Permit


def _known(request: HttpRequest, permit: Permit) -> None:
    if not permit.reach(request.user):
        raise NotAllowed


@require_safe
def burden_ledger(request: HttpRequest) -> HttpResponseBase:
    """负担台账: organisations by months; with ?as=xlsx as a workbook."""
    _known(request, VIEW_BURDEN)
    if request.GET.get("as") == "xlsx":
        return pages.ledger_workbook(request)
    return render(request, "burden/burden_ledger.html", pages.ledger_page(request))


@require_safe
def demand_list(request: HttpRequest) -> HttpResponseBase:
    """The rows behind a number, as filtered; with ?as=xlsx as a workbook."""
    _known(request, VIEW_BURDEN)
    if request.GET.get("as") == "xlsx":
        return pages.demand_workbook(request)
    return render(request, "burden/demand_list.html", pages.demand_list_page(request))


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """布置台账: every act of asking."""
    _known(request, VIEW_BURDEN)
    return render(request, "burden/request_list.html", pages.request_list_page(request))


@require_safe
def request(request: HttpRequest, pk: int) -> HttpResponse:
    """One act of asking: of whom, for what, who signed."""
    found = get_object_or_404(requests_for(request.user), pk=pk)
    return render(request, "burden/request.html", pages.request_page(found, request.user))


@require_POST
def want_signature(request: HttpRequest) -> HttpResponse:
    """提请加签: for the draft whose key is sent."""
    asking = asking_with(request.user, request.POST.get("cause", ""))
    if asking is None:
        raise Http404
    made = actions.want_signature(asking.issuer, by=request.user, asking=asking)
    return HttpResponseRedirect(reverse("request", args=[made.pk]))


@require_POST
def sign_request(request: HttpRequest, pk: int) -> HttpResponse:
    """加签."""
    found, form = get_object_or_404(requests_for(request.user), pk=pk), forms.SignRequest(request.POST)
    check(actions.sign_request.permit, request.user, found)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    if not form.is_valid():
        return render(request, "burden/request.html", pages.request_page(found, request.user, form), status=422)
    actions.sign_request(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("request", args=[pk]))


@require_safe
def burden_report(request: HttpRequest) -> HttpResponseBase:
    """减负季度报告; with ?as=xlsx its numbers as a workbook."""
    _known(request, VIEW_REPORT)
    found = report.report_of(request.user, *forms.quarter_asked(request.GET, clock.today()))
    if request.GET.get("as") == "xlsx":
        return report.report_workbook(found)
    return render(request, "burden/burden_report.html", report.report_page(found))


@require_safe
def self_check(request: HttpRequest) -> HttpResponse:
    """合规自查: AF-1 to AF-15, each with what it is and how it stands."""
    _known(request, VIEW_SELF_CHECK)
    return render(request, "burden/self_check.html", self_check_page(clock.today()))


@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """意见建议: questions with their answers."""
    return render(request, "burden/suggestion_list.html", pages.suggestion_list_page(request))


@require_http_methods(["GET", "HEAD", "POST"])
def make_suggestion(request: HttpRequest) -> HttpResponse:
    """提意见建议, about the page from which one came."""
    form = forms.MakeSuggestion(request.POST or None, initial={"about": request.GET.get("about", "")[:200]})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "burden/make_suggestion.html", pages.make_suggestion_page(form), status=status)
    made = actions.make_suggestion(by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("suggestion", args=[made.pk]))


@require_safe
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion."""
    found = get_object_or_404(suggestions_for(request.user), pk=pk)
    return render(request, "burden/suggestion.html", pages.suggestion_page(found, request.user))


@require_POST
def answer_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """回复."""
    found, form = get_object_or_404(suggestions_for(request.user), pk=pk), forms.AnswerSuggestion(request.POST)
    check(actions.answer_suggestion.permit, request.user, found)  # type: ignore[attr-defined]  # as above
    if not form.is_valid():
        return render(request, "burden/suggestion.html", pages.suggestion_page(found, request.user, form), status=422)
    actions.answer_suggestion(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("suggestion", args=[pk]))
