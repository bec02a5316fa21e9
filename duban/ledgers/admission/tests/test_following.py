"""A way follows its person: merged, re-set or transferred in the middle of it. Today is 23 November 2026."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.audit.models import Entry
from duban.ledgers.admission import actions
from duban.ledgers.admission.asks import admission_asks
from duban.ledgers.admission.models import Admission
from duban.ledgers.admission.tests import factories
from duban.orgs import actions as orgs
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Unit
from duban.orgs.resetting import plan_of
from duban.orgs.tests import factories as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
DAY, TODAY = datetime.date(2026, 11, 20), datetime.date(2026, 11, 23)
SAID = Approval("县直工委〔2026〕12号", DAY, DAY)


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def way(world):
    made = factories.applied(world)
    actions.record_step(made, by=world.secretary, step="activist", happened_on=datetime.date(2026, 7, 1))
    return made


def unit_of(way) -> str:
    return Admission.objects.get(pk=way.pk).unit.name


def trail(way) -> Entry:
    return Entry.objects.filter(subject=way.key).latest("number")


def merge(world):
    heir = Unit.objects.get(pk=world.tree.north_2.pk)
    orgs.merge_units(heir, by=world.officer, approval=SAID, others=[world.tree.north_1], is_seen=True)


def test_the_branch_of_a_candidate_is_merged_in_the_middle_of_the_way(world, way):
    merge(world)

    assert unit_of(way) == "北局第二党支部"
    assert (trail(way).verb, trail(way).reason) == (
        "orgs.transfer_membership",
        "北局第一党支部 → 北局第二党支部，县直工委〔2026〕12号",
    )
    # The new branch goes on where the old one stopped; nothing is asked of the old one.
    heir = people.account(people.person("高原", unit=world.tree.north_2, branch_secretary=world.tree.north_2))
    actions.record_step(way, by=heir, step="contact", happened_on=DAY)
    assert way.records.count() == 3
    del world.secretary._grants
    assert [ask for batch in admission_asks(Desk(world.secretary, TODAY)) for ask in batch.asks] == []
    client = Client()
    client.force_login(heir)
    page = client.get(reverse("admission", args=[way.pk])).content.decode()
    assert "北局第一党支部 → 北局第二党支部" in page
    assert client.get(reverse("unit_admissions", args=[world.tree.north_2.pk])).context["rows"][0][0] == way


def test_a_plan_sends_the_way_where_the_person_goes_and_not_to_the_heir(world, way):
    Unit.objects.filter(pk=world.tree.north_1.pk).update(member_count=9)
    text = "北局第一党支部\t北局甲党支部\t8\t许文静\n北局第一党支部\t北局乙党支部\t1\t丁一\n北局第二党支部\t北局第二党支部\n南局党支部\t南局党支部"
    plan = plan_of(world.tree.committee, text)
    assert plan.faults == []

    orgs.re_set_branches(
        world.tree.committee, by=world.officer, approval=SAID, text=text, shown=plan.fingerprint, is_seen=True
    )

    assert unit_of(way) == "北局乙党支部"


def test_a_transfer_takes_the_open_way_along_and_leaves_the_ended_one(world, way):
    actions.end_admission(way, by=world.secretary, outcome="withdrawn", ended_on=DAY)
    again = Admission.objects.create(person=world.person, unit=world.tree.north_1)

    orgs.transfer_membership(world.person, by=world.officer, unit=world.tree.south_1, since_on=DAY)

    assert (unit_of(way), unit_of(again)) == ("北局第一党支部", "南局党支部")
    assert trail(again).detail == {"unit_id": [world.tree.north_1.pk, world.tree.south_1.pk]}


@pytest.mark.parametrize(("left_on", "where"), [(None, "南局党支部"), (DAY, "北局第二党支部")])
def test_a_way_that_was_left_under_an_organisation_goes_where_its_person_is_or_to_the_heir(world, way, left_on, where):
    if left_on:
        Person.objects.filter(pk=world.person.pk).update(left_on=datetime.date(2026, 11, 1))
    else:
        Person.objects.filter(pk=world.person.pk).update(unit=world.tree.south_1)

    merge(world)

    assert unit_of(way) == where
