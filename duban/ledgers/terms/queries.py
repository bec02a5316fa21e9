"""Reads: terms a person may see, how each stands on a day, and what is to be done."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.terms.models import Term
from duban.ledgers.terms.permits import VIEW_TERM
from duban.ledgers.terms.rules import YEARS, Days, days_of
from duban.orgs.models import Unit, UnitQuerySet
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

OPEN = ~Q(state=Term.State.RESULT_APPROVED)


def terms_for(user: Any) -> QuerySet[Term]:
    """The terms a person may see, organisations in establishment order."""
    return VIEW_TERM.scope(user, Term.objects.select_related("unit__kind"))


def terms_in_office_for(user: Any, *, until: datetime.date | None = None) -> QuerySet[Term]:
    """Those of committees in office, by the day on which they end as the rules and an approved extension give it.

    Args:
        until: only those that end by that day.
    """
    end = Case(When(~Q(extension_symbol=""), then=F("extension_until")), default=F("ends_on"))
    found = (
        terms_for(user)
        .filter(OPEN, UnitQuerySet.stands(lookup="unit__"))
        .annotate(end=end)
        .order_by("end", "unit__path")
    )
    return found.filter(end__lte=until) if until else found


def units_without_term() -> QuerySet[Unit]:
    """The elected bodies for which no term in office is entered, in establishment order."""
    in_office = Term.objects.filter(OPEN, unit=OuterRef("pk"))
    return Unit.objects.standing().filter(~Exists(in_office), kind__code__in=YEARS).order_by("path")


@dataclass(frozen=True)
class Stand:
    """How a term stands on a day: its state in a word, the days, and the rule that makes it so."""

    term: Term
    days: Days
    kind: str
    word: str | Promise
    left: int
    rule: RuleParameter | None

    @property
    def is_overdue(self) -> bool:
        """True when the end has passed without the next committee: never closed by itself, always shown."""
        return self.left < 0


def stand_of(term: Term, day: datetime.date, book: Rulebook) -> Stand:
    """The stand of one term on that day. No query."""
    days = days_of(term.due_on, book)
    left = (term.due_on - day).days
    done = term.state in (Term.State.ELECTED, Term.State.APPROVED)
    asked = done or term.state == Term.State.REQUESTED
    if not term.is_in_office():
        return Stand(term, days, "ok", term.get_state_display(), left, None)
    if left < 0:
        return Stand(term, days, "late", _("overdue %(n)s days") % {"n": -left}, left, days.remind_rule)
    if day >= days.request_on and not asked:
        return Stand(term, days, "soon", _("to be requested"), left, days.request_rule)
    if day >= days.remind_on and term.state == Term.State.NORMAL:
        return Stand(term, days, "soon", _("to be reminded"), left, days.remind_rule)
    return Stand(term, days, "doing" if asked else "ok", term.get_state_display(), left, None)


def stands(terms: Iterable[Term], day: datetime.date, book: Rulebook) -> Iterator[Stand]:
    """The stand of each."""
    for term in terms:
        yield stand_of(term, day, book)
