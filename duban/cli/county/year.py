"""What happened to each task by today: mostly in time, sometimes late, returned, waiting or forgotten. Plain data."""

import datetime
import random
from dataclasses import dataclass, field

DAY = datetime.timedelta(days=1)
RETURNED_FOR = (
    "只写了已开展，没有写决定事项和责任人，请补一句结果",
    "日期与清单要求的期次不一致，请核对后重新报送",
    "附的是通知，不是结果，请改为说明办成了什么",
    "还有一个支部没有办结，请办结后一并报送",
    "写的是下一步打算，请写到目前为止的完成情况",
)
WAIVED_FOR = {
    "离退休党员": "本单位没有离退休党员",
    "服务窗口": "本单位没有对外服务窗口",
    "整顿提升": "上年度没有确定后进支部",
    "关系转接": "本期没有人员调动",
}
WAIVED_SHARE = {"离退休党员": 0.25, "服务窗口": 0.4, "整顿提升": 0.7, "关系转接": 0.15}


@dataclass(frozen=True)
class Step:
    """One thing that happened to a task: the verb, the day, the reason given."""

    verb: str
    on: datetime.date
    reason: str = ""


@dataclass
class Fate:
    """Where a task stands today and how it came there."""

    state: str = "issued"
    submitted_on: datetime.date | None = None
    late_days: int | None = None
    answer_by: datetime.date | None = None
    closed_on: datetime.date | None = None
    reason: str = ""
    reminded_on: datetime.date | None = None
    reminded_times: int = 0
    steps: list[Step] = field(default_factory=list)

    def submit(self, on: datetime.date, deadline: datetime.date) -> None:
        """Handed in on that day."""
        self.state, self.submitted_on, self.reason = "submitted", on, ""
        self.late_days = max(self.late_days or 0, (on - deadline).days, 0)
        self.steps.append(Step("duties.submit_task", on))

    def send_back(self, on: datetime.date, answer_by: datetime.date, reason: str) -> None:
        """Returned on that day, to be answered by another."""
        self.state, self.answer_by, self.reason = "returned", answer_by, reason
        self.steps.append(Step("duties.return_task", on, reason))

    def remind(self, on: datetime.date) -> None:
        """Pressed for on that day."""
        self.reminded_on, self.reminded_times = on, self.reminded_times + 1
        self.steps.append(Step("duties.remind_task", on))

    def accept(self, on: datetime.date) -> None:
        """Accepted on that day."""
        self.state, self.closed_on = "accepted", on
        self.steps.append(Step("duties.accept_task", on))

    def waive(self, on: datetime.date, reason: str) -> None:
        """Found not applicable on that day."""
        self.state, self.closed_on, self.reason = "waived", on, reason
        self.steps.append(Step("duties.waive_task", on, reason))


def fate_of(
    dice: random.Random, *, tag: str, due_on: datetime.date, issued_on: datetime.date, today: datetime.date, care: float
) -> Fate:
    """What became of a task. `care` is how reliable the unit is, 0 to 1."""
    fate = Fate()
    if dice.random() < WAIVED_SHARE.get(tag, 0):
        fate.waive(min(today, issued_on + 20 * DAY), WAIVED_FOR[tag])
        return fate
    if dice.random() < care:
        handed_in = due_on - dice.randint(0, 14) * DAY
    elif dice.random() < 0.72:
        handed_in = due_on + dice.randint(1, 20) * DAY
    else:
        # Forgotten: the committee presses for it, twice where it is long ago.
        for days in (4, 18):
            if due_on + days * DAY < today:
                fate.remind(due_on + days * DAY)
        return fate
    handed_in = max(handed_in, issued_on + 3 * DAY)
    if handed_in >= today:
        return fate
    fate.submit(handed_in, due_on)
    looked_at = handed_in + dice.randint(1, 6) * DAY
    if looked_at >= today:
        return fate
    if dice.random() < 0.06:
        answer_by = looked_at + 5 * DAY
        fate.send_back(looked_at, answer_by, dice.choice(RETURNED_FOR))
        again = looked_at + dice.randint(1, 8) * DAY
        if again >= today:
            return fate
        fate.submit(again, answer_by)
        looked_at = again + dice.randint(1, 4) * DAY
        if looked_at >= today:
            return fate
    fate.accept(looked_at)
    return fate
