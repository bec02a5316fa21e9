"""The story of branches that end on 10 June 2026: merged into another, or re-set. What they owed that month is owed once, what
they did in it counts, and no month before it changes.
"""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duban.duties import actions as duty_actions
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.ledgers.life import Stand
from duban.ledgers.tests import factories as ledgers
from duban.orgs.actions import dissolve_unit, re_set_branches
from duban.orgs.approval import Approval
from duban.orgs.models import Unit, UnitKind
from duban.orgs.resetting import plan_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("browser_files")]
DAY = datetime.date(2026, 6, 10)
NOVEMBER = datetime.date(2026, 11, 30)
APPROVAL = Approval("县直工委〔2026〕12号", datetime.date(2026, 6, 8), DAY)
THEME_DAY, SUBGROUPS = "life.theme_day.per_month", "life.subgroup_meeting.per_month"
MEETING, APPRAISAL = "life.members_meeting.per_quarter", "life.member_appraisal.per_year"


@pytest.fixture(autouse=True)
def june() -> Iterator[None]:
    """10 June 2026, 9:00 in Shanghai."""
    with time_machine.travel(datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC), tick=False):
        yield


class World:
    """南局党支部 met in May and on 3 June and called its members together in April; 北局第一党支部 did nothing yet."""

    def __init__(self) -> None:
        ledgers.core()
        self.tree = tree = factories.tree()
        self.officer = self.account("周敏", tree.committee, committee_admin=tree.committee)
        self.keeper = self.account("许文静", tree.committee, unit_cadre=tree.committee)
        self.south = self.account("何永年", tree.committee, unit_cadre=tree.south)
        for code, day in (("theme_day", (5, 6)), ("theme_day", (6, 3)), ("members_meeting", (4, 8))):
            ledgers.record(tree.south_1, code, by=self.keeper, held_on=datetime.date(2026, *day))
        self.client = Client()
        self.client.force_login(self.officer)

    @staticmethod
    def account(name: str, unit: Unit, **roles: Unit):
        return factories.account(factories.person(name, unit=unit, **roles))

    def year(self, unit: Unit, rule: str = THEME_DAY):
        """The cells of a rule over the year, as the page of the branch shows them."""
        lines = self.client.get(reverse("unit_life", args=[unit.pk])).context["lines"]
        (line,) = [line for line in lines if line.owing.rule == rule]
        return line.cells

    def months(self, *units: Unit, rule: str = THEME_DAY):
        """Of each: May, June, July."""
        return [[cell.stand for cell in self.year(unit, rule)[4:7]] for unit in units]

    def merge(self, heir: Unit, other: Unit) -> None:
        """The officer enters the approval."""
        said = {
            "others": [other.pk],
            "symbol": APPROVAL.symbol,
            "approved_on": "2026-06-08",
            "holds_on": "2026-06-10",
        }
        assert factories.ended(self.client, reverse("merge_units", args=[heir.pk]), said).status_code == 302

    def re_set(self, unit: Unit, text: str) -> Unit:
        """The branches below the unit become those of the plan; the first new one."""
        shown = plan_of(unit, text).fingerprint
        re_set_branches(unit, by=self.officer, approval=APPROVAL, text=text, shown=shown, is_seen=True)
        return Unit.objects.get(founded_on=DAY)


@pytest.fixture
def world() -> World:
    return World()


def test_the_last_month_of_a_merged_branch_counts_once_and_no_month_before_changes(world):
    north, south = world.tree.north_1, world.tree.south_1
    before = world.months(north, south)

    world.merge(north, south)

    assert before == [[Stand.OVERDUE, Stand.DUE, Stand.NOT_YET], [Stand.DONE, Stand.DONE, Stand.NOT_YET]]
    assert world.months(north, south) == [
        [Stand.OVERDUE, Stand.DONE, Stand.NOT_YET],
        [Stand.DONE, Stand.DONE, Stand.NOT_APPLICABLE],
    ]
    assert [cell.stand for cell in world.year(north, MEETING)][:3] == [Stand.OVERDUE, Stand.DONE, Stand.NOT_YET]


def test_what_counts_for_the_heir_opens_with_it_and_what_does_not_stays_where_it_was_done(world):
    north, south = world.tree.north_1, world.tree.south_1
    world.merge(north, south)

    def opened(unit, month):
        page = world.client.get(reverse("life_cell", args=[unit.pk, THEME_DAY, datetime.date(2026, month, 1)]))
        return [record.held_on.day for record in page.context["records"]]

    assert [opened(unit, month) for unit in (north, south) for month in (5, 6)] == [[], [3], [6], [3]]


def test_a_branch_that_goes_on_under_a_new_name_goes_on_with_its_month(world):
    """Not owed twice, not lost: done stays done, and what was still open is asked of the new branch."""
    new = world.re_set(world.tree.south, "南局党支部\t南局机关党支部")

    assert new.founded_on == DAY
    assert world.months(new, world.tree.south_1) == [
        [Stand.NOT_APPLICABLE, Stand.DONE, Stand.NOT_YET],
        [Stand.DONE, Stand.DONE, Stand.NOT_APPLICABLE],
    ]
    assert [cell.stand for cell in world.year(new, APPRAISAL)] == [Stand.DUE]
    assert [cell.stand for cell in world.year(world.tree.south_1, APPRAISAL)] == [Stand.NOT_APPLICABLE]


def test_a_branch_that_is_new_owes_from_the_next_month(world):
    """One branch becomes two: the one that keeps the name goes on, the other begins."""
    Unit.objects.filter(pk=world.tree.south_1.pk).update(member_count=20)
    new = world.re_set(world.tree.south, "南局党支部\t南局党支部\t12\n南局党支部\t南局第二党支部\t8")

    assert world.months(world.tree.south_1, new) == [
        [Stand.DONE, Stand.DONE, Stand.NOT_YET],
        [Stand.NOT_APPLICABLE, Stand.NOT_APPLICABLE, Stand.NOT_YET],
    ]


def test_a_branch_merged_twice_in_a_year_brings_its_year_along(world):
    """南局党支部 into 北局第一党支部, and that one the same day into 第二党支部: the quarter is that of the last."""
    tree = world.tree
    world.merge(tree.north_1, tree.south_1)
    world.merge(tree.north_2, tree.north_1)

    assert [world.year(unit, MEETING)[1].stand for unit in (tree.south_1, tree.north_1, tree.north_2)] == [
        Stand.DONE,
        Stand.DONE,
        Stand.DONE,
    ]
    assert world.months(tree.north_2) == [[Stand.OVERDUE, Stand.DONE, Stand.NOT_YET]]


def test_a_subgroup_that_comes_over_leaves_its_past_behind(world):
    """It met in May as one of 南局党支部; 北局第一党支部 owes for it from July."""
    north, south = world.tree.north_1, world.tree.south_1
    group = factories.unit("第一党小组", below=south, kind=UnitKind.objects.get(code="party_subgroup"))
    ledgers.record(group, "subgroup_meeting", by=world.keeper, held_on=datetime.date(2026, 5, 20))
    none, past = Stand.NOT_APPLICABLE, [Stand.DONE, Stand.NOT_APPLICABLE, Stand.NOT_APPLICABLE]

    world.merge(north, south)

    assert world.months(south, north, rule=SUBGROUPS) == [past, [none, none, Stand.NOT_YET]]


def test_people_come_over_with_their_story(world):
    member = factories.person("罗小川", unit=world.tree.south_1)

    world.merge(world.tree.north_1, world.tree.south_1)

    member.refresh_from_db()
    assert member.unit == world.tree.north_1
    assert [(stay.unit, stay.until_on) for stay in member.stays.all()] == [
        (world.tree.south_1, DAY - datetime.timedelta(days=1))
    ]
    page = world.client.get(reverse("person", args=[member.pk])).content.decode()
    assert "南局党支部" in page


class TestReturned:
    """A task handed in before its unit ended, and sent back after."""

    @pytest.fixture
    def handed_in(self, world) -> Task:
        task = duties.task(world.tree.south, due_on=NOVEMBER, issuer=world.tree.committee, number="2026-99-1")
        duty_actions.submit_task(task, by=world.south, statement="已专题研究")
        return task

    def send_back(self, world, task: Task) -> int:
        said = {"reason": "没有写明时间", "answer_by": "2026-06-20"}
        return world.client.post(reverse("return_task", args=[task.pk]), said).status_code

    def test_is_asked_of_the_unit_that_took_over(self, world, handed_in):
        north = world.account("秦书文", world.tree.north, unit_cadre=world.tree.north)
        world.merge(world.tree.north, world.tree.south)

        assert self.send_back(world, handed_in) in (200, 302)

        handed_in.refresh_from_db()
        assert (handed_in.unit, handed_in.state) == (world.tree.north, "returned")
        duty_actions.submit_task(handed_in, by=north, statement="6月3日专题研究")

    def test_is_not_asked_twice_of_a_unit_that_has_the_same(self, world):
        listed = duties.responsibility_list(world.tree.committee)
        duty = duties.duty(listed, number=1, days=(NOVEMBER,))
        theirs, _ours = (
            duties.task(unit, of=duty, due_on=NOVEMBER, issuer=world.tree.committee)
            for unit in (world.tree.south, world.tree.north)
        )
        duty_actions.submit_task(theirs, by=world.south, statement="已专题研究")
        world.merge(world.tree.north, world.tree.south)

        assert self.send_back(world, theirs) == 409

        theirs.refresh_from_db()
        assert (theirs.unit, theirs.state) == (world.tree.south, "submitted")

    def test_cannot_be_sent_back_to_nobody(self, world, handed_in):
        world.merge(world.tree.north, world.tree.south_1)
        dissolve_unit(world.tree.south, by=world.officer, approval=APPROVAL, is_seen=True)

        assert self.send_back(world, handed_in) == 409
