"""What happened is told in the transaction in which it happens, in working time, once; only the person sees it, and it opens."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from duban.asks.reminders.actions import remind
from duban.asks.reminders.models import Reminder
from duban.base.errors import BadInput
from duban.duties.actions import return_task
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def world():
    tree = SimpleNamespace(**vars(factories.tree()))
    install_folder(folder_named("core"))
    tree.cadre = factories.person("许文静", unit=tree.north, unit_cadre=tree.north)
    tree.other = factories.person("周敏", unit=tree.south, unit_cadre=tree.south)
    return tree


def browser(person) -> Client:
    client = Client()
    client.force_login(getattr(person, "account", None) or factories.account(person))
    return client


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-23T08:59:59", "2026-11-23T09:00:00"),
        ("2026-11-23T09:00:00", "2026-11-23T09:00:00"),
        ("2026-11-23T16:59:59", "2026-11-23T16:59:59"),
        ("2026-11-23T17:00:00", "2026-11-24T09:00:00"),
        ("2026-11-27T23:00:00", "2026-11-30T09:00:00"),  # a Friday night
        ("2026-10-01T10:00:00", "2026-10-08T09:00:00"),  # the national holiday
        ("2026-10-10T10:00:00", "2026-10-10T10:00:00"),  # a Saturday that is worked
    ],
)
def test_what_happens_at_night_is_told_when_the_office_opens(frozen, world, now, told):
    frozen.move_to(at(now))
    remind([world.cadre], "k", text="任务退回", url="/")

    assert Reminder.objects.get().tell_at == at(told)


def test_undone_work_tells_nothing_and_the_same_is_told_once(world):
    with transaction.atomic():
        remind([world.cadre], "k", text="任务退回", url="/")
        transaction.set_rollback(True)
    assert not Reminder.objects.exists()
    for _time in range(2):
        remind([world.cadre, world.other.pk], "k", text="任务退回", url="/")

    assert Reminder.objects.count() == 2


def test_no_personal_number_and_no_other_site(world):
    with pytest.raises(BadInput):
        remind([world.cadre], "k", text="请联系13000000000", url="/")
    for url in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="this site"):
            remind([world.cadre], "k", text="任务退回", url=url)


def test_the_bell_counts_what_is_new_in_this_browser_until_it_is_looked_at(frozen, world, django_assert_num_queries):
    frozen.move_to(at("2026-11-23T08:00:00"))
    remind([world.cadre], "k", text="任务退回", url="/")
    assert "data-bell" not in browser(world.cadre).get(reverse("bell")).content.decode(), "not before the office opens"
    frozen.move_to(at("2026-11-23T09:00:00"))
    mine, others = browser(world.cadre), browser(world.other)
    with django_assert_num_queries(3):  # the session, the account, the count
        page = mine.get(reverse("bell")).content.decode()
    assert ">1</b>" in page
    assert "data-bell" not in others.get(reverse("bell")).content.decode()
    frozen.shift(1)
    assert "任务退回" in mine.get(reverse("reminder_list")).content.decode()
    assert "data-bell" not in mine.get(reverse("bell")).content.decode()
    frozen.shift(60)
    remind([world.cadre], "k2", text="任务再退回", url="/")

    assert ">1</b>" in mine.get(reverse("bell")).content.decode()
    assert ">2</b>" in browser(world.cadre).get(reverse("bell")).content.decode(), "another browser knows nothing of it"


def test_a_reminder_is_seen_by_its_person_alone(world):
    remind([world.cadre], "k", text="任务退回", url="/")
    url = reverse("reminder", args=[Reminder.objects.get().pk])
    others = browser(world.other)

    assert others.get(url).status_code == 404
    assert "任务退回" not in others.get(reverse("reminder_list")).content.decode()


def test_a_reminder_opens_or_says_why_not(world):
    listed = duties.responsibility_list(world.committee)
    task = duties.task(world.north, issuer=world.committee, of=duties.duty(listed), owner=world.cadre)
    page = reverse("task", args=[task.pk])
    remind([world.cadre, world.other], "k", text="任务退回", url=page)
    remind([world.cadre], "list", text="任务", url=f"{reverse('task_list')}?whose=mine")
    remind([world.cadre], "gone", text="旧地址", url="/no/such/page/")
    mine = browser(world.cadre)

    def click(client, key):
        person = world.cadre if client is mine else world.other
        return client.get(reverse("reminder", args=[Reminder.objects.get(person=person, key=key).pk]))

    assert (click(mine, "k").status_code, click(mine, "k").url) == (302, page)
    assert click(mine, "list").url == f"{reverse('task_list')}?whose=mine"
    for answer in (click(mine, "gone"), click(browser(world.other), "k")):
        assert (answer.status_code, "已不在您这里" in answer.content.decode()) == (200, True)
    Task.objects.all().delete()
    assert "已不在您这里" in click(mine, "k").content.decode()


def test_every_page_asks_for_the_bell_after_it_stands(world):
    page = browser(world.cadre).get(reverse("home")).content.decode()

    assert f'hx-get="{reverse("bell")}"' in page
    assert "data-bell" not in page


def test_whoever_is_asked_for_a_task_is_told_when_it_is_returned(frozen, world):
    officer = factories.account(factories.person("葛予敏", unit=world.committee, committee_admin=world.committee))
    secretary = factories.person("陈予恒", unit=world.north, unit_secretary=world.north)
    of = duties.duty(duties.responsibility_list(world.committee))
    said = {
        "issuer": world.committee,
        "state": "submitted",
        "submitted_on": datetime.date(2026, 11, 20),
        "late_days": 0,
    }
    named = duties.task(world.north, of=of, owner=world.cadre, **said)
    nobodys = duties.task(world.north, number="2026-01-2", **said)
    frozen.move_to(at("2026-11-23T20:00:00"))
    for task in (named, nobodys):
        return_task(task, by=officer, reason="缺结果", answer_by=datetime.date(2026, 12, 1))
    told = [(line.person.name, line.url, line.why) for line in Reminder.objects.order_by("url", "person__pk")]

    assert told == [
        ("许文静", f"/duties/tasks/{named.pk}/", "缺结果"),
        ("许文静", f"/duties/tasks/{nobodys.pk}/", "缺结果"),
        ("陈予恒", f"/duties/tasks/{nobodys.pk}/", "缺结果"),
    ]
    assert {line.tell_at for line in Reminder.objects.all()} == {at("2026-11-24T09:00:00")}
    assert secretary.reminders.get().text == "专题研究机关党建工作被退回，请于12月1日前补充"
