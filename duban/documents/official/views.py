"""Documents: list, editor with its preview, the chain, downloads; the office's paper and registers."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.documents.downloads import download
from duban.documents.official import actions, forms
from duban.documents.official.downloads import docx_download, pdf_download
from duban.documents.official.drafts import start, start_about
from duban.documents.official.office_pages import office_page, profile_form, register_page
from duban.documents.official.pages import paper_list_page, paper_page, shown_of, way
from duban.documents.official.profiles import profile_of
from duban.documents.official.queries import (
    documents_for,
    offices_for,
    own_office,
    steps_for,
    templates_for,
    units_seen,
)
from duban.orgs.action import check
from duban.orgs.permits import PERMITS


@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """公文."""
    return render(request, "official/paper_list.html", paper_list_page(request))


@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request: HttpRequest) -> HttpResponse:
    """拟稿: office and template first, then the editor."""
    if not offices_for(request.user).exists():
        raise NotAllowed
    form = forms.StartDocument(request.POST or None, user=request.user, initial={"unit": own_office(request.user)})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "official/new_paper.html", {"form": form, "crumb": way()}, status=status)
    made = start(by=request.user, **form.arguments())
    return HttpResponseRedirect(reverse("paper", args=[made.pk]))


@require_POST
def start_paper(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """起草: about an object of another room, with its blanks filled."""
    made = start_about(code, pk, request.POST.get("template", "")[:60], by=request.user)
    return HttpResponseRedirect(reverse("paper", args=[made.pk]))


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One document."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    return render(request, "official/paper.html", paper_page(request, document))


@require_POST
def preview_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """版面预览: as it is typed, nothing is saved."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    check(PERMITS["official.change_document"], request.user, document)
    document = forms.typed(document, forms.ChangeDocument(request.POST))
    return render(request, "official/_shown.html", {"document": document, "shown": shown_of(document), "is_live": True})


@require_POST
def change_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """保存; 送审: the same text goes to the first post."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    check(PERMITS["official.change_document"], request.user, document)
    form = forms.ChangeDocument(request.POST, auto_id="paper-%s", sends=document if "send" in request.POST else None)
    if not form.is_valid():
        return render(request, "official/paper.html", paper_page(request, document, form), status=422)
    document = actions.change_document(document, by=request.user, **form.cleaned_data)
    if form.sends:
        actions.send_for_approval(document, by=request.user)
    return HttpResponseRedirect(reverse("paper", args=[pk]))


def _do(request: HttpRequest, pk: int, verb: Any, form_type: type[Form]) -> HttpResponse:
    document = get_object_or_404(documents_for(request.user), pk=pk)
    form = form_type(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, document)
        return render(request, "official/paper.html", paper_page(request, document, form), status=422)
    verb(document, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("paper", args=[pk]))


@require_POST
def take_back_document(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    return _do(request, pk, actions.take_back_document, forms.TakeBackDocument)


@require_POST
def void_document(request: HttpRequest, pk: int) -> HttpResponse:
    """作废."""
    return _do(request, pk, actions.void_document, forms.VoidDocument)


def _decide(request: HttpRequest, pk: int, verb: Any, form_type: type[Form]) -> HttpResponse:
    step = get_object_or_404(steps_for(request.user), pk=pk)
    form = form_type(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, step)
        return render(request, "official/paper.html", paper_page(request, step.document, form), status=422)
    verb(step, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("paper", args=[step.document_id]))


@require_POST
def approve_step(request: HttpRequest, pk: int) -> HttpResponse:
    """同意、会签、签发."""
    return _decide(request, pk, actions.approve_step, forms.ApproveStep)


@require_POST
def return_step(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    return _decide(request, pk, actions.return_step, forms.ReturnStep)


@require_safe
def download_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """下载 Word."""
    return docx_download(get_object_or_404(documents_for(request.user), pk=pk))


@require_safe
def download_paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """下载 PDF."""
    return pdf_download(get_object_or_404(documents_for(request.user), pk=pk))


# ---------------------------------------------------------------- the office


@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """机关版式."""
    return render(
        request, "official/office.html", office_page(request, get_object_or_404(units_seen(request.user), pk=pk))
    )


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """发文登记."""
    unit = get_object_or_404(units_seen(request.user), pk=pk)
    return render(request, "official/register.html", register_page(request, unit))


@require_POST
def set_profile(request: HttpRequest, pk: int) -> HttpResponse:
    """设置版式."""
    unit = get_object_or_404(units_seen(request.user), pk=pk)
    return _set(request, unit, actions.set_profile, profile_form(unit, profile_of(unit), request.POST))


@require_POST
def set_chain(request: HttpRequest, pk: int) -> HttpResponse:
    """设置审批程序."""
    unit = get_object_or_404(units_seen(request.user), pk=pk)
    return _set(request, unit, actions.set_chain, forms.SetChain(request.POST, unit=unit, auto_id="chain-%s"))


@require_POST
def add_office_template(request: HttpRequest, pk: int) -> HttpResponse:
    """登记本机关模板."""
    unit = get_object_or_404(units_seen(request.user), pk=pk)
    form = forms.AddOfficeTemplate(request.POST, request.FILES, auto_id="template-%s")
    return _set(request, unit, actions.add_office_template, form)


def _set(request: HttpRequest, unit: Any, verb: Any, form: Form) -> HttpResponse:
    check(verb.permit, request.user, unit)
    if not form.is_valid():
        return render(request, "official/office.html", office_page(request, unit, form), status=422)
    verb(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("office", args=[unit.pk]))


@require_POST
def note_outside_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """登记线下用号."""
    unit = get_object_or_404(units_seen(request.user), pk=pk)
    form = forms.NoteOutsideNumbers(request.POST, auto_id="outside-%s")
    check(PERMITS["official.note_outside_numbers"], request.user, unit)
    if not form.is_valid():
        return render(request, "official/register.html", register_page(request, unit, form), status=422)
    actions.note_outside_numbers(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(f"{reverse('register', args=[pk])}?year={form.cleaned_data['year']}")


@require_POST
def retire_office_template(request: HttpRequest, pk: int) -> HttpResponse:
    """停用模板."""
    template = get_object_or_404(templates_for(request.user), pk=pk)
    actions.retire_office_template(template, by=request.user)
    return HttpResponseRedirect(reverse("office", args=[template.unit_id]))


@require_safe
def download_office_template(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a template, as it was handed in."""
    return download(get_object_or_404(templates_for(request.user), pk=pk).file)
