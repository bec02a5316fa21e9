"""Django's entry for this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    """Packs, rule parameters, the work calendar."""

    name = "duban.packs"

    def ready(self) -> None:
        """Register the room's own content, and its pages in the side bar."""
        from duban.orgs.fitting import NEEDED  # noqa: PLC0415 - as below
        from duban.orgs.house_rules import answer_with  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.packs import calendar, rules, unit_kinds  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.permits import VIEW_PACK, VIEW_RULE  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        answer_with(lambda: rules.rulebook().find)
        rules.need(_("organisations"), *NEEDED)
        for content in (rules.CONTENT, calendar.CONTENT, unit_kinds.CONTENT, unit_kinds.CATEGORIES):
            add_content(content)
        add_entry(NavEntry(_("Rules"), "rule_list", "scale", group=8, place=1, shown=shown_to(VIEW_RULE)))
        add_entry(
            NavEntry(_("Work calendar"), "calendar_year_list", "calendar", group=8, place=2, shown=shown_to(VIEW_RULE))
        )
        add_entry(NavEntry(_("Packs"), "pack_list", "folder", group=8, place=3, shown=shown_to(VIEW_PACK)))
