"""Tags of this room's pages."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.base import clock
from duban.duties.badges import badge, binding_badge
from duban.duties.models import Binding, Task
from duban.ui.days import said_day
from duban.ui.navigation import addresses_of
from duban.ui.templatetags.ui.states import state

register = template.Library()


@register.simple_tag
def task_state(task: Task) -> SafeString:
    """A task's state today, as a shape and a word."""
    return state(*badge(task, clock.today()))


@register.simple_tag
def binding_state(binding: Binding) -> SafeString:
    """What the reviewer said of a piece, as a shape and a word."""
    return state(*binding_badge(binding))


@register.simple_tag
def task_rows(tasks: Iterable[Any]) -> SafeString:
    """The rows of the list of tasks (`in_short`): fifty at a time, so they are joined here and not in a template."""
    today, address = clock.today(), addresses_of("task")
    # A page has few days and few states.
    said, drawn = cache(said_day), cache(state)
    labels = format_html(
        '<tr><th scope="row">{{}}</th><td class="nw mute" data-label="{}">{{}}</td>'
        '<td data-label="{}"><a href="{{}}">{{}}</a></td><td class="nw" data-label="{}">{{}}</td>'
        '<td class="nw" data-label="{}">{{}}</td><td data-label="{}">{{}}</td></tr>',
        *(_("Number"), _("Task"), _("Handled by"), _("Due"), _("State")),
    )
    return format_html_join(
        "",
        labels,
        (
            (
                task.unit_short or task.unit_name,
                task.number,
                address(task.pk),
                task.title,
                task.owner_name or "",
                said(task.deadline),
                drawn(*badge(task, today)),
            )
            for task in tasks
        ),
    )
