"""Campaigns: a plan that is pasted, read line by line, issued to units, and followed action by action."""

import datetime

import pytest
from django.urls import reverse

from duban.base.errors import Conflict, NotAllowed
from duban.duties import actions
from duban.duties.models import Campaign, Task
from duban.duties.plan_text import PlanReader
from duban.duties.queries.campaigns import action_rows, units_to_ask
from duban.duties.tests.world import TODAY, World
from duban.orgs.models import UnitCategory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2027, 3, 31)
PLAN = """行动\t任务\t验收标准\t责任单位\t时限
大学习\t开展专题学习\t形成整改方向3条以上\t\t11月30日
\t讲专题党课\t党课进支部\t{north}\t12月10日
大检视\t查摆问题\t问题清单报工委\t全部\t每月25日
"""


@pytest.fixture
def world() -> World:
    world = World()
    kind = world.north.kind
    kind.is_assessed = True
    kind.save()
    return world


def read(world, text: str):
    return PlanReader(units_to_ask(world.committee), FIRST, LAST).lines(text)


def issued(world, text: str = "", **changes) -> Campaign:
    asked = [each for line in read(world, text or PLAN.format(north=world.north.name)) for each in line.asked]
    said = {
        "title": "纪律作风整顿",
        "basis": "示直工委〔2026〕9号",
        "starts_on": FIRST,
        "ends_on": LAST,
        "asked": asked,
    }
    return actions.issue_campaign(world.committee, by=world.officer, **{**said, **changes})


def test_a_plan_becomes_actions_and_a_task_for_each_unit_and_day(world):
    units = units_to_ask(world.committee)
    campaign = issued(world)

    assert [(each.number, each.title, each.ends_on) for each in campaign.actions.all()] == [
        (1, "大学习", datetime.date(2026, 12, 10)), (2, "大检视", datetime.date(2026, 12, 25)),
    ]  # fmt: skip
    tasks = Task.objects.filter(campaign_action__campaign=campaign)
    # Learning for all, the lecture for one; of each month the two that lie in the campaign, in its first year.
    assert tasks.count() == len(units) + 1 + 2 * len(units)
    assert set(tasks.filter(title__startswith="查摆").values_list("title", "due_on")) == {
        ("查摆问题（11月）", datetime.date(2026, 11, 25)), ("查摆问题（12月）", datetime.date(2026, 12, 25)),
    }  # fmt: skip
    assert set(tasks.values_list("issuer", "state")) == {(world.committee.pk, "issued")}
    [lecture] = tasks.filter(title="讲专题党课")
    assert (lecture.unit, lecture.standard) == (world.north, "党课进支部")


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("\t讲课\t有记录\t\t11月30日", "行动"),
        ("大学习\t\t有记录\t\t11月30日", "任务"),
        ("大学习\t讲课\t\t\t11月30日", "验收标准"),
        ("大学习\t讲课\t有记录\t没有这个局\t11月30日", "责任单位"),
        ("大学习\t讲课\t有记录\t\t长期坚持", "时限"),
        ("大学习\t讲课\t有记录\t\t10月31日", "时限"),
        ("大学习\t讲课\t有记录\t\t2027年4月1日", "时限"),
        ("大学习\t讲课\t有记录\t\t", "时限"),
        ("大学习\t讲课\t有记录", "时限"),
        (f"大学习\t{'课' * 99}\t有记录\t\t11月30日", "任务"),
        (f"{'学' * 121}\t讲课\t有记录\t\t11月30日", "行动"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_place(world, line, where):
    [found] = read(world, f"\n{line}\n")

    assert [fault.where for fault in found.faults] == [f"第2行{where}"]
    assert found.asked == []


def test_columns_may_stand_in_any_order_and_categories_name_their_units(world):
    category = UnitCategory.objects.create(code="of_campaigns", name="窗口单位类")
    world.north.category = category
    world.north.save()

    [line] = read(world, "时限\t责任单位\t任务\t备注\t行动\t验收标准\n开始后30天\t窗口单位类\t讲课\t无\t大学习\t有记录")

    assert [(each.due_on, list(each.units)) for each in line.asked] == [(datetime.date(2026, 12, 1), [world.north])]


def test_the_same_campaign_is_issued_once_and_by_the_committee_only(world):
    issued(world)

    with pytest.raises(Conflict):
        issued(world)
    with pytest.raises(NotAllowed):
        actions.issue_campaign(
            world.committee, by=world.cadre, title="另一个", basis="一", starts_on=FIRST, ends_on=LAST, asked=[]
        )
    assert Campaign.objects.count() == 1


def test_sixty_rows_are_looked_at_and_issued_by_the_page_and_a_wrong_row_keeps_what_was_typed(client, world):
    client.force_login(world.officer)
    rows = "\n".join(f"行动{n // 10 + 1}\t任务{n}\t有结果\t{world.north.name}\t12月{n % 28 + 1}日" for n in range(60))
    said = {
        "unit": world.committee.pk, "title": "主题教育", "basis": "一", "starts_on": FIRST, "ends_on": LAST, "plan": rows,
    }  # fmt: skip

    wrong = client.post(reverse("preview_campaign"), {**said, "plan": rows.replace("12月5日", "13月5日")})
    assert (wrong.status_code, Campaign.objects.count()) == (422, 0)
    assert "13月5日" in wrong.content.decode()
    looked_at = client.post(reverse("preview_campaign"), said)
    assert (looked_at.context["tasks"], looked_at.context["units"], Campaign.objects.count()) == (60, 1, 0)
    answer = client.post(reverse("issue_campaign"), said, follow=True)
    assert (Task.objects.filter(campaign_action__isnull=False).count(), Campaign.objects.get().actions.count()) == (
        60,
        6,
    )
    assert "主题教育" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_campaign_costs_the_same_queries_whatever_is_in_it(
    client, world, rows, django_assert_num_queries
):
    text = "\n".join(f"行动{n}\t任务{n}\t有结果\t\t12月10日" for n in range(rows))
    campaign = issued(world, text)
    client.force_login(world.officer)
    client.get(reverse("campaign", args=[campaign.pk]))

    with django_assert_num_queries(8):
        assert client.get(reverse("campaign", args=[campaign.pk])).status_code == 200


def test_each_sees_how_far_their_own_tasks_of_an_action_stand_and_the_number_opens_them(client, world):
    campaign = issued(world)
    task = Task.objects.get(title="讲专题党课")
    actions.submit_task(task, by=world.cadre, statement="已讲")
    actions.accept_task(task, by=world.officer)

    def sums(user):
        return [(row.action.title, row.accepted, row.counted) for row in action_rows(user, campaign, day=TODAY)]

    units = len(units_to_ask(world.committee))
    assert sums(world.officer) == [("大学习", 1, units + 1), ("大检视", 0, 2 * units)]
    assert sums(world.cadre) == [("大学习", 1, 2), ("大检视", 0, 2)]
    client.force_login(world.cadre)
    page = client.get(reverse("campaign", args=[campaign.pk])).content.decode()
    learning = campaign.actions.get(number=1)
    assert f"action={learning.pk}" in page
    assert len(client.get(f"/duties/tasks/?action={learning.pk}").context["page"]) == 2
    plan = client.get(f"/duties/plan/?campaign={campaign.pk}")
    assert [row.unit for row in plan.context["page"]] == [world.north]
    assert campaign.title in client.get(reverse("task", args=[task.pk])).content.decode()
