"""How often a duty is due, in the words of an office: 每月25日, 每季度末, 每半年末月20日 → the days of one year, with their labels."""

import calendar
import datetime
import re

_EVERY = re.compile(
    r"每(?:个)?(?P<every>月|季度|季|半年|年)\s*"
    r"(?:(?P<which>末|首|第[一1]个|最后一?个)月)?\s*"
    r"(?:(?P<month>[0-9]{1,2})月)?(?:(?P<day>[0-9]{1,2})\s*[日号]|(?P<end>[底末]))"
)
_LABELS = {
    "月": [f"{n}月" for n in range(1, 13)],
    "季度": ["一季度", "二季度", "三季度", "四季度"],
    "半年": ["上半年", "下半年"],
}
_FIRST = {"首", "第一个", "第1个"}


def recurring(words: str, year: int) -> list[tuple[str, datetime.date]] | None:
    """The days that the words come to in that year; None when they say no recurrence.

    The 31st of a shorter month is its last day. Days off move on when the list is issued, not here.

    Raises:
        ValueError: they name a day that no month has, or not in which month of the quarter.
    """
    found = _EVERY.fullmatch(words)
    if found is None:
        return None
    every = "季度" if found["every"] == "季" else found["every"]
    if every == "年":
        return [("", _day(year, int(found["month"] or 12), found))] if found["month"] or found["end"] else _refused()
    if found["month"] or (every == "月" and found["which"]) or (every != "月" and found["day"] and not found["which"]):
        return _refused()
    length = 12 // len(_LABELS[every])
    ahead = 1 if found["which"] in _FIRST else length
    return [(label, _day(year, place * length + ahead, found)) for place, label in enumerate(_LABELS[every])]


def _day(year: int, month: int, found: re.Match[str]) -> datetime.date:
    if not 1 <= month <= 12:
        _refused()
    last = calendar.monthrange(year, month)[1]
    day = last if found["end"] else int(found["day"])
    if not 1 <= day <= 31:
        _refused()
    return datetime.date(year, month, min(day, last))


def _refused() -> list[tuple[str, datetime.date]]:
    raise ValueError
