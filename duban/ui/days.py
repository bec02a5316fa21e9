"""How a day is said: short while it lies in this year, with its year when it does not, so that no old day looks like a new one."""

import datetime

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from duban.base import clock


def said_day(day: datetime.date | datetime.datetime | None) -> str:
    """A day in words, in the time zone of the installation; '' for none."""
    if day is None:
        return ""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    # Formats of days as Django writes them: 11月25日, 2025年11月25日.
    return dateformat.format(day, _("j M") if day.year == clock.today().year else _("j M Y"))
