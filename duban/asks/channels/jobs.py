"""What this wing has done by itself."""

import datetime

from django.utils.translation import gettext as _

from duban.asks.channels.models import Push
from duban.asks.channels.sending import make_pushes, send_waiting
from duban.asks.schedule import Due
from duban.base import clock

KEPT = datetime.timedelta(days=400)


def tell_groups(due: Due) -> str:
    """Once a working day for each channel, when there is something new; what failed is tried again."""
    made = make_pushes()
    sent, failed = send_waiting()
    Push.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    said = {"made": made, "sent": sent, "failed": failed}
    return _("%(made)s messages made, %(sent)s sent, %(failed)s not sent") % said
