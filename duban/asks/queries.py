"""The lines of one person, in groups."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.asks.desk import Desk
from duban.asks.permits import VIEW_WARNING
from duban.asks.sources import Ahead, Ask, Batch, Group, batches_of, days_of
from duban.orgs.models import Unit

TITLES: dict[Group, tuple[str | Promise, str | Promise]] = {
    Group.LATE: (_("Overdue"), ""),
    Group.MINE: (_("Waiting for me"), _("returned ones first")),
    Group.UNIT: (_("Waiting for my unit"), _("others have it in hand")),
    Group.SOON: (_("Due this month"), ""),
}


@dataclass(frozen=True)
class AskGroup:
    """One heading and its lines; `total` counts the matters, those too that stand on further pages."""

    title: str | Promise
    end: str | Promise
    asks: list[Ask]
    total: int
    more_urls: list[str]


@dataclass(frozen=True)
class Asks:
    """Everything that is asked of a person: the groups that are not empty, how many are in hand, how many late.

    `ahead` is filled where no line has a day: the next ones that come up.
    """

    groups: list[AskGroup]
    in_hand: int
    late: int
    next_on: datetime.date | None
    ahead: list[Ahead]


def asks_for(desk: Desk, *, of_unit: bool = False) -> Asks:
    """The lines for the person, or with `of_unit` those that others of the unit have in hand."""
    batches = batches_of(desk)
    wanted = (Group.UNIT,) if of_unit else tuple(Group)
    groups = [_group(group, [batch for batch in batches if batch.group is group]) for group in wanted]
    own = [batch for batch in batches if batch.group is not Group.UNIT]
    days = [ask.due_on for batch in own for ask in batch.asks if ask.due_on and ask.due_on >= desk.day]
    ahead = [] if days else days_of(desk)
    return Asks(
        groups=[group for group in groups if group.total],
        in_hand=sum(batch.total for batch in own),
        late=sum(batch.total for batch in own if batch.group is Group.LATE),
        next_on=min(days or [each.on for each in ahead], default=None),
        ahead=ahead,
    )


def _group(group: Group, batches: list[Batch]) -> AskGroup:
    title, end = TITLES[group]
    asks = [ask for batch in batches for ask in batch.asks]
    return AskGroup(
        title=title,
        end=_("those of one kind stand in one line") if any(ask.stands_for > 1 for ask in asks) else end,
        asks=asks,
        total=sum(batch.total for batch in batches),
        more_urls=[batch.more_url for batch in batches if batch.more_url and batch.is_cut],
    )


def units_warned_of(user: Any) -> QuerySet[Unit]:
    """The units whose warnings a person may see, whatever they stand on."""
    return VIEW_WARNING.scope(user, Unit.objects.all())
