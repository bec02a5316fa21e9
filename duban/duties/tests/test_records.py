"""Records as evidence of tasks, and decisions that become tasks."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from duban.audit.queries import history_of
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions
from duban.duties.models import Binding, Evidence, Task
from duban.duties.tests import factories as duties
from duban.ledgers import actions as ledger_actions
from duban.ledgers.actions import Content, Made
from duban.ledgers.tests import factories as ledgers
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("许明", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def task(tree):
    return duties.task(tree.north_1, issuer=tree.north, title="主题党日解决一件具体事")


def enter(unit, by, *, code="theme_day", serves=(), **said):
    content = Content(ledgers.DAY, ledgers.VALUES[code], **said)
    return ledger_actions.enter_record(unit, by=by, kind=ledgers.kind(code), content=content, serves=serves)


def test_a_record_is_ticked_as_evidence_while_it_is_entered(tree, secretary, task):
    other = duties.task(tree.north_1, issuer=tree.north, title="支部组织生活")

    made = enter(tree.north_1, secretary, serves=[task.key, other.key])

    piece = Evidence.objects.get()
    assert (piece.record, piece.title, piece.statement) == (made, "清理河道", "主题党日")
    assert {binding.task for binding in piece.bindings.all()} == {task, other}
    assert [entry.verb for entry in history_of(task.key)] == ["duties.bind_record"]


def test_a_task_that_is_not_ones_own_is_not_served(tree, secretary):
    foreign = duties.task(tree.south_1, issuer=tree.south)

    with pytest.raises(NotAllowed):
        enter(tree.north_1, secretary, serves=[foreign.key])

    assert not Evidence.objects.exists()


def test_a_record_of_a_branch_serves_the_task_of_its_unit(tree, secretary, cadre):
    whole = duties.task(tree.north, issuer=tree.committee)
    made = enter(tree.north_1, secretary)

    actions.bind_record(whole, by=cadre, record=made)

    assert whole.bindings.get().evidence.unit == tree.north_1
    with pytest.raises(BadInput):
        actions.bind_record(whole, by=cadre, record=made)


def test_a_record_of_another_unit_serves_nothing(tree, secretary, cadre):
    made = enter(tree.north_1, secretary)
    task = duties.task(tree.north_2, issuer=tree.north)

    with pytest.raises(BadInput):
        actions.bind_record(task, by=cadre, record=made)


def test_the_page_of_a_task_offers_records_that_fit(tree, secretary, task, browser_files):
    enter(tree.north_1, secretary)
    enter(tree.north_1, secretary, code="party_lecture")
    client = Client()
    client.force_login(secretary)

    page = client.get(reverse("task", args=[task.pk]))

    assertContains(page, "可用的记录")
    assert [found.title for found in page.context["records"]] == ["清理河道"]
    made = page.context["records"][0]
    assertContains(client.post(reverse("bind_record", args=[task.pk]), {"record": made.pk}, follow=True), "清理河道")
    assert task.bindings.get().evidence.record == made


def test_while_typing_the_form_says_what_the_record_counts_for(tree, secretary, task, browser_files):
    client = Client()
    client.force_login(secretary)

    page = client.get(
        reverse("record_counting", args=[tree.north_1.pk, "theme_day"]),
        {"held_on": "2026-11-20"},
        HTTP_HX_REQUEST="true",
    )

    assertContains(page, "录入后完成")
    assertContains(page, "中国共产党支部工作条例")
    assertContains(page, f'value="{task.key}"')


def test_decisions_with_a_person_and_a_day_become_tasks(tree, secretary):
    people = ledgers.members(tree.north_1, 5)

    made = enter(
        tree.north_1,
        secretary,
        code="members_meeting",
        decisions=[Made("修好活动室", people[1], datetime.date(2026, 12, 10)), Made("通过年度计划")],
    )

    (task,) = Task.objects.all()
    assert (task.title, task.owner, task.due_on, task.unit) == (
        "修好活动室", people[1], datetime.date(2026, 12, 10), tree.north_1,
    )  # fmt: skip
    assert task.number == f"议{made.pk}-1"
    assert task.decision == made.decisions.first()


def test_what_was_accepted_stays_as_it_was_accepted(tree, secretary, cadre, task):
    """A correction is told in the story of the task; the evidence keeps what the reviewer saw."""
    made = enter(tree.north_1, secretary, serves=[task.key])
    actions.submit_task(task, by=secretary)
    actions.accept_task(task, by=cadre)

    ledger_actions.correct_record(
        made, by=secretary, reason="主题写错", content=Content(ledgers.DAY, {"theme": "清理堤岸"})
    )

    assert Evidence.objects.get().title == "清理河道"
    assert [(entry.verb, entry.reason) for entry in history_of(task.key)][-1] == ("ledgers.correct_record", "主题写错")


def test_what_is_open_says_what_the_record_says_now(tree, secretary, task):
    made = enter(tree.north_1, secretary, serves=[task.key])

    ledger_actions.correct_record(
        made, by=secretary, reason="主题写错", content=Content(ledgers.DAY, {"theme": "清理堤岸"})
    )

    assert Evidence.objects.get().title == "清理堤岸"


def test_a_record_that_something_accepted_rests_on_is_not_withdrawn(tree, secretary, cadre, task):
    made = enter(tree.north_1, secretary, serves=[task.key])
    actions.submit_task(task, by=secretary)
    actions.accept_task(task, by=cadre)

    with pytest.raises(Conflict):
        ledger_actions.withdraw_record(made, by=secretary, reason="重复")

    made.refresh_from_db()
    assert made.is_kept()


def test_a_withdrawn_record_leaves_open_tasks_and_its_decisions_are_asked_no_more(tree, secretary, task):
    people = ledgers.members(tree.north_1, 5)
    made = enter(
        tree.north_1, secretary, code="members_meeting", serves=[task.key],
        decisions=[Made("修好活动室", people[1], datetime.date(2026, 12, 10))],
    )  # fmt: skip

    ledger_actions.withdraw_record(made, by=secretary, reason="重复")

    assert not Binding.objects.exists()
    assert Task.objects.get(decision__isnull=False).state == Task.State.WAIVED


def test_the_parts_of_what_a_withdrawn_record_decided_are_asked_no_more_either(tree, secretary):
    people = ledgers.members(tree.north_1, 5)
    decisions = [Made("修好活动室", people[1], datetime.date(2026, 12, 10))]
    made = enter(tree.north_1, secretary, code="members_meeting", decisions=decisions)
    whole = Task.objects.get(decision__record=made)
    part = duties.task(tree.north_2, issuer=tree.north_1, parent=whole)
    closed = {"state": "accepted", "submitted_on": ledgers.DAY, "late_days": 0, "closed_on": ledgers.DAY}
    done = duties.task(tree.north_2, issuer=tree.north_1, parent=whole, **closed)

    ledger_actions.withdraw_record(made, by=secretary, reason="重复")

    states = dict(Task.objects.values_list("pk", "state"))
    assert states == {whole.pk: "waived", part.pk: "waived", done.pk: "accepted"}
    assert [entry.detail["state"] for entry in history_of(part.key)] == [["issued", "waived"]]
