"""The two buttons beside an export: the empty template, and the page where a workbook comes in."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.orgs.exchange import exchange_named
from duban.ui.templatetags.ui.library import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def bring_in(context: dict[str, Any], code: str) -> SafeString | str:
    """The buttons for a kind of rows that is no data itself; nothing for whoever brings in none of it. No query."""
    found = exchange_named(code)
    user = context["request"].user
    if found is None or not (found.adds.reach(user) or found.write.reach(user)):
        return ""
    return links_of(code)


@register.simple_tag
def links_of(code: str) -> SafeString:
    """The same for whoever may anyway."""
    return format_html(
        '<a class="btn" href="{}" download>{}</a><a class="btn" href="{}?kind={}">{}{}</a>',
        reverse("exchange_template", args=[code]),
        _("Template"),
        reverse("exchange_list"),
        code,
        icon("upload"),
        _("Bring in"),
    )
