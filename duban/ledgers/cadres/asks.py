"""What this wing asks of people: the next step of a filing, hand-overs, objections to be answered, a class in time."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.cadres.models import Filing, HandOver
from duban.ledgers.cadres.permits import ORGANISERS, SECRETARY
from duban.ledgers.cadres.queries import (
    filings_for,
    hand_overs_for,
    heads_to_file,
    objections_for,
    posts_to_hand_over,
)
from duban.orgs.models import Role, UnitQuerySet
from duban.orgs.permits import UNIT, roles_of
from duban.ui.days import said_day

SHOWN = 5
DUE: dict[str, str] = {
    Filing.State.OPENED: "record_opinion",
    Filing.State.HEARD: "record_group_decision",
    Filing.State.DECIDED: "record_filing",
}


def cadre_asks(desk: Desk) -> Iterable[Batch]:
    """Lines about cadres. One query for somebody without a role, up to six for a unit's secretary."""
    user, day = desk.user, desk.day
    roles = roles_of(user)
    if roles & UNIT:
        yield from _filings(user, day)
    if getattr(user, "person_id", None):
        yield from _own_hand_overs(user)
    if roles & (ORGANISERS - {Role.COMMITTEE_ADMIN}):
        yield from _endings(user, day)
    if roles & SECRETARY:
        yield from _objections(user)


def _batch(asks: Sequence[Ask], total: int, more: str) -> Batch:
    return Batch(Group.MINE, list(asks[:SHOWN]), total, more if total > SHOWN else "")


def _filings(user: Any, day: datetime.date) -> Iterable[Batch]:
    found = list(filings_for(user).filter(UnitQuerySet.stands(day, "unit__"), state__in=Filing.OPEN))
    say = {
        Filing.State.OPENED: _("Record the opinion of the discipline body on <b>{}</b>"),
        Filing.State.HEARD: _("Record the decision of the party group on <b>{}</b>"),
        Filing.State.DECIDED: _("Have the choice of <b>{}</b> filed with the organisation department"),
    }
    asks = [
        Ask(
            say=format_html(say[Filing.State(each.state)], each.person.name),
            why=each.title,
            state=("todo", each.get_state_display()),
            url=reverse("filing", args=[each.pk]),
            act=pgettext("filing", "record"),
        )
        for each in found[:SHOWN]
    ]
    if asks:
        yield _batch(asks, len(found), reverse("filing_list"))
    heads = list(heads_to_file(user, day))
    asks = [
        Ask(
            say=format_html(_("<b>{}</b> heads the party office and is not on file"), each.post.person.name),
            why=each.post.unit.name,
            state=("todo", _("to be filed")),
            url=reverse("unit_filings", args=[each.post.unit_id]),
            act=_("propose"),
        )
        for each in heads[:SHOWN]
    ]
    if asks:
        yield _batch(asks, len(heads), reverse("filing_list"))


def _own_hand_overs(user: Any) -> Iterable[Batch]:
    found = [each for each in hand_overs_for(user).filter(taken_on__isnull=True).order_by("pk") if _waits(each, user)]
    asks = [
        Ask(
            say=format_html(_say(each, user), each.post.title),
            why=each.unit.name,
            state=("todo", _("to be taken over") if each.given_on else _("to be handed over")),
            url=reverse("hand_over", args=[each.pk]),
            act=_("open"),
            due_on=each.post.until_on,
        )
        for each in found[:SHOWN]
    ]
    if asks:
        yield _batch(asks, len(found), reverse("hand_over_list"))


def _waits(each: HandOver, user: Any) -> bool:
    """Whether it waits for this person: for the one who gives, then for the one who takes."""
    mine = each.giver_id if each.given_on is None else each.taker_id
    return mine == user.person_id


def _say(each: HandOver, user: Any) -> str:
    return _("Take over the post “{}”") if each.given_on else _("Hand over the post “{}”")


def _endings(user: Any, day: datetime.date) -> Iterable[Batch]:
    found = list(posts_to_hand_over(user, day))
    asks = [
        Ask(
            say=format_html(_("Open the hand-over of <b>{}</b>, whose post “{}” ends"), each.person.name, each.title),
            why=each.unit.name,
            state=("todo", _("ends on %(day)s") % {"day": said_day(each.until_on)}),
            url=reverse("hand_over_list"),
            act=_("open"),
            due_on=each.until_on,
        )
        for each in found[:SHOWN]
    ]
    if asks:
        yield _batch(asks, len(found), reverse("hand_over_list"))


def _objections(user: Any) -> Iterable[Batch]:
    waiting = (
        objections_for(user).filter(answered_on__isnull=True).exclude(person=user.person_id).order_by("made_on", "pk")
    )
    found = list(waiting)
    asks = [
        Ask(
            say=format_html(_("Answer the objection of <b>{}</b> to a line of their record"), each.person.name),
            why=each.said,
            state=("todo", _("to be answered")),
            url=reverse("objection", args=[each.pk]),
            act=pgettext("objection", "answer"),
        )
        for each in found[:SHOWN]
    ]
    if asks:
        yield _batch(asks, len(found), reverse("objection_list"))
