"""The documents keep their promises: commands exist, links lead somewhere, nothing names the place it was made."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")])


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def heading_names(page: Path) -> set[str]:
    """The anchors a reader's program makes of the headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    }


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_make_command_of_a_page_is_a_target(name):
    named = set(
        re.findall(
            r"\bmake ([a-z][a-z-]+)", "\n".join(re.findall(r"`[^`\n]+`|```.*?```", text_of(ROOT / name), re.DOTALL))
        )
    )

    assert named
    assert named - make_targets() == set()


def test_both_readmes_name_the_two_commands():
    for name in ("README.md", "README.zh-CN.md"):
        assert {"make run", "make test"} <= set(re.findall(r"make \w+", text_of(ROOT / name))), name


def test_make_help_lists_every_target_meant_for_people():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    promised = {"help", "setup", "run", "score", "serve", "test", "check", "schemes", "bench", "docs", "picture"}
    promised |= {"assets", "messages", "migrations"}
    assert promised - set(re.findall(r"^\s+make ([a-z-]+)", shown, re.MULTILINE)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in heading_names(found)):
            broken.append(target)

    assert broken == []


def test_decisions_are_numbered_without_gaps_and_say_what_was_decided():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [page.name[:5] for page in pages] == [f"{number:04d}-" for number in range(1, len(pages) + 1)]
    assert [page.name for page in pages if not re.match(r"# \d{4}\. \S", text_of(page))] == []


def test_change_fragments_have_a_known_kind():
    fragments = [page for page in (ROOT / "changes").glob("*.md") if page.name != "README.md"]

    assert fragments
    assert [
        p.name for p in fragments if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", p.name)
    ] == []


PLACES = {
    "a folder of one machine": r"(?<![\w./-])/(?:work|root)\b|(?<![\w.-])/home/[a-z]\w*|(?<!\w)\.librar[y]\b",
    "a package registry": r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)\b",
}


def named_places(text: str) -> list[str]:
    return [found.group() for pattern in PLACES.values() for found in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("see /" + "work/notes.md", ["/" + "work"]),
        ("HOME=/" + "root", ["/" + "root"]),
        ("cd /" + "home/li/duban", ["/" + "home/li"]),
        ('"resolved": "https://registry.npmjs' + '.org/x"', ["registry.npmjs" + ".org"]),
        ("from duban.ui.templatetags.ui.library import register", []),
        ("duban/workbook/, docs/work/, /workbook, /home/", []),
    ],
)
def test_a_named_place_is_told_from_a_word_that_looks_like_one(text, named):
    assert named_places(text) == named


@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="what belongs to the project is known from its repository only"
)
def test_nothing_names_the_place_it_was_made():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    assert {"README.md", "package-lock.json", "tests/test_docs.py"} <= set(names)

    telling = {}
    for name in names:
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            found = named_places(content.decode(errors="replace"))
            if found:
                telling[name] = found

    assert telling == {}


def test_the_licence_is_whole():
    licence = text_of(ROOT / "LICENSE")

    assert (licence.startswith("木兰宽松许可证"), "END OF THE TERMS AND CONDITIONS" in licence) == (True, True)
