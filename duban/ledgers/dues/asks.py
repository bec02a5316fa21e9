"""What dues ask of people: that last month's are recorded."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import VIEW_DUES
from duban.ledgers.dues.queries import not_recorded_for
from duban.orgs.models import Role
from duban.orgs.permits import roles_of

SHOWN = 3


def dues_asks(desk: Desk) -> Iterable[Batch]:
    """A line a branch whose dues of last month are not all recorded. Two queries at most, for those who record only."""
    user, day = desk.user, desk.day
    roles = roles_of(user)
    if not roles & VIEW_DUES.roles:
        return
    month = month_before(month_of(day))
    found = not_recorded_for(user, day)
    asks = [
        Ask(
            say=format_html(
                _("Record the dues of {month} for <b>{branch}</b>: {n} members are not recorded"),
                month=f"{month:%Y-%m}", branch=unit.name, n=n,
            ),
            why=_("not recorded is not the same as not paid"),
            state=("soon", _("not recorded")),
            url=reverse("unit_dues", args=[unit.pk]),
            act=_("record"),
        )
        for unit, n in found[:SHOWN]
    ]  # fmt: skip
    # A branch's own secretary records; for the unit it is something that others have in hand.
    group = Group.MINE if Role.BRANCH_SECRETARY in roles else Group.UNIT
    yield Batch(group, asks, len(found), reverse("dues_list") if len(found) > SHOWN else "")
