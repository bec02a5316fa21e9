"""Permits: who may do or see what, declared once and answered from the tree.

A permit is a name, the roles that have it, and the way from an object to its unit. A grant (person, role, unit) holds
for the unit and all below it. From that one declaration come the list a person may see, the answer for one object, and
whether a button is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.orgs.models import Grant, Role, Unit

Rows = TypeVar("Rows", bound=QuerySet)

COMMITTEE = frozenset({Role.COMMITTEE_ADMIN, Role.COMMITTEE_LEADER})
UNIT = frozenset({Role.UNIT_CADRE, Role.UNIT_SECRETARY})
BUSINESS = COMMITTEE | UNIT | {Role.BRANCH_SECRETARY}


def grants_of(user: Any) -> list[tuple[str, str]]:
    """(role, path of the unit) of each grant in force. One query, once per account object, so once per request.

    Whoever has left has none from the day after, whether or not somebody has revoked them by then.
    """
    kept: list[tuple[str, str]] | None = getattr(user, "_grants", None)
    if kept is None:
        person = getattr(user, "person_id", None)
        here = Q(person__left_on__isnull=True) | Q(person__left_on__gte=clock.today())
        rows = Grant.objects.in_force().filter(here, person=person).values_list("role", "unit__path") if person else ()
        kept = user._grants = list(rows)
    return kept


def keep_grants(users: Iterable[Any]) -> None:
    """Read the grants of many accounts at once, for work that looks through the eyes of each. One query."""
    here = Q(person__left_on__isnull=True) | Q(person__left_on__gte=clock.today())
    found: dict[int, list[tuple[str, str]]] = {user.person_id: [] for user in users}
    for person_id, role, path in Grant.objects.in_force().filter(here).values_list("person_id", "role", "unit__path"):
        if person_id in found:
            found[person_id].append((role, path))
    for user in users:
        user._grants = found[user.person_id]


def roles_of(user: Any) -> set[str]:
    """The roles a person has anywhere."""
    return {role for role, _path in grants_of(user)}


def below(path: str, lookup: str = "path") -> Q:
    """The condition that a unit is the one with this path or stands below it, as one range that an index serves."""
    # Filled up with nines, the greatest path that can stand below: digits only, so that no collation matters. The
    # path of the next sibling would not do: after 00019999 comes 0002, which is smaller than 00020000.
    longest = Unit._meta.get_field("path").max_length or 0
    return Q(**{f"{lookup}__range": (path, path.ljust(longest, "9"))})


def above_of(path: str) -> list[str]:
    """The paths of the units above the one with this path, from the top down."""
    return [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]


def topmost(paths: Iterable[str]) -> list[str]:
    """The paths without those that stand below another of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


@dataclass(frozen=True)
class Permit:
    """Who may do or see one thing.

    `unit` is the way from an object to its unit ("task__unit"; "" when the object is the unit). `upward`: it also holds
    for what the units above have issued, as everybody may read the list that binds them. `when` says in which state of
    the object the verb is possible.
    """

    name: str
    label: str | Promise
    roles: frozenset[str]
    unit: str = "unit"
    upward: bool = False
    when: Callable[[Any, Any], bool] | None = field(default=None, compare=False)
    own: tuple[str, ...] = ()

    @property
    def is_verb(self) -> bool:
        """True for what is done, False for what is only seen."""
        return not self.name.rsplit(".", 1)[-1].startswith("view_")

    def reach(self, user: Any) -> list[str]:
        """The topmost paths of units where the person has this permit."""
        return topmost(path for role, path in grants_of(user) if role in self.roles)

    def scope(self, user: Any, rows: Rows) -> Rows:
        """Those of the rows for which the person has this permit."""
        paths, own = self.reach(user), self._person_of(user)
        if not paths and own is None:
            return rows.none()
        lookup, condition = f"{self.unit}__path" if self.unit else "path", Q()
        for way in self.own if own is not None else ():
            condition |= Q(**{way: own})
        for path in paths:
            condition |= below(path, lookup)
        if self.upward:
            condition |= Q(**{f"{lookup}__in": {above for path in paths for above in above_of(path)}})
        return rows.filter(condition)

    def allows(self, user: Any, obj: models.Model) -> bool:
        """Whether the person has this permit for the object, whatever state it is in."""
        own = self._person_of(user)
        if own is not None and any(_at(obj, way) == own for way in self.own):
            return True
        paths = self.reach(user)
        if not paths:
            return False
        unit = _at(obj, self.unit)
        if unit is None:
            return False
        return any(unit.path.startswith(path) or (self.upward and path.startswith(unit.path)) for path in paths)

    def _person_of(self, user: Any) -> int | None:
        """The key of the person who asks, where one's own counts."""
        return getattr(user, "person_id", None) if self.own else None

    def possible(self, user: Any, obj: models.Model) -> bool:
        """Whether the person could do it now: allowed, and the object is in a state for it."""
        return self.allows(user, obj) and (self.when is None or self.when(obj, user))


def _at(obj: Any, way: str) -> Any:
    for step in filter(None, way.split("__")):
        obj = getattr(obj, step)
    return obj


PERMITS: dict[str, Permit] = {}


def permit(
    name: str,
    label: str | Promise,
    *,
    roles: Iterable[str],
    unit: str = "unit",
    upward: bool = False,
    when: Callable[[Any, Any], bool] | None = None,
    own: Iterable[str] = (),
) -> Permit:
    """Declare a permit.

    Raises:
        ValueError: the name is taken: one thing is decided in one place.
    """
    if name in PERMITS:
        raise ValueError(f"permit {name!r} is declared twice")
    PERMITS[name] = Permit(name, label, frozenset(roles), unit, upward, when, tuple(own))
    return PERMITS[name]


def shown_to(declared: Permit) -> Callable[[Any], bool]:
    """Whether an entry of the side bar is shown: to those who have the permit anywhere."""
    return lambda request: bool(declared.reach(request.user))


VIEW_UNIT = permit("orgs.view_unit", _("See the unit and those below it"), roles=BUSINESS, unit="")
VIEW_PERSON = permit("orgs.view_person", _("See people of the unit and their posts"), roles=BUSINESS)
VIEW_ACCOUNT = permit("orgs.view_account", _("See who has an account"), roles={Role.SYSTEM_ADMIN})
VIEW_GRANT = permit("orgs.view_grant", _("See who has which role where"), roles={Role.SECURITY_ADMIN})
VIEW_TRAIL = permit("orgs.view_trail", _("Read the trail, at the topmost unit"), roles={Role.AUDIT_ADMIN}, unit="")

BRING_IN_UNIT = permit(
    "orgs.bring_in_unit",
    _("Change organisations by a workbook"),
    roles={Role.COMMITTEE_ADMIN, Role.UNIT_CADRE},
    unit="",
)
FOUND_BY_SHEET = permit(
    "orgs.found_by_sheet", _("Enter organisations by a workbook"), roles={Role.COMMITTEE_ADMIN}, unit=""
)
