"""记录: the list, one record, entering, correcting, withdrawing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers import actions, forms
from duban.ledgers.export import record_workbook
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.pages import counting_page, entry_page, record_list_page, record_page, roster_form, wanted_of
from duban.ledgers.queries.records import (
    filtered,
    first_that_holds,
    kind_for,
    record_for,
    records_for,
    records_to_correct,
    units_to_enter,
)
from duban.orgs.action import check
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for


@require_safe
def record_list(request: HttpRequest) -> HttpResponseBase:
    """Records the person may see, filtered by what stands in the address; ?as=xlsx gives exactly those."""
    wanted = wanted_of(request)
    if request.GET.get("as") == "xlsx":
        return record_workbook(filtered(records_for(request.user), wanted))
    template = "ledgers/record_list.html#rows" if request.htmx else "ledgers/record_list.html"  # type: ignore[attr-defined]
    return render(request, template, record_list_page(request, wanted))


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record."""
    shown = record_page(_record(request, pk), request.user)
    return render(request, "ledgers/record.html", {**shown, "was_kept_before": "before" in request.GET})


def _record(request: HttpRequest, pk: int) -> LedgerRecord:
    return get_object_or_404(record_for(request.user), pk=pk)


@require_safe
def new_record(request: HttpRequest) -> HttpResponse:
    """录入记录: choose organisation and kind, then the form; what is known stands there already."""
    unit, kind = _chosen(request)
    return render(request, "ledgers/enter_record.html", entry_page(request, unit, kind))


def _chosen(request: HttpRequest) -> tuple[Unit | None, RecordKind | None]:
    """The organisation and the kind that the address names; without an organisation the first that holds such records."""
    asked, code = request.GET.get("unit", ""), request.GET.get("kind", "")
    units = units_to_enter(request.user)
    unit = units.filter(pk=asked).first() if asked.isdecimal() else first_that_holds(units, code)
    unit = unit or units.first()
    return unit, kind_for(request.user, unit, code) if unit else None


def _kind(request: HttpRequest, unit: Unit, code: str) -> RecordKind:
    found = kind_for(request.user, unit, code)
    if found is None:
        raise Http404
    return found


@require_POST
def enter_record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """录入."""
    unit = get_object_or_404(units_for(request.user).select_related("kind"), pk=pk)
    check(PERMITS["ledgers.enter_record"], request.user, unit)
    of_kind = _kind(request, unit, kind)
    form = forms.RecordForm(request.POST, request.FILES, unit=unit, kind=of_kind, by=request.user)
    if not form.is_valid():
        return render(request, "ledgers/enter_record.html", entry_page(request, unit, of_kind, form), status=422)
    made, is_new = actions.enter_once(
        unit, by=request.user, kind=of_kind, content=form.content, uploads=form.uploads, serves=request.POST.getlist("serves"), sent=form.sent
    )  # fmt: skip
    return HttpResponseRedirect(reverse("record", args=[made.pk]) + ("" if is_new else "?before=1"))


@require_safe
def record_counting(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """这条记录将计入…, for what is typed so far; who should be there, when that is what the page asks for."""
    unit = get_object_or_404(units_to_enter(request.user), pk=pk)
    of_kind = _kind(request, unit, kind)
    if request.htmx.target == "roster":  # type: ignore[attr-defined]
        return render(request, "ledgers/_roster.html", {"form": roster_form(request, unit, of_kind)})
    shown = counting_page(request, unit, of_kind)
    return render(request, "ledgers/enter_record.html#counting", shown)


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what the record says."""
    found = get_object_or_404(records_to_correct(request.user), pk=pk)
    return render(request, "ledgers/correct_record.html", {"record": found, "form": forms.correction_form(found)})


@require_POST
def correct_record(request: HttpRequest, pk: int) -> HttpResponse:
    """更正: a reason is asked."""
    found = _record(request, pk)
    check(PERMITS["ledgers.correct_record"], request.user, found)
    form = forms.correction_form(found, request.POST)
    if not form.is_valid():
        return render(request, "ledgers/correct_record.html", {"record": found, "form": form}, status=422)
    said = {name: form.cleaned_data[name] for name in ("reason", "seen")}
    actions.correct_record(found, by=request.user, content=form.content, **said)
    return HttpResponseRedirect(reverse("record", args=[pk]))


@require_POST
def withdraw_record(request: HttpRequest, pk: int) -> HttpResponse:
    """作废."""
    found, form = _record(request, pk), forms.WithdrawRecord(request.POST)
    check(PERMITS["ledgers.withdraw_record"], request.user, found)
    if not form.is_valid():
        return render(request, "ledgers/record.html", record_page(found, request.user, form), status=422)
    actions.withdraw_record(found, by=request.user, reason=form.cleaned_data["reason"])
    return HttpResponseRedirect(reverse("record", args=[pk]))


@require_POST
def attach_file(request: HttpRequest, pk: int) -> HttpResponse:
    """添加附件."""
    found, form = _record(request, pk), forms.AttachFile(request.POST, request.FILES)
    check(PERMITS["ledgers.attach_file"], request.user, found)
    if not form.is_valid():
        return render(request, "ledgers/record.html", record_page(found, request.user), status=422)
    actions.attach_file(found, by=request.user, upload=form.cleaned_data["upload"])
    return HttpResponseRedirect(reverse("record", args=[pk]))
