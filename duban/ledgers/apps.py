"""Django's entry for this room: records, and the catalogue of its texts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    """What is kept of organisations and their life."""

    name = "duban.ledgers"

    def ready(self) -> None:
        """Let packs bring kinds of records, ask what is due, and add the pages to the side bar."""
        from duban.asks.burden.checks import add_check  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.burden.known import add_known  # noqa: PLC0415 - as above
        from duban.asks.sources import add_source  # noqa: PLC0415 - as above
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.ledgers import receivers, warnings  # noqa: F401, PLC0415 - as above
        from duban.ledgers.asks import life_asks  # noqa: PLC0415 - as above
        from duban.ledgers.in_burden import kept_as_records, no_photos  # noqa: PLC0415 - as above
        from duban.ledgers.life import NEEDED  # noqa: PLC0415 - as above
        from duban.ledgers.panels import life_card  # noqa: PLC0415 - as above
        from duban.ledgers.permits import VIEW_LIFE, VIEW_RECORD  # noqa: PLC0415 - as above
        from duban.ledgers.record_kinds import CONTENT  # noqa: PLC0415 - as above
        from duban.ledgers.sheets import record_exchanges  # noqa: PLC0415 - as above
        from duban.orgs.exchange import add_exchanges  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_content(CONTENT)
        need(_("records"), *NEEDED)
        add_known(kept_as_records)
        add_check("AF-6", no_photos)
        add_source(life_asks)
        add_warning_source(warnings.not_held, warnings.NOT_HELD)
        add_warning_source(warnings.silent_members, warnings.SILENT)
        add_unit_panel(VIEW_LIFE, life_card, place=30)
        add_entry(NavEntry(_("Records"), "record_list", "note", group=2, place=3, shown=shown_to(VIEW_RECORD)))
        add_exchanges(record_exchanges)
        add_entry(
            NavEntry(_("Organisational life"), "life_list", "calendar", group=2, place=4, shown=shown_to(VIEW_LIFE))
        )
