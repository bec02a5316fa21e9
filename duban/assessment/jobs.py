"""What this room has done by itself."""

from django.utils.translation import gettext as _

from duban.asks.schedule import Due
from duban.assessment.actions import rescore_all


def rescore_each_day(due: Due) -> str:
    """Each morning: what was due yesterday is late today."""
    return _("%(n)s standings computed anew") % {"n": rescore_all()}
