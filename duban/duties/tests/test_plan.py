"""The control plan: what a cell says, what it opens, and what is done with cells that were chosen together."""

import datetime

import pytest
from django.urls import reverse

from duban.asks.desk import Desk
from duban.audit.queries import history_of
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.models import Task
from duban.duties.queries.asks import task_asks
from duban.duties.queries.plan import PlanFilter, Sums, plan_of
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.timedelta(days=1)
THIS_YEAR = PlanFilter(2026)


@pytest.fixture
def world() -> World:
    RuleParameter.objects.create(
        code="duties.remind_workdays", title="两次催办间隔", value="3", unit="个工作日", basis="本地要求", is_local=True
    )
    return World()


def cells_of(user, wanted: PlanFilter = THIS_YEAR) -> dict[tuple[str, int], tuple[str, str]]:
    rows = plan_of(user, wanted, day=TODAY)
    return {(row.unit.name, month): sums.drawn for row in rows for month, sums in row.months.items()}


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        ({}, ("none", "")),
        ({"all": 2, "waived": 2}, ("na", "—")),
        ({"all": 3, "accepted": 1, "returned": 1, "overdue": 1, "soon": 1}, ("late", "逾1")),
        ({"all": 3, "accepted": 1, "returned": 1, "soon": 1}, ("back", "退1")),
        ({"all": 3, "accepted": 1, "soon": 2}, ("soon", "临2")),
        ({"all": 3, "accepted": 2, "waived": 1}, ("done", "✓2")),
        ({"all": 3, "accepted": 2, "submitted": 1}, ("doing", "2/3")),
        ({"all": 3, "submitted": 1}, ("doing", "0/3")),
        ({"all": 2}, ("wait", "2")),
    ],
)
def test_a_cell_says_the_worst_that_there_is(counts, drawn):
    assert Sums(**counts).drawn == drawn


def test_the_plan_counts_what_was_asked_by_months_and_units_and_not_what_was_decided_for_oneself(world):
    for due_on in (datetime.date(2026, 1, 31), datetime.date(2026, 2, 1), datetime.date(2026, 12, 31)):
        made.task(world.tree.south, issuer=world.committee, due_on=due_on)
    made.task(world.tree.south, issuer=world.committee, due_on=datetime.date(2025, 12, 31))
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])

    south, north = str(world.tree.south.name), str(world.north.name)
    assert cells_of(world.officer) == {
        (north, 11): ("soon", "临1"), (south, 1): ("late", "逾1"), (south, 2): ("late", "逾1"), (south, 12): ("wait", "1"),
    }  # fmt: skip
    assert cells_of(world.officer, PlanFilter(2025)) == {(south, 12): ("late", "逾1")}
    assert cells_of(world.officer, PlanFilter(2026, "branch")) == {(world.branch.name, 11): ("soon", "临1")}
    # Each sees what is theirs: the cadre of the northern unit nothing of the southern.
    assert cells_of(world.cadre) == {(north, 11): ("soon", "临1")}


@pytest.mark.parametrize("units", [1, 3])
def test_the_plan_costs_the_same_queries_whatever_is_in_it(client, world, units, django_assert_num_queries):
    for unit in (world.north, world.tree.south, world.tree.north_committee)[:units]:
        for month in range(1, 13):
            made.task(unit, issuer=world.committee, due_on=datetime.date(2026, month, 20))
    client.force_login(world.officer)
    client.get("/duties/plan/")

    with django_assert_num_queries(7):
        page = client.get("/duties/plan/").content.decode()
    assert page.count('<a class="h h-late"') == 11 * units


def test_a_cell_opens_its_tasks_and_what_earlier_months_left(client, world):
    late = made.task(world.north, issuer=world.committee, title="十月的事", due_on=datetime.date(2026, 10, 20))
    client.force_login(world.officer)
    address = f"{reverse('plan_of_unit', args=[world.north.pk])}?month=11"

    panel = client.get(address, HTTP_HX_REQUEST="true").content.decode()

    assert panel.lstrip().startswith('<aside class="panel"')
    assert panel.index(world.task.title) < panel.index(late.title)
    assert "催办" in panel
    client.force_login(world.cadre)
    assert "催办" not in client.get(address).content.decode()
    client.force_login(world.stranger)
    assert client.get(address).status_code == 404


def test_who_is_pressed_for_reads_it_in_the_line_of_the_task_and_not_again_before_the_rule_says(world, frozen):
    actions.remind_task(world.task, by=world.officer)

    world.task.refresh_from_db()
    assert (world.task.reminded_on, world.task.reminded_times) == (TODAY, 1)
    whys = [ask.why for batch in task_asks(Desk(world.cadre, TODAY)) for ask in batch.asks]
    assert [why for why in whys if why.startswith("11月23日催办")]
    for days in (0, 2):
        frozen.move_to(datetime.datetime(2026, 11, 23 + days, 1, tzinfo=datetime.UTC))
        with pytest.raises(Conflict):
            actions.remind_task(world.task, by=world.officer)
    frozen.move_to(datetime.datetime(2026, 11, 26, 1, tzinfo=datetime.UTC))
    assert actions.remind_task(world.task, by=world.officer).reminded_times == 2
    # Who has to do it does not press for it.
    with pytest.raises(NotAllowed):
        actions.remind_task(world.task, by=world.cadre)


def test_a_reminder_out_of_working_hours_is_read_on_the_next_working_day(world, frozen):
    RuleParameter.objects.create(
        code="calendar.remind_until_hour", title="提醒至", value="18", unit="时", basis="本地要求", is_local=True
    )
    frozen.move_to(datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC))  # Friday, 20:00 in Shanghai

    assert actions.remind_task(world.task, by=world.officer).reminded_on == datetime.date(2026, 11, 30)


def test_the_day_of_several_is_put_off_at_once_and_each_says_why(world):
    late = made.task(world.tree.south, issuer=world.committee, due_on=TODAY - DAY)
    back = world.returned()
    new_day = datetime.date(2026, 12, 4)

    actions.extend_task(back, by=world.officer, due_on=new_day, reason="年终盘点", also=[late])

    for task in (back, late):
        task.refresh_from_db()
        assert (task.deadline, task.overdue_days(TODAY)) == (new_day, 0)
        assert history_of(task.key).order_by("-number")[0].reason == "年终盘点"
    # What was handed in once keeps its day; the day for the answer moved.
    assert (back.due_on, back.answer_by) == (made.DUE, new_day)


@pytest.mark.parametrize(
    "days", [0, 7], ids=["the day in force is later than today", "not later than the day in force"]
)
def test_a_day_is_only_put_off(world, days):
    with pytest.raises(BadInput):
        actions.extend_task(world.task, by=world.officer, due_on=TODAY + days * DAY, reason="推迟")
    assert Task.objects.get(pk=world.task.pk).due_on == made.DUE


def test_a_part_is_not_put_off_beyond_the_whole(world):
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    part = world.task.parts.get()

    with pytest.raises(BadInput):
        actions.extend_task(part, by=world.cadre, due_on=made.DUE + DAY, reason="推迟")
    assert actions.extend_task(part, by=world.cadre, due_on=made.DUE, reason="推迟").due_on == made.DUE


def test_cells_that_are_chosen_come_to_their_open_tasks_which_are_pressed_for_or_put_off_together(client, world):
    other = made.task(world.tree.south, issuer=world.committee, due_on=TODAY + DAY)
    made.task(world.tree.south, issuer=world.committee, due_on=datetime.date(2026, 12, 20), title="十二月的事")
    client.force_login(world.officer)
    cells = [f"{world.north.pk}-11", f"{world.tree.south.pk}-11", "x-1", "99-99", "9999999999999999-11"]

    page = client.post("/duties/plan/chosen-tasks/", {"year": 2026, "cell": cells})
    assert [row[0] for row in page.context["rows"]] == [other, world.task]
    whole = client.post("/duties/plan/chosen-tasks/", {"year": 2026, "whole": ["11", "99"]})
    assert [row[0] for row in whole.context["rows"]] == [other, world.task]

    sent = {"year": 2026, "also": [world.task.pk]}
    answer = client.post(reverse("remind_task", args=[other.pk]), sent, follow=True)
    assert "已催办2件" in answer.content.decode()
    assert list(Task.objects.filter(reminded_times=1).order_by("pk")) == [world.task, other]

    refused = client.post(reverse("extend_task", args=[other.pk]), {**sent, "due_on": "2026-12-11", "reason": ""})
    assert (refused.status_code, [row[0] for row in refused.context["rows"]]) == (422, [other, world.task])
    client.post(reverse("extend_task", args=[other.pk]), {**sent, "due_on": "2026-12-11", "reason": "年终盘点"})
    assert set(Task.objects.filter(due_on=datetime.date(2026, 12, 11))) == {world.task, other}


def test_nobody_presses_for_what_others_issued(client, world):
    client.force_login(world.cadre)

    page = client.post("/duties/plan/chosen-tasks/", {"year": 2026, "cell": [f"{world.north.pk}-11"]})
    assert page.context["rows"] == []
    assert client.post(reverse("remind_task", args=[world.task.pk])).status_code == 403
    client.force_login(world.stranger)
    assert client.post(reverse("remind_task", args=[world.task.pk])).status_code == 404
