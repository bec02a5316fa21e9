"""The components in a real browser, and errors of the domain arriving as fragments."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_shell import serious


@pytest.fixture
def gallery(settings, look):
    """look() with the addresses of development."""
    settings.ROOT_URLCONF = "duban.ui.tests.gallery_urls"
    return lambda *arguments, **cookies: look("/ui/", *arguments, **cookies)


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("cookies", [{}, {"duban_theme": "dark"}], ids=["light", "dark"])
def test_every_component_fits_and_axe_finds_nothing_serious(gallery, width, cookies):
    page = gallery(width, **cookies)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []


@pytest.mark.parametrize(
    ("button", "sentence"),
    [("403", "你的职务不含此项权限"), ("409", "打开本页之后，事项已有变动"), ("422", "所填内容不符合要求")],
)
def test_a_refusal_is_swapped_in_as_a_fragment(gallery, button, sentence):
    page = gallery()

    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator(".head")).to_have_count(1)
