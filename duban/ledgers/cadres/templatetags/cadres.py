"""Words of the pool: the name of a band, and how a unit is staffed."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from duban.ledgers.cadres.rules import Staffing
from duban.ui.templatetags.ui.states import state

register = template.Library()
# A unit below or above is no wrong: none of the kinds is drawn as late.
KINDS = {"missing": "none", "below": "soon", "within": "ok", "above": "doing"}


@register.filter
def named(code: str, names: Mapping[str, str | Promise]) -> str | Promise:
    """The name of a band."""
    return names.get(code, code)


@register.filter
def signed(number: int) -> str:
    """+2 or −1."""
    return f"+{number}" if number > 0 else f"−{-number}"


@register.simple_tag
def staffing(check: Staffing) -> SafeString:
    """How a unit is staffed, in a word with its shape."""
    return state(KINDS[check.kind], check.word)
