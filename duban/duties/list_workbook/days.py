"""The column 时限: "3月31日、6月30日" or "一季度=3月31日", read and written."""

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from duban.duties.models import DueDay
from duban.duties.recurrence import recurring

Days = list[tuple[str, datetime.date]]

_BETWEEN = re.compile(r"[、,;，；\n]+")
_LABEL = re.compile(r"\s*[=:＝：]\s*")
_YEAR = r"(?:(?P<year>[0-9]{4})\s*[-/.年]\s*)?"
_DAY = re.compile(_YEAR + r"(?P<month>[0-9]{1,2})\s*(?:[-/.月]\s*(?P<day>[0-9]{1,2})\s*[日号]?|月\s*(?P<end>[底末]))")
_PACKED = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_BEFORE = re.compile(r"\s*(?:之前|以前|前)$")
_FULL = str.maketrans("０１２３４５６７８９／．－　", "0123456789/.- ")
LABEL_LENGTH: int = DueDay._meta.get_field("label").max_length  # type: ignore[union-attr, assignment]


class NotADay(Exception):
    """What was found instead of a day, and what is expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def read_days(value: Any, year: int) -> Days:
    """The due days of a cell in their order in time, each with its label, for a list of this year.

    Raises:
        NotADay: nothing is there, a piece is no day of the calendar, lies outside the year and the next, or comes twice.
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    pieces = [value] if isinstance(value, datetime.date) else [piece for piece in _pieces(value) if piece]
    if not pieces:
        raise NotADay(_("empty"), _("at least one day, as 3月31日; a duty has a post, a thing and a day"))
    found: Days = []
    for label, day in [each for piece in pieces for each in _days_of(piece, year)]:
        if day.year not in (year, year + 1):
            raise NotADay(_quoted(str(day)), _("a day of %(year)s, or one of the next year") % {"year": year})
        if day in (other for _label, other in found):
            raise NotADay(_("%(day)s twice") % {"day": said(day, year)}, _("each day once"))
        found.append((label, day))
    return sorted(found, key=lambda each: each[1])


def _pieces(value: Any) -> list[str]:
    if isinstance(value, float) and not value.is_integer():
        # 3.3 and 3.30 are one number: nobody can tell the third from the thirtieth.
        raise NotADay(_("the number %(n)s") % {"n": f"{value:g}"}, _("a day in words, as 3月31日"))
    if isinstance(value, bool):
        text = str(value).upper()
    else:
        text = str(int(value)) if isinstance(value, float | int) else str(value)
    return [piece.strip() for piece in _BETWEEN.split(text.translate(_FULL))]


def _days_of(piece: str | datetime.date, year: int) -> Days:
    """One piece: a day, or as many as a recurrence comes to."""
    if isinstance(piece, datetime.date):
        return [("", piece)]
    try:
        return recurring(_BEFORE.sub("", piece), year) or [_read(piece, year)]
    except ValueError:
        raise NotADay(_quoted(piece), _("a recurrence, as 每月25日、每季度末月20日、每半年末")) from None


def _read(piece: str, year: int) -> tuple[str, datetime.date]:
    label, day = _labelled(piece)
    if len(label) > LABEL_LENGTH:
        raise NotADay(_quoted(label), _("a word for the day of at most %(n)s characters") % {"n": LABEL_LENGTH})
    bare = _BEFORE.sub("", day)
    match = _DAY.fullmatch(bare) or _PACKED.fullmatch(bare)
    if match is None:
        raise NotADay(_quoted(piece), _("a day, as 3月31日 or 一季度=3月31日; several with 、 between them"))
    parts = match.groupdict()
    its_year, month = int(parts["year"] or year), int(parts["month"])
    try:
        last = calendar.monthrange(its_year, month)[1] if parts.get("end") else int(parts["day"])
        return label, datetime.date(its_year, month, last)
    except ValueError:
        raise NotADay(_quoted(piece), _("a day that the calendar has")) from None


def _labelled(piece: str) -> tuple[str, str]:
    """The word before the sign, and the day after it."""
    *label, day = _LABEL.split(piece, maxsplit=1)
    return ("".join(label).strip(), day.strip())


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def written_days(days: Iterable[tuple[str, datetime.date]], year: int) -> str:
    """The days as a cell says them; read_days() gives them back."""
    return "、".join(f"{_plain(label)}={said(day, year)}" if label else said(day, year) for label, day in days)


def said(day: datetime.date, year: int) -> str:
    """3月31日; with its year when that is not the list's."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def _plain(label: str) -> str:
    """The label without the signs that part days and labels."""
    return " ".join(filter(None, re.split(r"[、,;，；\n=:＝：]+", label)))


def longest_label(days: Sequence[tuple[str, datetime.date]]) -> int:
    """Characters of the longest label, 0 when there is none."""
    return max((len(label) for label, _day in days), default=0)
