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
from duban.ui.shapes import Link, TreeNode


def past_page(request: HttpRequest) -> dict[str, Any]:
    """Everything the page shows. Nonsense in the address is as if it were not there: today, the topmost unit."""
    day = _day(request.GET.get("day", ""))
    forest = forest_on(request.user, day)
    asked = request.GET.get("unit", "")
    node = forest.by_pk.get(int(asked)) if asked.isdecimal() else None
    node = node or next(iter(forest.tops), None)
    rows = forest.below(node, directly=request.GET.get("below") == "0") if node else []
    return {
        "day": day,
        "node": node,
        "nodes": _nodes(forest, node, day) if node else [],
        "crumb": [Link(each.name, _url(each, day)) for each in forest.way_to(node)[:-1]] if node else [],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "above": {pk: forest.by_pk[pk].name for pk in {row.parent for row in rows} if pk in forest.by_pk},
        "scope": scope_chips(request),
        "today": clock.today(),
    }


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return clock.today()


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
