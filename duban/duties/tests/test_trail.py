"""What the trail says of each verb, also where the effect is on another row."""

import datetime

import pytest

from duban.audit.models import Entry
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.drafts import DutyDraft
from duban.duties.models import Evidence, Task
from duban.duties.plan_text import Asked
from duban.duties.signals import tasks_changed
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.orgs.permits import PERMITS
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world() -> World:
    return World()


def detail(verb: str, of=None) -> dict:
    entries = Entry.objects.filter(verb=f"duties.{verb}")
    return (entries.filter(subject=of.key) if of else entries).latest("number").detail


def piece(world, **given) -> Evidence:
    return actions.add_evidence(
        world.task, by=world.cadre, title="纪要", happened_on=TODAY, statement="分工4项", **given
    )


def test_submit_task_names_the_fact_it_made(world):
    world.submitted()

    assert detail("submit_task")["made"] == [None, Evidence.objects.get().key]


def test_unbind_and_bind_evidence_name_the_piece(world):
    gone = piece(world)

    actions.unbind_evidence(world.task, by=world.cadre, binding=gone.bindings.get())
    actions.bind_evidence(world.task, by=world.cadre, evidence=gone)

    assert detail("unbind_evidence") == {"evidence": [gone.key, None]}
    assert detail("bind_evidence")["evidence"] == [None, gone.key]


def test_evidence_for_another_task_stands_in_its_story_too(world):
    other = made.task(world.north, issuer=world.committee, number="2026-02-1")

    bound = piece(world, also=[other])

    assert detail("bind_evidence", other) == {"evidence": [None, bound.key]}


def test_split_task_names_the_branches_and_each_part_has_a_first_entry(world):
    actions.split_task(
        world.task, by=world.cadre, parts=[Part(world.branch, world.secretary.person, "提出议题建议1条", TODAY)]
    )

    assert detail("split_task", world.task) == {"branches": [None, [world.branch.key]]}
    assert detail("split_task", world.task.parts.get()) == {
        "parent_id": [None, world.task.pk],
        "unit_id": [None, world.branch.pk],
        "owner_id": [None, world.secretary.person.pk],
        "title": [None, "提出议题建议1条"],
        "due_on": [None, "2026-11-23"],
    }


@pytest.mark.parametrize("named", [True, False])
def test_return_task_names_the_pieces_that_go_back(world, named):
    _good, bad = piece(world), piece(world)
    actions.submit_task(world.task, by=world.cadre)

    chosen = [bad.bindings.get()] if named else []
    actions.return_task(world.task, by=world.officer, reason="缺分工", answer_by=TODAY, bindings=chosen)

    expected = [bad.key] if named else [each.key for each in Evidence.objects.order_by("pk")]
    assert detail("return_task")["returned"] == [None, expected]


def test_waive_task_says_of_each_open_part_what_it_was(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])

    actions.waive_task(world.task, by=world.officer, reason="没有在职党员")

    assert detail("waive_task", world.task.parts.get()) == {"state": ["issued", "waived"]}


def test_a_verb_called_by_a_listener_tells_nothing_about_the_verb_that_runs(world):
    other = made.task(world.north, issuer=world.committee, number="2026-02-1")

    def listener(sender, units, **_):
        tasks_changed.disconnect(listener)
        actions.submit_task(other, by=world.cadre, statement="也办了")

    tasks_changed.connect(listener)
    actions.submit_task(world.task, by=world.cadre, statement="已办")

    facts = {fact.tasks.get(): fact.key for fact in Evidence.objects.all()}
    assert detail("submit_task", world.task)["made"] == [None, facts[world.task]]
    assert detail("submit_task", other)["made"] == [None, facts[other]]


def test_every_verb_of_the_room_says_something(world):
    draft = made.responsibility_list(world.committee, title="补充清单", issued=False)
    made.duty(draft)
    one = DutyDraft(1, "d01", "专题研究", "责任落实", "专题研究", "形成分工", "党组书记", "3号", days=[("", TODAY)])
    actions.import_list(world.committee, by=world.officer, year=2026, title="新", basis="3号", duties=[one])
    actions.start_list(
        world.committee, by=world.officer, pattern=made.pattern(), year=2026, title="从范本起草", basis="3号"
    )
    actions.issue_list(draft, by=world.officer)
    actions.assign_task(world.task, by=world.officer, owner=world.secretary.person)
    first = piece(world)
    actions.unbind_evidence(world.task, by=world.cadre, binding=first.bindings.get())
    actions.bind_evidence(world.task, by=world.cadre, evidence=first)
    kind = RecordKind.objects.create(
        code="meeting", name="会议", group="会议", definition='{"code": "m", "name": "会议", "group": "会议"}'
    )
    meeting = LedgerRecord.objects.create(unit=world.task.unit, kind=kind, held_on=TODAY, title="会议")
    actions.bind_record(world.task, by=world.cadre, record=meeting)
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    actions.waive_task(world.task.parts.get(), by=world.cadre, reason="没有在职党员")
    install_folder(folder_named("core"))
    actions.remind_task(world.task, by=world.officer)
    actions.extend_task(world.task, by=world.officer, due_on=datetime.date(2026, 12, 18), reason="等上级文件")
    asked = [Asked("大学习", "学习一次", "有记录", [world.north], TODAY)]
    days = {"starts_on": TODAY, "ends_on": datetime.date(2026, 12, 31)}
    actions.issue_campaign(world.committee, by=world.officer, title="主题教育", basis="一", asked=asked, **days)
    actions.submit_task(world.task, by=world.cadre)
    actions.return_task(world.task, by=world.officer, reason="缺分工", answer_by=TODAY)
    actions.submit_task(world.task, by=world.cadre)
    actions.accept_task(Task.objects.get(pk=world.task.pk), by=world.officer)

    said = {entry.verb: entry.detail for entry in Entry.objects.order_by("-number")}
    verbs = {name for name, permit in PERMITS.items() if name.startswith("duties.") and permit.is_verb}
    assert verbs <= set(said)
    assert [verb for verb, detail in said.items() if not detail] == []
