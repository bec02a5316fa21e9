"""Measures: the policy proposes, a person decides; an interview keeps no words, a bulletin has a symbol and an answer."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.asks.reminders.models import Reminder
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties.issues.tests import factories as issues
from duban.duties.supervision import actions
from duban.duties.supervision.asks import proposal_asks
from duban.duties.supervision.models import Measure
from duban.duties.supervision.queries.measures import how_many_proposed, policy, proposals
from duban.duties.supervision.tests import factories as made
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))

    def somebody(name: str, **roles):
        (unit,) = roles.values()
        return factories.account(factories.person(name, unit=unit, **roles))

    return SimpleNamespace(
        tree=tree,
        officer=somebody("周敏", committee_admin=tree.committee),
        leader=somebody("何平", committee_leader=tree.committee),
        cadre=somebody("陈立", unit_cadre=tree.north),
    )


def late_notice(world, days: int, **said):
    return made.notice(world.tree.north, issuer=world.tree.committee, due_on=TODAY - days * DAY, **said)


def proposed(user) -> list[tuple[str, int]]:
    steps = policy(rulebook(), TODAY)
    found = [(each.step, each.days) for each in proposals(user, TODAY, steps, 50)]
    assert how_many_proposed(user, TODAY, steps) == len(found)
    return found


def taken(matter, kind: str) -> Measure:
    held = {"held_on": TODAY} if kind == "interview" else {"symbol": "9号"} if kind == "bulletin" else {}
    name = "notice" if hasattr(matter, "demands") else "task" if hasattr(matter, "standard") else "issue"
    return Measure.objects.create(
        unit=matter.unit, issuer=matter.issuer, kind=kind, basis="3号", decided_on=TODAY, ends_on=TODAY,
        hearing="not_owed" if kind == "reminder" else "silent", **{name: matter}, **held,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "before", "step"),
    [
        (0, (), None), (1, (), "reminder"), (14, ("reminder",), None), (15, ("reminder",), "interview"),
        (29, ("reminder", "interview"), None), (30, ("reminder", "interview"), "bulletin"),
        (99, ("reminder", "interview", "bulletin"), None),
    ],
)  # fmt: skip
def test_each_step_of_a_notice_is_proposed_on_its_day_and_after_the_one_before(world, days, before, step):
    notice = late_notice(world, days)
    for kind in before:
        taken(notice, kind)

    assert proposed(world.officer) == ([(step, days)] if step else [])
    # Nobody but the issuer's own people is asked, and nothing was done by itself.
    assert proposed(world.cadre) == []
    assert Measure.objects.count() == len(before)


@pytest.mark.parametrize(("days", "reminded", "step"), [(1, False, "reminder"), (6, True, None), (7, True, "notice")])
def test_of_a_task_and_an_issue_the_second_step_is_a_notice(world, days, reminded, step):
    task = duties.task(world.tree.north, issuer=world.tree.committee, due_on=TODAY - days * DAY)
    issue = issues.issue(world.tree.north, issuer=world.tree.committee, due_on=TODAY - days * DAY)
    for matter in (task, issue):
        if reminded:
            taken(matter, "reminder")

    assert proposed(world.officer) == ([(step, days)] * 2 if step else [])
    if step == "notice":
        made.notice(world.tree.north, issuer=world.tree.committee, task=task)
        made.notice(world.tree.north, issuer=world.tree.committee, issue=issue, state="withdrawn", reason="重复")
        assert proposed(world.officer) == [("notice", days)]


def test_a_step_that_is_switched_off_is_left_out(world):
    RuleParameter.objects.filter(code="supervision.step.reminder").update(value="0")
    late_notice(world, 15)

    assert proposed(world.officer) == [("interview", 15)]


@pytest.mark.parametrize(("later", "again"), [(6, False), (7, True)])
def test_a_unit_is_reminded_of_one_matter_at_most_once_within_the_days_of_the_rule(world, frozen, later, again):
    notice = late_notice(world, 1)
    with pytest.raises(NotAllowed):
        actions.remind_unit(notice, by=world.cadre, basis="3号")
    actions.remind_unit(notice, by=world.officer, basis="3号")
    told = Reminder.objects.get()
    assert (told.person, told.text) == (world.cadre.person, "县直机关工委催办北局：按月开展主题党日")

    frozen.move_to(datetime.datetime(2026, 11, 23 + later, 1, tzinfo=datetime.UTC))
    if again:
        actions.remind_unit(notice, by=world.officer, basis="3号")
    else:
        with pytest.raises(BadInput):
            actions.remind_unit(notice, by=world.officer, basis="3号")
    assert Reminder.objects.count() == 1 + again


def test_an_interview_keeps_the_day_the_unit_and_the_matter_and_no_words(world):
    notice = late_notice(world, 15)
    said = {"kind": "interview", "basis": "3号", "hearing": "heard", "held_on": TODAY, "ends_on": TODAY + 30 * DAY}
    with pytest.raises(NotAllowed):
        actions.take_measure(notice, by=world.officer, **said)
    with pytest.raises(BadInput):
        actions.take_measure(notice, by=world.leader, **said, statement="谈了三点")
    with pytest.raises(BadInput):
        actions.take_measure(notice, by=world.leader, **{**said, "held_on": None})
    row = actions.take_measure(notice, by=world.leader, **said)
    assert (row.unit, row.matter, row.held_on, row.statement) == (world.tree.north, notice, TODAY, "")
    # The table refuses words too, whoever writes them.
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(statement="谈了三点")
    with pytest.raises(Conflict):
        actions.answer_measure(row, by=world.cadre, answer="一")


def test_a_bulletin_follows_a_hearing_has_a_symbol_and_an_end_and_the_unit_answers(world, frozen):
    notice = late_notice(world, 30)
    good = {
        "kind": "bulletin", "basis": "3号", "hearing": "heard", "statement": "已排出计划", "symbol": "示直工委〔2026〕9号",
        "ends_on": TODAY + 30 * DAY,
    }  # fmt: skip
    for wrong in ({"hearing": "not_owed"}, {"statement": ""}, {"symbol": ""}, {"ends_on": TODAY - DAY}):
        with pytest.raises(BadInput):
            actions.take_measure(notice, by=world.leader, **{**good, **wrong})
    row = actions.take_measure(notice, by=world.leader, **good)
    row = actions.answer_measure(row, by=world.cadre, answer="已补齐")
    assert row.answered_by == world.cadre
    frozen.move_to(datetime.datetime(2026, 12, 24, 1, tzinfo=datetime.UTC))
    with pytest.raises(Conflict):
        actions.lift_measure(row, by=world.leader, reason="已办结")


def test_a_measure_about_what_is_not_overdue_is_refused(world):
    notice = late_notice(world, 0)

    with pytest.raises(Conflict):
        actions.take_measure(
            notice, by=world.leader, kind="bulletin", basis="3号", hearing="silent", symbol="9号", ends_on=TODAY
        )


def test_the_page_shows_the_policy_what_it_proposes_and_what_was_decided(world):
    notice = late_notice(world, 15)
    taken(notice, "reminder")
    leader = Client()
    leader.force_login(world.leader)

    page = leader.get(reverse("measure_register")).content.decode()
    assert all(word in page for word in ("递进规则", "约谈", "本地要求", notice.title))
    url = reverse("matter_measures", args=["notice", notice.pk])
    assert url in page
    said = {"kind": "interview", "basis": "3号", "hearing": "silent", "held_on": TODAY, "ends_on": TODAY + DAY}
    act = reverse("take_measure", args=["notice", notice.pk])
    assert leader.post(act, {**said, "ends_on": ""}).status_code == 422
    assert leader.post(act, said).status_code == 302
    assert "已询问，单位没有说明" in leader.get(url).content.decode()
    assert leader.get(reverse("matter_measures", args=["person", notice.pk])).status_code == 404
    assert "督办措施" in leader.get(reverse("supervision_notice", args=[notice.pk])).content.decode()


def test_those_who_supervise_are_told_how_many_steps_are_proposed(world):
    late_notice(world, 1)

    [batch] = proposal_asks(Desk(world.officer, clock.today()))
    assert (batch.total, batch.asks[0].stands_for) == (1, 1)
    assert list(proposal_asks(Desk(world.cadre, clock.today()))) == []
