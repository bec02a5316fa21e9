"""Small real things to test with."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from duban.orgs.models import Grant, Person, Role, Unit, UnitCategory, UnitKind, User


def unit_kind(code: str = "organ", name: str = "县直机关", *, is_assessed: bool = False) -> UnitKind:
    """The kind with this code, made when it is not there."""
    return UnitKind.objects.get_or_create(code=code, defaults={"name": name, "is_assessed": is_assessed})[0]


def unit_category(code: str = "economy", name: str = "经济管理类") -> UnitCategory:
    """The category with this code, made when it is not there."""
    return UnitCategory.objects.get_or_create(code=code, defaults={"name": name})[0]


def unit(
    name: str, *, below: Unit | None = None, kind: UnitKind | None = None, category: UnitCategory | None = None
) -> Unit:
    """A unit below another, or a root."""
    fields = {"name": name, "kind": kind or unit_kind(), "category": category}
    return Unit.objects.add_child(below, fields) if below else Unit.objects.add_root(fields)


def person(name: str, *, unit: Unit, **roles: Unit) -> Person:
    """Somebody of the unit, with roles: person("许文静", unit=north, unit_cadre=north)."""
    made = Person.objects.create(name=name, unit=unit)
    Grant.objects.bulk_create(Grant(person=made, role=Role(role), unit=where) for role, where in roles.items())
    return made


def account(of: Person, *, password: str = "") -> User:
    """The account of the person; without a password it can only be logged in by force."""
    made = User(username=f"{of.name}-{of.pk}", name=of.name, person=of)
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    return made


@dataclass(frozen=True)
class Tree:
    """The world everyone knows: a committee, two units of two categories, their committee and branches."""

    committee: Unit
    north: Unit
    north_committee: Unit
    north_1: Unit
    north_2: Unit
    south: Unit
    south_1: Unit


def tree() -> Tree:
    """工委 > 北局 > 北局机关党委 > 第一党支部, 第二党支部; 南局 > 南局党支部. 北局 and 南局 are assessed."""
    work_committee = unit_kind("organ_work_committee", "机关工委")
    organ = unit_kind("organ", "县直机关", is_assessed=True)
    primary, branch = unit_kind("primary_committee", "机关党委"), unit_kind("branch", "党支部")
    committee = unit("县直机关工委", kind=work_committee)
    north = unit("北局", below=committee, kind=organ, category=unit_category("economy", "经济管理类"))
    south = unit("南局", below=committee, kind=organ, category=unit_category("general", "党群综合类"))
    north_committee = unit("北局机关党委", below=north, kind=primary)
    return Tree(
        committee=committee,
        north=north,
        north_committee=north_committee,
        north_1=unit("北局第一党支部", below=north_committee, kind=branch),
        north_2=unit("北局第二党支部", below=north_committee, kind=branch),
        south=south,
        south_1=unit("南局党支部", below=south, kind=branch),
    )


def ended(client: Client, address: str, said: dict[str, Any]) -> HttpResponse:
    """The answer to an end of units: sent once to see what is open, and again with the tick for just that."""
    answer = client.post(address, said)
    shown = re.search(r'name="listed" value="(\w+)"', answer.content.decode())
    return client.post(address, {**said, "is_seen": "on", "listed": shown[1]}) if shown else answer
