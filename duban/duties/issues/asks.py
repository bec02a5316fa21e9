"""What the wing asks of a person: issues to rectify, to check, to look at again."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.duties.issues.badges import badge
from duban.duties.issues.models import Issue
from duban.duties.issues.permits import RAISERS, VIEW_ISSUE
from duban.duties.issues.queries import IssueFilter
from duban.duties.permits import DOERS
from duban.duties.queries.tasks import own
from duban.orgs.permits import PERMITS, roles_of

SHOWN = 20


def issue_asks(desk: Desk) -> Iterator[Batch]:
    """The person's batches. One query, whatever the number of issues; what is open of one person's is not much."""
    roles, rows = roles_of(desk.user), Issue.objects.none()
    if roles & DOERS:
        rows |= VIEW_ISSUE.scope(desk.user, Issue.objects.filter(own(desk.user), state__in=Issue.OPEN))
    if roles & RAISERS:
        rows |= PERMITS["issues.close_issue"].scope(desk.user, Issue.objects.filter(_to_follow(desk)))
    found = list(rows.select_related("unit", "issuer").order_by("due_on", "pk"))
    late = [_line(issue, desk) for issue in found if issue.overdue_days(desk.day)]
    mine = [
        _line(issue, desk) if issue.is_open() else _follow(issue) for issue in found if not issue.overdue_days(desk.day)
    ]
    for group, lines, state in ((Group.LATE, late, "overdue"), (Group.MINE, mine, "")):
        yield Batch(group, lines[:SHOWN], len(lines), IssueFilter(state=state).address())


def _to_follow(desk: Desk) -> Q:
    """What waits to be checked, and what is to be looked at again by now: not for those who had it in hand before."""
    others = ~Q(rectified_by=desk.user.pk)
    again = Q(state=Issue.State.CLOSED, recheck_on__lte=desk.day) & ~Q(closed_by=desk.user.pk)
    return others & (Q(state=Issue.State.RECTIFIED) | again)


def _line(issue: Issue, desk: Desk) -> Ask:
    say = format_html(_("Rectify <b>{}</b>: {}"), issue.unit, issue.title)
    why = issue.reason or _("%(number)s, raised by %(issuer)s") % {"number": issue.number, "issuer": issue.issuer}
    drawing, word = badge(issue, desk.day)
    return Ask(say, why, (drawing, str(word)), reverse("issue", args=[issue.pk]), _("rectify"), issue.due_on)


def _follow(issue: Issue) -> Ask:
    url = reverse("issue", args=[issue.pk])
    if issue.is_waiting():
        say = format_html(_("Check what <b>{}</b> put right: {}"), issue.unit, issue.title)
        why = _("%(number)s, reported on %(day)s; closed by somebody else than the one who reported")
        said = why % {"number": issue.number, "day": issue.rectified_on}
        return Ask(say, said, ("sent", str(issue.get_state_display())), url, _("check"))
    say = format_html(_("Look again at <b>{}</b>: {}"), issue.unit, issue.title)
    why = _("%(number)s, closed on %(day)s; looked at again by a third")
    said = why % {"number": issue.number, "day": issue.closed_on}
    return Ask(say, said, ("soon", _("recheck")), url, _("look again"), issue.recheck_on)
