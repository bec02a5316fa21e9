"""What the pages of terms show."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.ledgers.terms import forms
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import Stand, stand_of, stands, terms_for, terms_in_office_for, units_without_term
from duban.ledgers.terms.rules import YEARS
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE = 50
FORMS: dict[str, type[Form]] = {
    "remind_term": forms.RemindTerm,
    "approve_election": forms.ApproveElection,
    "approve_result": forms.ApproveResult,
    "approve_extension": forms.ApproveExtension,
    "request_election": forms.RequestElection,
    "record_election": forms.RecordElection,
    "request_extension": forms.RequestExtension,
}
"""The verbs in the order in which a page offers them: the first that is possible is the one that is due."""


def term_list_page(request: HttpRequest) -> dict[str, Any]:
    """Terms in office with how they stand; ?only=late or soon. Three queries whatever their number."""
    only = request.GET.get("only", "")
    everybody = list(stands(terms_in_office_for(request.user), clock.today(), rulebook()))
    tests = {"": lambda _each: True, "late": lambda each: each.is_overdue, "soon": lambda each: each.kind == "soon"}
    words = {"": _("all"), "late": _("overdue"), "soon": _("due soon")}
    chips = [
        Chip(words[name], f"?only={name}" if name else "?", name == only, sum(map(test, everybody)))
        for name, test in tests.items()
    ]
    rows: list[Stand] = [each for each in everybody if tests.get(only, tests[""])(each)]
    without = PERMITS["terms.open_term"].scope(request.user, units_without_term())
    return {"page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "chips": chips, "without": without[:PAGE]}


def unit_terms_page(unit: Unit, user: Any, form: Form) -> dict[str, Any]:
    """The terms of one organisation, newest first; the form for those who may enter the one in office."""
    terms = list(terms_for(user).filter(unit=unit).order_by("-starts_on"))
    is_elected = unit.kind.code in YEARS
    may = is_elected and PERMITS["terms.open_term"].allows(user, unit) and not any(t.is_in_office() for t in terms)
    crumb = [Link(_("Terms"), reverse("term_list")), Link(unit.name)]
    return {"unit": unit, "terms": terms, "form": form if may else None, "crumb": crumb}


def term_page(term: Term, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One term: its head, its line of states, what can be done now, the election, what happened."""
    stand = stand_of(term, clock.today(), rulebook())
    possible = [
        (
            name,
            PERMITS[f"terms.{name}"].label,
            wrong
            if type(wrong) is kind
            else kind(auto_id=f"{name}-%s", initial={"seats": term.seats, "approved_on": clock.today()}),
        )
        for name, kind in FORMS.items()
        if PERMITS[f"terms.{name}"].possible(user, term)
    ]
    return {
        "term": term,
        "stand": stand,
        "crumb": [Link(_("Terms"), reverse("term_list")), Link(term.unit.name)],
        "facts": _facts(stand),
        "steps": _steps(stand),
        "possible": possible,
        "elections": list(term.elections.prefetch_related("candidates")),
        "events": [
            Event(PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb, entry.by_name, at=entry.at)
            for entry in reversed(history_of(term.key))
        ],
    }


def _facts(stand: Stand) -> list[Fact]:
    term, days = stand.term, stand.days
    extension = ""
    if term.extension_until:
        extension = f"{term.extension_until}（{term.extension_symbol or _('not approved yet')}）"
    return [
        Fact(_("organisation"), term.unit.name, reverse("unit", args=[term.unit_id])),
        Fact(_("kind"), term.unit.kind.name),
        Fact(_("elected on"), str(term.starts_on)),
        Fact(_("term ends on"), str(term.ends_on)),
        *([Fact(_("extension until"), extension)] if extension else []),
        Fact(_("to be reminded from"), f"{days.remind_on}（{days.remind_rule.cited}）"),
        Fact(_("to be requested by"), f"{days.request_on}（{days.request_rule.cited}）"),
    ]


def _steps(stand: Stand) -> list[Step]:
    term = stand.term
    order = list(Term.State)
    here = order.index(Term.State(term.state))
    now = "late" if stand.is_overdue and term.is_in_office() else "now"
    notes = {
        Term.State.NORMAL: term.starts_on,
        Term.State.REMINDED: term.reminded_on,
        Term.State.REQUESTED: term.requested_on,
        Term.State.APPROVED: term.approved_on,
        Term.State.RESULT_APPROVED: term.result_approved_on,
    }
    return [
        Step(state.label, str(notes.get(state) or ""), "done" if place < here else now if place == here else "next")
        for place, state in enumerate(order)
    ]
