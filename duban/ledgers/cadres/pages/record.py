"""The duty record with its objections, the certificate, one objection, and the register of secondments."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.cadres import forms
from duban.ledgers.cadres.actions import secondments_are_kept
from duban.ledgers.cadres.duty_record import Part, duty_record_of
from duban.ledgers.cadres.models import CadrePost, Objection, PostKind
from duban.ledgers.cadres.pages.tabs import tabs_of
from duban.ledgers.cadres.queries import objections_for, secondments_for
from duban.ledgers.cadres.rules import months_held
from duban.orgs.models import Person
from duban.orgs.permits import PERMITS
from duban.ui.shapes import Fact, Link

PAGE = 50


def duty_record_page(person: Person, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """The whole record, the same for everybody who may read it."""
    record = duty_record_of(person)
    is_own = user.person_id == person.pk
    initial = {"year": clock.today().year}
    may_comment = PERMITS["cadres.write_comment"].allows(user, person) and not is_own
    objecting = wrong if isinstance(wrong, forms.ObjectToLine) else None
    return {
        "person": person,
        "record": record,
        "is_own": is_own,
        "parts": [
            (title, [(shown, _objecting(shown.line.key, objecting) if is_own else None) for shown in lines])
            for _part, title, lines in record.parts
        ],
        "comment": (wrong if isinstance(wrong, forms.WriteComment) else forms.WriteComment(initial=initial))
        if may_comment
        else None,
        "crumb": [Link(person.unit.name), Link(person.name)],
    }


def _objecting(key: str, wrong: forms.ObjectToLine | None) -> forms.ObjectToLine:
    if wrong and wrong.data.get("line") == key:
        return wrong
    return forms.ObjectToLine(initial={"line": key}, auto_id=f"object-{key.replace(':', '-').replace('.', '-')}-%s")


def certificate_page(person: Person) -> dict[str, Any]:
    """经历证明: posts in party affairs with their days, training and honours, for print. Comments and tasks stay out."""
    day = clock.today()
    posts = list(
        CadrePost.objects.filter(post__person=person)
        .exclude(kind__field=PostKind.Field.BUSINESS)
        .select_related("post__unit", "kind")
        .order_by("post__since_on", "pk")
    )
    spans = [(each.post.since_on, each.post.until_on) for each in posts if each.kind.field == PostKind.Field.PARTY]
    months = months_held(spans, day)
    record = duty_record_of(person)
    return {
        "person": person,
        "posts": posts,
        "years": months // 12,
        "months": months % 12,
        "parts": [(title, lines) for part, title, lines in record.parts if part in (Part.TRAINING, Part.HONOURS)],
        "contested": any(shown.is_contested for _part, _title, lines in record.parts for shown in lines),
        "day": day,
        "crumb": [Link(_("Duty record"), reverse("duty_record", args=[person.pk])), Link(_("Certificate"))],
    }


def objection_page(objection: Objection, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One objection with the line as it was, and the answer or the form for it."""
    may = PERMITS["cadres.answer_objection"].possible(user, objection) and user.person_id != objection.person_id
    return {
        "objection": objection,
        "form": (wrong or forms.AnswerObjection()) if may else None,
        "facts": [
            Fact(_("person"), objection.person.name),
            Fact(_("kept by"), objection.unit.name),
            Fact(_("what the line said then"), objection.said, is_wide=True),
        ],
        "crumb": [Link(_("Objections"), reverse("objection_list")), Link(objection.person.name)],
    }


def objection_list_page(request: HttpRequest) -> dict[str, Any]:
    """Objections a person may see, those that wait for an answer first. Two queries."""
    rows = objections_for(request.user)
    waiting = list(rows.filter(answered_on__isnull=True).order_by("made_on", "pk")[:PAGE])
    answered = rows.filter(answered_on__isnull=False).order_by("-answered_on", "pk")
    return {
        "tabs": tabs_of(request.user, "objection_list"),
        "waiting": waiting,
        "page": Paginator(answered, PAGE).get_page(request.GET.get("page")),
    }


def secondment_list_page(request: HttpRequest) -> dict[str, Any]:
    """Approved secondments; the register is off until a rule of the place switches it on."""
    rows = secondments_for(request.user)
    return {
        "is_kept": secondments_are_kept(),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }


def person_secondment_page(person: Person, wrong: Form | None = None) -> dict[str, Any]:
    """The form for one person's approved secondment."""
    return {
        "person": person,
        "form": wrong or forms.RegisterSecondment(),
        "is_kept": secondments_are_kept(),
        "crumb": [Link(_("Secondments"), reverse("secondment_list")), Link(person.name)],
    }
