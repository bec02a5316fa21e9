"""Reads: supervision notices as a person may see them."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Max, Model, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.duties.issues.models import Issue
from duban.duties.levels import at_level
from duban.duties.models import Task
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.supervision.permits import ISSUERS, VIEW_EXTENSION, VIEW_NOTICE, VIEW_NOTICE_DRAFT
from duban.duties.supervision.rules import NEAR_DAYS
from duban.orgs.models import Unit
from duban.orgs.permits import below, grants_of
from duban.orgs.queries import units_named
from duban.packs.rules import Rulebook

State = SupervisionNotice.State
STATES = ("overdue", "near", *State.values)


def notices_for(user: Any) -> QuerySet[SupervisionNotice]:
    """The notices a person may see: drafts only where they would be issued."""
    rows = SupervisionNotice.objects.select_related("unit", "issuer")
    return VIEW_NOTICE.scope(user, rows.exclude(state=State.DRAFT)) | VIEW_NOTICE_DRAFT.scope(
        user, rows.filter(state=State.DRAFT)
    )


def may_see(user: Any, notice: SupervisionNotice) -> bool:
    """Whether the person may open this one."""
    return (VIEW_NOTICE_DRAFT if notice.state == State.DRAFT else VIEW_NOTICE).allows(user, notice)


def extensions_for(user: Any) -> QuerySet[Extension]:
    """The requests for another day a person may see."""
    return VIEW_EXTENSION.scope(user, Extension.objects.select_related("notice__unit", "notice__issuer"))


def notices_on(user: Any, obj: Model) -> QuerySet[SupervisionNotice]:
    """Those that hang on an issue, or on a task or a part of it."""
    if isinstance(obj, Issue):
        return notices_for(user).filter(issue=obj)
    if isinstance(obj, Task):
        return notices_for(user).filter(Q(task=obj) | Q(task__parent=obj))
    return SupervisionNotice.objects.none()


def can_supervise(unit: Unit, user: Any) -> bool:
    """Whether there is a body above the unit for which the person supervises: nobody issues a notice to their own."""
    return bool(_paths_above(unit, user))


def issuer_of(unit: Unit, user: Any) -> Unit:
    """The nearest body above the unit for which the person supervises.

    Raises:
        BadInput: there is none, as for their own body.
    """
    paths = _paths_above(unit, user)
    if not paths:
        raise BadInput(_("A notice is issued by a body above; %(unit)s is your own.") % {"unit": unit})
    return Unit.objects.get(path=max(paths))


def _paths_above(unit: Unit, user: Any) -> list[str]:
    return [
        path for role, path in grants_of(user) if role in ISSUERS and unit.path.startswith(path) and path != unit.path
    ]


def last_place(issuer: Unit, year: int) -> int:
    """The highest number the issuer has given in that year, 0 when none."""
    found = SupervisionNotice.objects.filter(issuer=issuer, year=year).aggregate(last=Max("place"))["last"]
    return found or 0


def near_days(book: Rulebook, day: datetime.date) -> int:
    """How many days before its day a notice is shown as near."""
    rule = book.find(NEAR_DAYS, day)
    return int(rule.number) if rule else 0


@dataclass(frozen=True)
class NoticeFilter:
    """What a person looks for among notices. Empty fields do not filter; `level` is how far below the person's own body."""

    state: str = ""
    unit: Unit | None = None
    level: str = ""
    words: str = ""

    def address(self) -> str:
        """The address of the list that shows what fits."""
        said = {"state": self.state, "unit": self.unit and self.unit.pk, "level": self.level, "q": self.words}
        asked = urlencode({name: value for name, value in said.items() if value})
        return reverse("notice_register") + (f"?{asked}" if asked else "")

    def in_any_state(self) -> "NoticeFilter":
        """The same filter, whatever the state."""
        return replace(self, state="")

    def at_any_level(self) -> "NoticeFilter":
        """The same filter, whatever the level."""
        return replace(self, level="")


def filtered(
    rows: QuerySet[SupervisionNotice], wanted: NoticeFilter, *, user: Any, day: datetime.date, near: int
) -> QuerySet[SupervisionNotice]:
    """The notices that fit: what is open by its day first, what is closed last."""
    if wanted.state == "overdue":
        rows = rows.filter(state__in=SupervisionNotice.OPEN, due_on__lt=day)
    elif wanted.state == "near":
        soon = day + datetime.timedelta(days=near)
        rows = rows.filter(state__in=SupervisionNotice.OPEN, due_on__range=(day, soon))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(below(wanted.unit.path, "unit__path"))
    if wanted.level:
        rows = rows.filter(at_level(VIEW_NOTICE.reach(user), int(wanted.level)))
    if wanted.words:
        rows = rows.filter(Q(title__icontains=wanted.words) | units_named(wanted.words, "unit__"))
    return rows.order_by(F("closed_on").asc(nulls_first=True), "due_on", "unit__path", "pk")


def counts_by_state(rows: QuerySet[SupervisionNotice], *, day: datetime.date, near: int) -> dict[str, int]:
    """How many stand in each of STATES, and "all"; overdue and near ones are counted inside the open ones. One query."""
    soon = day + datetime.timedelta(days=near)
    said = rows.order_by().values("state").annotate(
        all=Count("pk"), past=Count("pk", filter=Q(due_on__lt=day)), soon=Count("pk", filter=Q(due_on__range=(day, soon)))
    )  # fmt: skip
    found: dict[str, dict[str, Any]] = {row["state"]: {**row} for row in said}
    counts = {state: found[state]["all"] if state in found else 0 for state in State.values}
    late, near_now = (
        sum(found[state][name] for state in SupervisionNotice.OPEN if state in found) for name in ("past", "soon")
    )
    return {**counts, "overdue": late, "near": near_now, "all": sum(counts.values())}


def gaps_of(issuer: Unit | None, year: int) -> list[tuple[int, int, str]]:
    """(first, last, why) of the numbers that the issuer has not given that year, as those said who went past them."""
    if issuer is None:
        return []
    rows = SupervisionNotice.objects.filter(issuer=issuer, year=year).order_by("place")
    found: list[tuple[int, int, str]] = []
    last = 0
    for each in rows.filter(place__isnull=False):
        place = each.place or 0
        if place > last + 1:
            found.append((last + 1, place - 1, each.gap))
        last = place
    return found
