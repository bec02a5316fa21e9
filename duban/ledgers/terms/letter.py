"""换届提醒函: the letter that reminds an organisation of its election, as text to copy or to print."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import Stand, stand_of
from duban.ledgers.terms.rules import YEARS
from duban.orgs.queries import ancestors_of
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import reminds_on
from duban.packs.rules import Rulebook, rulebook
from duban.ui.shapes import Link


def term_letter_page(term: Term) -> dict[str, Any]:
    """The letter with every day and number from the rules in force. Six queries."""
    book, calendar = rulebook(), work_calendar()
    stand = stand_of(term, clock.today(), book, calendar)
    sender = ancestors_of(term.unit).first() or term.unit
    return {
        "term": term,
        "crumb": [Link(_("Terms"), reverse("term_list")), Link(term.unit.name, reverse("term", args=[term.pk])), Link(_("Reminder"))],
        "paragraphs": paragraphs(stand, book),
        "sender": sender.full_name or sender.name,
        "day": reminds_on(clock.now(), book, calendar),
    }  # fmt: skip


def paragraphs(stand: Stand, book: Rulebook) -> list[str]:
    """What the letter says, a sentence or two each, with the basis of each number."""
    term, days = stand.term, stand.days
    code = YEARS.get(term.unit.kind.code)
    years = book.find(code, term.starts_on) if code else None
    extension = book.at("term.extension_months_max", term.ends_on)
    said = {
        "kind": term.unit.kind.name,
        "elected": _day(term.starts_on),
        "ends": _day(term.due_on),
        "years": years.value if years else "",
        "basis": years.cited if years else "",
        "request": _day(days.request_on),
        "request_basis": days.request_rule.cited,
        "months": extension.value,
        "extension_basis": extension.cited,
    }
    elected = _("Your committee was elected on %(elected)s.") % said
    serves = _("By %(basis)s a %(kind)s serves for %(years)s years.") % said if years else ""
    ended = _("Its term ended on %(ends)s.") if stand.is_overdue else _("Its term ends on %(ends)s.")
    if stand.is_overdue:
        asks = _("Please hand in the request for the election at once, and say why it is late.")
    elif clock.today() > days.request_on:
        asks = (
            _("The request was due by %(request)s (%(request_basis)s) and has not come: please hand it in at once.")
            % said
        )
    else:
        asks = _("Please prepare the election and hand in the request by %(request)s (%(request_basis)s).") % said
    moved = _(
        "An election in advance or later needs the approval of the superior party organisation and may be moved by %(months)s months at most (%(extension_basis)s)."
    )
    return [f"{elected}{serves}{ended % said}", asks, moved % said]  # fmt: skip


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
