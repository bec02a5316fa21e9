"""Days, months and the periods of a window. No work calendar: that is a matter of the rooms above."""

import calendar
from datetime import date, timedelta
from functools import lru_cache

from .scheme.base import Period, Window

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.TERM: 6}
_NAMES = {
    Period.BIWEEK: "两周",
    Period.MONTH: "月",
    Period.QUARTER: "季度",
    Period.HALF: "半年",
    Period.TERM: "学期",
    Period.YEAR: "年",
}


def add_months(day: date, months: int) -> date:
    """The same day N months on; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> tuple[int, bool]:
    """Whole months from start to end, and whether days are left over."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, add_months(start, months) < end


@lru_cache(maxsize=512)
def periods_of(window: Window, per: Period) -> tuple[Window, ...]:
    """The periods of a window, counted from its first day; a year is the whole window, however long."""
    if per is Period.YEAR:
        return (window,)
    out, start, n = [], window.from_, 0
    while start <= window.to:
        n += 1
        if per is Period.BIWEEK:
            after = window.from_ + timedelta(days=14 * n)
        else:
            after = add_months(window.from_, _MONTHS[per] * n)
        out.append(Window.model_construct(from_=start, to=min(after - timedelta(days=1), window.to)))
        start = after
    return tuple(out)


def period_name(per: Period) -> str:
    return _NAMES[per]
