"""人员: somebody comes, is changed, moves, leaves; numbers in clear; the posts of a unit; what is kept of oneself."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.orgs import actions, person_forms
from duban.orgs.my_information import my_page
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_ever_for, units_for, units_within
from duban.orgs.unit_posts import unit_posts_page
from duban.orgs.views.organisation import PERSON

ADD: Any = actions.add_person


@require_safe
def new_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty form."""
    unit = get_object_or_404(units_within(ADD.permit, request.user), pk=pk)
    return render(request, "orgs/add_person.html", {"unit": unit, "form": person_forms.AddPerson(unit=unit)})


@require_POST
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """新增人员."""
    unit = get_object_or_404(units_for(request.user), pk=pk)
    if not ADD.permit.allows(request.user, unit):
        raise NotAllowed
    form = person_forms.AddPerson(request.POST, unit=unit)
    if not form.is_valid():
        return render(request, "orgs/add_person.html", {"unit": unit, "form": form}, status=422)
    person = actions.add_person(unit, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("person", args=[person.pk]))


@require_POST
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """修改登记内容."""
    return PERSON.do(request, pk, person_forms.ChangePerson, actions.change_person)


@require_POST
def correct_spelling(request: HttpRequest, pk: int) -> HttpResponse:
    """更正姓名读音."""
    return PERSON.do(request, pk, person_forms.CorrectSpelling, actions.correct_spelling)


@require_POST
def change_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """变更党员身份."""
    return PERSON.do(request, pk, person_forms.ChangeMembership, actions.change_membership)


@require_POST
def transfer_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """组织关系转接."""
    return PERSON.do(request, pk, person_forms.TransferMembership, actions.transfer_membership)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """离开."""
    return PERSON.do(request, pk, person_forms.Leave, actions.leave)


@require_POST
def re_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """重新登记."""
    return PERSON.do(request, pk, person_forms.ReEnter, actions.re_enter)


@require_POST
def take_back_step(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销最近一步."""
    return PERSON.do(request, pk, person_forms.TakeBackStep, actions.take_back_step)


@require_POST
def show_sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """查看号码: said on this one answer."""
    return PERSON.do(request, pk, person_forms.ShowSealed, actions.show_sealed, says=True)


@require_POST
def answer_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """答复更正申请."""
    may = PERMITS["orgs.change_person"]
    return PERSON.do(request, pk, person_forms.AnswerCorrection, actions.answer_correction, on="correction", may=may)


@require_safe
def unit_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts of a unit, held, vacant and ended; of one that stands no more those that ended with it."""
    unit = get_object_or_404(units_ever_for(request.user), pk=pk)
    return render(request, "orgs/unit_posts.html", unit_posts_page(unit, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def my_information(request: HttpRequest) -> HttpResponse:
    """我的信息: everything that is kept of oneself, and a request to correct it."""
    form = person_forms.RequestCorrection(request.POST or None)
    shown = my_page(request.user, form)
    if request.method == "POST" and form.is_valid() and shown["person"]:
        actions.request_correction(shown["person"], by=request.user, **form.cleaned_data)
        return HttpResponseRedirect(reverse("my_information"))
    return render(request, "orgs/my_information.html", shown, status=422 if form.errors else 200)
