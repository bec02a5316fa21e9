"""The frame of every page, in a real browser: widths, switches, keyboard, accessibility, policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from duban.orgs.models import User
from duban.ui import navigation
from duban.ui.navigation import NavEntry

LOOKS = [
    {},
    {"duban_theme": "dark"},
    {"duban_size": "large"},
    {"duban_size": "large", "django_language": "en"},
]
PATHS = ["/ui/", "/no-such-page/"]


@pytest.fixture(autouse=True)
def addresses(settings):
    """Those of development: pages of the rooms above have tests of their own."""
    settings.ROOT_URLCONF = "duban.ui.tests.gallery_urls"


@pytest.fixture
def visit(look, context, site):
    """look(), as somebody who is logged in."""
    user = User.objects.create(username="xu-wenjing-of-the-natural-resources-bureau", is_active=True)
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return look


@pytest.fixture
def entries(monkeypatch):
    """A side bar of seven."""
    known = [NavEntry("组件", "gallery", "palette", count=lambda request: 12)]
    monkeypatch.setattr(navigation, "_entries", known)
    monkeypatch.setattr(
        navigation,
        "address_of",
        lambda name: {"gallery": "/ui/"}.get(name, f"/{name}/" if name.startswith("n") else ""),
    )
    known += [NavEntry(f"第{n}项", f"n{n}", "list", group=1) for n in range(6)]


def serious(page: Page) -> list[str]:
    """What axe finds that shuts somebody out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def colour(page: Page, selector: str, name: str) -> str:
    """A computed style value."""
    return page.locator(selector).first.evaluate(f"node => getComputedStyle(node)['{name}']")


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("cookies", LOOKS, ids=lambda cookies: "-".join(cookies.values()) or "standard")
@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways_and_axe_finds_nothing_serious(look, path, width, cookies):
    page = look(path, width, **cookies)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("cookies", LOOKS, ids=lambda cookies: "-".join(cookies.values()) or "standard")
def test_the_frame_of_somebody_who_is_logged_in_fits_too(visit, entries, width, cookies):
    page = visit("/no-such-page/", width, **cookies)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".me summary").click()
    assert serious(page) == []
    expect(page.locator(".me-menu")).to_be_in_viewport(ratio=1)


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_complained_of(look, complaints):
    page = look("/ui/")

    assert page.evaluate("typeof htmx") == "object"
    assert page.evaluate("document.styleSheets.length") == 8
    assert complaints == []


def test_an_inline_script_would_not_run(look, complaints):
    page = look("/ui/")

    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
    }""")

    assert page.evaluate("window.ran") is None
    assert len([line for line in complaints if "Content Security Policy" in line]) == 1


def test_the_icons_are_drawn(visit, entries):
    page = visit("/ui/")

    width = page.locator(".side .i use").first.evaluate("node => node.getBoundingClientRect().width")
    assert width > 8


@pytest.mark.parametrize(
    ("button", "attribute", "value"),
    [("大字", "data-size", "large"), ("深色", "data-bs-theme", "dark"), ("EN", "lang", "en")],
)
def test_a_switch_holds_on_the_next_page_too(look, site, button, attribute, value):
    page = look("/ui/")
    before = colour(page, "body", "backgroundColor"), colour(page, "body", "fontSize"), page.title()

    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(site + "/ui/")
    page.goto(site + "/no-such-page/")

    expect(page.locator("html")).to_have_attribute(attribute, value)
    page.goto(site + "/ui/")
    after = colour(page, "body", "backgroundColor"), colour(page, "body", "fontSize"), page.title()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_the_pressed_switch_says_so(look):
    page = look("/ui/", duban_size="large")

    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="标准")).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_skips_to_the_text(look):
    page = look("/ui/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_every_control_is_reached_by_keyboard_and_shows_it(visit, entries):
    page = visit("/no-such-page/")
    controls = page.locator("a[href]:visible, button:visible, summary:visible").count()
    reached = []

    for _ in range(controls):
        page.keyboard.press("Tab")
        reached.append(colour(page, ":focus", "outlineStyle") + colour(page, ":focus", "outlineWidth"))

    assert reached == ["solid2px"] * controls


def test_the_head_is_the_house_colour_and_nothing_else_on_the_page_is_filled_with_it(look):
    page = look("/ui/")

    house = colour(page, ".head", "backgroundColor")
    assert house == "rgb(134, 26, 29)"
    filled = page.evaluate(
        """house => [...document.querySelectorAll('main *')]
            .filter(node => getComputedStyle(node).backgroundColor === house).length""",
        house,
    )
    assert filled == 0


def test_the_head_stays_in_sight_however_far_one_scrolls(look):
    page = look("/ui/")

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(page.locator(".head")).to_be_in_viewport(ratio=1)


def test_print_leaves_the_frame_out(visit, entries):
    page = visit("/ui/")

    page.emulate_media(media="print")

    expect(page.locator(".head")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_phone_has_four_entries_and_the_rest_under_more(visit, entries):
    page = visit("/ui/", 390)

    assert page.locator(".tabbar > a:visible").count() == 4
    page.locator(".tab-more summary").click()

    expect(page.locator(".tab-menu a")).to_have_text(["第3项", "第4项", "第5项"])
    assert serious(page) == []


def test_g_and_h_go_home_but_not_while_typing(look, site):
    page = look("/no-such-page/")
    page.keyboard.press("g")
    page.keyboard.press("h")

    page.wait_for_url(site + "/")


def test_the_page_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()

    page.goto(site + "/ui/")
    page.get_by_role("button", name="大字").click()

    expect(page.locator("html")).to_have_attribute("data-size", "large")
    context.close()
