"""The story of this system, once, in a real browser: handed in, returned, handed in again, accepted, and the score moves."""

import pytest
from playwright.sync_api import expect

from duban.assessment.tests import factories as assessment
from duban.audit.queries import verify
from duban.base import clock
from duban.duties.models import Evidence, Task
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories
from tests.browser.desk import PASSWORD, Desk


@pytest.fixture
def world(transactional_db):
    """A committee, a unit, a task that is due in a week, a scheme in force."""
    tree = factories.tree()
    officer = factories.account(
        factories.person("周敏", unit=tree.committee, committee_admin=tree.committee), password=PASSWORD
    )
    factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north), password=PASSWORD)
    today = clock.today()
    listed = duties.responsibility_list(tree.committee)
    duty = duties.duty(listed, days=(today,))
    for unit in (tree.north, tree.south):
        duties.task(unit, issuer=tree.committee, of=duty, due_on=today)
    text = assessment.TEXT.replace("2026", str(today.year)).replace("2027", str(today.year + 1))
    period = assessment.period(tree.committee, by=officer, text=text)
    period.starts_on, period.ends_on = today.replace(month=1, day=1), today.replace(month=12, day=31)
    period.closes_on = period.ends_on
    period.save()
    return tree


@pytest.mark.parametrize("width", [1366, 390])
def test_handed_in_returned_handed_in_again_accepted_and_the_score_changes(world, browser, site, width):
    secretary, officer = Desk(browser, site, "许文静", width), Desk(browser, site, "周敏", width)
    task = Task.objects.get(unit=world.north)

    # The first page says what to do; the score does not know of it yet.
    secretary.look()
    secretary.page.get_by_role("link", name="专题研究机关党建1").first.click()
    secretary.look()
    page = secretary.open("/assessment/my-standing/")
    expect(page.locator(".big")).to_contain_text("0")
    secretary.look()

    # One sentence is enough.
    page = secretary.open(f"/duties/tasks/{task.pk}/")
    page.locator("[name=statement]").last.fill("党组会研究了换届，还没有分工")
    page.get_by_role("button", name="报送").click()
    expect(page.get_by_text("待审核").first).to_be_visible()
    secretary.look()

    # The officer finds it on the first page and returns it with a reason.
    page = officer.open("/")
    officer.look()
    page.get_by_role("link", name="专题研究机关党建1").first.click()
    officer.look()
    page.get_by_role("link", name="退回", exact=True).click()
    page.locator("#return_task [name=reason]").fill("请写明分工和责任人")
    page.get_by_role("button", name="按此理由退回").click()
    expect(page.get_by_text("请写明分工和责任人").first).to_be_visible()
    officer.look()

    # The secretary sees why, completes it and hands it in again.
    page = secretary.open("/")
    expect(page.get_by_text("请写明分工和责任人")).to_be_visible()
    page.get_by_role("link", name="专题研究机关党建1").first.click()
    secretary.look()
    page.locator("[name=statement]").last.fill("分工4项，责任人到科室")
    page.get_by_role("button", name="补充后重新报送").click()
    expect(page.get_by_text("待审核").first).to_be_visible()

    # Accepted: the chip on the officer's page moves, then the unit's page, its line, and the matrix.
    page = officer.open(f"/duties/tasks/{task.pk}/")
    expect(page.get_by_text("北局得分 0")).to_be_visible()
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_text("北局得分 10")).to_be_visible()
    officer.look()

    page = secretary.open("/assessment/my-standing/")
    expect(page.locator(".big")).to_contain_text("10")
    expect(page.get_by_text("应办1件，按时1件，共得10分")).to_be_visible()
    secretary.look()
    page.get_by_role("link", name="任务1件").click()
    expect(page.locator("#panel").get_by_role("link", name="专题研究机关党建1")).to_be_visible()
    secretary.look()

    page = officer.open("/assessment/periods/")
    page.locator("main .lines a").first.click()
    expect(page.get_by_role("row", name="北局").locator("td").nth(1)).to_have_text("10")
    officer.look()

    assert (Evidence.objects.count(), Task.objects.get(pk=task.pk).late_days) == (2, 0)
    assert verify().holds
