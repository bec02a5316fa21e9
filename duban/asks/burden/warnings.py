"""What the wing warns of: a suggestion without an answer after the days of the rule."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.asks.burden.models import Suggestion
from duban.asks.burden.rules import ANSWER_DAYS
from duban.asks.warnings import OpenWarning, WarningKind, Watch
from duban.orgs.permits import COMMITTEE
from duban.ui.days import said_day

NOT_ANSWERED = WarningKind(
    "burden.not_answered",
    pgettext_lazy("warnings", "Burdens"),
    gettext_lazy("suggestion not answered in time"),
    roles=COMMITTEE,
    place=70,
)


def suggestion_warnings(watch: Watch) -> Iterator[OpenWarning]:
    """Suggestions whose days have run out. One query."""
    rule = watch.book.find(ANSWER_DAYS, watch.day)
    if rule is None:
        return
    days = datetime.timedelta(days=int(rule.number))
    rows = Suggestion.objects.filter(state=Suggestion.State.RECEIVED, received_on__lt=watch.until(NOT_ANSWERED) - days)
    for each in watch.scope(NOT_ANSWERED, rows.select_related("unit").order_by("received_on", "pk")):
        say = _("A suggestion of %(day)s has no answer yet") % {"day": said_day(each.received_on)}
        url = reverse("suggestion", args=[each.pk])
        yield OpenWarning(
            NOT_ANSWERED, each.unit, each.key, say, url, each.received_on + days, rule, owner=str(each.unit)
        )
