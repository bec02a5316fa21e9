"""One person at one browser, for the stories: each page is looked at by axe, measured, and pictured if wanted."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from duban.orgs.models import User

PASSWORD = "qing-quan-2026-chun"
SHOTS = Path(os.environ.get("DUBAN_TEST_SHOTS", "")) if os.environ.get("DUBAN_TEST_SHOTS") else None


class Desk:
    """One person at one browser. After each page the eyes of a machine: axe, width, and a picture if wanted."""

    def __init__(self, browser: Browser, site: str, who: str, width: int) -> None:
        self.site, self.who, self.width, self.shots = site, who, width, 0
        height = 768 if width > 700 else 844
        self.page: Page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        self.page.set_default_timeout(8000)
        self.complaints: list[str] = []
        self.page.on(
            "console",
            lambda said: self.complaints.append(f"{said.text[:60]} {said.location}") if said.type == "error" else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open("/")
        expect(self.page).to_have_title("登录 · 督办")
        self.look()
        self.page.locator("[name=username]").fill(User.objects.get(name=who).username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", name="待办", level=1)).to_be_visible()

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def look(self) -> None:
        """No serious fault for people who cannot see or use a mouse, no sideways scroll, no complaint of the browser."""
        found = [
            f"{rule['id']}: {node['target']}"
            for rule in Axe().run(self.page).response["violations"]
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"]
        ]
        assert found == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth") == self.width, self.page.url
        assert self.complaints == [], self.page.url
        self.shots += 1
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{self.width}-{self.who}-{self.shots:02}.png", full_page=True)
