"""Supervision in the demonstration: a few issues, notices at each stage, what was decided about one, a joint conference."""

import datetime

from duban.cli.county.grow import Grown
from duban.duties.issues.models import Issue, IssueAspect
from duban.duties.models import Task
from duban.duties.supervision.models import (
    ConferenceMember,
    ConferenceTask,
    Extension,
    JointConference,
    Measure,
    SupervisionNotice,
)
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.orgs.models import Role, Unit, User

DAY = datetime.timedelta(days=1)
FOUND = (
    ("org_life", "支部党员大会没有按季度召开", "三季度党员大会未召开，主题党日有两个月没有记录"),
    ("organisation", "任期届满没有换届，也没有批准延期", "两个党支部任期届满，换届请示未报"),
    ("org_life", "党课没有按期讲授", "书记全年未讲党课"),
)
DEMANDS = "补齐所缺事项，说明以后怎样按期开展"


def grow_supervision(grown: Grown, officer: User, leader: User, *, today: datetime.date) -> int:
    """For the units whose people can log in, and the next ones. Returns how many notices."""
    shown = grown.cast[Role.UNIT_CADRE].unit
    units = sorted(grown.assessed, key=lambda unit: (unit.pk != shown.pk, unit.path))[:6]
    issues = [_issue(grown.root, unit, *FOUND[place % len(FOUND)], today=today) for place, unit in enumerate(units[:4])]
    notices = [_notice(grown.root, issue, place, officer, today) for place, issue in enumerate(issues, start=1)]
    near, waiting, late, done = notices
    _signed(near, due_on=today + 2 * DAY, days=12)
    Extension.objects.create(
        notice=near, reason="换届请示已报，等待批复", due_before=near.due_on, due_on=near.due_on + 14 * DAY,
        asked_on=today - 1 * DAY,
    )  # fmt: skip
    waiting.due_on = today + 15 * DAY
    waiting.save()
    _signed(late, due_on=today - 16 * DAY, days=40)
    Measure.objects.create(
        unit=late.unit, issuer=late.issuer, kind=Measure.Kind.REMINDER, notice=late, basis=late.basis,
        hearing=Measure.Hearing.NOT_OWED, decided_on=today - 10 * DAY, decided_by=officer, ends_on=today - 3 * DAY,
    )  # fmt: skip
    _signed(done, due_on=today - 20 * DAY, days=45)
    done.feedback, done.fed_back_on, done.late_days = "已补齐，并排出四季度计划", today - 18 * DAY, 2
    done.state, done.closed_on, done.closed_by = SupervisionNotice.State.CLOSED, today - 15 * DAY, leader
    done.save()
    _conference(grown.root, units, today)
    return len(notices)


def _issue(root: Unit, unit: Unit, aspect: str, title: str, found: str, *, today: datetime.date) -> Issue:
    return Issue.objects.create(
        unit=unit, issuer=root, source=Issue.Source.VISIT, aspect=IssueAspect.objects.get(code=aspect), title=title,
        found=found, found_on=today - 50 * DAY, basis="中国共产党支部工作条例（试行）", due_on=today + 20 * DAY,
        responsible="机关党委书记",
    )  # fmt: skip


def _notice(root: Unit, issue: Issue, place: int, officer: User, today: datetime.date) -> SupervisionNotice:
    return SupervisionNotice.objects.create(
        unit=issue.unit, issuer=root, issue=issue, title=issue.title, demands=DEMANDS, basis=issue.basis,
        due_on=today + 10 * DAY, state=SupervisionNotice.State.ISSUED, year=today.year, place=place,
        issued_on=today - 2 * DAY, issued_by=officer,
    )  # fmt: skip


def _signed(notice: SupervisionNotice, *, due_on: datetime.date, days: int) -> None:
    notice.state, notice.due_on = SupervisionNotice.State.SIGNED, due_on
    notice.issued_on = notice.issued_on and due_on - (days - 1) * DAY
    notice.signed_on = notice.issued_on and notice.issued_on + DAY
    notice.save()


def _conference(root: Unit, units: list[Unit], today: datetime.date) -> None:
    """青年工作联席会议: one meeting, a decision for each member; the first is done."""
    found = JointConference.objects.create(
        unit=root, title="青年工作联席会议", basis=f"示直工委〔{today.year}〕12号"
    )  # fmt: skip
    held_on = today - 60 * DAY
    meeting = LedgerRecord.objects.create(
        unit=root, kind=RecordKind.objects.get(code="joint_conference", is_current=True), held_on=held_on,
        title="研究青年之家建设", agenda="一、青年之家建设；二、志愿服务项目",
    )  # fmt: skip
    for place, unit in enumerate(sorted(units, key=lambda each: each.path), start=1):
        ConferenceMember.objects.create(conference=found, unit=unit, contact="办公室主任")
        stand = (
            {
                "state": Task.State.ACCEPTED,
                "submitted_on": today - 9 * DAY,
                "late_days": 0,
                "closed_on": today - 5 * DAY,
            }
            if place == 1
            else {}
        )
        task = Task.objects.create(
            number=f"联席{found.pk}-{place}", unit=unit, issuer=root, title="建好本单位青年之家", standard="挂牌，有人值守",
            due_on=today + (-3 if place == 2 else 20) * DAY, **stand,
        )  # fmt: skip
        ConferenceTask.objects.create(conference=found, task=task, record=meeting)
