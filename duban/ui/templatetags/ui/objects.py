"""The page of one object: facts, chain, state line, returned remark, files, what happened."""

import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duban.ui.templatetags.ui.library import NOTHING, icon, one_of, optional, register, with_acts
from duban.ui.templatetags.ui.states import state

REMARKS = {"back", "na", "ok", "soon", "late"}


@register.inclusion_tag("ui/parts/facts.html")
def facts(rows: Any) -> dict[str, Any]:
    """Unit, responsible persons, deadline, source: the head of an object. Rows: duban.ui.shapes.Fact."""
    return {"rows": rows}


@register.simple_block_tag(takes_context=False)
def fact(content: str, word: Any, *, is_wide: bool = False) -> SafeString:
    """One line of `<dl class="facts">` whose value is made by the template."""
    return format_html("<div{}><dt>{}</dt><dd>{}</dd></div>", _wide(is_wide), word, content)


def _wide(is_wide: bool) -> SafeString:
    return SafeString(' class="full"') if is_wide else NOTHING


@register.inclusion_tag("ui/parts/chain.html")
def chain(links: Any) -> dict[str, Any]:
    """Duty › task › problem › supervision order on one line. Links: duban.ui.shapes.Link."""
    return {"links": links}


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: Any, label: Any = "") -> dict[str, Any]:
    """Where the object stands, in words with dates. Items: duban.ui.shapes.Step."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened: what, why, when, who, newest first. Events: duban.ui.shapes.Event."""
    return {"events": events}


@register.simple_block_tag(takes_context=False)
def remark(
    content: str, word: Any, kind: str = "back", by: Any = "", at: datetime.datetime | None = None
) -> SafeString:
    """What a reviewer said, on top of the work it is about; perhaps with `{% acts %}`."""
    text, buttons = with_acts(content)
    return format_html(
        '<div class="remark is-{}"><span class="st st-{}">{}</span><div><p>{}</p>{}</div>{}</div>',
        one_of(kind, REMARKS, "remark"),
        kind,
        word,
        text,
        said(by, at),
        buttons,
    )


def said(by: Any, at: datetime.datetime | None) -> SafeString:
    """Who said it and when, or nothing."""
    when = dateformat.format(timezone.localtime(at), "n月j日 H:i") if at else ""
    dot = SafeString('<i class="dot"> </i>') if by and when else NOTHING
    return format_html('<p class="by">{}{}{}</p>', by, dot, when) if by or when else NOTHING


@register.simple_block_tag(takes_context=False)
def file_row(
    content: str, name: Any, url: str = "", sub: Any = "", icon_name: str = "file-text", kind: str = "", word: Any = ""
) -> SafeString:
    """One line of `<ul class="files" data-rows>`; between the tags what can be done with it."""
    return format_html(
        '<li>{}<div>{}{}</div><div>{}</div><div class="go">{}</div></li>',
        icon(icon_name),
        optional('<a class="name" href="{}">{}</a>', url, name) or format_html('<span class="name">{}</span>', name),
        optional('<p class="sub">{}</p>', sub),
        state(kind, word) if kind else NOTHING,
        content,
    )
