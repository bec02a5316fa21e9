"""Copy what the browser loads from node_modules/ into duban/ui/static/vendor/. Standard library only.

Run by `make assets` after `npm ci`. Versions stand in package.json, their digests in package-lock.json.
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "duban" / "ui" / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
# Named here and nowhere else; a template that asks for another icon fails when it compiles.
ICONS = [
    "alert-triangle",
    "arrow-back-up",
    "arrow-left",
    "ban",
    "bell",
    "building",
    "calendar",
    "chart-bar",
    "check",
    "checklist",
    "checks",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-check",
    "clipboard-list",
    "clock",
    "dots",
    "download",
    "external-link",
    "eye",
    "file-export",
    "file-import",
    "file-spreadsheet",
    "file-text",
    "filter",
    "flag",
    "folder",
    "gavel",
    "hierarchy-2",
    "history",
    "home",
    "inbox",
    "info-circle",
    "key",
    "layout-grid",
    "link",
    "list",
    "list-check",
    "lock",
    "logout",
    "message",
    "note",
    "palette",
    "paperclip",
    "pencil",
    "plus",
    "printer",
    "refresh",
    "report-analytics",
    "scale",
    "search",
    "settings",
    "shield",
    "sitemap",
    "star",
    "table",
    "target",
    "trash",
    "upload",
    "user",
    "users",
    "writing",
    "x",
]
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*?$)", re.MULTILINE)


def icon_symbol(name: str) -> str:
    """The named Tabler icon as an SVG symbol; colours and stroke come from the page's style."""
    svg = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>'


def licences() -> str:
    """Name, version and licence of every package of which something is copied, with the licence text it ships."""
    parts = []
    for name in sorted(
        {"/".join(path.split("/")[: 2 if path.startswith("@") else 1]) for path in [*FILES, "@tabler/icons/"]}
    ):
        package = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        texts = sorted((MODULES / name).glob("LICENSE*"))
        parts.append(
            f"{name} {package['version']} — {package['license']}\n\n"
            + (
                "\n".join(text.read_text(encoding="utf-8").strip() for text in texts)
                or "Notice: head of the copied file."
            )
        )
    return ("\n\n" + "-" * 72 + "\n\n").join(parts) + "\n"


def main() -> int:
    """0 when everything was copied, 1 when npm has not run."""
    if not MODULES.is_dir():
        sys.stderr.write("node_modules/ is missing. Run: make assets\n")
        return 1
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for source, target in FILES.items():
        # A source map that is named but not shipped stops collectstatic.
        text = SOURCE_MAP.sub("", (MODULES / source).read_text(encoding="utf-8"))
        (fresh / target).write_text(text, encoding="utf-8")
    sprite = "".join(icon_symbol(name) for name in ICONS)
    (fresh / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{sprite}</svg>\n', encoding="utf-8")
    (fresh / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    # Swapped in whole: a server that is running never sees half of it.
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return 0


if __name__ == "__main__":
    sys.exit(main())
