"""``duban run``: a county and its log-ins come together or not at all; a second run keeps both."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from duban.cli import commands
from duban.cli.run import LOGINS
from duban.orgs.models import User
from duban.orgs.tests import factories

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def prepare():
    return CliRunner().invoke(commands, ["run", "--prepare-only"])


@pytest.mark.django_db
def test_units_without_the_file_of_log_ins_are_told_with_what_to_do(folder):
    factories.unit("北局")

    said = prepare().output

    assert str(folder / LOGINS) in said
    assert "口令不能还原" in said
    assert "DUBAN_DATA=" in said


@pytest.mark.slow
@pytest.mark.django_db
def test_the_log_ins_that_are_printed_stand_in_a_file_for_its_owner_alone_and_work(folder):
    said, kept = prepare().output, folder / LOGINS

    name, password = kept.read_text(encoding="utf-8").splitlines()[1].split()[:2]
    assert kept.read_text(encoding="utf-8") in said
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert User.objects.get(username=name).check_password(password)
    assert [each.name for each in folder.iterdir() if "logins" in each.name] == [LOGINS]


@pytest.mark.slow
@pytest.mark.django_db
def test_when_the_log_ins_cannot_be_written_there_is_no_county(folder):
    (folder / LOGINS).mkdir()

    result = prepare()

    assert (result.exit_code, User.objects.count()) == (1, 0)


CUT = """
import importlib, os
from pathlib import Path
run = importlib.import_module("duban.cli.run")
replace = Path.replace
def cut(self, target):
    if {after}:
        replace(self, target)
    os._exit(9)
Path.replace = lambda self, target: cut(self, target) if "logins" in str(target) else replace(self, target)
run.run(["--prepare-only"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True])
def test_cut_short_at_the_file_the_next_run_loads_anew_and_its_log_ins_work(folder, after):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    env = {**kept, "DUBAN_DATA": str(folder)}
    first = subprocess.run([sys.executable, "-c", CUT.format(after=after)], cwd=ROOT, env=env, check=False, timeout=120)
    assert first.returncode == 9

    again = [sys.executable, "-m", "duban.cli", "run", "--prepare-only"]
    second = subprocess.run(again, cwd=ROOT, env=env, check=True, timeout=120, capture_output=True, text=True)

    password = (folder / LOGINS).read_text(encoding="utf-8").splitlines()[1].split()[1]
    assert "正在装入" in second.stdout
    assert password in second.stdout
