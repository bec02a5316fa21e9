"""履职纪实."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledgers.cadres import actions, forms
from duban.ledgers.cadres.pages import record as pages
from duban.ledgers.cadres.queries import objections_for, people_with_record_for
from duban.ledgers.cadres.views.step import step
from duban.orgs.queries import people_for


@require_safe
def my_duty_record(request: HttpRequest) -> HttpResponse:
    """我的履职纪实."""
    if not (person := getattr(request.user, "person_id", None)):
        raise Http404
    return HttpResponseRedirect(reverse("duty_record", args=[person]))


@require_safe
def duty_record(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record."""
    person = get_object_or_404(people_with_record_for(request.user), pk=pk)
    return render(request, "cadres/duty_record.html", pages.duty_record_page(person, request.user))


@require_safe
def experience_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """党务工作经历证明，供打印."""
    person = get_object_or_404(people_with_record_for(request.user), pk=pk)
    return render(request, "cadres/experience_certificate.html", pages.certificate_page(person))


@require_POST
def object_to_line(request: HttpRequest, pk: int) -> HttpResponse:
    """提出异议."""
    person = get_object_or_404(people_with_record_for(request.user), pk=pk)
    return step(
        request,
        actions.object_to_line,
        person,
        forms.ObjectToLine(request.POST),
        template="cadres/duty_record.html",
        again=lambda wrong: pages.duty_record_page(person, request.user, wrong),
        done=lambda _made: reverse("duty_record", args=[pk]),
    )


@require_POST
def write_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """年度评语."""
    person = get_object_or_404(people_with_record_for(request.user), pk=pk)
    return step(
        request,
        actions.write_comment,
        person,
        forms.WriteComment(request.POST),
        template="cadres/duty_record.html",
        again=lambda wrong: pages.duty_record_page(person, request.user, wrong),
        done=lambda _made: reverse("duty_record", args=[pk]),
    )


@require_safe
def objection_list(request: HttpRequest) -> HttpResponse:
    """异议."""
    return render(request, "cadres/objection_list.html", pages.objection_list_page(request))


@require_safe
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection."""
    found = get_object_or_404(objections_for(request.user), pk=pk)
    return render(request, "cadres/objection.html", pages.objection_page(found, request.user))


@require_POST
def answer_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """答复异议."""
    found = get_object_or_404(objections_for(request.user), pk=pk)
    return step(
        request,
        actions.answer_objection,
        found,
        forms.AnswerObjection(request.POST),
        template="cadres/objection.html",
        again=lambda wrong: pages.objection_page(found, request.user, wrong),
        done=lambda _done: reverse("objection", args=[pk]),
    )


@require_safe
def secondment_list(request: HttpRequest) -> HttpResponse:
    """借调登记."""
    return render(request, "cadres/secondment_list.html", pages.secondment_list_page(request))


@require_safe
def person_secondment(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for one person's approved secondment."""
    person = get_object_or_404(people_for(request.user), pk=pk)
    return render(request, "cadres/person_secondment.html", pages.person_secondment_page(person))


@require_POST
def register_secondment(request: HttpRequest, pk: int) -> HttpResponse:
    """登记已批准的借调."""
    person = get_object_or_404(people_for(request.user), pk=pk)
    return step(
        request,
        actions.register_secondment,
        person,
        forms.RegisterSecondment(request.POST),
        template="cadres/person_secondment.html",
        again=lambda wrong: pages.person_secondment_page(person, wrong),
        done=lambda _made: reverse("secondment_list"),
    )
