"""The story of a task that was missed: an issue, a notice, another day refused, fed back, returned, closed by another; in a browser's requests."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.duties.issues.models import Issue, IssueType
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
DUE = datetime.date(2026, 12, 7)


class Desk:
    """One person at a browser."""

    def __init__(self, name: str, **roles) -> None:
        (unit,) = roles.values()
        self.user = factories.account(factories.person(name, unit=unit, **roles))
        self.log_in()

    def log_in(self) -> None:
        self.client = Client()
        self.client.force_login(self.user)

    def reads(self, name: str, *args) -> str:
        return self.client.get(reverse(name, args=args)).content.decode()

    def posts(self, address: str, **said) -> int:
        return self.client.post(address, said).status_code

    def does(self, name: str, pk: int, **said) -> int:
        return self.posts(reverse(name, args=[pk]), **said)


def test_from_a_missed_task_to_a_notice_that_another_closes(frozen):
    install_folder(folder_named("core"))
    tree = factories.tree()
    officer, other = (Desk(name, committee_admin=tree.committee) for name in ("周敏", "郑红"))
    leader, cadre = Desk("何平", committee_leader=tree.committee), Desk("陈立", unit_cadre=tree.north)
    duty = duties.duty(duties.responsibility_list(tree.committee))
    task = duties.task(tree.north, issuer=tree.committee, of=duty, due_on=TODAY - datetime.timedelta(days=10))

    # The officer raises an issue from the task, and drafts a notice from the issue.
    known = IssueType.objects.get(code="org_life.theme_day")
    address = f"{reverse('raise_issue', args=[tree.north.pk])}?task={task.pk}"
    said = {
        "known_type": known.pk,
        "source": "task",
        "severity": "minor",
        "found_on": TODAY,
        "due_on": DUE,
        "task": task.pk,
    }
    assert officer.posts(address, **said) == 302
    issue = Issue.objects.get()
    address = f"{reverse('draft_notice', args=[tree.north.pk])}?issue={issue.pk}"
    assert address in officer.reads("issue", issue.pk)
    said = {"issue": issue.pk, "title": issue.title, "demands": "补齐两次", "basis": "3号", "due_on": DUE}
    assert officer.posts(address, **{**said, "basis": ""}) == 422
    assert officer.posts(address, **said) == 302
    notice = SupervisionNotice.objects.get()
    assert cadre.client.get(reverse("supervision_notice", args=[notice.pk])).status_code == 404
    assert officer.does("issue_notice", notice.pk) == 302

    # The unit finds it on its first page, signs for it, and asks for another day in time; the leader refuses.
    assert "签收给" in cadre.reads("home")
    assert cadre.does("sign_notice", notice.pk) == 302
    assert cadre.does("ask_delay", notice.pk, reason="等待批复", due_on=datetime.date(2026, 12, 20)) == 302
    asked = Extension.objects.get()
    assert leader.does("approve_delay", asked.pk) == 409
    assert officer.does("second_delay", asked.pk) == 302
    assert leader.does("refuse_delay", asked.pk) == 422
    assert leader.does("refuse_delay", asked.pk, answer="没有客观原因") == 302
    assert "没有客观原因" in cadre.reads("supervision_notice", notice.pk)

    # It is late by two days when it is fed back, and the late days stay through a return and the closing.
    frozen.move_to(datetime.datetime(2026, 12, 9, 1, tzinfo=datetime.UTC))
    for desk in (officer, other, cadre):
        desk.log_in()
    assert cadre.does("feed_back_notice", notice.pk, feedback="已补一次") == 302
    assert officer.does("return_notice", notice.pk, reason="还缺一次", due_on=datetime.date(2026, 12, 18)) == 302
    assert "还缺一次" in cadre.reads("supervision_notice", notice.pk)
    assert cadre.does("feed_back_notice", notice.pk, feedback="已补齐") == 302
    assert cadre.does("close_notice", notice.pk) == 403
    assert other.does("close_notice", notice.pk) == 302
    notice.refresh_from_db()
    assert (notice.state, notice.late_days) == ("closed", 2)

    # From the duty one walks down to the notice, from the notice up to the duty.
    assert reverse("supervision_notice", args=[notice.pk]) in officer.reads("duty", duty.pk)
    page = officer.reads("supervision_notice", notice.pk)
    assert reverse("duty", args=[duty.pk]) in page
    assert "已办结，逾期2天" in page
