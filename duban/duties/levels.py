"""下抓两级: rows of organisations by how far below the person's own body they stand (S2.15, S5.1)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Unit
from duban.orgs.permits import below

LEVELS: dict[str, str | Promise] = {
    "": _("all levels"),
    "0": _("own level"),
    "1": _("one level down"),
    "2": _("two levels down"),
}


def at_level(paths: Sequence[str], level: int, lookup: str = "unit") -> Q:
    """The condition that a row's organisation stands so many levels below one of these paths; of none nothing fits."""
    found = Q(pk__in=())
    for path in paths:
        found |= below(path, f"{lookup}__path") & Q(**{f"{lookup}__depth": len(path) // Unit.steplen + level})
    return found


def counts_by_level(rows: QuerySet, paths: Sequence[str], lookup: str = "unit") -> dict[str, int]:
    """How many rows stand at each of LEVELS. One query."""
    wanted: dict[str, Any] = {
        f"at_{name}": Count("pk", filter=at_level(paths, int(name), lookup)) for name in LEVELS if name
    }
    said = rows.order_by().aggregate(all=Count("pk"), **wanted)
    return {"": said["all"], **{name: said[f"at_{name}"] for name in LEVELS if name}}
