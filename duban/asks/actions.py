"""A warning is being dealt with: that is said beside it, and it stays until its cause is mended."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.models import WarningNote
from duban.asks.permits import NOTERS
from duban.asks.warnings import Watch, warning_with
from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.orgs.action import action, tell
from duban.orgs.models import Unit

LONGEST = datetime.timedelta(days=92)
"""A quarter: whoever needs longer says so again."""


@action("asks.note_warning", gettext_lazy("noted what is done about a warning"), roles=NOTERS, unit="")
def note_warning(unit: Unit, *, by: Any, key: str, text: str, until_on: datetime.date) -> WarningNote:
    """处理中: what is done about the warning with that key, and by when. The one before is replaced, the trail keeps it.

    Raises:
        Conflict: there is no such warning about the unit any more.
        BadInput: the day has passed, or lies more than a quarter ahead.
    """
    today = clock.today()
    warning = warning_with(Watch(by, today), key)
    if warning is None or warning.unit != unit:
        raise Conflict
    if not today <= until_on <= today + LONGEST:
        expected = _("from %(first)s to %(last)s") % {"first": today, "last": today + LONGEST}
        raise BadInput(_("The day does not fit."), places=[(_("done by"), str(until_on), expected)])
    note, _new = WarningNote.objects.update_or_create(
        key=key, defaults={"unit": unit, "text": text, "until_on": until_on}
    )
    tell(warning=[None, key], note=[None, text], until_on=[None, str(until_on)])
    return note
