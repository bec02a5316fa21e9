"""What heads a page or a part of it: title, section, notice, empty, actions."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duban.ui.navigation import NavLine
from duban.ui.shapes import Link
from duban.ui.templatetags.ui.library import ACTS, NOTHING, icon, joined, one_of, optional, register, with_acts

NOTICES = {"info", "late", "done"}
PILLS = {"plain", "late", "soon", "doing", "done"}


@register.simple_tag
def nav_line(line: NavLine) -> SafeString:
    """An entry of the side bar, or of the foot bar of a phone."""
    here = SafeString(f'class="is-on" aria-current="{"page" if line.is_page else "true"}" ') if line.is_on else NOTHING
    count = optional('<span class="n">{}</span>', line.count or "")
    return format_html('<a {}href="{}">{}<span>{}</span>{}</a>', here, line.url, icon(line.icon), line.label, count)


def crumb_of(crumb: Any) -> SafeString:
    """The way from the top to this page: one word, or links of which the last may have no address."""
    if not crumb:
        return NOTHING
    links = [Link(crumb)] if isinstance(crumb, str) else crumb
    rule = SafeString("<i>/</i>")
    parts = [
        joined([rule if number else NOTHING, optional('<a href="{}">{}</a>', link.url, link.word) or _word(link)])
        for number, link in enumerate(links)
    ]
    return format_html('<nav class="crumb" aria-label="{}">{}</nav>', _("Where this stands"), joined(parts))


def _word(link: Link) -> SafeString:
    return format_html("<span>{}</span>", link.word)


@register.simple_block_tag(takes_context=False)
def page_head(content: str, title: str, crumb: Any = "") -> SafeString:
    """The head of a page: between the tags the lead, one sentence, then perhaps `{% acts %}`."""
    lead, acts = with_acts(content)
    return format_html(
        '{}<div class="page-title"><div><h1>{}</h1>{}</div>{}</div>',
        crumb_of(crumb),
        title,
        optional('<p class="lead">{}</p>', lead),
        acts,
    )


@register.simple_block_tag(takes_context=False)
def acts(content: str, *, not_phone: bool = False) -> SafeString:
    """Buttons in a row; the first is the one that is due. Last inside page_head, remark, panel or bulk.

    `not_phone` when the page repeats them for phones in `<div class="stick">` at its end.
    """
    hidden = " not-phone" if not_phone else ""
    return mark_safe(f'{ACTS}{hidden}">{content}</div>')  # noqa: S308 - the template's own, escaped when rendered


@register.simple_block_tag(takes_context=False)
def section(content: str, title: str, count: Any = "", end: Any = "", key: str = "") -> SafeString:
    """A heading over a hairline, with a count beside it and a remark at its end; `key` is its id."""
    return format_html(
        '<section class="sec"{}><header><h2>{}</h2>{}{}</header>{}</section>',
        optional(' id="{}"', key),
        title,
        optional('<span class="n">{}</span>', count),
        optional('<span class="end">{}</span>', end),
        content,
    )


@register.simple_block_tag(takes_context=False)
def empty(content: str, title: str, *, is_done: bool = False) -> SafeString:
    """What stands where nothing is: says so, and what comes next. `is_done` draws the tick of finished work."""
    tick = SafeString(
        '<svg class="tick" viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="20"/>'
        '<path d="m13.5 22.5 6 6 11.5-13"/></svg>'
    )
    return format_html(
        '<div class="empty-note{}">{}<h2>{}</h2><div class="next">{}</div></div>',
        " is-done" if is_done else "",
        tick if is_done else NOTHING,
        title,
        content,
    )


@register.simple_block_tag(takes_context=False)
def notice(content: str, title: str, kind: str = "info") -> SafeString:
    """A remark that belongs to the page: `info`, `late` or `done`."""
    return format_html(
        '<div class="notice is-{}"><h2>{}</h2><p>{}</p></div>', one_of(kind, NOTICES, "notice"), title, content
    )


@register.simple_tag
def pill(word: Any, kind: str = "plain") -> SafeString:
    """One word about a thing that is no state of work: draft, public, demonstration."""
    return format_html('<span class="pill is-{}">{}</span>', one_of(kind, PILLS, "pill"), word)
