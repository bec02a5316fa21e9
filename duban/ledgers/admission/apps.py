"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionConfig(AppConfig):
    """Admission of members."""

    name = "duban.ledgers.admission"
    label = "admission"

    def ready(self) -> None:
        """Let packs bring steps, say which rules are needed, ask what is due, add the page to the side bar."""
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.ledgers.admission import receivers  # noqa: F401, PLC0415 - as above
        from duban.ledgers.admission.asks import admission_asks  # noqa: PLC0415 - as above
        from duban.ledgers.admission.cards import person_card, unit_card  # noqa: PLC0415 - as above
        from duban.ledgers.admission.permits import VIEW_ADMISSION, VIEW_COUNTS, VIEW_UNIT  # noqa: PLC0415 - as above
        from duban.ledgers.admission.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.ledgers.admission.sheets import STEPS_EXCHANGE  # noqa: PLC0415 - as above
        from duban.ledgers.admission.steps import CONTENT  # noqa: PLC0415 - as above
        from duban.ledgers.admission.still_open import open_ways  # noqa: PLC0415 - as above
        from duban.orgs.exchange import add_exchange  # noqa: PLC0415 - as above
        from duban.orgs.panels import add_person_panel, add_unit_panel  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_ways)
        add_content(CONTENT)
        need(_("admission of members"), *NEEDED)
        add_source(admission_asks)
        add_exchange(STEPS_EXCHANGE)
        add_unit_panel(VIEW_UNIT, unit_card, place=41)
        add_person_panel(VIEW_ADMISSION, person_card, place=41)
        add_entry(NavEntry(_("Admission"), "admission_list", "users", group=2, place=7, shown=shown_to(VIEW_COUNTS)))
