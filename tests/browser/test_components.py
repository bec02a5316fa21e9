"""The components in a real browser, and errors of the domain arriving as fragments."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_shell import serious


@pytest.fixture
def gallery(settings, look):
    """look() with the addresses of development."""
    settings.ROOT_URLCONF = "duban.ui.tests.gallery_urls"
    return lambda *arguments, **cookies: look("/ui/", *arguments, **cookies)


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize(
    "cookies", [{}, {"duban_theme": "dark"}, {"duban_size": "large"}], ids=["light", "dark", "large"]
)
def test_every_component_fits_and_axe_finds_nothing_serious(gallery, width, cookies):
    page = gallery(width, **cookies)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []


@pytest.mark.parametrize(
    ("button", "sentence"),
    [("403", "你的职务不含此项权限"), ("409", "打开本页之后，事项已有变动"), ("422", "所填内容不符合要求")],
)
def test_a_refusal_stands_at_the_head_and_takes_nothing_away(gallery, button, sentence):
    page = gallery()
    pressed = page.get_by_role("button", name=button, exact=True)

    pressed.click()

    expect(page.locator("#notice").get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("#notice")).to_be_in_viewport()
    expect(pressed).to_have_count(1)


def test_a_lost_connection_says_that_nothing_typed_is_lost(gallery):
    page = gallery()
    page.locator("#id_reason").fill("会议已开")
    page.context.set_offline(True)

    page.get_by_role("button", name="409", exact=True).click()

    expect(page.locator("#notice")).to_contain_text("网络断了，内容还在本页，请稍后再试。")
    expect(page.locator("#id_reason")).to_have_value("会议已开")


def test_j_and_k_move_between_rows_enter_opens_and_typing_is_left_alone(gallery):
    page = gallery()
    page.evaluate("document.querySelectorAll('.files, .tree').forEach(list => list.remove())")

    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.innerText.includes('补报第三季度')")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    assert first
    expect(page).to_have_url(re.compile(r"#two$"))  # the browser tells its address a moment later
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).to_be_focused()
    page.keyboard.type("jk/gh")
    expect(page.locator("[data-find]")).to_have_value("jk/gh")


@pytest.mark.parametrize("width", [390, 1366])
def test_a_row_opens_in_the_side_panel_and_esc_leads_back_to_it(gallery, width):
    page = gallery(width)
    row = page.get_by_role("link", name="局机关第一党支部").last
    row.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")

    row.click()

    expect(page.get_by_role("complementary", name="县水务局 11月")).to_be_focused()
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(row).to_be_focused()


def test_a_draft_comes_back_until_it_is_cleared(gallery):
    page = gallery()
    page.locator("#id_reason").fill("第11次会议纪要缺研究议题")
    page.locator("#id_grade_1").check()
    page.wait_for_timeout(500)

    page.reload()

    expect(page.locator(".draft-note")).to_contain_text("已恢复上次没有提交的内容")
    expect(page.locator("#id_reason")).to_have_value("第11次会议纪要缺研究议题")
    expect(page.locator("#id_grade_1")).to_be_checked()
    page.get_by_role("button", name="清除").click()
    expect(page.locator("#id_reason")).to_have_value("")
    page.reload()
    expect(page.locator(".draft-note")).to_have_count(0)


def test_a_second_window_does_not_overwrite_newer_text(gallery):
    old = gallery()
    old.locator("#id_reason").fill("旧")
    old.wait_for_timeout(500)
    new = old.context.new_page()
    new.goto(old.url)
    new.locator("#id_reason").fill("新窗口里的新内容")
    new.wait_for_timeout(500)

    old.locator("#id_reason").fill("旧窗口又添了一句")
    expect(old.locator(".draft-note")).to_contain_text("另一个窗口里有更新的内容")

    new.reload()
    expect(new.locator("#id_reason")).to_have_value("新窗口里的新内容")


@pytest.mark.parametrize(("status", "kept"), [(200, False), (422, True), (500, True)])
def test_a_draft_goes_when_the_form_arrived_and_stays_when_it_was_refused(gallery, status, kept):
    page = gallery()
    page.evaluate(
        """() => {
            const form = document.querySelector('form[data-draft]');
            form.setAttribute('hx-post', '/ui/sent/');
            form.setAttribute('hx-swap', 'none');
            htmx.process(form);
        }"""
    )
    page.route("**/ui/sent/", lambda route: route.fulfill(status=status, body="<p></p>"))
    page.locator("#id_reason").fill("已送出")
    page.locator("#id_grade_1").check()
    page.wait_for_timeout(500)

    with page.expect_response("**/ui/sent/"):
        page.evaluate("htmx.trigger(document.querySelector('form[data-draft]'), 'submit')")
    page.reload()

    expect(page.locator(".draft-note")).to_have_count(int(kept))


def test_a_table_is_a_list_on_a_phone_and_its_cells_say_their_names(gallery):
    page = gallery(390)

    cell = page.locator("td[data-label='党员']").first
    assert cell.evaluate("node => getComputedStyle(node, '::before').content") == '"党员 "'
    expect(page.locator(".is-ledger thead")).to_be_hidden()


def test_no_state_is_told_by_colour_alone(gallery):
    """Without colour every state still has its own shape, or its own word in the cell."""
    page = gallery()

    shapes = page.evaluate(
        """() => [...document.querySelectorAll('#states .st')].map(node => {
            const shape = getComputedStyle(node, '::before');
            return [shape.width, shape.height, shape.borderRadius, shape.borderStyle, shape.transform, shape.clipPath,
                shape.backgroundImage === 'none', shape.backgroundColor === 'rgba(0, 0, 0, 0)'].join();
        })"""
    )
    assert len(shapes) == 10
    assert len(set(shapes)) == 10
