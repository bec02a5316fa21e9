"""What admission asks of people: the step that is due next of each way, while it is near or over."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.admission.models import Admission, Stage
from duban.ledgers.admission.permits import DECIDERS, RECORDERS
from duban.ledgers.admission.queries import admissions_for, standings
from duban.ledgers.admission.rules import Reckoner, Standing
from duban.ledgers.admission.steps import steps
from duban.orgs.models import Role, Unit
from duban.orgs.permits import above_of, roles_of

SHOWN = 5
NEAR = ("late", "soon")


def admission_asks(desk: Desk) -> Iterable[Batch]:
    """A line a way whose next step is over or due within a month: for those who record it to do, for the others to know.

    One query where there are no ways, three otherwise whatever their number, four for the work committee.
    """
    user, day = desk.user, desk.day
    roles = roles_of(user)
    if not roles & (RECORDERS | DECIDERS):
        return
    ways = _ways(user, of_unit=bool(roles & RECORDERS))
    if not ways:
        return
    near = [each for each in standings(ways, Reckoner(steps(), desk.book, desk.calendar, day)) if each[1].kind in NEAR]
    near.sort(key=lambda each: (each[1].left or 0, each[0].pk))
    mine = [each for each in near if _is_mine(each[1], roles)]
    yield _batch(Group.LATE, [each for each in mine if each[1].kind == "late"])
    yield _batch(Group.MINE, [each for each in mine if each[1].kind == "soon"])
    if roles & RECORDERS:
        yield _batch(Group.UNIT, [each for each in near if each not in mine])


def _ways(user: Any, *, of_unit: bool) -> list[Admission]:
    """Those under way. The work committee decides only where no primary committee stands above the branch."""
    rows = admissions_for(user).filter(ended_on__isnull=True)
    if of_unit:
        return list(rows)
    ways = list(rows.filter(stage__in=(Stage.TARGET, Stage.PROBATIONARY)))
    above = {path for way in ways for path in (*above_of(way.unit.path), way.unit.path)}
    if not above:
        return []
    # Not asked of the database organisation by organisation: of twelve thousand that is some millions of comparisons.
    nearer = set(Unit.objects.filter(kind__code="primary_committee", path__in=above).values_list("path", flat=True))
    return [way for way in ways if nearer.isdisjoint((*above_of(way.unit.path), way.unit.path))]


def _is_mine(stand: Standing, roles: set[str]) -> bool:
    """Whether the person records the step that is due: the branch its own, the cadre and the committee the superior's."""
    if stand.due is None:
        return False
    if stand.due.step.is_superiors:
        return bool(roles & DECIDERS)
    return Role.BRANCH_SECRETARY in roles


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
