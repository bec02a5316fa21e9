"""A plan of a campaign as somebody pastes it from a sheet: a row for each task, a tab between its cells; each with its verdict."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from duban.base.workbook.package import Fault
from duban.duties.list_workbook.days import LABEL_LENGTH, NotADay, read_days
from duban.duties.models import CampaignAction, Task
from duban.orgs.models import Unit

COLUMNS = ("行动", "任务", "验收标准", "责任单位", "时限")
EVERYBODY = {"", "全部", "各单位", "全部单位"}
_AFTER = re.compile(r"(?:开始|启动)后\s*([0-9]{1,3})\s*[天日]内?")
_BETWEEN = re.compile(r"[、,，;；]")
MOST_ROWS = 300


def _longest(model: type[Model], field: str = "title") -> int:
    return model._meta.get_field(field).max_length or 0  # type: ignore[union-attr]


# The label of a day stands behind the title, in brackets.
TITLE, STANDARD = _longest(Task) - LABEL_LENGTH - 2, _longest(Task, "standard")


@dataclass(frozen=True)
class Asked:
    """One task of the plan as it will be issued: to these units, due on that day."""

    action: str
    title: str
    standard: str
    units: Sequence[Unit]
    due_on: datetime.date


@dataclass(frozen=True)
class Line:
    """One line: its number, its cells in the order of COLUMNS, what it asks, or what is wrong with it."""

    number: int
    cells: Sequence[str]
    asked: Sequence[Asked]
    faults: Sequence[Fault]


class PlanReader:
    """Reads lines against the units that may be asked and the days of the campaign."""

    def __init__(self, units: Sequence[Unit], starts_on: datetime.date, ends_on: datetime.date) -> None:
        self.units, self.starts_on, self.ends_on = units, starts_on, ends_on
        self.named: dict[str, list[Unit]] = {}
        for unit in units:
            for name in {unit.name, unit.short_name, unit.category.name if unit.category else ""} - {""}:
                self.named.setdefault(name, []).append(unit)

    def lines(self, text: str) -> list[Line]:
        """Every line that is not empty. The first may name the columns in any order; an action left empty is that above."""
        rows = [[cell.strip() for cell in row.split("\t")] for row in text.splitlines()]
        places = list(range(len(COLUMNS)))
        lines: list[Line] = []
        action = ""
        for number, row in enumerate(rows, start=1):
            if not any(row):
                continue
            if not lines and {"任务", "时限"} <= set(row):
                places = [row.index(name) if name in row else -1 for name in COLUMNS]
                continue
            cells = [row[at] if 0 <= at < len(row) else "" for at in places]
            action = cells[0] = cells[0] or action
            lines.append(self._line(number, cells))
        return lines

    def _line(self, number: int, cells: list[str]) -> Line:
        action, title, standard, whose, due = cells
        faults = list(self._texts(number, cells))
        units, unknown = self._units(whose)
        if unknown:
            faults.append(
                Fault(
                    _("line %(n)s 责任单位") % {"n": number}, "、".join(unknown), _("a unit below, a category, or 全部")
                )
            )
        days: list[tuple[str, datetime.date]] = []
        try:
            days = self._days(due)
        except NotADay as wrong:
            faults.append(Fault(_("line %(n)s 时限") % {"n": number}, wrong.found, wrong.expected))
        for _label, day in days:
            if not self.starts_on <= day <= self.ends_on:
                expected = _("a day from %(first)s to %(last)s") % {"first": self.starts_on, "last": self.ends_on}
                faults.append(Fault(_("line %(n)s 时限") % {"n": number}, str(day), expected))
        if faults:
            return Line(number, cells, [], faults)
        asked = [Asked(action, f"{title}（{label}）" if label else title, standard, units, day) for label, day in days]
        return Line(number, cells, asked, [])

    def _texts(self, number: int, cells: Sequence[str]) -> Iterator[Fault]:
        for heading, value, most in zip(COLUMNS, cells, (_longest(CampaignAction), TITLE, STANDARD), strict=False):
            place = _("line %(n)s %(heading)s") % {"n": number, "heading": heading}
            if not value:
                yield Fault(place, _("empty"), _("a text"))
            elif len(value) > most:
                yield Fault(
                    place, _("%(n)s characters") % {"n": len(value)}, _("at most %(n)s characters") % {"n": most}
                )

    def _units(self, words: str) -> tuple[list[Unit], list[str]]:
        names = [name.strip() for name in _BETWEEN.split(words) if name.strip()]
        if words.strip() in EVERYBODY:
            return list(self.units), []
        found = {unit.pk for name in names for unit in self.named.get(name, [])}
        return [unit for unit in self.units if unit.pk in found], [name for name in names if name not in self.named]

    def _days(self, words: str) -> list[tuple[str, datetime.date]]:
        after = _AFTER.fullmatch(words)
        if after:
            return [("", self.starts_on + datetime.timedelta(days=int(after[1])))]
        if words in {"活动结束", "结束前"}:
            return [("", self.ends_on)]
        days = read_days(words, self.starts_on.year)
        # A recurrence says the whole year; of it the campaign takes what lies in its time.
        within = [(label, day) for label, day in days if self.starts_on <= day <= self.ends_on]
        return within if words.startswith("每") and within else days
