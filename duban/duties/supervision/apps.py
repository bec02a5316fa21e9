"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Supervision notices and what follows from them."""

    name = "duban.duties.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Hang notices into the chain below issues, add the page to the side bar and sections to pages below."""
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.duties.chain import add_joint  # noqa: PLC0415 - as above
        from duban.duties.panels import add_section  # noqa: PLC0415 - as above
        from duban.duties.supervision import receivers  # noqa: F401, PLC0415 - as above
        from duban.duties.supervision.asks import notice_asks, proposal_asks  # noqa: PLC0415 - as above
        from duban.duties.supervision.joint import NOTICE  # noqa: PLC0415 - as above
        from duban.duties.supervision.pages.measures import measures_section  # noqa: PLC0415 - as above
        from duban.duties.supervision.pages.notices import notices_card, notices_section  # noqa: PLC0415 - as above
        from duban.duties.supervision.permits import VIEW_NOTICE  # noqa: PLC0415 - as above
        from duban.duties.supervision.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        need(_("supervision"), *NEEDED)
        add_joint(NOTICE)
        add_source(notice_asks)
        add_source(proposal_asks)
        add_section(notices_section)
        add_section(measures_section)
        add_unit_panel(VIEW_NOTICE, notices_card, place=57)
        add_entry(
            NavEntry(
                _("Supervision"), "notice_register", "clipboard-list", group=1, place=6, shown=shown_to(VIEW_NOTICE)
            )
        )
