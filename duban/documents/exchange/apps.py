"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Workbooks out and in."""

    name = "duban.documents.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Add the page to the side bar, and clear away what nobody confirmed."""
        from duban.documents.exchange import receivers  # noqa: F401, PLC0415 - needs the models, which are not loaded before
        from duban.documents.exchange.permits import VIEW_BATCH  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_entry(
            NavEntry(_("Import and export"), "exchange_list", "table", group=3, place=4, shown=shown_to(VIEW_BATCH))
        )
