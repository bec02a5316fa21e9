"""The pages: one happy path, one refusal, a number of queries that does not grow."""

import pytest
from django.urls import reverse

from duban.orgs.tests import factories
from duban.packs.models import Pack, RuleParameter, WorkCalendarYear
from duban.packs.tests.test_calendar import NOTICE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world():
    return factories.tree()


@pytest.fixture
def officer(client, world):
    client.force_login(
        factories.account(factories.person("周敏", unit=world.committee, committee_admin=world.committee))
    )
    return client


@pytest.fixture
def secretary(client, world):
    client.force_login(factories.account(factories.person("许文静", unit=world.north, unit_secretary=world.north)))
    return client


def test_an_officer_previews_and_installs_the_shipped_pack(officer):
    page = officer.get(reverse("pack", args=["core"]))
    seen = page.context["plan"].fingerprint

    installed = officer.post(reverse("install_pack", args=["core"]), {"seen": seen})
    again = officer.post(reverse("install_pack", args=["core"]), {"seen": seen})

    assert (installed.status_code, again.status_code) == (302, 409)
    assert Pack.objects.get().code == "core"
    assert "已安装" in officer.get(reverse("pack_list")).content.decode()


def test_a_unit_reads_the_rules_but_sees_no_packs(secretary):
    rules = secretary.get(reverse("rule_list"))
    packs = secretary.get(reverse("pack_list"))
    install = secretary.post(reverse("install_pack", args=["core"]), {"seen": "x"})

    assert (rules.status_code, packs.status_code, install.status_code) == (200, 403, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_rules_cost_the_same_however_many(officer, django_assert_num_queries, count):
    for number in range(count):
        RuleParameter.objects.create(code=f"life.x{number}", title=f"某项{number}", value="1", basis="示例规定")
    officer.get(reverse("rule_list"))

    with django_assert_num_queries(6):
        page = officer.get(reverse("rule_list")).content.decode()

    assert page.count("《示例规定》") == count


def test_a_pasted_notice_confirms_the_year(officer):
    before = officer.get(reverse("calendar_year", args=[2027])).content.decode()
    answer = officer.post(
        reverse("confirm_calendar_year"), {"year": 2027, "notice": "2027年部分节假日安排", "text": NOTICE}
    )
    after = officer.get(answer.url).content.decode()

    assert ("暂算" in before, "暂算" in after, "2027年部分节假日安排" in after) == (True, False, True)


def test_a_notice_that_is_not_understood_is_refused_and_confirms_nothing(officer):
    answer = officer.post(reverse("confirm_calendar_year"), {"year": 2027, "notice": "通知", "text": "国庆放假七天"})

    assert (answer.status_code, WorkCalendarYear.objects.count()) == (422, 0)
    assert "春节" in answer.content.decode()


def test_confirm_calendar_year_by_a_unit_is_not_allowed(secretary):
    answer = secretary.post(reverse("confirm_calendar_year"), {"year": 2027, "notice": "通知", "text": NOTICE})

    assert (answer.status_code, WorkCalendarYear.objects.count()) == (403, 0)


def test_a_rule_that_does_not_hold_today_says_so(secretary):
    RuleParameter.objects.create(code="life.x", title="某项", value="1", basis="示例规定", from_on="2027-01-01")

    assert "今日无效" in secretary.get(reverse("rule_list")).content.decode()
