"""某日的组织架构: the tree at the left, the table at the right, as on any other day."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.history import Forest, Stood, forest_on
from duban.orgs.ledger import PAGE, scope_chips
from duban.orgs.models import Change
from duban.ui.shapes import Link, TreeNode


def past_page(request: HttpRequest) -> dict[str, Any]:
    """Everything the page shows. A day that is none is said, and today shown; a unit that is none is the topmost one."""
    typed = request.GET.get("day", "").strip()
    day, note = _day(typed)
    forest = forest_on(request.user, day)
    asked = request.GET.get("unit", "")
    node = forest.by_pk.get(int(asked)) if asked.isdecimal() else None
    node = node or next(iter(forest.tops), None)
    rows = forest.below(node, directly=request.GET.get("below") == "0") if node else []
    return {
        "day": day,
        "note": note,
        "node": node,
        "nodes": _nodes(forest, node, day) if node else [],
        "crumb": [Link(each.name, _url(each, day)) for each in forest.way_to(node)[:-1]] if node else [],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "above": {pk: forest.by_pk[pk].name for pk in {row.parent for row in rows} if pk in forest.by_pk},
        "scope": scope_chips(request),
        "today": clock.today(),
    }


def _day(typed: str) -> tuple[datetime.date, str]:
    """The day that is shown, and what is to be said of what was typed; '' when nothing is."""
    today = clock.today()
    try:
        day = datetime.date.fromisoformat(typed) if typed else today
    except ValueError:
        return today, _("“%(found)s” is no day as 2026-06-30; today is shown.") % {"found": typed[:20]}
    if day > today:
        return day, _("This day is ahead: shown is what stands today, as far as it is entered.")
    # Until the first change that is entered, all days are as the tree was when it was set up.
    first = Change.objects.order_by("holds_on").values_list("holds_on", flat=True).first()
    if day < (first or today):
        known = first or today
        return day, _(
            "Before %(day)s no change is entered: shown is how it stood then, which may not be how it was."
        ) % {"day": known}
    return day, ""


def _url(each: Stood, day: datetime.date) -> str:
    return f"{reverse('tree_on_day')}?day={day}&unit={each.pk}"


def _nodes(forest: Forest, node: Stood, day: datetime.date) -> list[TreeNode]:
    """The way from the top to the node with brothers and sisters, and its children."""
    way = {each.pk for each in forest.way_to(node)}
    found: list[TreeNode] = []

    def walk(each: Stood) -> None:
        opened = each.pk in way
        found.append(
            TreeNode(
                each.name,
                _url(each, day),
                each.depth,
                each.pk == node.pk,
                opened if each.children else None,
                len(each.children) or None,
            )
        )
        if opened:
            for child in each.children:
                walk(child)

    for top in forest.tops:
        walk(top)
    return found


def note_of(stood: Stood, day: datetime.date) -> str:
    """What became of it since, in words; '' when it is as it was."""
    ended = stood.now.dissolved_on
    if ended is not None and ended > day:
        return _("ended on %(day)s") % {"day": date_format(ended)}
    if stood.was_otherwise:
        return _("now: %(name)s") % {"name": stood.was_otherwise}
    return ""
