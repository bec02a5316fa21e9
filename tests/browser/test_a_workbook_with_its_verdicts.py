"""A workbook comes in: every row has its verdict first, nothing is written by looking, and it can be taken back whole."""

import pytest
from playwright.sync_api import expect

from duban.documents.exchange.tests.workbooks import PERSON_HEAD, written
from duban.orgs.models import Person
from duban.orgs.tests import factories
from tests.browser.desk import PASSWORD, Desk

ROWS = (
    ("秦书文", "北局第一党支部", "正式党员", "2010-06-18"),
    ("陆明", "北局", "非党员", ""),
    ("沈云", "北局第一党支部", "正式党员", "六月"),
)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    tree = factories.tree()
    factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north), password=PASSWORD)
    return tree


@pytest.mark.parametrize("width", [1366, 390])
def test_a_workbook_is_looked_at_brought_in_and_taken_back(world, browser, site, width):
    cadre = Desk(browser, site, "许文静", width)
    page = cadre.open("/exchange/")
    cadre.look()
    content = written(人员=[PERSON_HEAD, *ROWS])
    page.locator("[name=workbook]").set_input_files(
        {"name": "人员.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="逐行核对").click()

    # What is wrong stands at its row, with what was found and what is expected; nothing is written yet.
    wrong = page.get_by_role("row").filter(has_text="沈云")
    expect(wrong).to_contain_text("六月")
    expect(wrong).to_contain_text("应为")
    cadre.look()
    assert not Person.objects.filter(name__in=["秦书文", "陆明", "沈云"]).exists()

    page.get_by_role("button", name="导入2行").click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    cadre.look()
    assert set(Person.objects.filter(name__in=["秦书文", "陆明", "沈云"]).values_list("name", flat=True)) == {
        "秦书文",
        "陆明",
    }
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name="撤销")).to_have_count(0)
    cadre.look()
    assert not Person.objects.filter(name__in=["秦书文", "陆明", "沈云"]).exists()
