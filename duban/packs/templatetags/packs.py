"""How the preview of a pack reads: each change in a word, under the kind of content it belongs to."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from duban.packs import citations
from duban.packs.contents import contents
from duban.packs.plan import Change, Line, Plan
from duban.ui.templatetags.ui.states import state

register = template.Library()

WORDS: dict[Change, tuple[str, str | Promise]] = {
    Change.ADD: ("doing", _("is added")),
    Change.CHANGE: ("sent", _("is changed")),
    Change.SAME: ("ok", _("stays as it is")),
    Change.REMOVE: ("back", _("is taken away")),
    Change.KEEP_USED: ("na", _("stays: in use")),
    Change.KEEP_LOCAL: ("na", _("stays: changed here")),
    Change.KEEP_OTHER: ("na", _("stays: from elsewhere")),
}


@register.filter
def change_counts(plan: Plan) -> list[tuple[str | Promise, int]]:
    """(word, how many) for the changes that occur."""
    return [(WORDS[change][1], n) for change, n in plan.counts().items()]


@register.filter
def by_content(plan: Plan) -> list[tuple[str | Promise, list[Line]]]:
    """(kind of content, its lines), what stays the same left out."""
    changed = set(Change) - {Change.SAME}
    found = [(content.label, plan.of(content, *changed)) for content in contents()]
    return [(label, lines) for label, lines in found if lines]


@register.simple_tag
def change_state(line: Line) -> SafeString:
    """The change of a line as a state."""
    return state(*WORDS[line.change])


@register.simple_tag(takes_context=True)
def cite(context: Context, said: Any) -> str:
    """A rule parameter, or words that cite something, with links to the texts that are at hand. Any page may use it."""
    return citations.cite(said, getattr(context.get("request"), "user", None))
