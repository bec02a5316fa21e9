"""Sections on the pages of a duty and of a task, put there by wings above in their AppConfig.ready().

As `orgs.panels` for units: a panel is a function (object, user, day) → Card or None, None when there is nothing to say.
"""

import datetime
from collections.abc import Callable
from typing import Any

from duban.duties.models import Duty, Task
from duban.orgs.panels import Card

Section = Callable[[Duty | Task, Any, datetime.date], Card | None]

_sections: list[Section] = []


def add_section(section: Section) -> None:
    """Put a section on the page of every duty and task; the same function twice is taken once."""
    if section not in _sections:
        _sections.append(section)


def sections_of(obj: Duty | Task, user: Any, day: datetime.date) -> list[Card]:
    """The sections of a duty or a task, in the order in which they were added."""
    found = (section(obj, user, day) for section in _sections)
    return [card for card in found if card is not None]
