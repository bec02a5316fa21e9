"""Terms of the demonstration: most in the middle of theirs, some near the end, a few overdue, one election under way."""

import datetime
import random

from duban.ledgers.terms.models import Term
from duban.ledgers.terms.rules import end_of
from duban.orgs.models import Unit
from duban.orgs.queries import subtree_of
from duban.packs.rules import rulebook

DAY = datetime.timedelta(days=1)
KINDS = ("branch", "general_branch", "primary_committee")


def grow_terms(dice: random.Random, root: Unit, *, today: datetime.date) -> int:
    """A term for every elected body below the root. Returns how many."""
    book, terms = rulebook(), []
    for place, unit in enumerate(subtree_of(root).filter(kind__code__in=KINDS).order_by("path").select_related("kind")):
        whole = (end_of(unit.kind.code, today, book) or today) - today
        # One in forty is overdue by some weeks, one in nine ends within half a year.
        left = (
            -dice.randint(5, 90)
            if place % 40 == 11
            else dice.randint(10, 180)
            if place % 9 == 4
            else dice.randint(200, whole.days - 20)
        )
        starts_on = today + left * DAY - whole
        ends_on = end_of(unit.kind.code, starts_on, book)
        if ends_on is None:
            continue
        term = Term(unit=unit, number=dice.randint(2, 9), starts_on=starts_on, ends_on=ends_on)
        if 0 < left <= 150 and dice.random() < 0.7:
            term.state, term.reminded_on = Term.State.REMINDED, ends_on - 175 * DAY
            if left <= 110 and dice.random() < 0.6:
                term.state, term.requested_on = Term.State.REQUESTED, min(today - DAY, ends_on - 118 * DAY)
                term.request_symbol, term.seats = f"支〔{today.year}〕{dice.randint(1, 9)}号", 3
        terms.append(term)
    Term.objects.bulk_create(terms, batch_size=500)
    return len(terms)
