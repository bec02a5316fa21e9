"""The rules of the house that a machine can check."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ["duban", "tests", "tools", "bench"]
LIMIT = 400
JUNK = {"util", "utils", "common", "helper", "helpers", "misc", "manager", "service", "services", "handler", "extras"}


def files(*suffixes: str, below: list[str] = OURS) -> list[Path]:
    """Files we wrote, without what set-up makes."""
    found = [path for top in below for suffix in suffixes for path in (ROOT / top).rglob(f"*{suffix}")]
    return sorted(path for path in found if "vendor" not in path.parts and "__pycache__" not in path.parts)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def words_of(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_rooms_import_down_and_the_engine_stays_plain():
    """The contracts of pyproject.toml."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert re.search(r"Contracts: [6-9] kept, 0 broken", done.stdout)


def test_no_file_is_longer_than_400_lines():
    long = {
        named(path): lines
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
    }

    assert long == {}, "a file past 400 lines becomes a folder of the same name"


def test_no_module_or_class_has_a_name_that_says_nothing():
    bad = [named(path) for path in files(".py") if words_of(path.stem) & JUNK]
    for path in files(".py", below=["duban"]):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            bad += [f"{named(path)}: {name}"] if words_of(name) & JUNK else []

    assert bad == [], "say the subject"


def test_a_view_loads_objects_through_queries_only():
    bad = [
        f"{named(path)}:{number}"
        for path in files(".py", below=["duban"])
        if path.stem == "views" or path.parent.stem == "views"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if ".objects" in line
    ]

    assert bad == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"<script(?![^>]*\bsrc=)", "no inline script: the policy forbids it"),
        (r"<style\b|\sstyle=", "no inline style: the policy forbids it"),
        (r"\son[a-z]+=", "no inline handler: the policy forbids it"),
        (r"\.state\s*(==|!=)", "a template does not compare states: ask a query"),
        (r"https?://", "no address of another site"),
        (r"{%\s*blocktranslate(?![^%]*\btrimmed\b)", "blocktranslate is always trimmed"),
    ],
    ids=["script", "style", "handler", "state", "address", "trimmed"],
)
def test_templates_keep_the_rules(pattern, why):
    templates = files(".html", below=["duban"])
    bad = [
        f"{named(path)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]

    assert templates
    assert bad == [], why


def test_only_the_tokens_name_a_colour():
    sheets = [path for path in files(".css", below=["duban"]) if path.name != "tokens.css"]
    bad = [
        f"{named(path)}:{number}"
        for path in sheets
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", line)
    ]

    assert sheets
    assert bad == []


def test_every_room_says_what_it_is_for():
    bad = [
        room.name
        for room in sorted((ROOT / "duban").iterdir())
        if (room / "__init__.py").exists() and not (room / "__init__.py").read_text(encoding="utf-8").startswith('"""')
    ]

    assert bad == []
