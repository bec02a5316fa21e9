"""Schemes that a pack brings, to start from. Each is sound when it comes, or the pack does not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.assessment.actions import rules_of
from duban.base.errors import BadInput
from duban.packs.patterns import Place, pattern_content

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def text_for(said: Mapping[str, Any], year: int) -> str:
    """The rules of a pattern with every day and name moved from its own year to that one.

    Only its own year and the next are moved, in which it is closed: the year of a document it cites stays as it is.
    """
    own = int(said["year"])
    years = {str(own): str(year), str(own + 1): str(year + 1)}
    return _YEAR.sub(lambda found: years.get(found[0], found[0]), said["text"])


def _check(entry: Mapping[str, Any], where: str) -> Iterator[Place]:
    if not _YEAR.fullmatch(str(entry.get("year", ""))):
        yield f"{where} year", str(entry.get("year") or _("not given")), "2026"
    if not isinstance(entry.get("text"), str) or not entry["text"]:
        yield f"{where} text", str(entry.get("text") or _("not given")), _("the rules as YAML")
        return
    try:
        rules_of(entry["text"])
    except BadInput as refused:
        yield from ((f"{where} {place}", found, expected) for place, found, expected in refused.places)


CONTENT = pattern_content("schemes", gettext_lazy("assessment schemes to start from"), _check, place=70)
