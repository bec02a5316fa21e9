"""The one library every component registers in, and the pieces they are put together from."""

from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NOTHING = mark_safe("")
ACTS = '<div class="acts'


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
    return _icon(name, get_script_prefix())


@cache
def _icon(name: str, _prefix: str) -> SafeString:
    # The tree draws a hundred of them. The prefix is a part of the sprite's address and may differ between requests.
    if f'id="{name}"' not in _sprite():
        raise LookupError(f"no icon {name!r}: add it to ICONS in tools/assets.py and run make assets")
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("vendor/icons.svg"), name)


@register.filter
def thousands(number: int) -> str:
    """A count with commas: 2,914."""
    return f"{number:,}"


def one_of(kind: str, known: set[str], what: str) -> str:
    """The kind itself.

    Raises:
        ValueError: not one of the known ones.
    """
    if kind not in known:
        raise ValueError(f"{what} {kind!r}: expected one of {', '.join(sorted(known))}")
    return kind


def optional(form: str, *values: Any) -> SafeString:
    """The values in the form, or nothing when the first of them is empty."""
    return format_html(form, *values) if values[0] or values[0] == 0 else NOTHING


def joined(parts: list[SafeString]) -> SafeString:
    """The pieces one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def with_acts(content: str) -> tuple[SafeString, SafeString]:
    """What stands before `{% acts %}` in a block, and the actions with their frame."""
    before, mark, rest = content.partition(ACTS)
    return mark_safe(before.strip()), mark_safe(mark + rest)  # noqa: S308 - the template's own, escaped when rendered
