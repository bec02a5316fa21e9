"""Joint conferences: members in establishment order, decisions as their tasks, a board that ranks nobody."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.base.errors import BadInput, NotAllowed
from duban.duties import actions as duty_actions
from duban.duties.models import Task
from duban.duties.supervision import actions
from duban.duties.supervision.queries.conferences import board
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
DUE = datetime.date(2026, 12, 7)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    cadre = factories.account(factories.person("陈立", unit=tree.north, unit_cadre=tree.north))
    found = actions.set_up_conference(tree.committee, by=officer, title="青年工作联席会议", basis="5号")
    # Seated in another order than the establishment's.
    south, north = (
        actions.seat_member(found, by=officer, unit=unit, contact="办公室主任") for unit in (tree.south, tree.north)
    )
    return SimpleNamespace(tree=tree, officer=officer, cadre=cadre, found=found, north=north, south=south)


def passed(world, **said) -> None:
    shown = {
        "title": "建一个青年之家",
        "standard": "挂牌并有人值守",
        "due_on": DUE,
        "seats": [world.north, world.south],
    }
    actions.pass_decision(world.found, by=world.officer, **{**shown, **said})


def test_a_decision_is_a_task_of_each_member_and_the_host_reviews_it(world, frozen):
    passed(world)
    task = Task.objects.get(unit=world.tree.north)
    assert (task.issuer, task.due_on, task.state) == (world.tree.committee, DUE, "issued")

    frozen.move_to(datetime.datetime(2026, 12, 8, 1, tzinfo=datetime.UTC))
    task = duty_actions.submit_task(task, by=world.cadre, statement="已挂牌")
    duty_actions.accept_task(task, by=world.officer)
    lines = board(world.found, datetime.date(2026, 12, 8))
    assert [(str(line["seat"]), line["open"], line["overdue"], line["done"]) for line in lines] == [
        ("北局", 0, 0, 1),
        ("南局", 1, 1, 0),
    ]


def test_only_members_are_given_tasks_and_only_the_host_gives_them(world):
    other = actions.set_up_conference(world.tree.committee, by=world.officer, title="另一个", basis="5号")
    for wrong in ({"seats": []}, {"due_on": TODAY - datetime.timedelta(days=1)}):
        with pytest.raises(BadInput):
            passed(world, **wrong)
    with pytest.raises(BadInput):
        actions.unseat_member(other, by=world.officer, seat=world.north)
    with pytest.raises(BadInput):
        actions.seat_member(world.found, by=world.officer, unit=world.tree.north, contact="一")
    with pytest.raises(NotAllowed):
        actions.pass_decision(world.found, by=world.cadre, title="一", standard="一", due_on=DUE, seats=[world.north])
    assert not Task.objects.exists()


def test_the_page_takes_a_decision_from_a_meeting_to_the_members(world):
    meeting = LedgerRecord.objects.create(
        unit=world.tree.committee,
        kind=RecordKind.objects.get(code="joint_conference"),
        held_on=TODAY,
        title="第一次会议",
    )
    client = Client()
    client.force_login(world.officer)
    url = reverse("conference", args=[world.found.pk])
    assert "第一次会议" in client.get(url).content.decode()
    said = {
        "title": "建一个青年之家",
        "standard": "挂牌",
        "due_on": DUE,
        "seats": [world.north.pk],
        "record": meeting.pk,
    }
    assert client.post(reverse("pass_decision", args=[world.found.pk]), {**said, "title": ""}).status_code == 422
    assert client.post(reverse("pass_decision", args=[world.found.pk]), said).status_code == 302

    page = client.get(url).content.decode()
    assert page.index("北局") < page.index("南局")
    assert world.found.decided.get().record == meeting
    # A member reads the board and opens its own task; it may not pass anything on.
    member = Client()
    member.force_login(world.cadre)
    page = member.get(url).content.decode()
    assert reverse("task", args=[Task.objects.get().pk]) in page
    assert "pass_decision" not in page
    assert member.get(reverse("conference_list")).status_code == 200
    enter = f"{reverse('new_record')}?unit={world.tree.committee.pk}&kind=joint_conference"
    assert "联席会议" in client.get(enter).content.decode()
