"""The library: list and search, one document, its versions, and what publishers do."""

from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.documents.downloads import download
from duban.documents.library import actions, forms
from duban.documents.library.export import library_workbook, text_download
from duban.documents.library.held import arguments, held, note_of
from duban.documents.library.pages import (
    changes_page,
    document_page,
    last_text,
    new_version_page,
    preview_page,
    way,
)
from duban.documents.library.queries import documents_for, files_for, open_slots, published_by, versions_for
from duban.documents.library.shelves import library_page, shelves_of
from duban.orgs.action import check
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_within


@require_safe
def library(request: HttpRequest) -> HttpResponseBase:
    """制度手册: kinds at the left, the documents or what was found at the right."""
    if request.GET.get("as") == "xlsx":
        return library_workbook(shelves_of(request).rows)
    return render(request, "library/library.html", library_page(request))


@require_safe
def library_document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    return render(request, "library/document.html", document_page(request, document))


@require_safe
def library_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What a version changed."""
    return render(request, "library/changes.html", changes_page(get_object_or_404(versions_for(request.user), pk=pk)))


@require_safe
def download_library_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a version, as it was handed in."""
    return download(get_object_or_404(files_for(request.user, pk)))


@require_safe
def download_library_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a version as a plain file."""
    return text_download(get_object_or_404(versions_for(request.user).exclude(text=""), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: HttpRequest) -> HttpResponse:
    """登记资料: the head first, then the first version."""
    if not units_within(PERMITS["library.add_document"], request.user).exists():
        raise NotAllowed
    slot = open_slots(request.user).filter(code=request.GET.get("slot", "")[:60]).first()
    initial = {"slot": slot.code, "kind": slot.kind_id, "title": slot.title} if slot else {}
    form = forms.AddDocument(request.POST or None, user=request.user, initial=initial)
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "slot": slot, "crumb": way()}
        return render(request, "library/add_document.html", shown, status=422 if request.method == "POST" else 200)
    made = actions.add_document(form.cleaned_data.pop("unit"), by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("new_version", args=[made.pk]))


@require_safe
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """新版本: what it holds and from when."""
    document = get_object_or_404(published_by(request.user), pk=pk)
    check(PERMITS["library.publish_version"], request.user, document)
    return render(request, "library/new_version.html", new_version_page(document))


@require_POST
def preview_version(request: HttpRequest, pk: int) -> HttpResponse:
    """核对: the differences, before anything is published."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    check(PERMITS["library.publish_version"], request.user, document)
    form = forms.PreviewVersion(request.POST, request.FILES, last=last_text(document))
    if not form.is_valid():
        return render(request, "library/new_version.html", new_version_page(document, form), status=422)
    note = held(request.user, document, after=document.versions.count(), **form.cleaned_data)
    return render(request, "library/preview_version.html", preview_page(document, note))


@require_POST
def publish_version(request: HttpRequest, pk: int) -> HttpResponse:
    """发布: exactly what was looked at."""
    document = get_object_or_404(documents_for(request.user), pk=pk)
    check(PERMITS["library.publish_version"], request.user, document)
    note = note_of(request.user, document, request.POST.get("version", ""))
    actions.publish_version(document, by=request.user, **arguments(note))
    return HttpResponseRedirect(reverse("library_document", args=[pk]))


def _do(request: HttpRequest, pk: int, verb: Any, form_type: type[Form]) -> HttpResponse:
    document = get_object_or_404(documents_for(request.user), pk=pk)
    form = form_type(request.POST)
    if not form.is_valid():
        check(verb.permit, request.user, document)
        return render(request, "library/document.html", document_page(request, document, form), status=422)
    verb(document, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("library_document", args=[pk]))


@require_POST
def change_document(request: HttpRequest, pk: int) -> HttpResponse:
    """修改登记."""
    return _do(request, pk, actions.change_document, forms.ChangeDocument)


@require_POST
def review_document(request: HttpRequest, pk: int) -> HttpResponse:
    """复核."""
    return _do(request, pk, actions.review_document, forms.ReviewDocument)


@require_POST
def withdraw_document(request: HttpRequest, pk: int) -> HttpResponse:
    """废止."""
    return _do(request, pk, actions.withdraw_document, forms.WithdrawDocument)


@require_POST
def restore_document(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复有效."""
    return _do(request, pk, actions.restore_document, forms.RestoreDocument)
