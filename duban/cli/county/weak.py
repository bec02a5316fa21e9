"""Weak organisations of the demonstration: one being improved, one lifted."""

import datetime
import random

from duban.ledgers.weak.models import WeakEntry
from duban.orgs.models import Unit
from duban.orgs.queries import subtree_of

DAY = datetime.timedelta(days=1)
FOUND = ("支部班子不健全，组织生活不正常", "党员活动场所长期闲置，服务群众作用不明显")


def grow_weak(dice: random.Random, root: Unit, *, today: datetime.date) -> int:
    """Two branches of the register, as the report counts them. Returns how many."""
    branches = list(subtree_of(root).filter(kind__code="branch").order_by("path"))
    chosen = dice.sample(branches, k=min(2, len(branches)))
    entries = [
        WeakEntry(
            unit=unit,
            entered_on=today - (200 - 120 * place) * DAY,
            entry_symbol=f"示直工委〔{today.year}〕{14 + place}号",
            reason=FOUND[place],
            plan="选优配强支部书记，按月开展组织生活，工委班子成员联系指导",
            plan_set_on=today - (180 - 120 * place) * DAY,
            leader="工委副书记",
            due_on=today + (30 - 60 * (1 - place)) * DAY,
        )
        for place, unit in enumerate(chosen)
    ]
    if entries:
        first = entries[0]
        first.lifted_on, first.lift_symbol, first.result = (
            today - 35 * DAY,
            f"示直工委〔{today.year}〕33号",
            "班子已配齐，组织生活正常开展",
        )
    WeakEntry.objects.bulk_create(entries)
    return len(entries)
