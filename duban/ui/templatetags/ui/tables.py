"""Lists and tables: the scroll region, filters, switches, pages, the tree beside them, and the bulk bar."""

from typing import Any

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.ui.shapes import TreeNode
from duban.ui.templatetags.ui.library import icon, joined, one_of, optional, register, thousands, with_acts

TABLES = {"", "heat", "points", "ledger", "grouped", "verdicts"}


@register.simple_block_tag(takes_context=False)
def table(content: str, label: Any, kind: str = "", *, as_list: bool = True, rows: bool = True) -> SafeString:
    """A table that scrolls inside itself; between the tags thead, tbody and perhaps tfoot.

    Args:
        content: the inside of the table.
        label: what it is a table of; screen readers say it.
        kind: `heat` (units by months), `points` (scores with reasons), `ledger` (state at the right edge on a phone),
            `verdicts` (what was read of a workbook, wider than the page).
        as_list: on a phone each row becomes an entry; its cells carry `data-label`.
        rows: j and k move between the rows, Enter opens the row's first link.
    """
    names = [
        "t",
        f"is-{kind}" if one_of(kind, TABLES, "table") else "",
        "is-list" if as_list and kind != "heat" else "",
    ]
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="{}"{}><caption class="vh">{}</caption>{}</table></div>',
        label,
        " ".join(filter(None, names)),
        SafeString(" data-rows") if rows else "",
        label,
        content,
    )


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Which rows are shown of how many, and the way to the others; keeps what stands in the address.

    `page` is a page of Django's Paginator.
    """
    request = context.get("request")
    kept = request.GET.copy() if request else None

    def address(number: int) -> str:
        if kept is None:
            return f"?page={number}"
        kept["page"] = str(number)
        return f"?{kept.urlencode()}"

    last = page.paginator.num_pages
    return {
        "page": page,
        "count": page.paginator.count,
        "last": last,
        "whole": thousands(page.paginator.count),
        "first": thousands(page.start_index()),
        "end": thousands(page.end_index()),
        "first_url": address(1),
        "last_url": address(last),
        "before_url": address(page.number - 1) if page.has_previous() else "",
        "after_url": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("ui/parts/chips.html")
def chips(items: Any, label: Any = "") -> dict[str, Any]:
    """Filters in a row, each with its count. Items: duban.ui.shapes.Chip."""
    return {"items": items, "label": label or _("Filter")}


@register.inclusion_tag("ui/parts/seg.html")
def seg(items: Any, label: Any) -> dict[str, Any]:
    """A switch between two or three views of the same thing (我的 / 本单位). Items: duban.ui.shapes.Chip."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Any, label: Any) -> dict[str, Any]:
    """Parts of one page, each with its own address. Items: duban.ui.shapes.Chip."""
    return {"items": items, "label": label}


@register.simple_block_tag(takes_context=False)
def toolbar(content: str, label: Any = "") -> SafeString:
    """Fields, filters and buttons above a table. `<span class="grow"></span>` pushes what follows to the right."""
    return format_html('<div class="filters" role="group" aria-label="{}">{}</div>', label or _("Filter"), content)


@register.simple_tag
def export(url: str, count: int | None = None) -> SafeString:
    """The button that gives exactly what is filtered, as an Excel file."""
    word = (
        _("Export") if count is None else ngettext("Export this row", "Export these %(n)s rows", count) % {"n": count}
    )
    return format_html('<a class="btn" href="{}" download>{}{}</a>', url, icon("download"), word)


@register.inclusion_tag("ui/parts/tree.html")
def tree(nodes: Any, label: Any, *, scope: Any = (), find_url: str = "", finds: str = "") -> dict[str, Any]:
    """The tree at the left of a table, inside `<div class="tree-table">`; on a phone it folds into one line.

    Args:
        nodes: flat, in order: duban.ui.shapes.TreeNode.
        label: what it is a tree of.
        scope: two Chips, 本级 and 本级及以下.
        find_url: where its search field sends `q`; without it there is no field.
        finds: what was searched for.
    """
    nodes = list(nodes)
    return {
        "lines": joined([_line(node) for node in nodes]),
        "label": label,
        "scope": list(scope),
        "here": next((node for node in nodes if node.is_on), None),
        "within": next((item.word for item in scope if item.is_on), ""),
        "find_url": find_url,
        "finds": finds,
    }


def _line(node: TreeNode) -> SafeString:
    """One node as a line: a county has hundreds, so they are put together here."""
    count = thousands(node.count) if node.count is not None else ""
    late = _("%(n)s late") % {"n": node.late} if node.late else ""
    return format_html(
        '<li class="lv-{}"><a {}href="{}"><span class="tw">{}</span><span class="name">{}</span>'
        '<span class="n">{}{}</span></a></li>',
        node.depth,
        SafeString('class="is-on" aria-current="true" ' if node.is_on else ""),
        node.url,
        "" if node.is_open is None else icon("chevron-down" if node.is_open else "chevron-right"),
        node.name,
        optional('<span class="warn">{}</span> ', late),
        count,
    )


@register.simple_block_tag(takes_context=False)
def bulk(content: str, title: Any, sub: Any = "") -> SafeString:
    """What can be done with the chosen rows; between the tags `{% acts %}`."""
    before, buttons = with_acts(content)
    return format_html(
        '<div class="bulk" role="region" aria-label="{}"><div class="grow"><b>{}</b>{}{}</div>{}</div>',
        _("For the chosen"),
        title,
        optional('<span class="sub">{}</span>', sub),
        before,
        buttons,
    )


@register.simple_block_tag(takes_context=False)
def panel(content: str, title: Any, sub: Any = "", url: str = "") -> SafeString:
    """The side panel: a fragment that htmx puts into `#panel`. Esc closes it; `url` is the object's own page."""
    body, buttons = with_acts(content)
    close = format_html(
        '<button class="close" type="button" data-close>{}{} <kbd>Esc</kbd></button>', icon("x"), _("Close")
    )
    heading = optional('<a href="{}">{}</a>', url, title) or title
    return format_html(
        '<aside class="panel" aria-label="{}" tabindex="-1"><header>{}<h2>{}</h2>{}</header>'
        '<div class="body">{}</div>{}</aside>',
        title,
        close,
        heading,
        optional('<p class="soft small">{}</p>', sub),
        body,
        optional("<footer>{}</footer>", joined([buttons]) if buttons else ""),
    )
