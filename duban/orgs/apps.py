"""Django's entry for this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """The tree and the people."""

    name = "duban.orgs"

    def ready(self) -> None:
        """Listen to log-ins, and fill the head bar."""
        from duban.orgs import receivers  # noqa: F401, PLC0415 - needs the models, which are not loaded before
        from duban.orgs.exchange import add_exchange  # noqa: PLC0415 - as above
        from duban.orgs.head import head_of_person  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import (  # noqa: PLC0415 - as above
            VIEW_ACCOUNT,
            VIEW_GRANT,
            VIEW_PERSON,
            VIEW_TRAIL,
            VIEW_UNIT,
            shown_to,
        )
        from duban.orgs.sheets import EXCHANGES  # noqa: PLC0415 - as above
        from duban.orgs.unit_posts import roll_card  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above
        from duban.ui.shell import add_head  # noqa: PLC0415 - as above

        add_unit_panel(VIEW_PERSON, roll_card, place=5)
        add_head(head_of_person)
        for exchange in EXCHANGES:
            add_exchange(exchange)
        add_entry(NavEntry(_("Organisations"), "unit_list", "sitemap", group=2, place=1, shown=shown_to(VIEW_UNIT)))
        add_entry(NavEntry(_("People"), "person_list", "users", group=2, place=2, shown=shown_to(VIEW_PERSON)))
        add_entry(NavEntry(_("My information"), "my_information", "user", group=9, place=1))
        add_entry(NavEntry(_("Accounts"), "account_list", "user", group=5, place=1, shown=shown_to(VIEW_ACCOUNT)))
        add_entry(NavEntry(_("Roles"), "grant_list", "shield", group=5, place=2, shown=shown_to(VIEW_GRANT)))
        add_entry(NavEntry(_("Trail"), "entry_list", "history", group=5, place=3, shown=shown_to(VIEW_TRAIL)))
