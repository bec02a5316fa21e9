"""What was loaded before the lock is not believed: another person may have acted meanwhile."""

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.models import Binding, Evidence, Task
from duban.duties.signals import tasks_changed
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.orgs.action import locked, tell
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world() -> World:
    return World()


def piece(world, task=None, **given) -> Evidence:
    return actions.add_evidence(
        task or world.task, by=world.cadre, title="纪要", happened_on=TODAY, statement="分工4项", **given
    )


def test_evidence_is_not_bound_to_a_task_that_was_accepted_meanwhile(world):
    other = made.task(world.north, issuer=world.committee, number="2026-02-1")
    stale = Task.objects.get(pk=other.pk)
    actions.submit_task(other, by=world.cadre, statement="已办")
    actions.accept_task(other, by=world.officer)

    with pytest.raises(Conflict):
        piece(world, also=[stale])

    assert (Evidence.objects.filter(title="纪要").count(), other.bindings.count()) == (0, 1)


def test_evidence_for_the_task_itself_and_twice_for_another_is_bound_once_to_each(world):
    other = made.task(world.north, issuer=world.committee, number="2026-02-1")

    bound = piece(world, also=[other, world.task, other])

    assert sorted(bound.bindings.values_list("task", flat=True)) == [world.task.pk, other.pk]


def test_a_piece_that_was_accepted_meanwhile_stays(world):
    stale = piece(world).bindings.get()
    Binding.objects.update(state="accepted")

    with pytest.raises(BadInput):
        actions.unbind_evidence(world.task, by=world.cadre, binding=stale)

    assert Binding.objects.get().state == "accepted"


def test_a_piece_that_was_taken_off_meanwhile_is_neither_taken_off_nor_returned_again(world):
    kept, gone = piece(world), piece(world)
    stale = gone.bindings.get()
    actions.unbind_evidence(world.task, by=world.cadre, binding=gone.bindings.get())

    with pytest.raises(Conflict):
        actions.unbind_evidence(world.task, by=world.cadre, binding=stale)
    actions.submit_task(world.task, by=world.cadre)
    with pytest.raises(Conflict):
        actions.return_task(world.task, by=world.officer, reason="缺分工", answer_by=TODAY, bindings=[stale])

    assert (kept.bindings.get().state, Task.objects.get().state) == ("waiting", "submitted")


def test_locked_gives_each_row_once_in_the_order_of_keys_and_as_it_is_now(world):
    second = made.task(world.north, issuer=world.committee, number="2026-02-1")
    stale = Task.objects.get(pk=second.pk)
    Task.objects.filter(pk=second.pk).update(title="新的")

    rows = locked([stale, world.task, stale])

    assert [(row.pk, row.title) for row in rows] == [(world.task.pk, world.task.title), (second.pk, "新的")]


def test_locked_refuses_when_one_of_several_is_not_the_persons(world):
    foreign = made.task(world.tree.south, issuer=world.committee)

    with pytest.raises(NotAllowed):
        locked([world.task, foreign], actions.add_evidence.permit, by=world.cadre)


def test_tell_outside_a_verb_is_a_fault_of_the_caller():
    with pytest.raises(LookupError):
        tell(made=[None, "duties.task:1"])


def test_a_waived_part_keeps_the_trail_behind_the_standing_as_every_verb_does(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    noted = []

    def listener(sender, units, **_):
        noted.append((units, Entry.objects.filter(verb="duties.waive_task").count()))

    tasks_changed.connect(listener)
    try:
        actions.waive_task(world.task, by=world.officer, reason="没有在职党员")
    finally:
        tasks_changed.disconnect(listener)

    assert noted == [({world.north.pk, world.branch.pk}, 0)]
    assert Entry.objects.filter(verb="duties.waive_task").count() == 2


def test_an_accepted_part_stays_accepted_when_the_task_is_waived(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    part = actions.submit_task(world.task.parts.get(), by=world.secretary, statement="已办")
    actions.accept_task(part, by=world.cadre)

    actions.waive_task(world.task, by=world.officer, reason="没有在职党员")

    assert Task.objects.get(pk=part.pk).state == "accepted"


def both(world, **roles):
    return factories.account(factories.person("两职", unit=world.north, committee_admin=world.committee, **roles))


def test_nobody_waives_what_they_handed_in_themselves(world):
    officer = both(world)
    world.submitted()
    Task.objects.update(submitted_by=officer)

    with pytest.raises(Conflict):
        actions.waive_task(world.task, by=officer, reason="没有在职党员")
    task = actions.waive_task(world.task, by=world.officer, reason="没有在职党员")

    assert task.state == "waived"


def test_an_officer_who_is_cadre_of_the_unit_too_does_not_waive_its_tasks_but_those_of_others(world):
    officer = both(world, unit_cadre=world.north)
    other = made.task(world.tree.south, issuer=world.committee)

    with pytest.raises(Conflict):
        actions.waive_task(world.task, by=officer, reason="没有在职党员")
    actions.waive_task(other, by=officer, reason="没有在职党员")

    assert (Task.objects.get(pk=world.task.pk).state, Task.objects.get(pk=other.pk).state) == ("issued", "waived")


def test_a_unit_waives_the_part_of_its_branch_which_is_its_own_to_review(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])

    part = actions.waive_task(world.task.parts.get(), by=world.cadre, reason="没有在职党员")

    assert part.state == "waived"


@pytest.mark.parametrize(("end", "suffices"), [("accepted", True), ("waived", False)])
def test_submit_task_is_shown_by_an_accepted_part_but_not_by_a_waived_one(world, end, suffices):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    made.Task.objects.filter(parent=world.task).update(
        state=end, reason="没有在职党员", closed_on=TODAY, submitted_on=TODAY, late_days=0
    )

    try:
        actions.submit_task(world.task, by=world.cadre)
    except BadInput:
        assert not suffices

    assert Task.objects.get(pk=world.task.pk).is_waiting() == suffices
