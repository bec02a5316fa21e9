"""What official documents ask of people: the word of the post that somebody holds, and nothing else."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.documents.official.queries import waiting_for
from duban.orgs.permits import BUSINESS, roles_of

SHOWN = 5


def paper_asks(desk: Desk) -> Iterable[Batch]:
    """待审批的公文. One query when none waits; three when some do, whatever their number."""
    user = desk.user
    if not roles_of(user) & BUSINESS:
        return
    found = waiting_for(user)
    if not found:
        return
    asks = []
    for document in found[:SHOWN]:
        step = document.open_step()
        asks.append(
            Ask(
                say=format_html(_("Give your word on <b>{}</b>"), document),
                why=f"{document.issuer.name}　{document.get_kind_display()}　{step.get_sort_display() if step else ''}",
                state=("soon", document.get_state_display()),
                url=reverse("paper", args=[document.pk]),
                act=_("look"),
            )
        )
    yield Batch(Group.MINE, asks, len(found), more_url=reverse("paper_list") if len(found) > SHOWN else "")
