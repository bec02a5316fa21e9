"""What admission asks of people: the step that is due next of each way, while it is near or over."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.admission.models import Admission, Stage
from duban.ledgers.admission.permits import DECIDERS, RECORDERS
from duban.ledgers.admission.queries import admissions_for, reckoner, standings
from duban.ledgers.admission.rules import Line, Standing
from duban.orgs.models import Role
from duban.orgs.permits import roles_of

SHOWN = 5
NEAR = ("late", "soon")


def admission_asks(user: Any, day: datetime.date) -> Iterable[Batch]:
    """A line a way whose next step is over or due within a month. One query for those who record, six more when there are any."""
    roles = roles_of(user)
    if not roles & (RECORDERS | DECIDERS):
        return
    rows = admissions_for(user).filter(ended_on__isnull=True)
    records = bool(roles & RECORDERS)
    if not records:
        # The committee only decides: what waits for it is approval and conversion.
        rows = rows.filter(stage__in=(Stage.TARGET, Stage.PROBATIONARY))
    ways = list(rows)
    if not ways:
        return
    near = [
        each for each in standings(ways, reckoner(day)) if each[1].kind in NEAR and _is_of(each[1].due, records=records)
    ]
    near.sort(key=lambda each: (each[1].left or 0, each[0].pk))
    late = [each for each in near if each[1].kind == "late"]
    soon = [each for each in near if each[1].kind == "soon"]
    mine = Group.MINE if Role.BRANCH_SECRETARY in roles or not records else Group.UNIT
    yield _batch(Group.LATE if mine is Group.MINE else mine, late)
    yield _batch(mine, soon)


def _is_of(line: Line | None, *, records: bool) -> bool:
    return line is not None and (records or line.step.is_superiors)


def _batch(group: Group, found: list[tuple[Admission, Standing]]) -> Batch:
    asks = [_ask(way, stand) for way, stand in found[:SHOWN]]
    return Batch(group, asks, len(found), reverse("admission_list") if len(found) > SHOWN else "")


def _ask(way: Admission, stand: Standing) -> Ask:
    line, limit = stand.due, stand.limit
    name = line.step.name if line else ""
    return Ask(
        say=format_html(
            _("Admission of <b>{person}</b>, {branch}: {step}"), person=way.person, branch=way.unit, step=name
        ),
        why=limit.cited if limit else "",
        state=(stand.kind, str(stand.word)),
        url=f"{reverse('admission', args=[way.pk])}?step={line.step.code if line else ''}",
        act=_("record"),
        due_on=limit.day if limit else None,
    )
