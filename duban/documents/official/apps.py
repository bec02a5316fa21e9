"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficialConfig(AppConfig):
    """Official documents."""

    name = "duban.documents.official"
    label = "official"

    def ready(self) -> None:
        """Take templates and measures from packs, say which rules are needed, add the page to the side bar."""
        from duban.documents.official import content  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.documents.official.checks import LENGTHS  # noqa: PLC0415 - as above
        from duban.documents.official.permits import VIEW_DOCUMENT  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_content(content.CONTENT)
        need(_("official documents"), *LENGTHS.values())
        add_entry(NavEntry(_("Documents"), "paper_list", "writing", group=3, place=1, shown=shown_to(VIEW_DOCUMENT)))
