"""A real Chromium, a real server with the product's own settings, and a note of everything the page complains of."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, Page

# Playwright's loop makes Django think that it is called from async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked as a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """Where Chromium is. Missing is a failure, never a skip: a green run must mean that the pages were looked at."""
    named = os.environ.get("DUBAN_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.fail("Chromium is missing. Run: sudo make setup-system", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's browser; root cannot use its sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ["--disable-dev-shm-usage", *sandbox]}


@pytest.fixture
def site(transactional_db: None, browser_files: None, settings: SimpleNamespace) -> Iterator[str]:
    """The address of the running product. Static files come through WhiteNoise, as in production."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    thread = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def complaints(context: BrowserContext, site: str) -> list[str]:
    """What the browser complained of, and every request that left this machine."""
    noted: list[str] = []
    context.on("console", lambda said: noted.append(said.text) if said.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: noted.append(str(error.error)))
    context.on("request", lambda asked: noted.append(asked.url) if not asked.url.startswith((site, "data:")) else None)
    context.on("requestfailed", lambda asked: noted.append(f"failed: {asked.url}"))
    return noted


@pytest.fixture
def look(page: Page, site: str) -> Iterator:
    """look(path, width, **cookies): the page at that width, with these switches."""

    def look(path: str = "/", width: int = 1366, **cookies: str) -> Page:
        page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        page.set_viewport_size({"width": width, "height": 768 if width > 700 else 844})
        page.goto(site + path)
        return page

    return look
