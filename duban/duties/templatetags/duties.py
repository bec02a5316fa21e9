"""Tags of this room's pages."""

from typing import Any

from django import template

from duban.base import clock
from duban.duties.badges import badge, binding_badge
from duban.duties.models import Binding, Task

register = template.Library()


@register.inclusion_tag("ui/parts/state.html")
def task_state(task: Task) -> dict[str, Any]:
    """A task's state today, as a shape and a word."""
    kind, word = badge(task, clock.today())
    return {"kind": kind, "word": word}


@register.inclusion_tag("ui/parts/state.html")
def binding_state(binding: Binding) -> dict[str, Any]:
    """What the reviewer said of a piece, as a shape and a word."""
    kind, word = binding_badge(binding)
    return {"kind": kind, "word": word}
