"""What the pages of terms show."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.ledgers.terms import forms
from duban.ledgers.terms.models import FirstSession, Term
from duban.ledgers.terms.queries import (
    Stand,
    ballot_of,
    by_election_of,
    stand_of,
    stands,
    terms_for,
    terms_in_office_for,
    units_without_term,
)
from duban.ledgers.terms.rules import YEARS
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.packs.calendar import work_calendar
from duban.packs.citations import cite
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE = 50
QUARTERS = 12
"""Three years ahead: no term of a branch ends later than that."""
FORMS: dict[str, type[forms.TermForm]] = {
    "remind_term": forms.RemindTerm,
    "approve_election": forms.ApproveElection,
    "approve_result": forms.ApproveResult,
    "approve_by_election": forms.ApproveByElection,
    "approve_extension": forms.ApproveExtension,
    "take_office": forms.TakeOffice,
    "request_election": forms.RequestElection,
    "record_election": forms.RecordElection,
    "record_first_session": forms.RecordFirstSession,
    "request_extension": forms.RequestExtension,
    "record_by_election": forms.RecordByElection,
    "withdraw_request": forms.WithdrawRequest,
    "revoke_approval": forms.RevokeApproval,
}
"""The verbs in the order in which a page offers them: the first that is possible is the one that is due."""


@dataclass(frozen=True)
class Quarter:
    """How many terms end in a quarter; its code as it stands in the address, "2027Q1"."""

    code: str
    word: str
    count: int
    url: str
    is_on: bool


def quarter_of(day: datetime.date) -> str:
    """The quarter of a day: "2027Q1"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def term_list_page(request: HttpRequest) -> dict[str, Any]:
    """Terms in office with how they stand; ?only=late or soon, ?due=2027Q1. Six queries whatever their number."""
    only, due, day = request.GET.get("only", ""), request.GET.get("due", ""), clock.today()
    everybody = list(stands(terms_in_office_for(request.user), day, rulebook(), work_calendar()))
    tests = {"": lambda _each: True, "late": lambda each: each.is_overdue, "soon": lambda each: each.kind == "soon"}
    words = {"": _("all"), "late": _("overdue"), "soon": _("due soon")}
    chips = [
        Chip(words[name], f"?only={name}" if name else "?", name == only and not due, sum(map(test, everybody)))
        for name, test in tests.items()
    ]
    rows: list[Stand] = [
        each
        for each in everybody
        if tests.get(only, tests[""])(each) and (not due or quarter_of(each.due.holds_on) == due)
    ]
    without = PERMITS["terms.open_term"].scope(request.user, units_without_term())
    quarters = _quarters(everybody, day, due)
    return {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chips": chips,
        "quarters": quarters,
        "counts": [each.count for each in quarters],
        "without": without[:PAGE],
    }


def _quarters(everybody: list[Stand], day: datetime.date, due: str) -> list[Quarter]:
    """Which terms fall due when, from this quarter on; what is over stands under its own filter."""
    counts = Counter(quarter_of(each.due.holds_on) for each in everybody if not each.is_overdue)
    found, year, number = [], day.year, (day.month + 2) // 3
    for _n in range(QUARTERS if counts else 0):
        code = f"{year}Q{number}"
        word = _("%(year)s, quarter %(n)s") % {"year": year, "n": number}
        found.append(Quarter(code, word, counts[code], f"?due={code}", code == due))
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    return found


def unit_terms_page(unit: Unit, user: Any, form: Form) -> dict[str, Any]:
    """The terms of one organisation, newest first; the form for those who may enter the one in office."""
    terms = list(terms_for(user).filter(unit=unit).order_by("-starts_on"))
    is_elected = unit.kind.code in YEARS
    # What stands no more elects nobody.
    may = (
        is_elected
        and unit.stands_on(clock.today())
        and PERMITS["terms.open_term"].allows(user, unit)
        and not any(t.is_in_office() for t in terms)
    )
    crumb = [Link(_("Terms"), reverse("term_list")), Link(unit.name)]
    return {"unit": unit, "terms": terms, "form": form if may else None, "crumb": crumb}


def term_page(term: Term, user: Any, wrong: forms.TermForm | None = None) -> dict[str, Any]:
    """One term: its head, its line of states, what can be done now, the ballots, what happened."""
    stand = stand_of(term, clock.today(), rulebook(), work_calendar())
    elections = list(term.elections.select_related("minutes").prefetch_related("candidates"))
    possible = [
        (
            name,
            PERMITS[f"terms.{name}"].label,
            wrong
            if type(wrong) is kind
            else kind(term=term, user=user, auto_id=f"{name}-%s", initial=_initial(term, name)),
        )
        for name, kind in FORMS.items()
        if PERMITS[f"terms.{name}"].possible(user, term)
    ]
    session = FirstSession.objects.filter(term=term).prefetch_related("officers").first()
    return {
        "term": term,
        "stand": stand,
        "crumb": [Link(_("Terms"), reverse("term_list")), Link(term.unit.name)],
        "facts": _facts(stand, user),
        "steps": _steps(stand),
        "possible": possible,
        "wrong": wrong,
        "ballot": ballot_of(term) if term.state == Term.State.APPROVED and elections else None,
        "elections": elections,
        "session": session,
        "events": [
            Event(
                PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb,
                entry.by_name,
                at=entry.at,
                reason=entry.reason,
            )
            for entry in reversed(history_of(term.key))
        ],
    }


def _initial(term: Term, name: str) -> dict[str, Any]:
    """What a form is filled with already: what earlier steps said, and in a further ballot who alone may stand."""
    if name not in ("record_election", "record_by_election"):
        return {"seats": term.seats, "approved_on": clock.today(), "requested_on": clock.today()}
    ballots = by_election_of(term) if name == "record_by_election" else None
    ballot = ballot_of(term, ballots) if ballots or name == "record_election" else None
    names = "".join(f"{each} \n" for each in ballot.names) if ballot else ""
    more = {"seats": ballots[0].seats, "purpose": ballots[0].purpose} if ballots else {}
    return {"candidates": names, **more}


def _facts(stand: Stand, user: Any) -> list[Fact]:
    term, days = stand.term, stand.days
    extension = ""
    if term.extension_until:
        extension = f"{term.extension_until}（{term.extension_symbol or _('not approved yet')}）"
    return [
        Fact(_("organisation"), term.unit.name, reverse("unit", args=[term.unit_id])),
        Fact(_("kind"), term.unit.kind.name),
        Fact(_("elected on"), str(term.starts_on)),
        Fact(_("term ends on"), _ends(stand)),
        *([Fact(_("advance election"), term.advance_reason)] if term.advance_reason else []),
        *([Fact(_("ended on"), str(term.ended_on))] if term.ended_on else []),
        *([Fact(_("extension until"), extension)] if extension else []),
        Fact(_("to be reminded from"), cite(f"{days.remind_on}（{days.remind_rule.cited}）", user)),
        Fact(_("to be requested by"), cite(f"{days.request_on}（{days.request_rule.cited}）", user)),
    ]


def _ends(stand: Stand) -> str:
    """The end as the rules give it, where the office does not work on it the next working day, and whether that is sure."""
    said = str(stand.term.ends_on)
    if stand.due.is_moved and stand.due.set_on == stand.term.ends_on:
        said += _(", a day off: by %(day)s") % {"day": stand.due.holds_on}
    return f"{said}（{_('provisional')}）" if stand.due.is_provisional else said


def _steps(stand: Stand) -> list[Step]:
    term = stand.term
    order = [state for state in Term.State if state != Term.State.ENDED or term.state == state]
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
