"""What the register of weak organisations warns of: no plan in time, the day of the plan over, and that it is being improved."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.asks.warnings import OpenWarning, WarningKind, Watch
from duban.ledgers.weak.models import WeakEntry
from duban.orgs.permits import BUSINESS
from duban.packs.models import RuleParameter
from duban.ui.navigation import addresses_of

PLAN_DAYS = "weak.plan_days"
GROUP = pgettext_lazy("warnings", "Weak organisations")
NO_PLAN = WarningKind("weak.no_plan", GROUP, gettext_lazy("no plan of improvement"), roles=BUSINESS, place=50)
NOT_LIFTED = WarningKind("weak.not_lifted", GROUP, gettext_lazy("not improved in time"), roles=BUSINESS, place=51)
IMPROVING = WarningKind(
    "weak.improving", GROUP, gettext_lazy("being improved"), roles=BUSINESS, days_before=365, place=52
)
KINDS = (NO_PLAN, NOT_LIFTED, IMPROVING)


def weak_warnings(watch: Watch) -> Iterator[OpenWarning]:
    """One warning for each open entry. One query."""
    address = addresses_of("weak_entry")
    entries = WeakEntry.objects.filter(lifted_on=None).select_related("unit__kind").order_by("unit__path")
    for entry in watch.scope(KINDS, entries):
        rule = watch.book.find(PLAN_DAYS, entry.entered_on)
        yield _of(entry, rule, watch, address(entry.pk))


def _of(entry: WeakEntry, rule: RuleParameter | None, watch: Watch, url: str) -> OpenWarning:
    said = _("entered by %(symbol)s") % {"symbol": entry.entry_symbol}
    if not entry.plan:
        days = int(rule.number) if rule else 0
        due_on: datetime.date = entry.entered_on + datetime.timedelta(days=days)
        text = _("Entered as weak, and no plan of improvement is set")
        return OpenWarning(
            NO_PLAN, entry.unit, entry.key, text, url, due_on, rule, basis=said, owner=entry.unit.kind.name
        )
    if entry.due_on and entry.due_on < watch.day:
        text = _("The day of the plan is over, and the organisation is not lifted")
        return OpenWarning(NOT_LIFTED, entry.unit, entry.key, text, url, entry.due_on, basis=said, owner=entry.leader)
    text = _("Being improved by the plan")
    return OpenWarning(IMPROVING, entry.unit, entry.key, text, url, entry.due_on, basis=said, owner=entry.leader)
