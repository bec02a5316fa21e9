"""Lists and duties."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.asks.burden.pages import gate_for
from duban.base import clock
from duban.duties import actions, forms
from duban.duties.duty_page import duty_page
from duban.duties.list_preview import (
    body_of,
    confirmed,
    held,
    known_issuer,
    new_list,
    note_of,
    preview_of,
    typed_before,
)
from duban.duties.list_workbook.write import list_workbook, template
from duban.duties.queries.lists import category_names, duties_for, duty_groups, issuing, lists_for
from duban.duties.queries.tasks import counts_by_state, tasks_for
from duban.orgs.permits import PERMITS
from duban.ui.shapes import Link


@require_safe
def list_list(request: HttpRequest) -> HttpResponse:
    """Every list that binds the person."""
    may_import = bool(PERMITS["duties.import_list"].reach(request.user))
    shown = {"lists": lists_for(request.user).order_by("-year", "-pk"), "may_import": may_import}
    return render(request, "duties/list_list.html", shown)


@require_safe
def responsibility_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: its duties under their headings, and how far each stands."""
    found = get_object_or_404(lists_for(request.user), pk=pk)
    day = clock.today()
    tasks = tasks_for(request.user).filter(duty__responsibility_list=found, parent__isnull=True)
    shown = {
        "list": found,
        "crumb": [Link(_("Lists"), reverse("list_list")), Link(str(found.year))],
        "groups": duty_groups(request.user, found, day=day),
        "counts": counts_by_state(tasks, day=day),
        "issuing": issuing(found, day),
        "gate": gate_for(request.user, found.key) if found.is_draft() else None,
    }
    return render(request, "duties/responsibility_list.html", shown)


@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: who, what, by when, on what ground, and its tasks unit by unit."""
    found = get_object_or_404(duties_for(request.user), pk=pk)
    return render(request, "duties/duty.html", duty_page(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """导入清单: the form; sent with the note of a preview, that list is brought in."""
    if request.method != "POST":
        form = forms.ImportList(user=known_issuer(request.user), initial=typed_before(request.user, request.GET))
        return render(request, "duties/import_list.html", new_list(request.user, form))
    note = note_of(request.user, request.POST.get("list", ""))
    made = actions.import_list(body_of(request.user, note), by=request.user, **confirmed(note))
    return HttpResponseRedirect(reverse("responsibility_list", args=[made.pk]))


@require_POST
def start_list(request: HttpRequest) -> HttpResponse:
    """起草清单: the draft of a list that a pack brought."""
    form = forms.StartList(request.POST, user=known_issuer(request.user))
    if not form.is_valid():
        return render(request, "duties/import_list.html", new_list(request.user, form), status=422)
    made = actions.start_list(form.cleaned_data.pop("unit"), by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("responsibility_list", args=[made.pk]))


@require_safe
def import_list_template(request: HttpRequest) -> FileResponse:
    """空白表."""
    known_issuer(request.user)
    return template(category_names())


@require_http_methods(["GET", "HEAD", "POST"])
def preview_list(request: HttpRequest) -> HttpResponse:
    """核对: every row with its verdict, before anything is written. A workbook that is sent gets its preview's address."""
    if request.method != "POST":
        return render(request, "duties/preview_list.html", preview_of(request))
    form = forms.ImportList(request.POST, request.FILES, user=known_issuer(request.user))
    if not form.is_valid():
        return render(request, "duties/import_list.html", new_list(request.user, form), status=422)
    note = held(request.user, **form.cleaned_data)
    return HttpResponseRedirect(f"{reverse('preview_list')}?{urlencode({'list': note})}")


@require_safe
def export_list(request: HttpRequest, pk: int) -> FileResponse:
    """导出: the list as the workbook that import_list takes."""
    return list_workbook(get_object_or_404(lists_for(request.user), pk=pk), category_names())


@require_POST
def issue_list(request: HttpRequest, pk: int) -> HttpResponse:
    """下达."""
    found = get_object_or_404(lists_for(request.user), pk=pk)
    actions.issue_list(found, by=request.user)
    return HttpResponseRedirect(reverse("responsibility_list", args=[pk]))
