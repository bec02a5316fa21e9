"""What the register of organisations warns of. It stands below this room and cannot add a source itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.asks.warnings import ManyWarnings, OpenWarning, WarningKind, Watch, places_of
from duban.orgs.models import BRANCHES, Unit
from duban.orgs.permits import BUSINESS
from duban.ui.navigation import addresses_of

NOT_REPORTED = WarningKind(
    "members.not_reported",
    pgettext_lazy("warnings", "Members"),
    gettext_lazy("number of members not reported"),
    roles=BUSINESS,
    place=60,
)


def member_warnings(watch: Watch) -> Iterator[ManyWarnings]:
    """Branches whose number of members is not reported: missing, which is not zero. One query."""
    address = addresses_of("unit")
    missing = Unit.objects.standing().filter(member_count__isnull=True, kind__code__in=BRANCHES).order_by("path")

    def write(unit: Unit) -> OpenWarning:
        return OpenWarning(
            NOT_REPORTED,
            unit,
            about=unit.key,
            say=_("The number of members is not reported, so nothing can be advised on the fitting body"),
            url=address(unit.pk),
            basis=_("ledger of organisations"),
            owner=unit.kind.name,
        )

    yield ManyWarnings(NOT_REPORTED, places_of(watch.scope(NOT_REPORTED, missing, unit="")), write)
