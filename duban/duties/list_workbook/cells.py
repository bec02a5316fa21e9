"""One cell of a list: what was found, turned into what a duty keeps, or into what is wrong with it."""

import datetime
import re
import unicodedata
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from duban.base.workbook.cells import NO, YES, Wrong, quoted, read_yes_no, text_of
from duban.duties.list_workbook.columns import NAMES, WHOLE, Column
from duban.duties.list_workbook.days import NotADay, read_days, written_days

MOST_NUMBER = 9999


def read_cell(column: Column, value: Any, *, year: int, categories: Collection[str]) -> tuple[Any, str, str]:
    """(what the duty keeps, how the preview says it, a remark or nothing).

    Raises:
        Wrong: it cannot be kept.
    """
    text = text_of(value)
    if not text and column.field != "days":
        if column.is_needed:
            raise Wrong(_("empty"), str(column.form) % {"most": column.most})
        return {"is_split": False, "categories": ()}.get(column.field, ""), "", ""
    match column.field:
        case "number":
            number = _number(value, text)
            return number, str(number), ""
        case "is_split":
            answer = read_yes_no(text)
            return answer, YES if answer else NO, ""
        case "categories":
            names = _names(text, categories)
            return names, "、".join(names), ""
        case "days":
            try:
                days = read_days(value, year)
            except NotADay as wrong:
                raise Wrong(wrong.found, wrong.expected) from None
            return tuple(days), written_days(days, year), ""
    if isinstance(value, datetime.date):
        # A spreadsheet takes 1-2 for a day: what was typed is lost.
        raise Wrong(_("the day %(day)s") % {"day": text}, _("words; make the cell text before you type them"))
    if len(text) > column.most:
        raise Wrong(_("%(n)s characters") % {"n": len(text)}, _("at most %(n)s characters") % {"n": column.most})
    remark = ""
    if column.field == "code" and isinstance(value, float) and not value.is_integer():
        remark = _("A number cell, read as %(code)s; if the code is %(code)s0, make the cell text.") % {"code": text}
    return text, text, remark


def _number(value: Any, text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).rstrip(".、 ")
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,6}", plain) or not 1 <= int(plain) <= MOST_NUMBER:
        raise Wrong(quoted(text), _("a whole number from 1 to %(most)s") % {"most": MOST_NUMBER})
    return int(plain)


def _names(text: str, categories: Collection[str]) -> tuple[str, ...]:
    """The categories named, in the order of the register."""
    pieces = re.split(f"[{''.join(NAMES)}]| ", text)
    named = {text} if text in categories else {piece.strip() for piece in pieces} - {""}
    if named <= WHOLE:
        return ()
    unknown = sorted(named - set(categories))
    if unknown:
        known = "、".join(categories) or _("no category: none is entered yet, leave it empty")
        raise Wrong("、".join(quoted(name) for name in unknown), known)
    return tuple(name for name in categories if name in named)
