"""What dues warn of: last month's not recorded. Quiet: those who collect see it, and it says how many, not who."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.warnings import ManyWarnings, OpenWarning, WarningKind, Watch, places_of
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import RECORDERS
from duban.ledgers.dues.queries import not_recorded
from duban.orgs.models import Unit
from duban.ui.navigation import addresses_of

NOT_RECORDED = WarningKind(
    "dues.not_recorded", gettext_lazy("Dues"), gettext_lazy("dues not recorded"), roles=frozenset(RECORDERS), place=60
)


def dues_warnings(watch: Watch) -> Iterator[ManyWarnings]:
    """One for each branch whose dues of last month are not all recorded. Two queries."""
    month = month_before(month_of(watch.day))
    units = watch.scope(NOT_RECORDED, Unit.objects.standing(), unit="")
    found = not_recorded(units, month)
    address, last = addresses_of("unit_dues"), month_of(watch.day) - datetime.timedelta(days=1)
    rule = watch.book.find("dues.months_at_once", watch.day)

    def write(unit: Unit) -> OpenWarning:
        return OpenWarning(
            NOT_RECORDED,
            unit,
            about=f"{unit.key}@{month:%Y-%m}",
            say=_("Dues of %(month)s: %(n)s members are not recorded")
            % {"month": f"{month:%Y-%m}", "n": found[unit.pk]},
            url=address(unit.pk),
            due_on=last,
            rule=rule,
            owner=unit.kind.name,
        )

    places = [place for place in places_of(units) if place[1] in found] if found else []
    yield ManyWarnings(NOT_RECORDED, places, write, last, f"@{month:%Y-%m}")
