"""Django's entry for this room: records, and the catalogue of its texts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    """What is kept of organisations and their life."""

    name = "duban.ledgers"

    def ready(self) -> None:
        """Let packs bring kinds of records, and add the pages to the side bar."""
        from duban.ledgers.permits import VIEW_RECORD  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.ledgers.record_kinds import CONTENT  # noqa: PLC0415 - as above
        from duban.ledgers.sheets import record_exchanges  # noqa: PLC0415 - as above
        from duban.orgs.exchange import add_exchanges  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_content(CONTENT)
        add_entry(NavEntry(_("Records"), "record_list", "note", group=1, place=3, shown=shown_to(VIEW_RECORD)))
        add_exchanges(record_exchanges)
