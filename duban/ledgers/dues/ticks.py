"""From the grid as it was sent to what the verb is told."""

from typing import Any

from duban.base import clock
from duban.ledgers.dues.queries import members_of
from duban.ledgers.dues.rules import last_payable
from duban.ledgers.dues.standing import known_of
from duban.orgs.models import Unit
from duban.packs.rules import rulebook


def ticks_of(unit: Unit, said: dict[str, Any]) -> dict[str, Any]:
    """The verb's arguments; a month for everybody ticks whoever can be ticked in it."""
    ticked, month = set(said["ticked"]), said["whole"]
    if month and month.year == said["year"]:
        people, today = list(members_of(unit, month.year)), clock.today()
        known, last = known_of(people, month.year, unit), last_payable(today, rulebook())
        ticked |= {(p.pk, month) for p in people if known.cell(p, month, today=today, last=last).may_tick}
    return {"year": said["year"], "ticked": ticked, "cleared": said["cleared"]}
