"""Pages of supervision notices."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.duties.issues.models import Issue
from duban.duties.issues.queries import issues_for
from duban.duties.models import Task
from duban.duties.queries.tasks import tasks_for
from duban.duties.supervision import actions, forms
from duban.duties.supervision.models import Matter, SupervisionNotice
from duban.duties.supervision.pages.measures import FORMS as MATTER_FORMS
from duban.duties.supervision.pages.measures import ON_MEASURES, measure_list_page, measures_page
from duban.duties.supervision.pages.notices import (
    FORMS,
    ON_EXTENSIONS,
    draft_notice_page,
    notice_list_page,
    notice_page,
    notice_workbook,
)
from duban.duties.supervision.queries.measures import measures_for
from duban.duties.supervision.queries.notices import extensions_for, notices_for
from duban.orgs.action import check
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for


@require_safe
def notice_register(request: HttpRequest) -> HttpResponseBase:
    """督办单; to htmx the rows alone, with ?as=xlsx exactly what is filtered."""
    wanted = forms.FilterNotices(request.GET, user=request.user).wanted()
    if request.GET.get("as") == "xlsx":
        return notice_workbook(request.user, wanted)
    page = "supervision/notice_list.html#rows" if request.htmx else "supervision/notice_list.html"  # type: ignore[attr-defined]
    return render(request, page, notice_list_page(request, wanted))


@require_safe
def supervision_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice."""
    return render(request, "supervision/notice.html", notice_page(_notice(request, pk), request.user))


def _notice(request: HttpRequest, pk: int) -> SupervisionNotice:
    seen = notices_for(request.user).select_related(
        "unit", "issuer", "issue__unit", "issue__task", "task__unit", "task__duty"
    )
    return get_object_or_404(seen.prefetch_related("extensions__notice__issuer"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """起草督办单: to a unit, with ?issue= or ?task= about one of its own."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    check(PERMITS["supervision.draft_notice"], request.user, unit)
    form = forms.DraftNotice(request.POST or None, unit=unit, user=request.user, about=_about(request, unit))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "supervision/draft_notice.html", draft_notice_page(unit, form), status=status)
    made = actions.draft_notice(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("supervision_notice", args=[made.pk]))


def _about(request: HttpRequest, unit: Unit) -> Issue | Task | None:
    for name, rows in (("issue", issues_for), ("task", tasks_for)):
        number = request.GET.get(name, "")
        if number.isdecimal():
            found: Issue | Task | None = rows(request.user).filter(pk=number, unit=unit).first()
            return found
    return None


def _do(request: HttpRequest, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    found = _notice(request, pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # nobody fills in a form in vain
    form = FORMS[verb.__name__](request.POST, notice=found, user=request.user)
    if not form.is_valid():
        return render(request, "supervision/notice.html", notice_page(found, request.user, form), status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("supervision_notice", args=[pk]))


def _do_extension(request: HttpRequest, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    found = get_object_or_404(extensions_for(request.user), pk=pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # as above
    form = ON_EXTENSIONS[verb.__name__](request.POST, extension=found)
    if not form.is_valid():
        page = notice_page(_notice(request, found.notice_id), request.user, form)
        return render(request, "supervision/notice.html", page, status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("supervision_notice", args=[found.notice_id]))


@require_POST
def change_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """修改草稿."""
    return _do(request, pk, actions.change_notice)


@require_POST
def issue_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """下达."""
    return _do(request, pk, actions.issue_notice)


@require_POST
def sign_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    return _do(request, pk, actions.sign_notice)


@require_POST
def feed_back_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """反馈."""
    return _do(request, pk, actions.feed_back_notice)


@require_POST
def return_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    return _do(request, pk, actions.return_notice)


@require_POST
def close_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """办结."""
    return _do(request, pk, actions.close_notice)


@require_POST
def withdraw_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销."""
    return _do(request, pk, actions.withdraw_notice)


@require_POST
def ask_delay(request: HttpRequest, pk: int) -> HttpResponse:
    """申请延期."""
    return _do(request, pk, actions.ask_delay)


@require_POST
def second_delay(request: HttpRequest, pk: int) -> HttpResponse:
    """经办人同意延期."""
    return _do_extension(request, pk, actions.second_delay)


@require_POST
def approve_delay(request: HttpRequest, pk: int) -> HttpResponse:
    """批准延期."""
    return _do_extension(request, pk, actions.approve_delay)


@require_POST
def refuse_delay(request: HttpRequest, pk: int) -> HttpResponse:
    """不同意延期."""
    return _do_extension(request, pk, actions.refuse_delay)


# ---------------------------------------------------------------- measures


@require_safe
def measure_register(request: HttpRequest) -> HttpResponse:
    """督办措施."""
    return render(request, "supervision/measure_list.html", measure_list_page(request))


def _matter(request: HttpRequest, kind: str, pk: int) -> Matter:
    rows: Callable[..., Any] | None = {"task": tasks_for, "issue": issues_for, "notice": notices_for}.get(kind)
    if rows is None:
        raise Http404
    found: Matter = get_object_or_404(rows(request.user), pk=pk)
    return found


@require_safe
def matter_measures(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What was decided about one matter."""
    return render(request, "supervision/measures.html", measures_page(_matter(request, kind, pk), request.user))


def _do_matter(request: HttpRequest, kind: str, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    found = _matter(request, kind, pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # as above
    form = MATTER_FORMS[verb.__name__](request.POST, matter=found)
    if not form.is_valid():
        return render(request, "supervision/measures.html", measures_page(found, request.user, form), status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("matter_measures", args=[kind, pk]))


@require_POST
def remind_unit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """催办."""
    return _do_matter(request, kind, pk, actions.remind_unit)


@require_POST
def take_measure(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """约谈、通报."""
    return _do_matter(request, kind, pk, actions.take_measure)


def _do_measure(request: HttpRequest, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    found = get_object_or_404(measures_for(request.user), pk=pk)
    check(verb.permit, request.user, found)  # type: ignore[attr-defined]  # as above
    form = ON_MEASURES[verb.__name__](request.POST, measure=found)
    if not form.is_valid():
        page = measures_page(found.matter, request.user, form)
        return render(request, "supervision/measures.html", page, status=422)
    verb(found, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("matter_measures", args=[actions.kind_of(found.matter), found.matter.pk]))


@require_POST
def answer_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """答复通报."""
    return _do_measure(request, pk, actions.answer_measure)


@require_POST
def lift_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """解除."""
    return _do_measure(request, pk, actions.lift_measure)
