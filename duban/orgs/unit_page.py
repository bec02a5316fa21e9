"""What the page of one unit shows: what it is, its relations, advice, what was approved, and the cards of rooms above."""

from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.fitting import ADVISED, advised
from duban.orgs.history import changes_of, heir_of
from duban.orgs.ledger import BRANCHES, crumb_of
from duban.orgs.models import Relation, Unit
from duban.orgs.panels import unit_cards
from duban.orgs.permits import PERMITS
from duban.ui.shapes import Event, Fact


def unit_page(unit: Unit, user: Any) -> dict[str, Any]:
    """Everything the page shows."""
    says = unit.kind.code in ADVISED and not unit.is_dissolved
    return {
        "unit": unit,
        "heir": heir_of(unit) if unit.is_dissolved else None,
        "crumb": crumb_of(user, unit),
        "facts": facts_of(unit),
        "advice": advised(unit).get(unit.pk, []) if says else [],
        "relations": relations_of(unit),
        "history": history_of_unit(unit),
        "cards": unit_cards(unit, user, clock.today()),
        "may_change": PERMITS["orgs.rename_unit"].possible(user, unit),
    }


def facts_of(unit: Unit) -> list[Fact]:
    """The head of the page. What is not entered is said to be missing, where it should be."""
    count = unit.member_count
    return [
        Fact(_("full name as on the seal"), unit.seal_name, is_wide=True),
        Fact(_("kind"), unit.kind.name),
        *([Fact(_("category"), unit.category.name)] if unit.category else []),
        *([Fact(_("members"), "" if count is None else str(count))] if count or unit.kind.code in BRANCHES else []),
        *([Fact(_("establishment"), str(unit.staff_count))] if unit.staff_count is not None else []),
        *([Fact(_("code in the national system"), unit.national_code)] if unit.national_code else []),
        *([Fact(_("founded on"), date_format(unit.founded_on))] if unit.founded_on else []),
        *([Fact(_("dissolved on"), date_format(unit.dissolved_on))] if unit.dissolved_on else []),
    ]


def relations_of(unit: Unit) -> list[tuple[str | Promise, Unit, Relation]]:
    """(what it is to whom, the other unit, the relation), as both sides say it; those that hold today. Two queries."""
    ahead = unit.relations.held().select_related("other")
    back = unit.relations_back.held().select_related("unit").order_by("kind", "unit__path")
    return [
        *((relation.get_kind_display(), relation.other, relation) for relation in ahead),
        *((Relation.BACK[Relation.Kind(relation.kind)], relation.unit, relation) for relation in back),
    ]


def history_of_unit(unit: Unit) -> list[Event]:
    """What was approved about it, the latest first. One query."""
    return [
        Event(
            part.change.get_kind_display(),
            part.change.symbol,
            on=part.change.holds_on,
            reason=" → ".join(filter(None, (part.before, part.after))),
        )
        for part in changes_of(unit)
    ]
