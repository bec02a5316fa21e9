"""The components. A Python signature is the list of attributes: a misspelt one fails when the template compiles."""

from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

# State → the shape that stands before its word. The word always stands there; colour comes third.
STATES = {"todo", "sent", "doing", "ok", "back", "late", "soon", "na", "none"}
ABSENCES = {
    "zero": ("v-zero", "0"),
    "missing": ("v-miss", _("missing")),
    "not-applicable": ("v-na", _("not applicable")),
    "not-yet": ("v-yet", _("not yet")),
}


@cache
def _sprite() -> str:
    found = finders.find("vendor/icons.svg")
    if not found:
        raise FileNotFoundError("vendor/icons.svg is missing. Run: make assets")
    with open(found, encoding="utf-8") as file:  # noqa: PTH123 (finders give a plain path)
        return file.read()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word; screen readers pass it by.

    Raises:
        LookupError: the sprite has no such icon (tools/assets.py names them).
    """
    if f'id="{name}"' not in _sprite():
        raise LookupError(f"no icon {name!r}: add it to ICONS in tools/assets.py and run make assets")
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("vendor/icons.svg"), name)


@register.inclusion_tag("ui/parts/state.html")
def state(kind: str, word: str) -> dict[str, str]:
    """A state: a shape for `kind` and the word itself."""
    if kind not in STATES:
        raise ValueError(f"state {kind!r}: expected one of {', '.join(sorted(STATES))}")
    return {"kind": kind, "word": word}


@register.inclusion_tag("ui/parts/absence.html")
def absence(kind: str) -> dict[str, Any]:
    """Zero, missing, not applicable or not yet: four drawings and four words, never a bare dash."""
    name, word = ABSENCES[kind]
    return {"name": name, "word": word}


@register.simple_block_tag(takes_context=False)
def page_head(content: str, title: str, crumb: str = "") -> SafeString:
    """The head of a page; between the tags stands the lead, one sentence."""
    before = format_html('<p class="crumb">{}</p>', crumb) if crumb else ""
    return format_html(
        '{}<div class="page-title"><div><h1>{}</h1><p class="lead">{}</p></div></div>', before, title, content
    )


@register.simple_block_tag(takes_context=False)
def section(content: str, title: str, count: str = "", end: str = "") -> SafeString:
    """A heading over a hairline, with a count beside it and a remark at its end."""
    return format_html(
        '<section class="sec"><header><h2>{}</h2>{}{}</header>{}</section>',
        title,
        format_html('<span class="n">{}</span>', count) if count else "",
        format_html('<span class="end">{}</span>', end) if end else "",
        content,
    )


@register.simple_block_tag(takes_context=False)
def empty(content: str, title: str) -> SafeString:
    """What stands where nothing is: says so, and what comes next."""
    return format_html('<div class="empty-note"><h2>{}</h2><p>{}</p></div>', title, content)


@register.simple_block_tag(takes_context=False)
def notice(content: str, title: str, kind: str = "info") -> SafeString:
    """A remark that belongs to the page: `info` or `late`."""
    if kind not in {"info", "late"}:
        raise ValueError(f"notice {kind!r}: expected info or late")
    return format_html('<div class="notice is-{}"><h2>{}</h2><p>{}</p></div>', kind, title, content)
