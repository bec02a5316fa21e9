"""Documents about a term: the reminder, the request and its answer, the extension and its answer, with their blanks filled."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.documents.official.drafts import Filled, Offer, Source
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import Stand, stand_of, terms_for
from duban.ledgers.terms.rules import YEARS
from duban.orgs.models import Unit
from duban.orgs.queries import ancestors_of
from duban.packs.calendar import work_calendar
from duban.packs.rules import Rulebook, rulebook

State = Term.State
CODE = "terms.term"
REMINDER, REQUEST, APPROVAL = "term-reminder", "term-request", "term-approval"
EXTENSION, EXTENSION_APPROVAL = "term-extension-request", "term-extension-approval"
BY_SUPERIOR = {REMINDER, APPROVAL, EXTENSION_APPROVAL}
"""Issued by the superior; the others by the organisation itself."""


def _find(user: Any, pk: int) -> Term | None:
    return terms_for(user).select_related("unit", "unit__kind").filter(pk=pk).first()


def _fill(term: Term, template: str) -> Filled:
    """The unit that issues it, and every day and number from the rules in force."""
    book = rulebook()
    above = list(ancestors_of(term.unit))
    # The reminder and the answers come from the committee on top; a request goes one level up.
    superior, direct = (above[0], above[-1]) if above else (term.unit, term.unit)
    said = {"basis": term.request_symbol} if template == APPROVAL else {}
    return Filled(
        issuer=superior if template in BY_SUPERIOR else term.unit,
        about_title=_("term of %(unit)s") % {"unit": term.unit.name},
        blanks={**_blanks(term, direct), **(_reminder(term, book) if template == REMINDER else {})},
        said=said,
    )


def _blanks(term: Term, superior: Unit) -> dict[str, object]:
    """What is known of the term; what is not known yet stays a blank."""
    return {
        "unit": term.unit.seal_name,
        "superior": superior.seal_name,
        "elected": _day(term.starts_on),
        "ends": _day(term.due_on),
        "seats": term.seats,
        "meeting": None if not term.approved_on and not term.requested_on else _meeting(term),
        "request_symbol": term.request_symbol or None,
        "reason": term.extension_reason or None,
        "until": _day(term.extension_until) if term.extension_until else None,
    }


def _meeting(term: Term) -> str:
    return _("a meeting of delegates") if term.delegates_approved else _("a meeting of all members")


def _reminder(term: Term, book: Rulebook) -> dict[str, object]:
    """The sentences of the reminder, with the basis of each number."""
    stand = stand_of(term, clock.today(), book, work_calendar())
    code = YEARS.get(term.unit.kind.code)
    years = book.find(code, term.starts_on) if code else None
    said = {"kind": term.unit.kind.name, "ends": _day(term.due_on)}
    if years:
        said |= {"years": years.value, "basis": years.cited}
    extension = book.at("term.extension_months_max", term.ends_on)
    return {
        "serves": _("By %(basis)s a %(kind)s serves for %(years)s years.") % said if years else "",
        "ends": (_("Its term ended on %(ends)s.") if stand.is_overdue else _("Its term ends on %(ends)s.")) % said,
        "asks": _asks(stand),
        "months": extension.value,
        "extension_basis": extension.cited,
    }


def _asks(stand: Stand) -> str:
    """What the organisation is asked to do, by when."""
    days = stand.days
    said = {"request": _day(days.request_on), "request_basis": days.request_rule.cited}
    if stand.is_overdue:
        return _("Please hand in the request for the election at once, and say why it is late.")
    if clock.today() > days.request_on:
        return (
            _("The request was due by %(request)s (%(request_basis)s) and has not come: please hand it in at once.")
            % said
        )
    return _("Please prepare the election and hand in the request by %(request)s (%(request_basis)s).") % said


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


TERM_PAPERS = Source(
    code=CODE,
    label=gettext_lazy("term"),
    find=_find,
    offers=(
        Offer(REMINDER, lambda term: term.state in (State.NORMAL, State.REMINDED)),
        Offer(REQUEST, lambda term: term.state in (State.NORMAL, State.REMINDED, State.REQUESTED)),
        Offer(APPROVAL, lambda term: term.state in (State.REQUESTED, State.APPROVED)),
        Offer(EXTENSION, lambda term: term.is_in_office()),
        Offer(EXTENSION_APPROVAL, lambda term: term.is_in_office() and term.extension_until is not None),
    ),
    fill=_fill,
)
