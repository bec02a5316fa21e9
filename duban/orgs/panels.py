"""Cards on the page of a unit or of a person, put there by rooms above in their AppConfig.ready().

    add_unit_panel(VIEW_TERM, terms_card, place=20)

A panel is a function (object, user, day) → Card or None, None when there is nothing to say. It is drawn for those who
have its permit at the object's unit, and asked for the day the page is about.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from duban.orgs.models import Person, Unit
from duban.orgs.permits import Permit
from duban.ui.shapes import Word


@dataclass(frozen=True)
class Card:
    """One card.

    Args:
        title: its heading.
        template: what is drawn below it, a file or a partial ("terms/cards.html#of_unit"); it gets `context` and the request.
        context: what the template asks for.
        count: stands beside the title; "" for none.
        url: where all of it stands; `url_word` says so.
    """

    title: Word
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | str = ""
    url: str = ""
    url_word: Word = ""


UnitPanel = Callable[[Unit, Any, datetime.date], Card | None]
PersonPanel = Callable[[Person, Any, datetime.date], Card | None]


@dataclass(frozen=True)
class Panel:
    """A function that makes a card, and who may see it. `permit` is asked at the unit, whatever objects it is about."""

    permit: Permit
    card: Callable[[Any, Any, datetime.date], Card | None]
    place: int


_of_units: list[Panel] = []
_of_people: list[Panel] = []


def add_unit_panel(permit: Permit, card: UnitPanel, *, place: int = 50) -> None:
    """Put a card on the page of every unit; the same function twice is taken once. Lower places stand first."""
    _add(_of_units, Panel(replace(permit, unit=""), card, place))


def add_person_panel(permit: Permit, card: PersonPanel, *, place: int = 50) -> None:
    """Put a card on the page of every person; the same function twice is taken once. Lower places stand first."""
    _add(_of_people, Panel(replace(permit, unit="unit"), card, place))


def _add(panels: list[Panel], panel: Panel) -> None:
    if all(each.card is not panel.card for each in panels):
        panels.append(panel)
        panels.sort(key=lambda each: each.place)


def unit_cards(unit: Unit, user: Any, day: datetime.date) -> list[Card]:
    """The cards of a unit that the person may see, in their order."""
    return _cards(_of_units, unit, user, day)


def person_cards(person: Person, user: Any, day: datetime.date) -> list[Card]:
    """The cards of a person that the one who looks may see, in their order."""
    return _cards(_of_people, person, user, day)


def _cards(panels: list[Panel], obj: Any, user: Any, day: datetime.date) -> list[Card]:
    found = (panel.card(obj, user, day) for panel in panels if panel.permit.allows(user, obj))
    return [card for card in found if card is not None]
