"""Settings come from the environment; a bad value stops the start with a sentence; the page lists all of them."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def start(folder: Path, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own and run `code`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return subprocess.run(
        [sys.executable, "-c", f"import duban.settings as s\n{code}"],
        cwd=ROOT,
        env={**kept, "DUBAN_DATA": str(folder), **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_page_lists_exactly_the_variables_that_settings_reads():
    read = set(re.findall(r'"(DUBAN_[A-Z_]+)"', (ROOT / "duban" / "settings.py").read_text(encoding="utf-8")))
    page = (ROOT / "docs" / "run" / "settings.md").read_text(encoding="utf-8")

    assert read
    assert set(re.findall(r"^## `(DUBAN_[A-Z_]+)`", page, re.MULTILINE)) == read


def test_the_first_start_makes_a_secret_that_the_second_keeps(tmp_path):
    first = start(tmp_path, "print(s.SECRET_KEY)")
    second = start(tmp_path, "print(s.SECRET_KEY)")

    assert (first.returncode, len(first.stdout.strip()) > 50, first.stdout == second.stdout) == (0, True, True)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_secret_is_whole_before_it_has_its_name_so_that_a_start_cut_short_spoils_no_later_one(tmp_path):
    # The process ends at the very moment at which the secret would be written.
    cut = """
import os, pathlib, sys
sys.path.insert(0, os.getcwd())
os.environ["DUBAN_SECRET_KEY"] = "k" * 60
import duban.settings as s
s.secrets.token_urlsafe = lambda n: os._exit(9)
s.kept_secret(pathlib.Path(os.environ["DUBAN_DATA"]) / "secret_key")
"""
    ended = subprocess.run(
        [sys.executable, "-c", cut], cwd=ROOT, env={**os.environ, "DUBAN_DATA": str(tmp_path)}, timeout=60, check=False
    )

    assert (ended.returncode, (tmp_path / "secret_key").exists()) == (9, False)
    assert len(start(tmp_path, "print(s.SECRET_KEY)").stdout.strip()) > 50


def test_of_two_secrets_made_at_once_the_first_counts(tmp_path):
    code = """
import pathlib
file = pathlib.Path(s.DATA) / "secret_key"
s._make_secret(file)
print(s.kept_secret(file) == s.SECRET_KEY, sorted(each.name for each in file.parent.iterdir() if "secret" in each.name))
"""

    assert start(tmp_path, code).stdout == "True ['secret_key']\n"


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 60 + "\nsecond line\n", encoding="utf-8")

    done = start(tmp_path, "print(s.SECRET_KEY)", DUBAN_SECRET_KEY_FILE=str(tmp_path / "key"))

    assert done.stdout == "k" * 60 + "\n"


def test_the_key_for_personal_numbers_is_made_at_the_first_start_and_kept_apart_from_the_database(tmp_path):
    first, second = (start(tmp_path, "print(s.FIELD_KEYS[0])").stdout for _n in range(2))

    assert (len(first.strip()) >= 50, first == second) == (True, True)
    assert stat.S_IMODE((tmp_path / "field_key").stat().st_mode) == 0o600
    assert first.strip() == (tmp_path / "field_key").read_text(encoding="ascii").strip()


def test_several_keys_stand_one_behind_the_other(tmp_path):
    (tmp_path / "keys").write_text(f"{'a' * 32}, {'b' * 40}\n", encoding="utf-8")

    done = start(tmp_path, "print(s.FIELD_KEYS, s.FIELD_CIPHER)", DUBAN_FIELD_KEY_FILE=str(tmp_path / "keys"))

    assert done.stdout == f"{['a' * 32, 'b' * 40]} aes\n"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DUBAN_DEBUG": "maybe"}, "DUBAN_DEBUG: found 'maybe', expected true or false"),
        ({"DUBAN_DATABASE_URL": "mysql://x/y"}, "DUBAN_DATABASE_URL: found 'mysql', expected sqlite or postgres"),
        (
            {"DUBAN_DATABASE_URL": "postgres://x/y", "DUBAN_DATABASE_KEEP_SECONDS": "long"},
            "DUBAN_DATABASE_KEEP_SECONDS: found 'long', expected a whole number",
        ),
        ({"DUBAN_FIELD_KEY": "k" * 31}, "DUBAN_FIELD_KEY: found a key shorter than 32 characters"),
        ({"DUBAN_FIELD_CIPHER": "rot13"}, "DUBAN_FIELD_CIPHER: found 'rot13', expected aes or sm"),
        ({"DUBAN_SECRET_KEY_FILE": "/nowhere/key"}, "DUBAN_SECRET_KEY_FILE: /nowhere/key: No such file or directory"),
        (
            {"DUBAN_SECRET_KEY": "a", "DUBAN_SECRET_KEY_FILE": "b"},
            "DUBAN_SECRET_KEY and DUBAN_SECRET_KEY_FILE are both set; keep one",
        ),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(tmp_path, variables, sentence):
    done = start(tmp_path, **variables)

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith(f"ImproperlyConfigured: {sentence}")


def test_https_turns_on_what_belongs_to_it(tmp_path):
    code = "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.SECURE_SSL_REDIRECT)"

    assert start(tmp_path, code, DUBAN_HTTPS="true").stdout == "True True True True\n"
    assert start(tmp_path, code).stdout == "False False False False\n"


def test_sqlite_takes_the_write_lock_first_and_keeps_a_write_ahead_log(tmp_path):
    code = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "duban.settings"
import django; django.setup()
from django.db import connection
with connection.cursor() as c:
    print(c.execute("PRAGMA journal_mode").fetchone()[0], connection.transaction_mode)
    print(c.execute("PRAGMA busy_timeout").fetchone()[0])
"""

    assert start(tmp_path, code).stdout == "wal IMMEDIATE\n20000\n"


def test_the_mail_server_is_one_address(tmp_path):
    said = {"DUBAN_MAIL_URL": "smtp+tls://duban%40x.cn:p%3Aw@mail.x.cn", "DUBAN_MAIL_FROM": "duban@x.cn"}
    code = "print(s.MAIL, s.mail_server('smtp+ssl://mail.x.cn:1465')[:3], s.mail_server(''))"

    assert start(tmp_path, code, **said).stdout == (
        "('mail.x.cn', 587, 'tls', 'duban@x.cn', 'p:w') ('mail.x.cn', 1465, 'ssl') None\n"
    )
