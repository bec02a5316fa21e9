"""The story of a merger: 南局 becomes part of 北局 on 10 June 2026. What it did stays, what is open goes on, nothing is asked twice.

The day before and the day itself are looked at with the same questions: who reads what, what is asked of whom, how both
stand in the assessment, what the tree looks like.
"""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duban.assessment.models import Standing
from duban.assessment.tests import factories as assessment
from duban.documents.models import File, FileVersion
from duban.duties import actions as duty_actions
from duban.duties.models import Task
from duban.duties.queries.lists import asked_by
from duban.duties.tests import factories as duties
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.terms.models import Term
from duban.orgs.models import Grant, Person, Unit
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("browser_files")]
EVE, DAY = datetime.date(2026, 6, 9), datetime.date(2026, 6, 10)
MAY, NOVEMBER = datetime.date(2026, 5, 31), datetime.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def june() -> Iterator[None]:
    """10 June 2026, 9:00 in Shanghai."""
    with time_machine.travel(datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC), tick=False):
        yield


class Desk:
    """One person at a browser."""

    def __init__(self, name: str, *, of: Unit | None = None, **roles: Unit) -> None:
        (unit,) = roles.values()
        self.user = factories.account(factories.person(name, unit=of or unit, **roles))
        self.client = Client()
        self.client.force_login(self.user)

    def get(self, name: str, *args, **asked):
        return self.client.get(reverse(name, args=args), asked)

    def sees(self, name: str, obj) -> bool:
        return self.get(name, obj.pk).status_code == 200


class World:
    """Two assessed units with a year behind them: tasks, a record, a file, a term, people, roles, standings."""

    def __init__(self) -> None:
        install_folder(folder_named("core"))
        self.tree = tree = factories.tree()
        self.officer = Desk("周敏", committee_admin=tree.committee)
        self.guard = Desk("蒋光", security_admin=tree.committee)
        self.north = Desk("许文静", unit_cadre=tree.north)
        self.south = Desk("何永年", unit_cadre=tree.south)
        self.member = factories.person("罗小川", unit=tree.south)
        listed = duties.responsibility_list(tree.committee)
        first = duties.duty(listed, number=1, days=(MAY,))
        second = duties.duty(listed, number=2, days=(NOVEMBER,))
        both = {"issuer": tree.committee}
        self.done = duties.task(tree.south, of=first, due_on=MAY, **both)
        self.same = duties.task(tree.south, of=second, due_on=NOVEMBER, **both)
        self.own = duties.task(tree.south, due_on=NOVEMBER, number="2026-99-1", **both)
        for duty, day in ((first, MAY), (second, NOVEMBER)):
            duties.task(tree.north, of=duty, due_on=day, **both)
        with time_machine.travel(datetime.datetime(2026, 5, 20, 1, 0, tzinfo=datetime.UTC), tick=False):
            duty_actions.submit_task(self.done, by=self.south.user, statement="已专题研究")
            duty_actions.accept_task(self.done, by=self.officer.user)
            self.period = assessment.period(tree.committee, by=self.officer.user)
        self.record = LedgerRecord.objects.create(
            unit=tree.south, kind=RecordKind.objects.get(code="training_class"), held_on=MAY, title="培训班"
        )
        file = File.objects.create(unit=tree.south, title="纪要")
        self.file = FileVersion.objects.create(
            file=file, name="纪要.txt", media_type="text/plain", size_bytes=1, sha256="0" * 64
        )
        self.term = Term.objects.create(unit=tree.south_1, starts_on=MAY, ends_on=MAY.replace(year=2029))

    def merge(self):
        """The officer enters the approval."""
        said = {
            "others": [self.tree.south.pk],
            "symbol": "县直工委〔2026〕12号",
            "approved_on": "2026-06-08",
            "holds_on": "2026-06-10",
        }
        return factories.ended(self.officer.client, reverse("merge_units", args=[self.tree.north.pk]), said)

    def standing(self, unit: Unit) -> Standing:
        return self.period.standings.get(unit=unit)


@pytest.fixture
def world() -> World:
    return World()


def names(answer) -> list[str]:
    return [row.name for row in answer.context["page"]]


def test_what_the_unit_did_is_read_before_by_its_own_and_after_by_those_of_the_one_that_took_over(world):
    tree, did = world.tree, (("unit_about", world.tree.south), ("task", world.done), ("record", world.record))
    before = [(world.north.sees(*each), world.south.sees(*each)) for each in did]

    assert world.merge().status_code == 302

    after = [(world.north.sees(*each), world.south.sees(*each)) for each in did]
    assert (before, after) == ([(False, True)] * 3, [(True, True)] * 3)
    assert world.north.sees("term", world.term)
    assert not world.south.sees("unit_about", tree.north)
    assert world.north.sees("person", world.member)
    for row in (world.record, world.done):
        row.refresh_from_db()
        assert row.unit == tree.south


def test_what_is_open_goes_on_and_nothing_is_asked_twice_nor_of_the_unit_that_ended(world):
    assert set(Task.objects.filter(unit=world.tree.south, state__in=Task.OPEN)) == {world.same, world.own}

    world.merge()

    for task in (world.done, world.same, world.own):
        task.refresh_from_db()
    assert (world.done.state, world.done.unit) == ("accepted", world.tree.south)
    assert (world.same.state, world.same.reason) == (
        "waived",
        "“南局”已合并，接续的组织已有同一任务（县直工委〔2026〕12号）",
    )
    assert (world.own.state, world.own.unit) == ("issued", world.tree.north)
    assert not Task.objects.filter(unit=world.tree.south, state__in=Task.OPEN).exists()
    later = duties.responsibility_list(world.tree.committee, title="下半年清单", issued=False)
    duties.duty(later, number=7)
    assert {unit.name for _duty, _place, _day, unit in asked_by(later)} == {"北局"}


def test_how_it_stood_stays_explained(world):
    before = {unit.name: world.standing(unit).total for unit in (world.tree.north, world.tree.south)}

    world.merge()

    after = {unit.name: world.standing(unit).total for unit in (world.tree.north, world.tree.south)}
    assert after == before
    page = world.north.get("standing", world.standing(world.tree.south).pk)
    assert page.status_code == 200
    assert "专题研究" in page.content.decode()


def test_a_year_later_the_unit_is_not_assessed_any_more(world):
    world.merge()
    Unit.objects.filter(pk=world.tree.south.pk).update(dissolved_on="2025-12-31")

    from duban.assessment.facts import assessed_units  # noqa: PLC0415 - only this question

    assert [unit.name for unit in assessed_units(world.period)] == ["北局"]


def test_people_come_over_and_roles_stay_for_the_security_administrator_to_look_at(world):
    assert world.guard.get("grant_list").context["grantees"].counts["ended"] == 0
    grants = set(Grant.objects.in_force().values_list("person__name", "role", "unit__name"))

    world.merge()

    assert set(Grant.objects.in_force().values_list("person__name", "role", "unit__name")) == grants
    assert names(world.guard.get("grant_list", of="ended")) == ["何永年"]
    assert {person.name for person in Person.objects.filter(unit=world.tree.north)} == {"许文静", "何永年", "罗小川"}
    member = world.member.stays.get()
    assert (member.unit, member.until_on) == (world.tree.south, EVE)


def test_the_tree_of_each_day_and_the_history_of_both(world):
    world.merge()

    eve = world.officer.get("tree_on_day", day=str(EVE))
    day = world.officer.get("tree_on_day", day=str(DAY))
    assert names(eve) == ["北局", "北局机关党委", "北局第一党支部", "北局第二党支部", "南局", "南局党支部"]
    assert names(day) == ["北局", "北局机关党委", "北局第一党支部", "北局第二党支部", "南局党支部"]
    assert names(world.officer.get("unit_list")) == names(day)
    assert names(world.officer.get("unit_list", stands="ended")) == ["南局"]
    for unit in (world.tree.north, world.tree.south):
        page = world.officer.get("unit_about", unit.pk)
        assert [(event.label, event.who) for event in page.context["history"]] == [("合并", "县直工委〔2026〕12号")]
    south = world.officer.get("unit_about", world.tree.south.pk)
    assert (south.context["heir"], south.context["may_change"]) == (world.tree.north, False)


def test_an_approval_with_a_fault_changes_nothing_and_keeps_what_was_typed(world):
    said = {"others": [world.tree.south.pk], "symbol": "县直工委〔2026〕12号", "approved_on": "2026-06-08"}

    answer = world.officer.client.post(
        reverse("merge_units", args=[world.tree.north.pk]), {**said, "holds_on": "2026-06-11"}
    )

    assert answer.status_code == 422
    assert "县直工委〔2026〕12号" in answer.content.decode()
    assert not Unit.objects.dissolved().exists()
    assert world.merge().status_code == 302


def test_what_does_not_apply_to_the_heir_is_still_asked_of_those_who_came(world):
    """A duty that was found not applicable to 北局 is a duty of 南局: after the merger 北局 does it for both."""
    theirs = Task.objects.get(unit=world.tree.north, due_day__due_on=NOVEMBER)
    ours = Task.objects.get(unit=world.tree.south, due_day__due_on=NOVEMBER)
    duty_actions.waive_task(theirs, by=world.officer.user, reason="没有在职党员")

    assert world.merge().status_code == 302

    ours.refresh_from_db()
    assert (ours.unit, ours.state) == (world.tree.north, "issued")
