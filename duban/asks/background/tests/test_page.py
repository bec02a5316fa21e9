"""后台任务: the administrator sees what runs when and what failed, and has it done again; nobody else sees anything."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.asks import schedule
from duban.asks.background import loop
from duban.asks.background.models import JobRun
from duban.asks.schedule import EachDay, Job, add_job
from duban.audit.models import Entry
from duban.orgs.models import Role
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def system():
    tree = factories.tree()
    browser = Client()
    browser.force_login(
        factories.account(factories.person("系统管理员", unit=tree.committee, system_admin=tree.committee))
    )
    browser.tree = tree
    return browser


@pytest.fixture
def broken(monkeypatch, frozen):
    monkeypatch.setattr(schedule, "_jobs", {})
    is_whole = []

    def run(due):
        if not is_whole:
            raise OSError("磁盘已满")
        return "办了3件"

    add_job(Job("day", "每日汇总", EachDay(9), run))
    loop.work_off("here:1")
    frozen.shift(datetime.timedelta(days=1))
    for _try in range(6):
        loop.work_off("here:1")
        frozen.shift(datetime.timedelta(hours=4))
    return is_whole


def test_what_failed_is_shown_with_its_error_and_done_again(broken, system):
    url = reverse("job_list")
    page = system.get(url).content.decode()
    assert "OSError: 磁盘已满" in page
    assert "后台没有在运行" in page
    broken.append(True)
    run = JobRun.objects.get()
    assert run.state == "failed"

    assert system.post(reverse("run_again", args=[run.pk])).status_code == 302
    loop.say_at_work("here:1")
    loop.work_off("here:1")
    page = system.get(url).content.decode()

    assert ("办了3件" in page, "磁盘已满" in page, "后台没有在运行" in page) == (True, False, False)
    assert Entry.objects.get(verb="background.run_again").detail["state"] == ["failed", "waiting"]


def test_what_failed_stands_first_however_many_ran_since(broken, system):
    failed = JobRun.objects.get()
    for minute in range(60):
        at = timezone.now() + datetime.timedelta(minutes=minute)
        JobRun.objects.create(code="day", occurrence=f"later {minute}", due_at=at, next_at=at, state="done")

    shown = [run for run, _job, _state in system.get(reverse("job_list")).context["runs"]]

    assert (shown[0], len(shown), shown[1].occurrence) == (failed, 50, "later 59")


def test_what_runs_cannot_be_started_beside_itself(broken, system):
    run = JobRun.objects.get()
    JobRun.objects.update(state="running", held_until=timezone.now() + loop.HOLD)

    assert system.post(reverse("run_again", args=[run.pk])).status_code == 409


def test_nobody_else_sees_it(broken, system):
    run = JobRun.objects.get()
    for role in set(Role) - {Role.SYSTEM_ADMIN}:
        browser = Client()
        browser.force_login(
            factories.account(
                factories.person(str(role.label), unit=system.tree.committee, **{role.value: system.tree.committee})
            )
        )
        assert browser.get(reverse("job_list")).status_code == 403
        assert browser.post(reverse("run_again", args=[run.pk])).status_code == 404


def test_every_job_of_every_room_says_what_it_is_and_when(system):
    page = system.get(reverse("job_list")).content.decode()

    for job in schedule.all_jobs():
        assert str(job.label) in page
        assert str(job.when) in page
    assert "按当天日期重算得分" in page
