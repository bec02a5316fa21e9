"""What the control plan shows: the table, one unit's month beside it, and what was chosen."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.duties.badges import badge
from duban.duties.models import Task
from duban.duties.plan_forms import ExtendTask, FilterPlan, Pressed, RemindTask
from duban.duties.queries.plan import MONTHS, NONE, ONLY, PlanFilter, Sums, UnitYear, of_month, plan_of, planned_for
from duban.duties.queries.pressing import Pressing
from duban.duties.queries.tasks import tasks_for
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import category_choices
from duban.ui.navigation import addresses_of
from duban.ui.shapes import Chip, Link

PAGE = 120
"""Units on a page: all of a county's organs."""
MOST = 500
"""Tasks that are pressed for at once."""
WORDS = {
    "": gettext_lazy("all"),
    "overdue": gettext_lazy("with overdue ones"),
    "returned": gettext_lazy("with returned ones"),
    "soon": gettext_lazy("due within 7 days"),
}
DONE = {"reminded": gettext_lazy("Reminded of %(n)s tasks"), "extended": gettext_lazy("Put off the day of %(n)s tasks")}


def plan_page(request: HttpRequest) -> dict[str, Any]:
    """The whole table with its filters. Two queries for the table, whatever the number of units and tasks."""
    day, form = clock.today(), FilterPlan(request.GET, user=request.user)
    wanted = form.wanted()
    every = plan_of(request.user, wanted, day=day)
    rows = [row for row in every if not wanted.only or row.has(wanted.only)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    until = day.month if wanted.year == day.year else 12 if wanted.year < day.year else 0
    may_press = bool(PERMITS["duties.remind_task"].reach(request.user))
    return {
        "wanted": wanted,
        "page": page,
        "rows": written(page, wanted, may_press=may_press),
        "months": [(n, _("month %(n)s") % {"n": n}, wanted.year == day.year and n == day.month) for n in MONTHS],
        "foot": [_share(of_month(rows, n)) if n <= until else None for n in MONTHS],
        "so_far": sum((of_month(rows, n) for n in MONTHS if n <= until), NONE),
        "years": [Chip(str(n), PlanFilter(n, wanted.level).address(), n == wanted.year) for n in _years(wanted, day)],
        "levels": _levels(wanted),
        "chips": [_chip(only, wanted, every) for only in ("", *ONLY)],
        "categories": category_choices(wanted.category.code if wanted.category else ""),
        "may_press": may_press,
        "told": _told(request),
    }


def _years(wanted: PlanFilter, day: datetime.date) -> list[int]:
    return sorted({day.year - 1, day.year, day.year + 1, wanted.year})


def _levels(wanted: PlanFilter) -> list[Chip]:
    words = {"unit": _("units"), "branch": _("branches")}
    return [
        Chip(word, PlanFilter(wanted.year, level, wanted.listed, wanted.campaign).address(), level == wanted.level)
        for level, word in words.items()
    ]


def _chip(only: str, wanted: PlanFilter, rows: Sequence[UnitYear]) -> Chip:
    count = sum(row.has(only) for row in rows) if only else len(rows)
    return Chip(WORDS[only], wanted.with_only(only).address(), only == wanted.only, count)


def _share(sums: Sums) -> str:
    """How many of those that apply are accepted, in whole percent; '' when none applies. 100 only when all are."""
    return f"{sums.accepted * 100 // sums.counted}%" if sums.counted else ""


def _told(request: HttpRequest) -> str:
    said = {name: request.GET.get(name, "") for name in DONE}
    return next((DONE[name] % {"n": int(n)} for name, n in said.items() if n.isascii() and n.isdigit()), "")


def written(rows: Iterable[UnitYear], wanted: PlanFilter, *, may_press: bool) -> SafeString:
    """The rows as table rows. There are 110 times 12 cells: they are joined here and not in a template.

    That a cell opens in the panel stands once on the body of the table.
    """
    address_of = addresses_of("plan_of_unit")
    asked = PlanFilter(wanted.year, wanted.level, wanted.listed, wanted.campaign).address().partition("?")[2]
    nothing = format_html('<td><span class="vh">{}</span></td>', _("nothing asked"))
    words = {month: _("month %(n)s") % {"n": month} for month in MONTHS}
    choose = _("choose")

    def cells(row: UnitYear, address: str) -> Iterator[str]:
        for month in MONTHS:
            sums = row.months.get(month, NONE)
            kind, word = sums.drawn
            if kind == "none":
                yield nothing
                continue
            yield format_html(
                '<td><a class="h h-{}" href="{}?{}&amp;month={}">{}<span class="vh"> {} {}，{}</span></a>{}</td>',
                kind,
                address,
                asked,
                month,
                word,
                row.unit.name,
                words[month],
                sums.said,
                format_html(
                    '<input class="pick-cell" type="checkbox" name="cell" value="{}-{}" aria-label="{} {} {}">',
                    row.unit.pk,
                    month,
                    choose,
                    row.unit.name,
                    words[month],
                )
                if may_press and sums.is_open
                else "",
            )

    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}?{}">{}</a></th>{}</tr>',
        (
            # Every part of the cells was escaped where it was made.
            (address, asked, row.unit.name, mark_safe("".join(cells(row, address))))  # noqa: S308
            for row in rows
            for address in [address_of(row.unit.pk)]
        ),
    )


def unit_plan_page(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """One unit's month, or its year: the tasks, and what earlier months left. One query."""
    day, form = clock.today(), FilterPlan(request.GET, user=request.user)
    wanted, month = form.wanted(), form.month_asked()
    tasks = list(planned_for(request.user, wanted).filter(unit=unit).order_by("due_on", "pk"))
    here = [task for task in tasks if month in (None, task.due_on.month)]
    left = [task for task in tasks if month and task.due_on.month < month and not task.is_closed()]
    title = unit.name if month is None else f"{unit.name} · {_('month %(n)s') % {'n': month}}"
    may_press = any(_may_press(request.user, task) and task.is_open() for task in here)
    cells = [f"{unit.pk}-{month or n}" for n in ([month] if month else MONTHS)]
    return {
        "unit": unit,
        "title": title,
        "crumb": [Link(_("Units by months"), wanted.address()), Link(unit.name)],
        "sub": _said_of(here, day),
        "groups": [(title, "", [(task, *badge(task, day)) for task in here])]
        + ([("left", _("Left from earlier months"), [(task, *badge(task, day)) for task in left])] if left else []),
        "press_url": reverse("chosen_tasks") + "?" + _asked(wanted, cells) if may_press else "",
        "wanted": wanted,
    }


def _said_of(tasks: Sequence[Task], day: datetime.date) -> str:
    late = sum(bool(task.overdue_days(day)) for task in tasks)
    done = sum(task.state == Task.State.ACCEPTED for task in tasks)
    counted = sum(task.state != Task.State.WAIVED for task in tasks)
    return _("%(n)s tasks, %(done)s accepted, %(late)s overdue") % {"n": counted, "done": done, "late": late}


def _asked(wanted: PlanFilter, cells: Iterable[str]) -> str:
    asked = QueryDict(wanted.address().partition("?")[2], mutable=True)
    asked.setlist("cell", list(cells))
    return asked.urlencode()


def _may_press(user: Any, task: Task) -> bool:
    return PERMITS["duties.remind_task"].allows(user, task)


@dataclass(frozen=True)
class Chosen:
    """The open tasks of the chosen cells that the person may press for. `is_cut` when there were more than MOST."""

    tasks: list[Task]
    is_cut: bool = False


def chosen_in(data: QueryDict, user: Any) -> Chosen:
    """What the cells, whole months and single tasks named in a request come to. At most four queries."""
    keys = [int(key) for name in ("task", "also") for key in data.getlist(name) if key.isascii() and key.isdigit()]
    if keys:
        tasks = list(tasks_for(user).filter(pk__in=keys[: MOST + 1], state__in=Task.OPEN))
    else:
        wanted = FilterPlan(data, user=user).wanted()
        cells = set(_cells(data, user, wanted))
        found = planned_for(user, wanted).filter(state__in=Task.OPEN, unit__in={unit for unit, _month in cells})
        tasks = [task for task in found if (task.unit_id, task.due_on.month) in cells]
    tasks = [task for task in tasks if _may_press(user, task)]
    return Chosen(tasks[:MOST], len(tasks) > MOST)


def _cells(data: QueryDict, user: Any, wanted: PlanFilter) -> Iterator[tuple[int, int]]:
    for cell in data.getlist("cell"):
        unit, _dash, month = cell.partition("-")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (unit, month)):
            yield int(unit), int(month)
    whole = {int(n) for n in data.getlist("whole") if n.isascii() and n.isdigit() and len(n) < 3}
    if whole:
        for row in plan_of(user, wanted, day=clock.today()):
            if not wanted.only or row.has(wanted.only):
                yield from ((row.unit.pk, month) for month in whole)


def chosen_page(data: QueryDict, user: Any, wrong: Pressed | None = None) -> dict[str, Any]:
    """The chosen tasks, and the two things that can be done with them at once. `wrong` is the form that was refused."""
    day = clock.today()
    chosen, pressing = chosen_in(data, user), Pressing(day)
    forms: dict[str, Any] = {}
    remindable = [task for task in chosen.tasks if pressing.may_remind(task)]
    for form, tasks in ((RemindTask, remindable), (ExtendTask, chosen.tasks)):
        if isinstance(wrong, form):
            forms[form.verb] = wrong
        elif tasks:
            initial = {"also": [task.pk for task in tasks[1:]]}
            forms[form.verb] = form(task=tasks[0], user=user, initial=initial)
    return {
        "crumb": [Link(_("Units by months"), FilterPlan(data, user=user).wanted().address())],
        "rows": [
            (task, *badge(task, day), None if pressing.may_remind(task) else pressing.next_on(task))
            for task in chosen.tasks
        ],
        "units": len({task.unit_id for task in chosen.tasks}),
        "is_cut": chosen.is_cut,
        "most": MOST,
        "forms": forms,
        "reminds": len(remindable),
        "goes_out_on": pressing.goes_out_on(clock.now()),
        "kept": [
            (name, data[name])
            for name in ("year", "level", "list", "campaign", "category", "only", "q")
            if data.get(name)
        ],
    }


def back_address(data: QueryDict, user: Any, task: Task, told: str, n: int) -> str:
    """Where one goes when it is done: to the plan one came from, or to the task."""
    if "year" not in data:
        return reverse("task", args=[task.pk])
    more: dict[str, Any] = {told: n}
    return FilterPlan(data, user=user).wanted().address(**more)
