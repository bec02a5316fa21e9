"""What the browser loads: pinned, whole, and served from here."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "duban" / "ui" / "static" / "vendor"


def test_the_copied_files_are_there():
    expected = {"tabler.min.css", "htmx.min.js", "icons.svg", "LICENSES.txt"}

    assert VENDOR.is_dir(), "run make assets"
    assert {path.name for path in VENDOR.iterdir()} == expected, "run make assets"


def test_no_copied_file_names_a_source_map_or_loads_from_elsewhere():
    for path in [*VENDOR.glob("*.css"), *VENDOR.glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, path.name
        assert re.findall(r"(?:@import|url\(['\"]?https?:)", text) == [], path.name


def test_versions_are_exact_and_the_lock_holds_digests_and_no_address():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    locked = {name: entry for name, entry in lock["packages"].items() if name}

    assert [v for v in package["dependencies"].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
    assert [name for name, entry in locked.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_the_python_locks_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\-\[\],]+==[^\s\\]+", text, re.MULTILINE)
        assert len(pins) > 20, name
        assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", text)) == len(pins), name
        assert re.findall(r"https?://|file:|--index|--find-links", text) == [], name


def test_the_installed_lock_is_part_of_the_development_lock():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.\-\[\],]+==[^\s\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()
