"""Translations without system gettext: `update` the catalogues from the code, `compile` them, `check` them.

Each room has its own catalogue. Texts in the code are English; the Chinese must be complete.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
SKIPPED = {"tests", "migrations", "locale", "static"}


def rooms() -> list[Path]:
    """Every folder of the package that keeps a catalogue: rooms, and the wings of a room."""
    return sorted(path.parent for pattern in ("*/locale", "*/*/locale") for path in (ROOT / "duban").glob(pattern))


def sources(room: Path) -> Iterator[Path]:
    """Python files and templates of a room without those of its wings, in a fixed order."""
    wings = [each for each in rooms() if each.parent == room]
    for path in sorted(room.rglob("*")):
        if any(path.is_relative_to(wing) for wing in wings):
            continue
        if path.suffix in {".py", ".html", ".txt"} and not SKIPPED & set(path.relative_to(room).parts[:-1]):
            yield path


def texts_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """(line, message or plural pair, context) for each text in one file."""
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something gettext can read as code.
        # Its indentation is the template's, which the Python reader would take for blocks.
        code = "\n".join(line.strip() for line in templatize(code, origin=str(path)).splitlines())
    yield from (
        (line, message, context)
        for line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS)
    )


def template_of(room: Path) -> Catalog:
    """What the room's code says, without translations."""
    catalog = Catalog(project="duban", charset="utf-8", fuzzy=False)
    for path in sources(room):
        for _line, message, context in texts_of(path):
            # File names without line numbers: a moved line is no change of the catalogue.
            catalog.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return catalog


def po_of(room: Path) -> Path:
    """Where the room's Chinese catalogue stands."""
    return room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def read(room: Path) -> Catalog:
    """The room's Chinese catalogue; empty when there is none yet."""
    path = po_of(room)
    if not path.exists():
        return Catalog(locale="zh_Hans", project="duban", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update() -> list[str]:
    """Bring the catalogues up to the code; returns what is still to translate."""
    for room in rooms():
        catalog = read(room)
        catalog.update(template_of(room), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        path = po_of(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
        path.write_text(HEADER + out.getvalue().decode(), encoding="utf-8")
    return check()


def compile_all() -> list[str]:
    """Write the .mo files; returns nothing, there is nothing to complain of."""
    for room in rooms():
        with po_of(room).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(room))
    return []


def placeholders(text: str) -> set[str]:
    """The named places of a text: {'title'} for "Page %(title)s"."""
    return set(re.findall(r"%\((\w+)\)", text))


def check() -> list[str]:
    """One line for each text that is not translated, fuzzy, out of the code, or loses a placeholder."""
    faults = []
    for room in rooms():
        catalog, template = read(room), template_of(room)
        wanted = {(message.id, message.context) for message in template if message.id}
        for message in catalog:
            if not message.id:
                continue
            name = f"{room.name}: {message.id!r}"
            if (message.id, message.context) not in wanted:
                faults.append(f"{name} is not in the code any more")
            wanted.discard((message.id, message.context))
            strings = message.string if isinstance(message.string, list | tuple) else [message.string]
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            if message.fuzzy or not all(strings):
                faults.append(f"{name} is not translated")
            elif any(placeholders(text) != placeholders(ids[-1]) for text in strings):
                faults.append(f"{name} loses or adds a placeholder")
        faults += [f"{room.name}: {message!r} is not in the catalogue" for message, _context in sorted(wanted, key=str)]
    return faults


def f_strings() -> list[str]:
    """One line for each f-string inside a translation call: no catalogue can ever hold it."""
    faults = []
    for path in sorted((ROOT / "duban").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in KEYWORDS
                and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
            ):
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}: f-string in {node.func.id}()")
    return faults


def main(verb: str) -> int:
    """0 when nothing is left to do; the faults go to stderr."""
    if not settings.configured:
        settings.configure()
    faults = {"update": update, "compile": compile_all, "check": lambda: check() + f_strings()}[verb]()
    for fault in faults:
        sys.stderr.write(fault + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
