"""Months as the first of each."""

import datetime


def month_of(day: datetime.date) -> datetime.date:
    """The first of its month."""
    return day.replace(day=1)


def months_of(year: int) -> list[datetime.date]:
    """The twelve of a year."""
    return [datetime.date(year, number, 1) for number in range(1, 13)]


def month_before(month: datetime.date) -> datetime.date:
    """The one before."""
    return month_of(month - datetime.timedelta(days=1))


def month_said(text: str) -> datetime.date | None:
    """The month that "2026-03" says; None when it says none."""
    try:
        return datetime.date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
