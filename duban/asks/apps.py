"""Django's entry for this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.ui.navigation import NavEntry, add_entry


class AsksConfig(AppConfig):
    """待办."""

    name = "duban.asks"

    def ready(self) -> None:
        """The first page stands first in the side bar; warnings have rules that packs tune."""
        from duban.asks.held import clear_each_day  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.library import review_asks  # noqa: PLC0415 - as above
        from duban.asks.papers import paper_asks  # noqa: PLC0415 - as above
        from duban.asks.people import people_asks  # noqa: PLC0415 - as above
        from duban.asks.permits import VIEW_WARNING  # noqa: PLC0415 - as above
        from duban.asks.schedule import EachDay, Job, add_job  # noqa: PLC0415 - as above
        from duban.asks.sources import add_source  # noqa: PLC0415 - as above
        from duban.asks.unit_warnings import NOT_REPORTED, member_warnings  # noqa: PLC0415 - as above
        from duban.asks.warning_page import unit_card  # noqa: PLC0415 - as above
        from duban.asks.warning_rules import CONTENT  # noqa: PLC0415 - as above
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above

        add_source(people_asks)
        add_entry(NavEntry(_("To do"), "home", "inbox"))
        add_entry(
            NavEntry(
                pgettext_lazy("side bar", "Warnings"),
                "warning_list",
                "alert-triangle",
                place=2,
                shown=shown_to(VIEW_WARNING),
            )
        )
        add_content(CONTENT)
        add_warning_source(member_warnings, NOT_REPORTED)
        add_unit_panel(VIEW_WARNING, unit_card, place=5)
        add_source(review_asks)
        add_source(paper_asks)
        add_job(
            Job("exchange.clear_held", _("Clear workbooks and files that nobody confirmed"), EachDay(3), clear_each_day)
        )
