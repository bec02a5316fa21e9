"""The picture of the READMEs: the demonstration county's 我的得分, as a browser shows it. Run by `make picture`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "standing.png"
SITE = "http://127.0.0.1:8765"


def main() -> None:
    """Load the demonstration into a folder of its own, serve it, log in as a unit's secretary, take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DUBAN_DATA": folder, "DUBAN_DATABASE_URL": ""}
        command = [sys.executable, "-m", "duban.cli", "run", "--port", SITE.rsplit(":", 1)[1]]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            _wait()
            _take(_password(Path(folder) / "demonstration-logins.txt", "shuji"))
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait() -> None:
    end = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"{SITE}/healthz", timeout=5).close()  # noqa: S310 (our own address)
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _password(logins: Path, username: str) -> str:
    rows = (line.split() for line in logins.read_text(encoding="utf-8").splitlines())
    return next(row[1] for row in rows if row and row[0] == username)


def _take(password: str) -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        page = browser.new_page(viewport={"width": 1366, "height": 860}, locale="zh-CN")
        page.goto(SITE)
        page.locator("[name=username]").fill("shuji")
        page.locator("[name=password]").fill(password)
        page.get_by_role("button", name="登录").click()
        page.goto(f"{SITE}/assessment/my-standing/")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
