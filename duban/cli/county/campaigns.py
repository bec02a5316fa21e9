"""One campaign of the county under way: its first actions done, the last still to come."""

import datetime
import random

from duban.duties.actions import issue_campaign
from duban.duties.models import Campaign, Task
from duban.duties.plan_text import PlanReader
from duban.duties.queries.campaigns import units_to_ask
from duban.orgs.models import Unit, User

DAY = datetime.timedelta(days=1)
PLAN = (
    ("大学习", "集中学习作风建设有关规定", "机关和支部各学习1次，结合岗位谈认识", 14),
    ("大讨论", "开展“作风怎么改”讨论", "每个支部形成改进意见不少于2条", 28),
    ("大检视", "对照问题清单自查", "查出的问题列入问题清单，明确措施和时限", 42),
    ("大完善", "修订办事流程和工作制度", "至少完善1项制度，报工委备案", 84),
    ("大检查", "整改情况自评", "问题逐项说明整改结果", 105),
)


def grow_campaign(dice: random.Random, root: Unit, officer: User, *, today: datetime.date) -> Campaign:
    """Issued two months ago: what was due by today is accepted."""
    starts_on, ends_on = today - 60 * DAY, today + 60 * DAY
    text = "\n".join(f"{action}\t{title}\t{standard}\t\t开始后{days}天" for action, title, standard, days in PLAN)
    lines = PlanReader(units_to_ask(root), starts_on, ends_on).lines(text)
    made = issue_campaign(
        root,
        by=officer,
        title="机关纪律作风集中整顿",
        basis=f"示直工委〔{starts_on.year}〕18号",
        starts_on=starts_on,
        ends_on=ends_on,
        asked=[asked for line in lines for asked in line.asked],
    )
    tasks = list(Task.objects.filter(campaign_action__campaign=made, due_on__lt=today).order_by("pk"))
    for task in tasks:
        handed_in = task.due_on - dice.randint(0, 9) * DAY
        task.state, task.submitted_on, task.late_days = Task.State.ACCEPTED, handed_in, 0
        task.closed_on = min(task.due_on + DAY, today)
    Task.objects.bulk_update(tasks, ["state", "submitted_on", "late_days", "closed_on"], batch_size=500)
    return made
