"""Templates and their blanks: `{name}` in a text; what nobody has filled stands there as ［what it is］."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duban.documents.official.models import DocumentTemplate

BLANK = re.compile(r"\{([a-z_]+)\}")
PARTS = ("title", "addressees", "body", "note", "attendance")


@dataclass(frozen=True)
class Text:
    """A text with its blanks filled as far as they are known, and what was filled into it."""

    said: dict[str, str]
    filled: dict[str, str]


def names_in(text: str) -> set[str]:
    """The blanks of a text."""
    return set(BLANK.findall(text))


def filled(template: DocumentTemplate, blanks: Mapping[str, object]) -> Text:
    """The template with these blanks; a blank that is empty leaves nothing behind, one that is not known its label."""
    known = {name: str(value) for name, value in blanks.items() if value is not None}
    used: dict[str, str] = {}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in known:
            used[name] = known[name]
            return known[name]
        return f"［{template.blanks.get(name, name)}］"

    said = {part: BLANK.sub(fill, getattr(template, part)) for part in PARTS}
    said["body"] = "\n".join(line for line in said["body"].splitlines() if line.strip())
    return Text(said, {name: value for name, value in used.items() if value})
