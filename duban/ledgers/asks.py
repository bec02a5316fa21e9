"""What organisational life asks of people: a branch secretary reads one line a matter, a unit with many branches one line."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.sources import Ask, Batch, Group
from duban.ledgers.life import Cell, Reckoner, Stand
from duban.ledgers.permits import KEEPERS
from duban.ledgers.queries.life import YearLine, kept_since, owings, units_that_owe, years_of
from duban.orgs.models import Unit
from duban.orgs.permits import below, grants_of, topmost

SHOWN = 5
FEW = 3
"""So many organisations are asked line by line; who answers for more gets one line that opens the table."""
MOST = 400


def life_asks(desk: Desk) -> Iterable[Batch]:
    """Lines about organisational life. Eight queries for those who keep records, the rules and the calendar among them when nobody has read them, none for others."""
    user, day = desk.user, desk.day
    homes = [path for role, path in grants_of(user) if role in KEEPERS]
    if not homes:
        return
    found = owings()
    if not found:
        return
    own = Q()
    for home in topmost(homes):
        own |= below(home)
    units = list(units_that_owe(user, found).filter(own, dissolved_on__isnull=True)[:MOST])
    if not units:
        return
    since = kept_since() or day
    lines = {
        unit: [YearLine(line.owing, [cell for cell in line.cells if cell.period.end >= since]) for line in of_unit]
        for unit, of_unit in years_of(units, day.year, found, Reckoner(desk.book, desk.calendar, day)).items()
    }
    if len(units) <= FEW:
        yield from _line_by_line(units, lines)
    else:
        yield from _in_one(units, lines, day)


def _cells(lines: Iterable[YearLine], stand: Stand) -> list[list[Cell]]:
    """The cells that stand so, those of one rule together."""
    return [cells for line in lines if (cells := [cell for cell in line.cells if cell.stand == stand])]


def _line_by_line(units: list[Unit], lines: dict[int, list[YearLine]]) -> Iterator[Batch]:
    late = [_late(unit, cells) for unit in units for cells in _cells(lines[unit.pk], Stand.OVERDUE)]
    due = [_due(unit, cell) for unit in units for cells in _cells(lines[unit.pk], Stand.DUE) for cell in cells]
    due.sort(key=lambda ask: ask.due_on or datetime.date.max)
    more = reverse("unit_life", args=[units[0].pk]) if len(units) == 1 else reverse("life_list")
    for group, found in ((Group.LATE, late), (Group.MINE, due)):
        if found:
            yield Batch(group, found[:SHOWN], len(found), more if len(found) > SHOWN else "")


def _late(unit: Unit, cells: list[Cell]) -> Ask:
    rule = cells[0].rule
    words = "、".join(cell.period.word for cell in cells)
    say = _("<b>{}</b> of {} is not entered: {}")
    return Ask(
        say=format_html(say, cells[0].owing.definition.name, unit, words),
        why=rule.cited if rule else "",
        state=("late", _("overdue")),
        url=reverse("unit_life", args=[unit.pk]),
        act=_("look"),
        due_on=cells[0].due_on,
    )


def _due(unit: Unit, cell: Cell) -> Ask:
    say = _("Hold <b>{}</b> of {} and enter it: {}")
    return Ask(
        say=format_html(say, cell.owing.definition.name, unit, cell.period.word),
        why=cell.rule.cited if cell.rule else "",
        state=("soon", _("due")),
        url=f"{reverse('new_record')}?unit={unit.pk}&kind={cell.owing.definition.code}",
        act=_("enter"),
        due_on=cell.due_on,
    )


def _in_one(units: list[Unit], lines: dict[int, list[YearLine]], day: datetime.date) -> Iterator[Batch]:
    late = [unit for unit in units if _cells(lines[unit.pk], Stand.OVERDUE)]
    due = [
        unit
        for unit in units
        if any(cell.owing.every == "month" for cells in _cells(lines[unit.pk], Stand.DUE) for cell in cells)
    ]
    for found, word, state in (
        (late, _("{} branches are behind with organisational life of this year"), ("late", _("overdue"))),
        (due, _("{} branches have not entered all of this month"), ("soon", _("due"))),
    ):
        if found:
            ask = Ask(
                say=format_html(word, len(found)), why="", state=state, url=reverse("life_list"), act=_("look"),
                stands_for=len(found),
            )  # fmt: skip
            yield Batch(Group.UNIT, [ask], len(found))
