"""Pages of workbooks that go out and come in."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.documents.exchange import actions, comparing, downloads
from duban.documents.exchange.forms import Decide, SendWorkbook
from duban.documents.exchange.pages import batch_page, exchange_page, page_anew
from duban.documents.exchange.queries import batches_for, home_for, lines_of
from duban.orgs.queries import units_for


@require_safe
def exchange_list(request: HttpRequest) -> HttpResponse:
    """导入导出: what can go out, the form for what comes in, and what was sent before."""
    home_for(request.user)
    return render(
        request,
        "exchange/exchange_list.html",
        exchange_page(request, SendWorkbook(user=request.user, initial={"kind": request.GET.get("kind", "")})),
    )


@require_POST
def hold_workbook(request: HttpRequest) -> HttpResponse:
    """A workbook that is sent gets a page of its own; a small one is compared at once."""
    home, form = home_for(request.user), SendWorkbook(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return render(request, "exchange/exchange_list.html", exchange_page(request, form), status=422)
    comparing.clear_unconfirmed()
    batch = actions.hold_workbook(home, by=request.user, **form.cleaned_data)
    if comparing.is_small(batch):
        comparing.compare_now(batch, request.user)
    return HttpResponseRedirect(reverse("batch", args=[batch.pk]))


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """核对: every row with its verdict, before anything is written; afterwards what came in."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    return render(request, "exchange/batch.html", batch_page(request, found))


@require_POST
def compare_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The request that compares a large workbook; the page shows meanwhile how far it is."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    comparing.compare_now(found, request.user)
    return page_anew(request, found)


@require_safe
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the comparison is; at its end the page is asked for anew."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    if found.is_compared() or not request.htmx:  # type: ignore[attr-defined]
        return page_anew(request, found)
    return render(request, "exchange/batch.html#progress", {"batch": found})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose cells hold: of one cell, of one row, or of all that are open."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    form = Decide(request.POST, batch=found)
    actions.decide(found, by=request.user, **form.said())
    return HttpResponseRedirect(f"{reverse('batch', args=[pk])}?{request.GET.urlencode()}")


@require_POST
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """导入."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    comparing.confirm(found, request.user)
    return page_anew(request, found)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销导入."""
    actions.take_back(get_object_or_404(batches_for(request.user), pk=pk), by=request.user)
    return HttpResponseRedirect(reverse("batch", args=[pk]))


@require_safe
def batch_verdicts(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that the address asks for, with the verdict beside each."""
    found = get_object_or_404(batches_for(request.user), pk=pk)
    return downloads.verdict_workbook(found, lines_of(found, request.GET.dict()), downloads.why)


@require_safe
def exchange_template(request: HttpRequest, code: str) -> FileResponse:
    """空白表."""
    return downloads.template(request.user, downloads.exchange_for(request.user, code, write=True))


@require_safe
def exchange_rows(request: HttpRequest, code: str) -> FileResponse:
    """现有数据: exactly what the address asks for."""
    return downloads.rows_workbook(request.user, downloads.exchange_for(request.user, code), request.GET.dict())


@require_safe
def exchange_pack(request: HttpRequest, pk: int) -> FileResponse:
    """Everything of a unit in one workbook."""
    return downloads.pack(request.user, get_object_or_404(units_for(request.user), pk=pk))
