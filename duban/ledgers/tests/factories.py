"""Small real records to test with."""

import datetime
from typing import Any

from duban.ledgers import actions
from duban.ledgers.actions import Content
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.orgs.models import Person, Post, Unit
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

DAY = datetime.date(2026, 11, 20)


def core() -> None:
    """The rules, the kinds of organisations and the kinds of records that every installation has."""
    install_folder(folder_named("core"))


def kind(code: str) -> RecordKind:
    """The kind of that code in use."""
    return RecordKind.objects.get(code=code, is_current=True)


def members(unit: Unit, count: int, *, probationary: int = 0, committee: int = 0) -> list[Person]:
    """So many members of the organisation, the last of them probationary, the first on its committee."""
    standing = [Person.Membership.FULL] * (count - probationary) + [Person.Membership.PROBATIONARY] * probationary
    people = Person.objects.bulk_create(
        Person(name=f"党员{unit.pk}{chr(0x4E00 + number)}", unit=unit, membership=each)
        for number, each in enumerate(standing)
    )
    Post.objects.bulk_create(
        Post(person=person, unit=unit, title="支部书记" if number == 0 else "委员", since_on=datetime.date(2025, 1, 1))
        for number, person in enumerate(people[:committee])
    )
    return people


VALUES: dict[str, dict[str, str]] = {
    "members_meeting": {"theme": "讨论年度计划"},
    "committee_meeting": {"theme": "研究党员发展"},
    "subgroup_meeting": {"theme": "学习讨论"},
    "party_lecture": {"theme": "怎样当好党员", "lecturer": "周书记"},
    "theme_day": {"theme": "清理河道"},
    "org_life_meeting": {"theme": "对照检查"},
    "member_appraisal": {"excellent": "3", "qualified": "6", "basic": "0", "unqualified": "0"},
}


def record(
    unit: Unit, code: str = "theme_day", *, by: Any, held_on: datetime.date = DAY, **fields: Any
) -> LedgerRecord:
    """A record of the organisation, entered by the verb."""
    values = fields.pop("values", VALUES.get(code, {}))
    return actions.enter_record(unit, by=by, kind=kind(code), content=Content(held_on=held_on, values=values, **fields))
