"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    """Issues and how they are rectified."""

    name = "duban.duties.issues"
    label = "issues"

    def ready(self) -> None:
        """Hang issues into the chain below tasks, add the page to the side bar and sections to pages below, bring in aspects."""
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.duties.chain import add_joint  # noqa: PLC0415 - as above
        from duban.duties.issues import receivers  # noqa: F401, PLC0415 - as above
        from duban.duties.issues.asks import issue_asks  # noqa: PLC0415 - as above
        from duban.duties.issues.contents import CONTENT  # noqa: PLC0415 - as above
        from duban.duties.issues.joint import ISSUE  # noqa: PLC0415 - as above
        from duban.duties.issues.pages import issues_card, issues_section  # noqa: PLC0415 - as above
        from duban.duties.issues.permits import VIEW_ISSUE  # noqa: PLC0415 - as above
        from duban.duties.issues.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.duties.issues.still_open import open_issues  # noqa: PLC0415 - as above
        from duban.duties.panels import add_section  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        need(_("issues"), *NEEDED)
        add_content(CONTENT)
        add_joint(ISSUE)
        add_source(issue_asks)
        add_section(issues_section)
        add_still_open(open_issues)
        add_unit_panel(VIEW_ISSUE, issues_card, place=55)
        add_entry(NavEntry(_("Issues"), "issue_register", "flag", group=1, place=5, shown=shown_to(VIEW_ISSUE)))
