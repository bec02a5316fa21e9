"""Schemes that a pack brings, to start from. Each is sound when it comes, or the pack does not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.assessment.actions import rules_of
from duban.base.errors import BadInput
from duban.packs.patterns import Place, pattern_content

_YEAR = re.compile(r"20\d\d")


def text_for(said: Mapping[str, Any], year: int) -> str:
    """The rules of a pattern with every day and name moved from its own year to that one."""
    moved = year - int(said["year"])
    return _YEAR.sub(lambda found: str(int(found[0]) + moved), said["text"])


def _check(entry: Mapping[str, Any], where: str) -> Iterator[Place]:
    if not _YEAR.fullmatch(str(entry.get("year", ""))):
        yield f"{where} year", str(entry.get("year") or _("not given")), "2026"
    if not entry.get("text"):
        yield f"{where} text", _("not given"), _("the rules as YAML")
        return
    try:
        rules_of(entry["text"])
    except BadInput as refused:
        yield from ((f"{where} {place}", found, expected) for place, found, expected in refused.places)


CONTENT = pattern_content("schemes", gettext_lazy("assessment schemes to start from"), _check, place=70)
