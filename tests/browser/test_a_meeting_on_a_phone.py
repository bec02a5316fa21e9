"""A branch meeting is entered on a phone, 390 pixels wide: who was absent is ticked, a task and a rule are ticked off."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from duban.base import clock
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.ledgers.models import LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import User
from duban.orgs.tests import factories

PASSWORD = "qing-quan-2026-chun"


@pytest.fixture
def world(transactional_db):
    """A branch of nine with its secretary, and an open task about its theme day."""
    tree = factories.tree()
    ledgers.core()
    factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1), password=PASSWORD)
    ledgers.members(tree.north_1, 9)
    due_on = clock.today() + datetime.timedelta(days=5)
    duties.task(tree.north_1, issuer=tree.north, title="主题党日解决一件具体事", due_on=due_on)
    return tree


def test_a_branch_meeting_is_entered_on_a_phone(world, look, complaints):
    page = look("/", 390)
    page.locator("[name=username]").fill(User.objects.get(name="许文静").username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "log-in" not in url)

    page.goto(page.url.rstrip("/") + "/records/new/?kind=theme_day")
    expect(page.locator("#counting")).to_contain_text("录入后完成")
    page.locator("input[name=theme]").fill("清理河道")
    page.locator("[name=absent]").nth(1).check()
    page.locator("[name^=reason-]").nth(1).select_option("trip")
    # What is typed asks anew what it counts for; the tick is set once the answer stands.
    with page.expect_response(lambda answer: "/counting/" in answer.url):
        page.locator("select[name=form]").select_option("volunteering")
    expect(page.locator("[name=serves]").first).to_be_visible()
    page.locator("[name=serves]").first.check()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")] == []
    page.locator(".stick button").click()

    expect(page.locator("h1")).to_have_text("清理河道")
    made = LedgerRecord.objects.get()
    assert (made.eligible_count, made.present_count) == (9, 8)
    assert Task.objects.get().bindings.get().evidence.record == made
    page.goto(page.url.split("/records/")[0] + f"/records/life/{world.north_1.pk}/")
    expect(page.locator("main")).to_contain_text("✓1")
    assert complaints == []
