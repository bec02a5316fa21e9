"""The wheel: an operator installs it without Node, gettext or this checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")  # which is built once
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return next(folder.glob("duban-*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_what_set_up_made_and_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {
        "duban/ui/static/vendor/tabler.min.css",
        "duban/ui/static/vendor/icons.svg",
        "duban/ui/static/ui/tokens.css",
        "duban/ui/templates/ui/page.html",
        "duban/ui/locale/zh_Hans/LC_MESSAGES/django.mo",
    } - names == set()
    schemes = {f"duban/packs_data/schemes/{path.name}" for path in (ROOT / "packs" / "schemes").glob("*.yaml")}
    assert schemes
    assert schemes - names == set()
    assert [name for name in names if "/tests/" in name or name.startswith(("tests/", "tools/", "packs/"))] == []


@pytest.mark.slow
def test_the_unpacked_wheel_prepares_a_database_in_the_users_data_folder(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import duban, django.core.management as m; m.call_command('migrate', verbosity=0); print(duban.__file__)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}

    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=tmp_path,
        env={
            **kept,
            "HOME": str(tmp_path),
            "PYTHONPATH": str(tmp_path / "site"),
            "DJANGO_SETTINGS_MODULE": "duban.settings",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "site" / "duban" / "__init__.py")), done.stderr
    assert (tmp_path / ".local" / "share" / "duban" / "duban.sqlite3").exists()
