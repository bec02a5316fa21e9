"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuesConfig(AppConfig):
    """Party dues."""

    name = "duban.ledgers.dues"
    label = "dues"

    def ready(self) -> None:
        """Say which rules are needed, ask what is to be recorded, and add the pages to the side bar."""
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.ledgers.dues import receivers  # noqa: F401, PLC0415 - as above
        from duban.ledgers.dues.asks import dues_asks  # noqa: PLC0415 - as above
        from duban.ledgers.dues.cards import person_card, unit_card  # noqa: PLC0415 - as above
        from duban.ledgers.dues.permits import VIEW_DUES, VIEW_MEMBER, VIEW_TOTALS  # noqa: PLC0415 - as above
        from duban.ledgers.dues.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.ledgers.dues.sheets import EXCHANGES  # noqa: PLC0415 - as above
        from duban.ledgers.dues.still_open import open_dues  # noqa: PLC0415 - as above
        from duban.ledgers.dues.warnings import NOT_RECORDED, dues_warnings  # noqa: PLC0415 - as above
        from duban.orgs.exchange import add_exchange  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_person_panel, add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_dues)
        need(_("party dues"), *NEEDED)
        add_source(dues_asks)
        for exchange in EXCHANGES:
            add_exchange(exchange)
        add_unit_panel(VIEW_DUES, unit_card, place=40)
        add_person_panel(VIEW_MEMBER, person_card, place=40)
        add_warning_source(dues_warnings, NOT_RECORDED)
        add_entry(NavEntry(_("Dues"), "dues_list", "report-analytics", group=2, place=6, shown=shown_to(VIEW_TOTALS)))
