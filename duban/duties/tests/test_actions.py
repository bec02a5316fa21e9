"""The rules of handing in, returning and accepting, at their boundaries."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.drafts import DutyDraft
from duban.duties.models import Binding, Evidence, ResponsibilityList, Task
from duban.duties.queries.lists import issuing
from duban.duties.signals import tasks_changed
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def days(n: int) -> datetime.timedelta:
    return datetime.timedelta(days=n)


@pytest.fixture
def world() -> World:
    return World()


def test_submit_task_needs_only_a_sentence_and_keeps_it_as_a_fact(world):
    task = world.submitted("11月20日党组会研究，分工4项")

    fact = Evidence.objects.get()
    assert (task.state, task.submitted_on, task.late_days) == ("submitted", TODAY, 0)
    assert (fact.statement, fact.happened_on, fact.version) == ("11月20日党组会研究，分工4项", TODAY, None)
    assert list(task.evidence.all()) == [fact]


def test_submit_task_with_nothing_to_show_is_refused_and_changes_nothing(world):
    with pytest.raises(BadInput):
        actions.submit_task(world.task, by=world.cadre)

    assert Task.objects.get().state == "issued"


@pytest.mark.parametrize(
    ("due", "late"), [(TODAY + days(1), 0), (TODAY, 0), (TODAY - days(1), 1), (TODAY - days(30), 30)]
)
def test_submit_task_counts_the_days_after_the_due_day(world, due, late):
    Task.objects.update(due_on=due)

    assert world.submitted().late_days == late


def test_submit_task_by_another_unit_is_not_allowed(world):
    with pytest.raises(NotAllowed):
        actions.submit_task(world.task, by=world.stranger, statement="代交")


def test_submit_task_twice_is_a_conflict(world):
    world.submitted()

    with pytest.raises(Conflict):
        actions.submit_task(world.task, by=world.cadre, statement="又一次")


def test_return_task_gives_a_new_day_and_only_lateness_against_it_counts(world, frozen):
    world.returned(answer_by=TODAY + days(20))
    frozen.shift(datetime.timedelta(days=21))

    task = actions.submit_task(world.task, by=world.cadre)

    assert task.late_days == 1, "the due day was 14 days ago, but the reviewer gave until yesterday"


def test_lateness_once_counted_stays_after_a_return_and_after_closing(world):
    Task.objects.update(due_on=TODAY - days(3))
    world.returned()
    actions.submit_task(world.task, by=world.cadre)

    task = actions.accept_task(world.task, by=world.officer)

    assert (task.state, task.late_days, task.closed_on) == ("accepted", 3, TODAY)


def test_return_task_names_the_pieces_and_the_others_stand(world):
    good = actions.add_evidence(world.task, by=world.cadre, title="第4次纪要", happened_on=TODAY, statement="分工4项")
    bad = actions.add_evidence(world.task, by=world.cadre, title="第11次纪要", happened_on=TODAY, statement="只有议程")
    actions.submit_task(world.task, by=world.cadre)

    actions.return_task(
        world.task, by=world.officer, reason="第11次缺决定", answer_by=TODAY, bindings=[bad.bindings.get()]
    )

    assert (good.bindings.get().state, bad.bindings.get().state) == ("accepted", "returned")


@pytest.mark.parametrize(("given", "fits"), [(TODAY, True), (TODAY - days(1), False)])
def test_return_task_with_a_day_in_the_past_is_refused(world, given, fits):
    world.submitted()

    if fits:
        actions.return_task(world.task, by=world.officer, reason="缺分工", answer_by=given)
    else:
        with pytest.raises(BadInput):
            actions.return_task(world.task, by=world.officer, reason="缺分工", answer_by=given)

    assert Task.objects.get().state == ("returned" if fits else "submitted")


def test_the_database_refuses_a_returned_task_without_a_reason(world):
    world.submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.update(state="returned", reason="")


def test_accept_task_by_the_unit_itself_is_not_allowed(world):
    world.submitted()

    with pytest.raises(NotAllowed):
        actions.accept_task(world.task, by=world.cadre)


def test_nobody_accepts_what_they_handed_in_themselves(world):
    both = factories.account(
        factories.person("两职", unit=world.north, unit_cadre=world.north, committee_admin=world.committee)
    )
    actions.submit_task(world.task, by=both, statement="已办")

    with pytest.raises(Conflict):
        actions.accept_task(world.task, by=both)


def test_a_branch_hands_in_to_its_unit_and_the_unit_only_then_to_the_committee(world):
    actions.split_task(
        world.task, by=world.cadre, parts=[Part(world.branch, world.secretary.person, "提出议题建议1条", TODAY)]
    )
    part = world.task.parts.get()
    with pytest.raises(BadInput):
        actions.submit_task(world.task, by=world.cadre, statement="支部还没报")
    actions.submit_task(part, by=world.secretary, statement="建议1条")
    with pytest.raises(NotAllowed):
        actions.accept_task(part, by=world.secretary)
    actions.accept_task(part, by=world.cadre)

    task = actions.submit_task(world.task, by=world.cadre)

    assert task.state == "submitted"


@pytest.mark.parametrize(
    "wrong", ["another unit's branch", "itself", "after the task", "yesterday", "a stranger", "none"]
)
def test_split_task_refuses_what_cannot_be_a_part(world, wrong):
    part = {
        "another unit's branch": Part(world.tree.south_1, None, "一", TODAY),
        "itself": Part(world.north, None, "一", TODAY),
        "after the task": Part(world.branch, None, "一", world.task.due_on + days(1)),
        "yesterday": Part(world.branch, None, "一", TODAY - days(1)),
        "a stranger": Part(world.branch, world.stranger.person, "一", TODAY),
    }

    with pytest.raises(BadInput):
        actions.split_task(world.task, by=world.cadre, parts=[part[wrong]] if wrong in part else [])

    assert world.task.parts.count() == 0


def test_what_is_overdue_can_still_be_split(world):
    Task.objects.update(due_on=TODAY - days(3))

    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY + days(2))])

    assert [part.due_on for part in world.task.parts.all()] == [TODAY + days(2)]


def test_one_piece_of_evidence_serves_several_tasks_at_once(world):
    second, third = (made.task(world.north, issuer=world.committee, number=f"2026-0{n}-1") for n in (2, 3))

    piece = actions.add_evidence(
        world.task, by=world.cadre, title="党组会纪要", happened_on=TODAY, statement="研究3项", also=[second]
    )
    actions.bind_evidence(third, by=world.cadre, evidence=piece)

    assert set(piece.tasks.all()) == {world.task, second, third}
    assert Entry.objects.filter(subject=second.key, verb="duties.bind_evidence").count() == 1


def test_add_evidence_also_for_a_task_of_another_unit_is_not_allowed_and_leaves_nothing(world):
    foreign = made.task(world.tree.south, issuer=world.committee)

    with pytest.raises(NotAllowed):
        actions.add_evidence(
            world.task, by=world.cadre, title="纪要", happened_on=TODAY, statement="一", also=[foreign]
        )

    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("day", [datetime.date(2025, 1, 1), TODAY])
def test_add_evidence_takes_days_from_the_year_before_the_task_until_today(world, day):
    made = actions.add_evidence(world.task, by=world.cadre, title="纪要", happened_on=day, statement="一")

    assert made.happened_on == day


@pytest.mark.parametrize("day", [datetime.date(1800, 1, 1), datetime.date(2024, 12, 31), TODAY + days(1)])
def test_add_evidence_of_the_future_or_of_long_ago_is_refused(world, day):
    with pytest.raises(BadInput) as refused:
        actions.add_evidence(world.task, by=world.cadre, title="纪要", happened_on=day, statement="一")

    assert refused.value.places[0][1] == str(day)
    assert Evidence.objects.count() == 0


def test_a_refused_file_leaves_no_evidence(world):
    page = SimpleUploadedFile("纪要.pdf", b"<html><script>alert(1)</script></html>")

    with pytest.raises(BadInput):
        actions.add_evidence(world.task, by=world.cadre, title="纪要", happened_on=TODAY, upload=page)

    assert (Evidence.objects.count(), Binding.objects.count()) == (0, 0)


def test_unbind_evidence_keeps_the_piece_and_spares_accepted_ones(world):
    piece = actions.add_evidence(world.task, by=world.cadre, title="纪要", happened_on=TODAY, statement="一")
    kept = actions.add_evidence(world.task, by=world.cadre, title="纪要二", happened_on=TODAY, statement="二")
    kept.bindings.update(state="accepted")

    actions.unbind_evidence(world.task, by=world.cadre, binding=piece.bindings.get())
    with pytest.raises(BadInput):
        actions.unbind_evidence(world.task, by=world.cadre, binding=kept.bindings.get())

    assert (Evidence.objects.count(), Binding.objects.count()) == (2, 1)


def test_waive_task_says_why_and_closes_its_open_parts(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])

    task = actions.waive_task(world.task, by=world.officer, reason="没有在职党员")

    assert {(each.state, each.reason) for each in (task, task.parts.get())} == {("waived", "没有在职党员")}


def test_assign_task_to_somebody_of_another_unit_is_refused(world):
    with pytest.raises(BadInput):
        actions.assign_task(world.task, by=world.cadre, owner=world.stranger.person)


def draft(**changes):
    fields = {
        "number": 1, "code": "d01", "tag": "专题研究", "group": "责任落实", "title": "专题研究机关党建",
        "standard": "形成分工", "responsible": "党组书记", "basis": "附件第1项", "days": [("", TODAY), ("年末", made.DUE)],
    }  # fmt: skip
    return DutyDraft(**{**fields, **changes})


def test_issue_list_makes_a_task_for_each_unit_and_day_and_only_where_it_applies(world):
    category = world.north.category
    imported = actions.import_list(
        world.committee, by=world.officer, year=2026, title="清单", basis="3号",
        duties=[draft(), draft(number=2, code="d02", tag="经济类", categories=[category.name], days=[("", TODAY)])],
    )  # fmt: skip

    issued = actions.issue_list(imported, by=world.officer)

    tasks = Task.objects.exclude(pk=world.task.pk)
    assert (issued.state, issued.issued_on) == ("issued", TODAY)
    assert tasks.filter(duty__number=1).count() == 2 * 2
    assert {task.unit.category for task in tasks.filter(duty__number=2)} == {category}


def test_issuing_says_beforehand_how_many_tasks_whose_day_has_passed_and_what_is_asked_twice(world):
    first = made.responsibility_list(world.tree.committee, title="一", issued=False)
    made.duty(first, number=1, days=(TODAY - days(1), TODAY))
    made.duty(first, number=2)
    told = issuing(first, TODAY)
    actions.issue_list(first, by=world.officer)
    second = made.responsibility_list(world.tree.committee, title="二", issued=False)
    made.duty(second, number=1)
    made.duty(second, number=3)

    again = issuing(second, TODAY)

    assert (told.tasks, told.units, told.past, told.repeated) == (6, 2, 2, [])
    assert Task.objects.filter(duty__responsibility_list=first).count() == told.tasks
    assert [duty.number for duty in again.repeated] == [1]
    assert issuing(ResponsibilityList.objects.get(pk=first.pk), TODAY) is None


def test_a_number_names_one_thing_that_a_body_asked_in_a_year(world):
    for title in ("一", "二"):
        listed = made.responsibility_list(world.tree.committee, title=title, issued=False)
        made.duty(listed, number=1)
        actions.issue_list(listed, by=world.officer)

    numbers = Task.objects.filter(unit=world.north, duty__isnull=False).values_list("number", flat=True)
    assert sorted(numbers) == ["2026-01-1", "2026.2-01-1"]


@pytest.mark.parametrize(("rule", "holds_on"), [("是", "2026-11-30"), ("否", "2026-11-28")])
def test_a_day_off_moves_on_when_the_list_is_issued_and_its_page_says_so_before(world, rule, holds_on):
    """遇节假日顺延; 28 November 2026 is a Saturday."""
    RuleParameter.objects.create(code="calendar.holiday_moves_deadline", title="顺延", value=rule, basis="本地要求")
    listed, saturday = made.responsibility_list(world.tree.committee, title="一", issued=False), TODAY.replace(day=28)
    made.duty(listed, number=1, days=(saturday,))

    told = issuing(listed, TODAY)
    actions.issue_list(listed, by=world.officer)

    assert [(each.set_on, str(each.holds_on)) for each in told.moved] == (
        [(saturday, holds_on)] if rule == "是" else []
    )
    due = set(Task.objects.filter(duty__responsibility_list=listed).values_list("due_on", flat=True))
    assert {str(day) for day in due} == {holds_on}


def test_issue_list_with_a_duty_without_a_day_is_refused_and_issues_nothing(world):
    imported = actions.import_list(
        world.committee,
        by=world.officer,
        year=2026,
        title="清单",
        basis="3号",
        duties=[draft(), draft(number=2, code="d02", days=[])],
    )

    with pytest.raises(BadInput) as refused:
        actions.issue_list(imported, by=world.officer)

    assert [where for where, _found, _expected in refused.value.places] == ["2. 专题研究机关党建"]
    assert (Task.objects.count(), ResponsibilityList.objects.get().state) == (1, "draft")


def test_import_list_replaces_a_draft_but_never_an_issued_list(world):
    first = actions.import_list(
        world.committee, by=world.officer, year=2026, title="清单", basis="3号", duties=[draft()]
    )
    again = actions.import_list(
        world.committee, by=world.officer, year=2026, title="清单", basis="4号", duties=[draft(title="新的")]
    )
    actions.issue_list(again, by=world.officer)

    with pytest.raises(Conflict):
        actions.import_list(world.committee, by=world.officer, year=2026, title="清单", basis="5号", duties=[draft()])

    assert first == again
    assert [duty.title for duty in again.duties.all()] == ["新的"]


def test_every_verb_leaves_who_what_and_the_changed_fields(world):
    world.returned()

    verbs = [(entry.verb, entry.by, entry.reason) for entry in Entry.objects.filter(subject=world.task.key)]
    assert verbs == [("duties.submit_task", world.cadre, ""), ("duties.return_task", world.officer, "缺分工")]
    assert Entry.objects.get(verb="duties.return_task").detail["state"] == ["submitted", "returned"]


def test_the_room_above_hears_of_each_change_inside_the_transaction(world):
    heard = []

    def listener(sender, units, **_):
        heard.append((sender, units, transaction.get_connection().in_atomic_block))

    tasks_changed.connect(listener)
    try:
        world.submitted()
    finally:
        tasks_changed.disconnect(listener)

    assert heard == [(Task, {world.north.pk}, True)]
