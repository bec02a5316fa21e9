"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuesConfig(AppConfig):
    """Party dues."""

    name = "duban.ledgers.dues"
    label = "dues"

    def ready(self) -> None:
        """Say which rules are needed, and add the page to the side bar."""
        from duban.ledgers.dues.rules import NEEDED  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.permits import VIEW_RULE  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        need(_("party dues"), *NEEDED)
        add_entry(
            NavEntry(
                _("Dues calculator"), "reckon_dues", "report-analytics", group=1, place=6, shown=shown_to(VIEW_RULE)
            )
        )
