"""Django's entry for this wing."""

from dataclasses import replace
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _has_person(request: Any) -> bool:
    return bool(getattr(request.user, "person_id", None))


class CadresConfig(AppConfig):
    """Party-affairs cadres."""

    name = "duban.ledgers.cadres"
    label = "cadres"

    def ready(self) -> None:
        """Ask people what is due, add the pages to the side bar, let packs bring kinds, and records hold own lines."""
        import duban.ledgers.cadres.receivers  # noqa: F401, PLC0415 - connects them
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.asks import cadre_asks  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.cards import person_card, unit_card  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.contents import CONTENTS  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.duty_record import add_lines  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.lines import comment_lines, honour_lines, post_lines, training_lines  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.permits import VIEW_DUTY_RECORD, VIEW_STAFFING, VIEW_TRAINING  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.pool import on_committee  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.still_open import open_papers  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.warnings import KINDS, cadre_warnings  # noqa: PLC0415 - as above
        from duban.ledgers.roster import sort_committees_by  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_person_panel, add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import VIEW_PERSON, shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_papers)
        for content in CONTENTS:
            add_content(content)
        sort_committees_by(on_committee)
        for source in (post_lines, training_lines, honour_lines, comment_lines):
            add_lines(source)
        need(_("party-affairs cadres"), *NEEDED)
        add_source(cadre_asks)
        add_warning_source(cadre_warnings, *KINDS)
        add_unit_panel(VIEW_STAFFING, unit_card, place=40)
        add_person_panel(replace(VIEW_PERSON, own=VIEW_DUTY_RECORD.own), person_card, place=40)
        add_entry(NavEntry(_("Cadres"), "cadre_list", "users", group=2, place=8, shown=shown_to(VIEW_STAFFING)))
        add_entry(
            NavEntry(_("Training"), "training_list", "clipboard-list", group=2, place=9, shown=shown_to(VIEW_TRAINING))
        )
        add_entry(NavEntry(_("My record"), "my_duty_record", "file-text", group=9, place=2, shown=_has_person))
