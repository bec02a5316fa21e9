"""The list of tasks: what its address asks for, and that a number opens the rows that it counts."""

import datetime

import pytest

from duban.asks.desk import Desk
from duban.asks.sources import Group
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.models import ResponsibilityList, Task
from duban.duties.queries.asks import task_asks
from duban.duties.queries.lists import duty_groups
from duban.duties.queries.tasks import owners_for
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.orgs.models import Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world() -> World:
    return World()


def listed(client, world, address: str, *, user=None) -> list[Task]:
    client.force_login(user or world.officer)
    page = client.get(address)
    assert page.status_code == 200
    return list(page.context["page"])


def test_the_list_of_one_duty_shows_only_its_tasks(client, world):
    duty = made.duty(made.responsibility_list(world.committee))
    task = made.task(world.north, issuer=world.committee, of=duty)

    assert listed(client, world, f"/duties/tasks/?duty={duty.pk}") == [task]


@pytest.mark.parametrize("nonsense", ["99999999999999999999", "-1", "0", "x", "12345", "１"])
def test_a_duty_that_is_none_filters_nothing(client, world, nonsense):
    assert listed(client, world, f"/duties/tasks/?duty={nonsense}") == [world.task]


def split_and_late(world: World) -> None:
    """A task of a duty, split to a branch, both overdue; and another task of the unit."""
    duty = made.duty(made.responsibility_list(world.committee), days=(TODAY,))
    whole = made.task(world.north, issuer=world.committee, of=duty, due_on=TODAY, owner=world.cadre.person)
    actions.split_task(whole, by=world.cadre, parts=[Part(world.branch, world.secretary.person, "一", TODAY)])
    Task.objects.filter(duty=duty).update(due_on=TODAY - DAY)


def test_the_numbers_of_a_list_open_to_as_many_rows(client, world):
    split_and_late(world)
    [group] = duty_groups(world.officer, ResponsibilityList.objects.get(), day=TODAY)

    [(_drawing, words, address)] = group.rows[0].stands

    assert "1" in words
    assert len(listed(client, world, address)) == 1


@pytest.mark.parametrize("who", ["officer", "cadre", "secretary"])
def test_each_line_of_the_first_page_that_counts_opens_to_as_many_rows(client, world, who):
    split_and_late(world)
    user = getattr(world, who)

    batches = list(task_asks(Desk(user, TODAY)))

    counted = [(batch.total, batch.more_url) for batch in batches if batch.group is Group.LATE and batch.total]
    counted += [(ask.stands_for, ask.url) for batch in batches for ask in batch.asks if "state=" in ask.url]
    assert counted
    assert [len(listed(client, world, url, user=user)) for _total, url in counted] == [total for total, _url in counted]


def test_a_line_for_several_of_others_opens_to_those_without_the_persons_own(client, world):
    branches = (world.branch, world.tree.north_2, world.tree.north_committee)
    parts = [Part(branch, None, "提出议题建议", TODAY) for branch in branches]
    actions.split_task(world.task, by=world.cadre, parts=parts)
    Task.objects.filter(unit=world.tree.north_committee).update(owner=world.cadre.person)

    [line] = [ask for batch in task_asks(Desk(world.cadre, TODAY)) for ask in batch.asks if ask.stands_for > 1]

    assert (line.stands_for, len(listed(client, world, line.url, user=world.cadre))) == (2, 2)


@pytest.mark.parametrize(("whose", "count"), [("mine", 1), ("others", 2), ("", 3), ("nonsense", 3)])
def test_mine_is_what_is_the_persons_to_do_and_others_the_rest(client, world, whose, count):
    split_and_late(world)
    made.Task.objects.filter(pk=world.task.pk).update(owner=world.secretary.person)

    assert len(listed(client, world, f"/duties/tasks/?whose={whose}", user=world.cadre)) == count


@pytest.mark.parametrize(
    ("since_on", "until_on", "offered"),
    [("2026-01-01", None, True), ("2026-01-01", "2026-11-22", False), ("2026-11-24", None, False)],
)
def test_a_task_is_offered_to_those_who_hold_a_post_today(world, since_on, until_on, offered):
    somebody = factories.person("林干事", unit=world.branch)
    for title in ("委员", "干事"):
        Post.objects.create(person=somebody, unit=world.branch, title=title, since_on=since_on, until_on=until_on)

    assert list(owners_for(world.cadre, world.task)) == ([somebody] if offered else [])


@pytest.mark.parametrize("nowhere", ["999999", "99999999999999999999", "x"])
def test_a_unit_that_is_not_there_has_no_tasks_and_the_page_says_so(client, world, nowhere):
    assert listed(client, world, f"/duties/tasks/?unit={nowhere}") == []
    assert "地址中的组织不存在" in client.get(f"/duties/tasks/?unit={nowhere}").content.decode()
    assert listed(client, world, f"/duties/tasks/?unit={world.north.pk}") == [world.task]
