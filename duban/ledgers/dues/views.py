"""Pages of dues: the calculator, branches, the grid of one, amounts, one member, the notice, one's own."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.ledgers.dues import actions, forms, pages, striking
from duban.ledgers.dues.export import dues_workbook
from duban.ledgers.dues.permits import VIEW_TOTALS
from duban.ledgers.dues.queries import dues_units_for, members_for
from duban.ledgers.dues.ticks import ticks_of
from duban.orgs.action import check
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.packs.permits import VIEW_RULE


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reckon_dues(request: HttpRequest) -> HttpResponse:
    """党费计算: what is typed is reckoned and forgotten; it comes by POST, so that it stands in no address and no log."""
    if not VIEW_RULE.reach(request.user):
        raise NotAllowed
    shown = pages.reckon_dues_page(request)
    is_refused = shown["form"].is_bound and shown["due"] is None
    return render(request, "dues/reckon_dues.html", shown, status=422 if is_refused else 200)


@require_safe
def dues_list(request: HttpRequest) -> HttpResponse:
    """党费: branches with their sums."""
    if not VIEW_TOTALS.reach(request.user):
        raise NotAllowed
    return render(request, "dues/dues_list.html", pages.dues_list_page(request))


@require_safe
def unit_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """One branch: members by months."""
    return render(request, "dues/unit_dues.html", pages.unit_dues_page(request, _unit(request, pk)))


@require_safe
def export_dues(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The grid as a workbook."""
    return dues_workbook(_unit(request, pk), forms.year_asked(request.GET))


@require_POST
def record_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """登记: what was ticked and what was taken back."""
    unit, form = _unit(request, pk), forms.RecordDues(request.POST)
    check(PERMITS["dues.record_dues"], request.user, unit)
    if not form.is_valid():
        shown = pages.unit_dues_page(request, unit, form, set(request.POST.getlist("paid")))
        return render(request, "dues/unit_dues.html", shown | {"grid_form": form}, status=422)
    actions.record_dues(unit, by=request.user, **ticks_of(unit, form.cleaned_data))
    return _back("unit_dues", pk, form.cleaned_data["year"])


@require_safe
def unit_due_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Monthly amounts of a branch."""
    return render(request, "dues/unit_due_list.html", pages.unit_due_list_page(request, _unit(request, pk)))


@require_POST
def fix_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """核定."""
    unit = _unit(request, pk)
    check(PERMITS["dues.fix_dues"], request.user, unit)
    people, held = pages.fixing(unit, forms.year_asked(request.POST))
    form = forms.FixDues(request.POST, people=people, held=held)
    if not form.is_valid():
        shown = pages.unit_due_list_page(request, unit, form)
        return render(request, "dues/unit_due_list.html", shown, status=422)
    actions.fix_dues(unit, by=request.user, **form.given())
    return _back("unit_due_list", pk, form.cleaned_data["effective_from"].year)


@require_POST
def carry_over_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """一键结转."""
    return _for_unit(request, pk, actions.carry_over_dues, forms.CarryOverDues, "unit_due_list")


@require_POST
def transfer_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """上缴."""
    return _for_unit(request, pk, actions.transfer_dues, forms.TransferDues, "unit_dues")


@require_POST
def strike_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回误登的上缴."""
    return _for_unit(request, pk, striking.strike_transfer, forms.StrikeTransfer, "unit_dues")


@require_safe
def dues_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """公示 on paper."""
    return render(request, "dues/dues_notice.html", pages.dues_notice_page(request, _unit(request, pk)))


@require_POST
def publish_dues_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """记下公示."""
    return _for_unit(request, pk, actions.publish_dues_notice, forms.PublishDuesNotice, "dues_notice")


@require_safe
def member_dues(request: HttpRequest, pk: int) -> HttpResponse:
    """One member."""
    person = get_object_or_404(members_for(request.user), pk=pk)
    return render(request, "dues/member_dues.html", pages.member_dues_page(person, request.user))


@require_POST
def reduce_due(request: HttpRequest, pk: int) -> HttpResponse:
    """困难减免."""
    return _for_member(request, pk, actions.reduce_due, forms.ReduceDue)


@require_POST
def record_voluntary(request: HttpRequest, pk: int) -> HttpResponse:
    """自愿多交."""
    return _for_member(request, pk, actions.record_voluntary, forms.RecordVoluntary)


@require_POST
def strike_voluntary(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回误登的自愿多交."""
    return _for_member(request, pk, striking.strike_voluntary, forms.StrikeVoluntary)


@require_POST
def strike_reduction(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回误登的减免."""
    return _for_member(request, pk, striking.strike_reduction, forms.StrikeReduction)


@require_POST
def end_reduction(request: HttpRequest, pk: int) -> HttpResponse:
    """提前终止减免."""
    return _for_member(request, pk, striking.end_reduction, forms.EndReduction)


@require_safe
def my_dues(request: HttpRequest) -> HttpResponse:
    """我的党费: everybody sees the own."""
    return render(request, "dues/my_dues.html", pages.my_dues_page(getattr(request.user, "person", None)))


PAGES = {
    "unit_due_list": pages.unit_due_list_page,
    "unit_dues": pages.unit_dues_page,
    "dues_notice": pages.dues_notice_page,
}


def _for_unit(request: HttpRequest, pk: int, verb: Any, kind: type[Form], page: str) -> HttpResponse:
    unit, form = _unit(request, pk), kind(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, unit)
        wrong = None if kind is forms.CarryOverDues else form
        return render(request, f"dues/{page}.html", PAGES[page](request, unit, wrong), status=422)
    verb(unit, by=request.user, **form.cleaned_data)
    return _back(page, pk, forms.year_asked(request.POST))


def _for_member(request: HttpRequest, pk: int, verb: Any, kind: type[Form]) -> HttpResponse:
    person, form = get_object_or_404(members_for(request.user), pk=pk), kind(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, person)
        shown = pages.member_dues_page(person, request.user, form)
        return render(request, "dues/member_dues.html", shown, status=422)
    verb(person, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("member_dues", args=[pk]))


def _unit(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(dues_units_for(request.user), pk=pk)


def _back(name: str, pk: int, year: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name, args=[pk])}?year={year}")
