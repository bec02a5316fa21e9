"""Small real things to test with."""

import datetime
from typing import Any

from duban.ledgers.cadres.models import (
    CadrePost,
    Filing,
    HandOver,
    HandOverLine,
    Objection,
    PlannedClass,
    PostKind,
    Secondment,
)
from duban.orgs.models import Person, Post, Unit, User

DAY = datetime.date(2026, 11, 20)


def kind(code: str = "party_affairs_worker", **fields: Any) -> PostKind:
    """The kind with this code, made when it is not there."""
    return PostKind.objects.get_or_create(code=code, defaults={"name": code, **fields})[0]


def post(
    person: Person,
    unit: Unit,
    title: str = "党务干部",
    *,
    of: PostKind | str | None = None,
    full_time: bool = False,
    since_on: datetime.date = datetime.date(2024, 3, 1),
    until_on: datetime.date | None = None,
) -> Post:
    """A post, sorted when a kind is given."""
    time = Post.Kind.FULL_TIME if full_time else Post.Kind.PART_TIME
    made = Post.objects.create(person=person, unit=unit, title=title, kind=time, since_on=since_on, until_on=until_on)
    if of is not None:
        CadrePost.objects.create(post=made, kind=kind(of) if isinstance(of, str) else of)
    return made


def one_of_each(unit: Unit, person: Person, by: User | None = None) -> dict[str, Any]:
    """One object of each kind of this wing in the unit, by name; `person` is whom they are about."""
    held = post(person, unit, of="party_affairs_worker")
    left = post(person, unit, "党办主任", since_on=DAY.replace(year=2023), until_on=DAY)
    taker = Person.objects.create(name=person.name, unit=unit)
    hand_over = HandOver.objects.create(post=left, unit=unit, giver=person, taker=taker)
    HandOverLine.objects.create(hand_over=hand_over, place=1, title="印章")
    return {
        "cadre_post": held.cadre_post,
        "post": held,
        "filing": Filing.objects.create(unit=unit, person=person, title="党办主任", opened_on=DAY),
        "hand_over": hand_over,
        "planned_class": PlannedClass.objects.create(unit=unit, year=2026, month=5, title="培训", hours=8),
        "objection": Objection.objects.create(
            person=person, unit=unit, line=held.key, said="党务干部", text="任职时间不对", made_on=DAY
        ),
        "secondment": Secondment.objects.create(
            person=person, unit=unit, to_unit="某局", approval_symbol="示组〔2026〕3号", approved_on=DAY, since_on=DAY, until_on=DAY
        ),
    }  # fmt: skip


ROWS = [
    *(
        (page, "cadres.view_staffing", "", "unit")
        for page in ("cadre_structure", "export_cadre_structure", "unsorted_posts", "unit_filings")
    ),
    *((verb, "cadres.view_staffing", f"cadres.{verb}", "unit") for verb in ("sort_posts", "open_filing")),
    *((page, "orgs.view_person", "", "person") for page in ("cadre", "person_secondment")),
    *((verb, "orgs.view_person", f"cadres.{verb}", "person") for verb in ("enter_profession", "register_secondment")),
    *((page, "cadres.view_duty_record", "", "person") for page in ("duty_record", "experience_certificate")),
    *((verb, "cadres.view_duty_record", f"cadres.{verb}", "person") for verb in ("object_to_line", "write_comment")),
    ("filing", "cadres.view_filing", "", "filing"),
    *(
        (verb, "cadres.view_filing", f"cadres.{verb}", "filing")
        for verb in ("record_opinion", "record_group_decision", "record_filing", "withdraw_filing")
    ),
    ("open_hand_over", "cadres.open_hand_over", "cadres.open_hand_over", "post"),
    ("hand_over", "cadres.view_hand_over", "", "hand_over"),
    *(
        (verb, "cadres.view_hand_over", f"cadres.{verb}", "hand_over")
        for verb in ("name_taker", "note_points", "pass_on_work", "confirm_giving", "confirm_taking")
    ),
    ("unit_training", "orgs.view_unit", "", "unit"),
    ("plan_class", "orgs.view_unit", "cadres.plan_class", "unit"),
    ("planned_class", "cadres.view_training", "", "planned_class"),
    ("match_class", "cadres.view_training", "cadres.match_class", "planned_class"),
    ("objection", "cadres.view_objection", "", "objection"),
    ("answer_objection", "cadres.view_objection", "cadres.answer_objection", "objection"),
]
"""Addresses of this wing: name, permit to see the object, permit of the verb, which object (tests/test_addresses.py)."""
