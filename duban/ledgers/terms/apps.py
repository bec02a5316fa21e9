"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TermsConfig(AppConfig):
    """Terms and elections."""

    name = "duban.ledgers.terms"
    label = "terms"

    def ready(self) -> None:
        """Ask people what is due, add the page to the side bar, say which rules are needed."""
        from duban.asks.sources import add_source  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.warnings import add_warning_source  # noqa: PLC0415 - as above
        from duban.documents.official import drafts  # noqa: PLC0415 - as above
        from duban.ledgers.terms import receivers, warnings  # noqa: F401, PLC0415 - as above
        from duban.ledgers.terms.asks import term_asks  # noqa: PLC0415 - as above
        from duban.ledgers.terms.papers import TERM_PAPERS  # noqa: PLC0415 - as above
        from duban.ledgers.terms.permits import VIEW_TERM  # noqa: PLC0415 - as above
        from duban.ledgers.terms.queries import years_of_terms  # noqa: PLC0415 - as above
        from duban.ledgers.terms.rules import NEEDED  # noqa: PLC0415 - as above
        from duban.ledgers.terms.sheets import TERM_EXCHANGE  # noqa: PLC0415 - as above
        from duban.ledgers.terms.still_open import open_terms  # noqa: PLC0415 - as above
        from duban.orgs.exchange import add_exchange  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.calendar import use_years  # noqa: PLC0415 - as above
        from duban.packs.rules import need  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_terms)
        need(_("terms and elections"), *NEEDED)
        use_years(_("days of terms"), years_of_terms)
        add_source(term_asks)
        add_warning_source(warnings.term_warnings, *warnings.KINDS)
        add_entry(NavEntry(_("Terms"), "term_list", "clock", group=2, place=5, shown=shown_to(VIEW_TERM)))
        add_exchange(TERM_EXCHANGE)
        drafts.add_source(TERM_PAPERS)
