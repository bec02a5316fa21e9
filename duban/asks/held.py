"""What was sent and never confirmed goes by itself: a workbook may hold numbers in clear until it is brought in."""

from django.utils.translation import gettext as _

from duban.asks.schedule import Due
from duban.documents.exchange.comparing import clear_held


def clear_each_day(due: Due) -> str:
    """Clear what is older than the rule `exchange.kept_days` allows."""
    return _("%(n)s cleared") % {"n": clear_held()}
