"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """The library of handbooks and rules."""

    name = "duban.documents.library"
    label = "library"

    def ready(self) -> None:
        """Take kinds and expected documents from packs, let citations lead here, add the page to the side bar."""
        from duban.documents.library import content  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.documents.library.citations import addresses_of_bases  # noqa: PLC0415 - as above
        from duban.documents.library.permits import VIEW_DOCUMENT  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.citations import say_where_texts_are  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_content(content.CONTENT)
        say_where_texts_are(addresses_of_bases)
        add_entry(NavEntry(_("Library"), "library", "file-text", group=3, place=2, shown=shown_to(VIEW_DOCUMENT)))
