"""What terms ask of people: the committee reminds and answers, the organisation requests and records."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.permits import APPROVERS, ASKERS
from duban.ledgers.terms.queries import Stand, stands, terms_in_office_for
from duban.ledgers.terms.rules import needs_session
from duban.orgs.permits import PERMITS, roles_of
from duban.packs.rules import Rulebook

SHOWN = 5
ANSWERS = (Term.State.REQUESTED, Term.State.ELECTED)


def term_asks(desk: Desk) -> Iterable[Batch]:
    """Lines about terms. One query, for those who have to do with terms.

    Who answers for one organisation and asks for another has both: each line by the permit of its verb.
    """
    user, day = desk.user, desk.day
    roles = roles_of(user)
    if not roles & (APPROVERS | ASKERS):
        return
    horizon = day + datetime.timedelta(days=400)
    near = list(terms_in_office_for(user, until=horizon))
    if not near:
        return
    book = desk.book
    found = list(stands(near, day, book, desk.calendar))
    yield from _of_approver([each for each in found if PERMITS["terms.remind_term"].allows(user, each.term)], day, book)
    yield from _of_asker([each for each in found if PERMITS["terms.request_election"].allows(user, each.term)], book)


def _of_approver(found: list[Stand], day: datetime.date, book: Rulebook) -> Iterator[Batch]:
    waiting = [each for each in found if _waits(each.term, book) or each.term.awaits_extension()]
    yield _batch(Group.MINE, waiting, _to_answer, _("answer"))
    to_remind = [each for each in found if _to_remind(each, day)]
    yield _batch(Group.MINE, to_remind, lambda _each: _("Remind <b>{}</b> that its term ends"), _("remind"))


def _of_asker(found: list[Stand], book: Rulebook) -> Iterator[Batch]:
    sessions = [each for each in found if each.term.state == Term.State.ELECTED and not _waits(each.term, book)]
    yield _batch(
        Group.MINE, sessions, lambda _each: _("Record the first session of the committee of <b>{}</b>"), _("record")
    )
    mine = [each for each in found if each.kind in ("late", "soon") and each.term.state not in ANSWERS]
    yield _batch(Group.MINE, mine, lambda _each: _("Prepare the election of <b>{}</b>, whose term ends"), _("prepare"))


def _waits(term: Any, book: Rulebook) -> bool:
    """Whether the superior is to answer: a request, or a result with the session that elected the secretary.

    A committee too small to have a session by the rule of its day has none to wait for.
    """
    if term.state == Term.State.ELECTED:
        return term.has_session or not needs_session(term.elected_count, term.elected_on, book)
    return term.state == Term.State.REQUESTED


def _to_remind(stand: Stand, day: datetime.date) -> bool:
    return stand.term.state == Term.State.NORMAL and day >= stand.days.remind_on


def _to_answer(stand: Stand) -> str:
    if stand.term.state == Term.State.ELECTED:
        return _("Answer the report of <b>{}</b> on its election")
    if stand.term.state == Term.State.REQUESTED:
        return _("Answer the request of <b>{}</b> for its election")
    return _("Answer the request of <b>{}</b> for an extension")


def _batch(group: Group, found: list[Stand], say: Callable[[Stand], str], act: str) -> Batch:
    asks = [
        Ask(
            say=format_html(say(each), each.term.unit.name),
            why=each.rule.cited if each.rule else each.term.request_symbol,
            state=(each.kind, str(each.word)),
            url=reverse("term", args=[each.term.pk]),
            act=act,
            due_on=each.term.due_on,
        )
        for each in found[:SHOWN]
    ]
    return Batch(group, asks, len(found), reverse("term_list") if len(found) > SHOWN else "")
