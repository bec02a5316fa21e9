"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WeakConfig(AppConfig):
    """Weak organisations."""

    name = "duban.ledgers.weak"
    label = "weak"

    def ready(self) -> None:
        """Warn of what is open, add the page to the side bar and the card to the page of a unit."""
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.ledgers.weak.pages import weak_card  # noqa: PLC0415 - as above
        from duban.ledgers.weak.permits import VIEW_WEAK  # noqa: PLC0415 - as above
        from duban.ledgers.weak.still_open import open_entries  # noqa: PLC0415 - as above
        from duban.ledgers.weak.warnings import KINDS, PLAN_DAYS, weak_warnings  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_entries)
        need(_("weak organisations"), PLAN_DAYS)
        add_warning_source(weak_warnings, *KINDS)
        add_unit_panel(VIEW_WEAK, weak_card, place=60)
        add_entry(NavEntry(_("Weak organisations"), "weak_list", "flag", group=2, place=10, shown=shown_to(VIEW_WEAK)))
