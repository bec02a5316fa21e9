"""The story of a list over the cap: stopped, signed by the leader, sent; the unit sees it, the quarter's report counts it."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from duban.asks.burden.actions import sign_request, want_signature
from duban.asks.burden.asking import asking_with
from duban.asks.burden.models import Demand, Request
from duban.asks.burden.tests import factories as burdens
from duban.base.errors import BadInput
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.models import Task
from duban.duties.tests import factories as made
from duban.duties.tests.world import World as Duties
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
DAY = datetime.date(2026, 11, 30)


class World(Duties):
    """With a leader, a cap of two, and a draft that asks for three in November."""

    def __init__(self) -> None:
        super().__init__()
        self.leader = factories.account(factories.person("何平", unit=self.committee, committee_leader=self.committee))
        burdens.rules(cap=2, near=1)
        self.draft = made.responsibility_list(self.committee, title="年末清单", issued=False)
        for number in (1, 2, 3):
            made.duty(self.draft, number=number, title=f"第{number}件事", tag=f"事项{number}")

    def browser(self, user) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def world():
    return World()


def text(answer) -> str:
    return re.sub(r"\s+", "", strip_tags(answer.content.decode()))


def test_a_list_over_the_cap_is_stopped_signed_sent_counted_and_reported(world):
    officer, leader, cadre = (world.browser(each) for each in (world.officer, world.leader, world.cadre))
    page = reverse("responsibility_list", args=[world.draft.pk])
    shown = officer.get(page)
    assert "有2个单位月份超过上限" in text(shown)
    assert officer.post(reverse("issue_list", args=[world.draft.pk])).status_code == 422
    assert not Task.objects.filter(duty__responsibility_list=world.draft).exists()

    wanted = officer.post(reverse("want_signature"), {"cause": world.draft.key})
    request = Request.objects.get()
    assert wanted.url == reverse("request", args=[request.pk])
    assert "审阅年末清单是否加签" in text(leader.get("/"))
    assert "等待领导加签" in text(officer.get(page))

    assert officer.post(reverse("sign_request", args=[request.pk]), {"reason": "急"}).status_code == 403
    assert leader.post(reverse("sign_request", args=[request.pk]), {"reason": ""}).status_code == 422
    leader.post(reverse("sign_request", args=[request.pk]), {"reason": "市里要求年底前完成"})
    assert "下达已加签的年末清单" in text(officer.get("/"))
    assert officer.post(reverse("issue_list", args=[world.draft.pk])).status_code == 302

    ledger = cadre.get(reverse("burden_ledger"))
    assert "北局3" in text(ledger)
    assert "南局" not in text(ledger)
    rows = cadre.get(reverse("demand_list"), {"unit": world.north.pk, "since": "2026-11", "until": "2026-11"})
    assert rows.context["page"].paginator.count == 3
    assert cadre.get(reverse("demand_list"), {"unit": world.tree.south.pk}).status_code == 404

    report = text(leader.get(reverse("burden_report"), {"year": "2026", "quarter": "4"}))
    assert "共布置1次；本季度到期的事项6件，涉及2个单位，平均每个单位3.0件" in report
    assert "单位当月超过2件上限的有2个单位月份；经领导加签布置的1次" in report
    assert "市里要求年底前完成" in report
    assert "上年同期没有记录，不作比较" in report
    assert cadre.get(reverse("burden_report")).status_code == 403


def test_a_list_that_was_changed_after_the_signature_is_stopped_again(world):
    asking = asking_with(world.officer, world.draft.key)
    sign_request(want_signature(world.committee, by=world.officer, asking=asking), by=world.leader, reason="急事")
    made.duty(world.draft, number=4, title="又一件", tag="事项4")

    with pytest.raises(BadInput):
        actions.issue_list(world.draft, by=world.officer)
    assert world.draft.duties.get(number=4).delete()
    actions.issue_list(world.draft, by=world.officer)
    assert Request.objects.get().signed_by == world.leader


def test_nobody_else_puts_a_draft_before_a_leader(world):
    for user in (world.cadre, world.leader, world.stranger):
        assert world.browser(user).post(reverse("want_signature"), {"cause": world.draft.key}).status_code == 404
    for cause in ("", "duties.responsibilitylist:999", "orgs.unit:1", "duties.responsibilitylist:x"):
        assert world.browser(world.officer).post(reverse("want_signature"), {"cause": cause}).status_code == 404


def test_what_is_handed_in_is_answered_what_is_waived_counts_no_more_what_is_split_is_counted_below(world):
    for number in (2, 3):
        world.draft.duties.get(number=number).delete()
    actions.issue_list(world.draft, by=world.officer)
    mine = Task.objects.get(duty__responsibility_list=world.draft, unit=world.north)
    theirs = Task.objects.get(duty__responsibility_list=world.draft, unit=world.tree.south)

    actions.split_task(mine, by=world.cadre, parts=[Part(world.branch, None, "分工", DAY)])
    part = Task.objects.get(parent=mine)
    assert (Demand.objects.get(cause=part.key).unit, Demand.objects.get(cause=part.key).request.form) == (
        world.branch,
        "part",
    )
    actions.submit_task(part, by=world.secretary, statement="已办")
    actions.waive_task(theirs, by=world.officer, reason="不适用")

    assert Demand.objects.get(cause=part.key).answered_on is not None
    assert Demand.objects.get(cause=theirs.key).withdrawn_on is not None
    assert Demand.objects.get(cause=mine.key).state_on(DAY)[0] == "todo"
    assert Demand.objects.get(cause=mine.key).state_on(DAY + datetime.timedelta(days=1))[0] == "late"


@pytest.mark.parametrize("more", [0, 30])
def test_to_count_what_a_list_asks_costs_the_same_for_few_units_and_many(world, more):
    RuleParameter.objects.filter(code="burden.cap_per_month").update(value="60")
    for number in range(more):
        factories.unit(f"县直单位{number}", below=world.committee, kind=world.north.kind)

    with CaptureQueriesContext(connection) as asked:
        actions.issue_list(world.draft, by=world.officer)

    assert Demand.objects.count() == 3 * (2 + more)
    # What units have, overlaps, the signature; then the request, its words (two) and what it asks.
    assert len([each for each in asked if "burden_" in each["sql"]]) == 7
