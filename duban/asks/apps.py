"""Django's entry for this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duban.ui.navigation import NavEntry, add_entry


class AsksConfig(AppConfig):
    """待办."""

    name = "duban.asks"

    def ready(self) -> None:
        """The first page stands first in the side bar."""
        add_entry(NavEntry(_("To do"), "home", "inbox"))
