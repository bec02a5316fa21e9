"""The list of tasks: what its address asks for, and that a number opens the rows that it counts."""

import pytest

from duban.duties.models import Task
from duban.duties.queries.tasks import owners_for
from duban.duties.tests import factories as made
from duban.duties.tests.world import World
from duban.orgs.models import Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


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


@pytest.mark.parametrize(
    ("since_on", "until_on", "offered"),
    [("2026-01-01", None, True), ("2026-01-01", "2026-11-22", False), ("2026-11-24", None, False)],
)
def test_a_task_is_offered_to_those_who_hold_a_post_today(world, since_on, until_on, offered):
    somebody = factories.person("林干事", unit=world.branch)
    for title in ("委员", "干事"):
        Post.objects.create(person=somebody, unit=world.branch, title=title, since_on=since_on, until_on=until_on)

    assert list(owners_for(world.cadre, world.task)) == ([somebody] if offered else [])
