"""Sections on the pages of a duty, a task and an issue, put there by wings above in their AppConfig.ready().

As `orgs.panels` for units: a panel is a function (object, user, day) → Card or None, None when there is nothing to say.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import models

from duban.orgs.panels import Card

Section = Callable[[Any, Any, datetime.date], Card | None]

_sections: list[Section] = []


def add_section(section: Section) -> None:
    """Put a section on the page of every duty, task and issue; the same function twice is taken once."""
    if section not in _sections:
        _sections.append(section)


def sections_of(obj: models.Model, user: Any, day: datetime.date) -> list[Card]:
    """The sections of an object, in the order in which they were added."""
    found = (section(obj, user, day) for section in _sections)
    return [card for card in found if card is not None]
