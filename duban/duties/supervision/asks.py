"""What the wing asks of a person: notices to sign for, to feed back, to check, and requests for another day."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.duties.permits import DOERS
from duban.duties.supervision.badges import badge
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.supervision.permits import ISSUERS, LEADERS, OFFICERS
from duban.duties.supervision.queries.measures import how_many_proposed, policy
from duban.duties.supervision.queries.notices import NoticeFilter, near_days
from duban.orgs.permits import PERMITS, grants_of, roles_of

SHOWN = 20
State = SupervisionNotice.State


def notice_asks(desk: Desk) -> Iterator[Batch]:
    """The person's batches. One query, and the rules when a notice stands there."""
    roles, rows = roles_of(desk.user), SupervisionNotice.objects.none()
    if roles & DOERS:
        homes = [path for role, path in grants_of(desk.user) if role in DOERS]
        rows |= SupervisionNotice.objects.filter(unit__path__in=homes, state__in=SupervisionNotice.OPEN)
    if roles & ISSUERS:
        rows |= PERMITS["supervision.close_notice"].scope(
            desk.user, SupervisionNotice.objects.filter(_to_check(desk) | _asked_of(desk))
        )
    found = list(rows.select_related("unit", "issuer").distinct().order_by("due_on", "pk"))
    lines = [(_line(notice, desk), notice.overdue_days(desk.day)) for notice in found]
    late, mine = [ask for ask, days in lines if days], [ask for ask, days in lines if not days]
    for group, asks, state in ((Group.LATE, late, "overdue"), (Group.MINE, mine, "")):
        yield Batch(group, asks[:SHOWN], len(asks), NoticeFilter(state=state).address())


def proposal_asks(desk: Desk) -> Iterator[Batch]:
    """For officers and leaders: how many steps the policy proposes. One query; it takes none of them."""
    if not roles_of(desk.user) & ISSUERS:
        return
    number = how_many_proposed(desk.user, desk.day, policy(desk.book, desk.day))
    if number:
        url = reverse("measure_register")
        say = format_html(_("<b>{} matters</b> are overdue for so long that a step of supervision is proposed"), number)
        why = _("A person decides each; nothing is sent by itself")
        ask = Ask(say, why, ("soon", pgettext("step", "proposed")), url, _("decide"), stands_for=number)
        yield Batch(Group.UNIT, [ask], number, url)


def _to_check(desk: Desk) -> Q:
    return Q(state=State.FED_BACK) & ~Q(fed_back_by=desk.user.pk)


def _asked_of(desk: Desk) -> Q:
    """A request for another day that waits for the person's step."""
    roles, found = roles_of(desk.user), Q(pk__in=())
    if roles & OFFICERS:
        found |= Q(extensions__state=Extension.State.ASKED)
    if roles & LEADERS:
        found |= Q(extensions__state=Extension.State.SECONDED) & ~Q(extensions__seconded_by=desk.user.pk)
    return Q(state__in=SupervisionNotice.OPEN) & found


def _is_doer(notice: SupervisionNotice, desk: Desk) -> bool:
    return any(role in DOERS and path == notice.unit.path for role, path in grants_of(desk.user))


def _line(notice: SupervisionNotice, desk: Desk) -> Ask:
    url = reverse("supervision_notice", args=[notice.pk])
    said: dict[str, str | Promise] = {"number": notice.number, "issuer": str(notice.issuer)}
    drawing, word = badge(notice, desk.day, near_days(desk.book, desk.day))
    if notice.is_waiting():
        say = format_html(_("Check what <b>{}</b> fed back: {}"), notice.unit, notice.title)
        why = _("%(number)s, fed back on %(day)s; closed by somebody else than the one who fed back")
        return Ask(say, why % {**said, "day": notice.fed_back_on}, (drawing, str(word)), url, _("check"))
    if not _is_doer(notice, desk):
        say = format_html(_("<b>{}</b> asks for another day: {}"), notice.unit, notice.title)
        return Ask(say, notice.number, (drawing, str(word)), url, _("decide"), notice.due_on)
    if notice.state == State.ISSUED:
        say = format_html(_("Sign for the notice to <b>{}</b>: {}"), notice.unit, notice.title)
        act = _("sign for")
    else:
        say, act = format_html(_("Feed back for <b>{}</b>: {}"), notice.unit, notice.title), _("feed back")
    why = notice.reason or _("%(number)s, issued by %(issuer)s") % said
    return Ask(say, why, (drawing, str(word)), url, act, notice.due_on)
