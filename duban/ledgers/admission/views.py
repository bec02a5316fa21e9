"""Pages of admission: the list by stage, an organisation's candidates, one of them, its sheet, counts, and the verbs."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.ledgers.admission import actions, forms, pages
from duban.ledgers.admission.export import admissions_workbook
from duban.ledgers.admission.models import Admission
from duban.ledgers.admission.permits import VIEW_ADMISSION, VIEW_COUNTS
from duban.ledgers.admission.queries import admission_units_for, admissions_for, record_of, step_named
from duban.orgs.action import check
from duban.orgs.permits import PERMITS
from duban.ui.refused import back_in


@require_safe
def admission_list(request: HttpRequest) -> HttpResponse:
    """发展党员: those with the fewest days left on top. Who sees no people sees how many there are."""
    if VIEW_COUNTS.reach(request.user) and not VIEW_ADMISSION.reach(request.user):
        return HttpResponseRedirect(reverse("admission_counts"))
    return render(request, "admission/admission_list.html", pages.admission_list_page(request))


@require_safe
def export_admissions(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return admissions_workbook(request)


@require_safe
def unit_admissions(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates of one organisation, and the entry of a new one."""
    unit = get_object_or_404(admission_units_for(request.user), pk=pk)
    return render(request, "admission/unit_admissions.html", pages.unit_admissions_page(unit, request.user))


@require_POST
def open_admission(request: HttpRequest, pk: int) -> HttpResponse:
    """登记申请."""
    unit = get_object_or_404(admission_units_for(request.user), pk=pk)
    check(PERMITS["admission.open_admission"], request.user, unit)
    form = forms.OpenAdmission(request.POST, unit=unit)
    if not form.is_valid():
        shown = pages.unit_admissions_page(unit, request.user, form)
        return render(request, "admission/unit_admissions.html", shown, status=422)
    return _to(actions.open_admission(unit, by=request.user, **form.cleaned_data))


@require_safe
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate."""
    shown = pages.admission_page(_way(request, pk), request.user, step=request.GET.get("step", ""))
    return render(request, "admission/admission.html", shown)


@require_safe
def admission_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate on paper."""
    return render(request, "admission/admission_sheet.html", pages.admission_sheet_page(_way(request, pk)))


@require_POST
def record_step(request: HttpRequest, pk: int) -> HttpResponse:
    """登记支部办的一步."""
    return _record(request, pk, actions.record_step)


@require_POST
def record_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """登记上级党委办的一步."""
    return _record(request, pk, actions.record_decision)


@require_POST
def strike_step(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回误登的一步."""
    found, form = _way(request, pk), forms.StrikeStep(request.POST)
    if not form.is_valid():
        return _wrong(request, found, actions.strike_step, form)
    record = record_of(found, form.cleaned_data["record"])
    with back_in(form):
        actions.strike_step(found, by=request.user, record=record, reason=form.cleaned_data["reason"])
        return _to(found)
    return _wrong(request, found, actions.strike_step, form)


@require_POST
def end_admission(request: HttpRequest, pk: int) -> HttpResponse:
    """终止."""
    found, form = _way(request, pk), forms.EndAdmission(request.POST)
    if not form.is_valid():
        return _wrong(request, found, actions.end_admission, form)
    with back_in(form):
        actions.end_admission(found, by=request.user, **form.cleaned_data)
        return _to(found)
    return _wrong(request, found, actions.end_admission, form)


@require_POST
def resume_admission(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复误终止的流程."""
    found, form = _way(request, pk), forms.ResumeAdmission(request.POST)
    if not form.is_valid():
        return _wrong(request, found, actions.resume_admission, form)
    with back_in(form):
        actions.resume_admission(found, by=request.user, **form.cleaned_data)
        return _to(found)
    return _wrong(request, found, actions.resume_admission, form)


@require_safe
def admission_counts(request: HttpRequest) -> HttpResponse:
    """How many at each stage."""
    if not VIEW_COUNTS.reach(request.user):
        raise NotAllowed
    return render(request, "admission/admission_counts.html", pages.admission_counts_page(request))


def _way(request: HttpRequest, pk: int) -> Admission:
    return get_object_or_404(admissions_for(request.user), pk=pk)


def _record(request: HttpRequest, pk: int, verb: Any) -> HttpResponse:
    found = _way(request, pk)
    check(verb.permit, request.user, found)
    form = forms.RecordStep(request.POST, of=step_named(request.POST.get("step", "")))
    if not form.is_valid():
        return _wrong(request, found, verb, form)
    with back_in(form):
        verb(found, by=request.user, **form.cleaned_data)
        return _to(found)
    return _wrong(request, found, verb, form)


def _wrong(request: HttpRequest, found: Admission, verb: Any, form: Form) -> HttpResponse:
    check(verb.permit, request.user, found)
    shown = pages.admission_page(found, request.user, step=request.POST.get("step", ""), wrong=form)
    return render(request, "admission/admission.html", shown, status=422)


def _to(found: Admission) -> HttpResponse:
    return HttpResponseRedirect(reverse("admission", args=[found.pk]))
