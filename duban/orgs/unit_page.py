"""What the page of one unit shows: what it is, and the cards that rooms above put there."""

from typing import Any

from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.ledger import crumb_of
from duban.orgs.models import Unit
from duban.orgs.panels import unit_cards
from duban.ui.shapes import Fact


def unit_page(unit: Unit, user: Any) -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "unit": unit,
        "crumb": crumb_of(user, unit),
        "facts": facts_of(unit),
        "cards": unit_cards(unit, user, clock.today()),
    }


def facts_of(unit: Unit) -> list[Fact]:
    """The head of the page. What is not entered is said to be missing, where it should be."""
    count = unit.member_count
    return [
        Fact(_("full name as on the seal"), unit.seal_name, is_wide=True),
        Fact(_("kind"), unit.kind.name),
        *([Fact(_("category"), unit.category.name)] if unit.category else []),
        Fact(_("members"), "" if count is None else str(count)),
        *([Fact(_("establishment"), str(unit.staff_count))] if unit.staff_count is not None else []),
        *([Fact(_("code in the national system"), unit.national_code)] if unit.national_code else []),
        *([Fact(_("founded on"), str(unit.founded_on))] if unit.founded_on else []),
        *([Fact(_("dissolved on"), str(unit.dissolved_on))] if unit.dissolved_on else []),
    ]
