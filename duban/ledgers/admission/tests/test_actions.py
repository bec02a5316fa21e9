"""What is recorded of admission: kept as it happened, refused only where it cannot be. Today is 23 November 2026."""

import datetime

import pytest
from django.db import models

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.admission import actions
from duban.ledgers.admission.models import Admission, Stage, StepRecord
from duban.ledgers.admission.tests import factories
from duban.ledgers.admission.tests.reckoning import on
from duban.orgs.actions import change_membership, take_back_step, transfer_membership
from duban.orgs.models import Person
from duban.orgs.steps import last_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def way(world):
    return factories.applied(world)


def step(world, way, code, day, **said):
    return actions.record_step(way, by=world.secretary, step=code, happened_on=on(day), **said)


def decision(world, way, code, day, **said):
    return actions.record_decision(way, by=world.cadre, step=code, happened_on=on(day), **said)


def test_somebody_new_is_entered_with_year_and_month_of_birth(world):
    made = actions.open_admission(
        world.tree.north_1,
        by=world.secretary,
        name="王二",
        born_in="1999-04",
        education="20",
        applied_on=on("2026-11-01"),
    )

    assert (made.person.name, made.person.membership, made.stage) == ("王二", "none", "applicant")
    assert Entry.objects.latest("number").detail["person"] == [None, made.person.key]


@pytest.mark.parametrize("why", ["member", "elsewhere", "twice", "ahead", "nobody", "same name", "new one twice"])
def test_who_cannot_apply(world, why):
    said = {"person": world.person, "applied_on": on("2026-11-01")}
    if why == "member":
        Person.objects.update(membership="full")
    if why == "elsewhere":
        Person.objects.filter(pk=world.person.pk).update(unit=world.tree.south_1)
    if why == "twice":
        factories.applied(world)
    if why == "ahead":
        said["applied_on"] = on("2026-11-24")
    if why == "nobody":
        said["person"] = None
    if why == "same name":
        said |= {"person": None, "name": "丁一"}
    if why == "new one twice":
        said = {"name": "王二", "applied_on": on("2026-11-01")}
        actions.open_admission(world.tree.north_1, by=world.secretary, **said)
    before = Admission.objects.count()

    with pytest.raises(BadInput):
        actions.open_admission(world.tree.north_1, by=world.secretary, **said)
    assert Admission.objects.count() == before


def test_a_step_out_of_order_is_kept_and_nothing_is_decided(world, way):
    step(world, way, "activist", "2026-06-02")

    way.refresh_from_db()
    assert (way.stage, way.records.count()) == (Stage.ACTIVIST, 2)


def test_a_step_that_did_not_pass_opens_no_stage(world, way):
    step(world, way, "activist", "2026-06-02", is_yes=False)

    way.refresh_from_db()
    assert way.stage == Stage.APPLICANT


@pytest.mark.parametrize(
    "said",
    [
        {"step": "talk", "happened_on": on("2026-11-24")},
        {"step": "notice", "happened_on": on("2026-06-05"), "until_on": on("2026-06-04")},
        {"step": "meeting", "happened_on": on("2026-06-05"), "eligible_count": 10, "yes_count": 11},
        {"step": "filing", "happened_on": on("2026-06-05")},
        {"step": "dance", "happened_on": on("2026-06-05")},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, way, said):
    with pytest.raises(BadInput):
        actions.record_step(way, by=world.secretary, **said)
    assert way.records.count() == 1


def test_a_step_twice_is_a_conflict_and_a_review_of_another_day_is_not(world, way):
    step(world, way, "talk", "2026-06-10")
    step(world, way, "review", "2026-06-10")
    step(world, way, "review", "2026-11-10")

    for code, day in (("talk", "2026-06-11"), ("review", "2026-11-10")):
        with pytest.raises(Conflict):
            step(world, way, code, day)
    assert way.records.count() == 4


def test_the_branch_does_not_record_what_the_superior_decides(world, way):
    with pytest.raises(NotAllowed):
        actions.record_decision(way, by=world.secretary, step="filing", happened_on=on("2026-06-05"))
    with pytest.raises(BadInput):
        actions.record_decision(way, by=world.cadre, step="talk", happened_on=on("2026-06-05"))
    with pytest.raises(NotAllowed):
        actions.record_step(way, by=world.officer, step="talk", happened_on=on("2026-06-05"))
    assert decision(world, way, "filing", "2026-06-05", number="示党〔2026〕4号").number == "示党〔2026〕4号"


def admitted(world, way, *, meeting="2025-11-10", approval="2025-12-20"):
    step(world, way, "meeting", meeting)
    return decision(world, way, "approval", approval, number="示党〔2025〕8号")


def test_admission_makes_a_probationary_member_since_the_vote_in_one_go(world):
    way = factories.applied(world, "2024-06-01")
    step(world, way, "meeting", "2025-11-10")
    entries = Entry.objects.count()

    decision(world, way, "approval", "2025-12-20", number="示党〔2025〕8号")

    world.person.refresh_from_db()
    way.refresh_from_db()
    assert (world.person.membership, world.person.joined_on) == ("probationary", on("2025-11-10"))
    assert way.stage == Stage.PROBATIONARY
    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)[entries:]) == [
        "orgs.change_membership", "admission.record_decision",
    ]  # fmt: skip
    # The roll of the days before the vote stays.
    assert list(world.person.stays.values_list("membership", "until_on")) == [("none", on("2025-11-09"))]


def test_who_came_from_elsewhere_after_the_vote_is_a_member_since_it(world):
    way = factories.applied(world, "2024-06-01")
    Person.objects.filter(pk=world.person.pk).update(since_on="2025-12-01")

    admitted(world, way)

    world.person.refresh_from_db()
    assert (world.person.joined_on, world.person.since_on) == (on("2025-11-10"), on("2025-12-02"))


def test_an_approval_that_says_no_changes_nobody(world, way):
    step(world, way, "meeting", "2026-09-10")

    decision(world, way, "approval", "2026-10-20", is_yes=False)

    world.person.refresh_from_db()
    assert (world.person.membership, world.person.joined_on) == ("none", None)


@pytest.mark.parametrize(
    ("meeting", "approval", "since"),
    [("2026-11-12", "2026-11-20", "2026-11-10"), ("2026-10-01", "2026-10-20", "2026-10-20")],
)
def test_conversion_counts_from_the_end_of_the_probation_and_not_before_it_was_approved(
    world, meeting, approval, since
):
    """党龄从预备期满转为正式党员之日算起. An approval before the end is kept as it happened, with its warning."""
    way = factories.applied(world, "2024-06-01")
    admitted(world, way)

    step(world, way, "conversion_meeting", meeting)
    decision(world, way, "conversion_approval", approval, number="示党〔2026〕9号")

    world.person.refresh_from_db()
    assert (world.person.membership, world.person.converted_on) == ("full", on(since))


def test_a_step_by_mistake_is_taken_back_with_a_reason_and_the_trail_keeps_it(world, way):
    made = step(world, way, "activist", "2026-06-02")

    actions.strike_step(way, by=world.secretary, record=made, reason="日期登错")

    way.refresh_from_db()
    entry = Entry.objects.latest("number")
    assert (way.stage, way.records.count()) == (Stage.APPLICANT, 1)
    assert (entry.reason, entry.detail["step"], entry.detail["on"]) == (
        "日期登错",
        ["activist", None],
        ["2026-06-02", None],
    )


def test_an_approval_by_mistake_is_taken_back_with_the_membership_that_it_made(world):
    way = factories.applied(world, "2024-06-01")
    made = admitted(world, way)

    actions.strike_step(way, by=world.cadre, record=made, reason="批复还没有到")

    world.person.refresh_from_db()
    way.refresh_from_db()
    assert (world.person.membership, world.person.joined_on, world.person.stays.count()) == ("none", None, 0)
    assert (way.stage, way.records.count()) == (Stage.APPLICANT, 2)
    with pytest.raises(BadInput):
        actions.strike_step(way, by=world.secretary, record=way.records.get(step__code="application"), reason="错")


def test_the_last_step_is_taken_back_first_and_an_approval_not_from_under_a_transfer(world):
    way = factories.applied(world, "2024-06-01")
    made = admitted(world, way)

    with pytest.raises(Conflict, match="2025-12-20"):
        actions.strike_step(way, by=world.secretary, record=way.records.get(step__code="meeting"), reason="错")
    transfer_membership(world.person, by=world.officer, unit=world.tree.north_2, since_on=on("2026-11-01"))
    way.refresh_from_db()
    with pytest.raises(Conflict):
        actions.strike_step(way, by=world.cadre, record=made, reason="错")
    world.person.refresh_from_db()
    assert (way.records.count(), world.person.membership) == (3, "probationary")


def test_an_approval_is_not_taken_back_over_a_membership_that_was_entered_by_hand_since(world):
    way = factories.applied(world, "2024-06-01")
    made = admitted(world, way)
    world.person.refresh_from_db()
    late = {"reason": "补录", "is_late": True, "converted_on": on("2026-11-10")}
    change_membership(world.person, by=world.cadre, membership="full", since_on=on("2026-11-10"), **late)

    with pytest.raises(Conflict, match="手工"):
        actions.strike_step(way, by=world.cadre, record=made, reason="批复还没有到")
    world.person.refresh_from_db()
    assert (world.person.membership, way.records.count()) == ("full", 3)

    take_back_step(world.person, by=world.cadre, step=last_step(world.person).number, reason="登错")
    actions.strike_step(way, by=world.cadre, record=made, reason="批复还没有到")
    world.person.refresh_from_db()
    assert world.person.membership == "none"


@pytest.mark.parametrize("converted_on", [None, "2026-11-10"])
def test_a_conversion_is_taken_back_also_when_its_day_was_entered_before(world, converted_on):
    way = factories.applied(world, "2024-06-01")
    admitted(world, way)
    Person.objects.filter(pk=world.person.pk).update(converted_on=converted_on)
    step(world, way, "conversion_meeting", "2026-11-12")
    made = decision(world, way, "conversion_approval", "2026-11-20", number="示党〔2026〕9号")

    actions.strike_step(way, by=world.cadre, record=made, reason="批复还没有到")
    world.person.refresh_from_db()
    assert world.person.membership == "probationary"


@pytest.mark.parametrize("step_code", ["approval", "conversion_approval"])
def test_on_the_page_of_the_person_a_membership_is_not_taken_from_under_its_approval(world, step_code):
    way = factories.applied(world, "2024-06-01")
    admitted(world, way)
    if step_code == "conversion_approval":
        step(world, way, "conversion_meeting", "2026-11-12")
        decision(world, way, "conversion_approval", "2026-11-20", number="示党〔2026〕9号")
    world.person.refresh_from_db()

    with pytest.raises(Conflict, match="发展党员"):
        take_back_step(world.person, by=world.cadre, step=last_step(world.person).number, reason="登错")


def test_a_way_ended_by_mistake_goes_on_unless_something_came_of_it(world, way):
    actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=on("2026-06-05"))
    with pytest.raises(BadInput):
        actions.resume_admission(way, by=world.secretary, reason=" ")
    actions.resume_admission(way, by=world.secretary, reason="选错了人")
    way.refresh_from_db()
    assert (way.outcome, way.ended_on) == ("", None)
    with pytest.raises(Conflict):
        actions.resume_admission(way, by=world.secretary, reason="再来")

    actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=on("2026-06-05"))
    factories.applied(world, "2026-11-01")
    with pytest.raises(Conflict):
        actions.resume_admission(way, by=world.secretary, reason="选错了人")


def test_the_superiors_step_is_taken_back_by_those_who_record_it(world, way):
    made = decision(world, way, "filing", "2026-06-05")

    with pytest.raises(BadInput):
        actions.strike_step(way, by=world.secretary, record=made, reason="错")
    actions.strike_step(way, by=world.cadre, record=made, reason="错")
    assert not StepRecord.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-05-31", False), ("2026-06-01", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_a_way_ends_between_the_application_and_today(world, way, day, holds):
    if holds:
        actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=on(day))
        with pytest.raises(Conflict):
            step(world, way, "talk", "2026-06-02")
    else:
        with pytest.raises(BadInput):
            actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=on(day))


def test_after_an_end_the_same_person_may_apply_again(world, way):
    actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=on("2026-06-05"))

    assert factories.applied(world, "2026-11-01").pk != way.pk


def test_no_table_of_this_wing_holds_a_text_beyond_numbers_of_documents():
    """Domain rules, section 5 and 14.1: no application, no political review, no report of thoughts, no family."""
    texts = {
        f"{model.__name__}.{field.name}"
        for model in (Admission, StepRecord)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }

    assert texts == {"StepRecord.number"}


def test_the_day_of_a_step_is_a_day():
    assert isinstance(StepRecord._meta.get_field("happened_on").to_python("2026-06-01"), datetime.date)
