"""What the library asks of those who publish: a document whose review is due. Readers are asked nothing, ever."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.documents.library.permits import PUBLISHERS
from duban.documents.library.queries import to_review_by
from duban.orgs.permits import roles_of

SHOWN = 5
AHEAD = datetime.timedelta(days=30)


def review_asks(desk: Desk) -> Iterable[Batch]:
    """Documents to be reviewed within a month. One query for publishers, none for others."""
    user, day = desk.user, desk.day
    if not roles_of(user) & PUBLISHERS:
        return
    due = list(to_review_by(user, day + AHEAD))
    late = [each for each in due if each.review_on and each.review_on < day]
    coming = [each for each in due if each not in late]
    for group, found in ((Group.LATE, late), (Group.MINE, coming)):
        asks = [_ask(document, day) for document in found[:SHOWN]]
        if asks:
            yield Batch(group, asks, len(found), reverse("library") if len(found) > SHOWN else "")


def _ask(document: Any, day: datetime.date) -> Ask:
    days = (document.review_on - day).days
    word = _("overdue %(n)s days") % {"n": -days} if days < 0 else _("%(n)s days left") % {"n": days}
    return Ask(
        say=format_html(_("Look whether <b>{}</b> still holds"), document.title),
        why=f"{document.kind}　{document.unit}",
        state=("late" if days < 0 else "soon", word),
        url=reverse("library_document", args=[document.pk]),
        act=pgettext("library", "review"),
        due_on=document.review_on,
    )
