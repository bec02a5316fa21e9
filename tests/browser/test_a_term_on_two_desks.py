"""A branch's term from the reminder to the next committee in office: the secretary on a phone, the officer at a desk."""

import datetime

import pytest
from playwright.sync_api import expect

from duban.base import clock
from duban.ledgers.terms import actions
from duban.orgs.models import Post, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from tests.browser.desk import PASSWORD, Desk

DAY = datetime.timedelta(days=1)


@pytest.fixture
def term(transactional_db):
    """A branch of twenty whose term ends in a hundred days, with its secretary and the officer above."""
    tree = factories.tree()
    install_folder(folder_named("core"))
    branch = tree.north_1
    branch.kind = UnitKind.objects.get(code="branch")
    branch.save()
    officer = factories.account(
        factories.person("周敏", unit=tree.committee, committee_admin=tree.committee), password=PASSWORD
    )
    factories.account(factories.person("许文静", unit=branch, branch_secretary=branch), password=PASSWORD)
    for name in ("丁一", "王二", "李三"):
        factories.person(name, unit=branch)
    ends = clock.today() + 100 * DAY
    return actions.open_term(branch, by=officer, starts_on=datetime.date(ends.year - 3, ends.month, min(ends.day, 28)))


def test_a_term_from_the_reminder_to_the_next_committee(term, browser, site):
    secretary, officer = Desk(browser, site, "许文静", 390), Desk(browser, site, "周敏", 1366)
    today, own = str(clock.today()), f"/terms/{term.pk}/"

    def fill(desk: Desk, verb: str, **said: str) -> None:
        desk.open(own)
        desk.look()
        for name, value in said.items():
            desk.page.locator(f"#{verb} [name={name}]").fill(value)
        desk.page.locator(f"#{verb} .btn").last.click()

    # The officer finds it in the list and reminds; the secretary reports.
    page = officer.open("/terms/")
    officer.look()
    page.get_by_role("link", name=term.unit.name).first.click()
    page.locator("#remind_term .btn").click()
    expect(page.locator("#remind_term")).to_have_count(0)
    fill(secretary, "request_election", symbol="北局支〔2026〕3号", seats="3", requested_on=today)
    expect(secretary.page.get_by_text("已报请示").first).to_be_visible()
    fill(officer, "approve_election", symbol="示直工委复〔2026〕9号", approved_on=today, seats="3")
    expect(page.get_by_text("已批复换届").first).to_be_visible()

    # A line of votes that is no line is told by its number, and everything typed still stands.
    meeting = {"held_on": today, "eligible": "20", "present": "18", "issued": "18", "returned": "18", "valid": "18"}
    fill(secretary, "record_election", **meeting, candidates="丁一 17\n王二十六\n李三 15\n赵四 4")
    expect(secretary.page.get_by_text("第2行“王二十六”，应为姓名、空格、票数。")).to_be_visible()
    expect(secretary.page.locator("#record_election [name=candidates]")).to_have_value(
        "丁一 17\n王二十六\n李三 15\n赵四 4"
    )
    expect(secretary.page.locator("#record_election [name=valid]")).to_have_value("18")
    # The page that came back with the refusal is no complaint.
    secretary.complaints.clear()
    secretary.look()
    secretary.page.locator("#record_election [name=candidates]").fill("丁一 17\n王二 16\n李三 15\n赵四 4")
    secretary.page.locator("#record_election .btn").last.click()
    expect(secretary.page.get_by_role("row", name="赵四")).to_contain_text("未当选")

    # The first session, the answer, and the committee in office with people of the roll.
    fill(secretary, "record_first_session", held_on=today, present="3", officers="书记 丁一 3\n副书记 王二 2")
    fill(officer, "approve_result", symbol="示直工委复〔2026〕11号")
    expect(page.locator("#take_office")).to_be_visible()
    officer.look()
    page.locator("#take_office .btn").last.click()
    expect(page.locator("#take_office")).to_have_count(0)
    officer.look()

    held = Post.objects.held(clock.today()).filter(unit=term.unit)
    assert sorted((post.person.name, post.title) for post in held) == [
        ("丁一", "支部书记"),
        ("李三", "支部委员"),
        ("王二", "支部副书记"),
    ]
