"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BurdenConfig(AppConfig):
    """What is asked of the base, how the anti-formalism rules are kept, suggestions."""

    name = "duban.asks.burden"
    label = "burden"

    def ready(self) -> None:
        """Ask officers and leaders, warn of suggestions without an answer, add pages and the entry on every page."""
        from duban.asks.burden import checks  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.burden.asks import burden_asks  # noqa: PLC0415 - as above
        from duban.asks.burden.pages import burden_card  # noqa: PLC0415 - as above
        from duban.asks.burden.permits import VIEW_BURDEN, VIEW_SELF_CHECK  # noqa: PLC0415 - as above
        from duban.asks.burden.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.asks.burden.warnings import NOT_ANSWERED, suggestion_warnings  # noqa: PLC0415 - as above
        from duban.asks.sources import add_source  # noqa: PLC0415 - as above
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        need(_("burdens"), *NEEDED)
        checks.add_own()
        add_source(burden_asks)
        add_warning_source(suggestion_warnings, NOT_ANSWERED)
        add_unit_panel(VIEW_BURDEN, burden_card, place=60)
        add_entry(NavEntry(_("Burdens"), "burden_ledger", "scale", group=3, place=3, shown=shown_to(VIEW_BURDEN)))
        add_entry(NavEntry(_("Self-check"), "self_check", "shield", group=5, place=8, shown=shown_to(VIEW_SELF_CHECK)))
