"""Pages as drawings: exact to the tenth of a millimetre, whatever the window's width, and with text that can be marked."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.documents.official.sheet.pages import Mark, Page, Rule
from duban.documents.official.sheet.paper import Paper

NUMBER_IN = 1
"""Characters between the edge of the type area and a page number."""


def _n(number: float) -> str:
    return f"{number:.2f}"


def drawn(page: Page, paper: Paper) -> SafeString:
    """One side of the paper as SVG."""
    layout = paper.layout
    rules = format_html_join(
        "",
        '<line class="t-{}" x1="{}" x2="{}" y1="{}" y2="{}" stroke-width="{}"/>',
        ((rule.tone, *_line(rule)) for rule in page.rules),
    )
    boxes = format_html_join(
        "",
        '<rect class="box" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (_n(mark.x - 0.3), _n(mark.y - mark.box * 0.96), _n(mark.width + 0.6), _n(mark.box * 1.2))
            for mark in page.marks
            if mark.box
        ),
    )
    marks = format_html_join(
        "",
        '<text class="f-{} t-{}" x="{}" y="{}" font-size="{}" textLength="{}" lengthAdjust="{}">{}</text>',
        (
            (
                mark.face, mark.tone, _n(mark.x), _n(mark.y), _n(mark.size), _n(mark.width), _adjust(mark), mark.text,
            )
            for mark in page.marks
            if mark.text.strip("　 ")
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="a4" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        _n(layout.page_width_mm),
        _n(layout.page_height_mm),
        _("page %(n)s") % {"n": page.side},
        boxes,
        rules,
        marks,
        _number(page, paper),
    )


def _line(rule: Rule) -> tuple[str, ...]:
    return _n(rule.x), _n(rule.x + rule.width), _n(rule.y), _n(rule.y), _n(rule.thick)


def _adjust(mark: Mark) -> str:
    # A red letterhead is set narrower; everything else keeps its characters and gets the room between them.
    return "spacingAndGlyphs" if mark.tone == "red" else "spacing"


def _number(page: Page, paper: Paper) -> SafeString:
    """— 1 —: at the right of a front side, at the left of a back side, seven millimetres below the type area."""
    if not page.number:
        return SafeString("")
    layout = paper.layout
    size = layout.small_pt * 25.4 / 72
    y = layout.top_mm + layout.height_mm + layout.number_below_mm + size * 0.36
    indent = size * NUMBER_IN
    x = layout.left_mm + layout.width_mm - indent if page.is_odd else layout.left_mm + indent
    anchor = "end" if page.is_odd else "start"
    return format_html(
        '<text class="f-number t-ink" x="{}" y="{}" font-size="{}" text-anchor="{}">— {} —</text>',
        _n(x), _n(y), _n(size), anchor, page.number,
    )  # fmt: skip
