"""What this wing has done by itself."""

import datetime

from django.utils.translation import gettext as _

from duban.asks.reminders.actions import send_digests
from duban.asks.reminders.models import Digest, Reminder
from duban.asks.schedule import Due, almanac
from duban.base import clock

KEPT = datetime.timedelta(days=400)
"""A reminder is of use while its year lasts."""


def remind_each_workday(due: Due) -> str:
    """The digest of the month, or what has become overdue since; reminders of more than a year ago go."""
    people, lines, left = send_digests(almanac())
    Reminder.objects.filter(tell_at__lt=clock.now() - KEPT).delete()
    Digest.objects.filter(told_at__lt=clock.now() - KEPT).delete()
    said = _("%(people)s people told, %(lines)s lines") % {"people": people, "lines": lines}
    rest = _("; working time was over, %(n)s people are told on the next working day") % {"n": left}
    return said + rest if left else said
