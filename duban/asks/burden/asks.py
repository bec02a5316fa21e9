"""What the wing asks of a person: requests to sign, requests that are signed, suggestions to answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.burden.models import Request, Suggestion
from duban.asks.burden.queries import requests_to_send, requests_to_sign
from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.orgs.models import Role
from duban.orgs.permits import PERMITS, roles_of
from duban.ui.days import said_day

SHOWN = 10


def burden_asks(desk: Desk) -> Iterator[Batch]:
    """The person's batches. One query for a leader, two for an officer, none for others."""
    roles = roles_of(desk.user)
    if Role.COMMITTEE_LEADER in roles:
        yield _batch([_sign(each) for each in requests_to_sign(desk.user)], "request_list")
    if Role.COMMITTEE_ADMIN in roles:
        yield _batch([_send(each) for each in requests_to_send(desk.user)], "request_list")
        rows = Suggestion.objects.filter(state=Suggestion.State.RECEIVED).order_by("received_on", "pk")
        waiting = PERMITS["burden.answer_suggestion"].scope(desk.user, rows)
        yield _batch([_answer(each) for each in waiting], "suggestion_list")


def _batch(lines: list[Ask], url_name: str) -> Batch:
    return Batch(Group.MINE, lines[:SHOWN], len(lines), reverse(url_name))


def _sign(request: Request) -> Ask:
    why = _("more than the cap is asked; %(who)s wants to send it") % {"who": request.wanted_by}
    say = format_html(_("Sign for <b>{}</b>, or leave it"), request.title)
    return Ask(say, why, ("todo", _("over the cap")), reverse("request", args=[request.pk]), _("look and sign"))


def _send(request: Request) -> Ask:
    why = _("signed by %(who)s on %(day)s") % {"who": request.signed_by, "day": said_day(request.signed_on)}
    say = format_html(_("Send <b>{}</b>, which is signed"), request.title)
    return Ask(say, why, ("soon", _("signed")), reverse("request", args=[request.pk]), _("send it"))


def _answer(suggestion: Suggestion) -> Ask:
    say = format_html(_("Answer a {}: {}"), suggestion.get_kind_display(), str(suggestion))
    why = _("received on %(day)s; answered in the open") % {"day": said_day(suggestion.received_on)}
    return Ask(
        say, why, ("todo", _("waits for an answer")), reverse("suggestion", args=[suggestion.pk]), _("answer it")
    )
