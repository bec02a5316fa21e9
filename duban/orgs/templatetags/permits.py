"""Whether a button is shown: asked of the permit itself, so that a page and its verb never disagree."""

from typing import Any

from django import template
from django.template.context import RequestContext

from duban.orgs.permits import PERMITS

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: RequestContext, name: str, obj: Any) -> bool:
    """True when the person who looks at the page could do it to the object now.

    Raises:
        KeyError: no such permit.
    """
    return PERMITS[name].possible(context["request"].user, obj)
