"""Small drawings of numbers, as SVG in percent of their width: type keeps its size, nothing needs a script."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.ui.shapes import Number, Pair
from duban.ui.templatetags.ui.library import register

NEAR = 26
"""Percent of the width below which two words over the score line would touch on a phone."""


def _share(value: Number, low: Number, high: Number) -> float:
    """Where the value stands between the ends, in percent, one decimal, never outside."""
    return round(min(max((float(value) - float(low)) / (float(high) - float(low)) * 100, 0), 100), 1)


def _anchor(share: float) -> str:
    return "start" if share < 10 else "end" if share > 90 else "middle"


@register.inclusion_tag("ui/parts/scale.html")
def scale(
    value: Number,
    bands: Any,
    whole: Number = 100,
    top: Number | None = None,
    low: Number | None = None,
    *,
    value_word: Any = None,
    top_word: Any = None,
) -> dict:
    """The score line: where the points stand among the grade bands, and what can still be reached.

    Args:
        value: points now.
        bands: duban.ui.shapes.Band, lowest first; the first starts at 0.
        whole: the most there is.
        top: the most that can still be reached.
        low: where the line begins; left out, a band's width below the first limit.
        value_word: how `value` is written, where it has more decimals than a reader needs.
        top_word: the same of `top`.
    """
    bands = list(bands)
    if low is None:
        cuts = [float(band.start) for band in bands]
        low = max(0.0, 2 * cuts[1] - cuts[2]) if len(cuts) > 2 else 0
        low = 0 if float(value) < low else low
    ends = [*(band.start for band in bands[1:]), whole]
    drawn = []
    for band, end in zip(bands, ends, strict=True):
        start, stop = _share(band.start, low, whole), _share(end, low, whole)
        is_here = float(band.start) <= float(value) < float(end) or (end is whole and value == whole)
        drawn.append({"band": band, "x": start, "width": round(stop - start, 1), "is_here": is_here})
    now = _share(value, low, whole)
    reach = None if top is None else _share(top, low, whole)
    anchors = _anchor(now), _anchor(reach) if reach is not None else ""
    if reach is not None and reach - now < NEAR:
        anchors = ("start" if now < NEAR / 2 else "end"), ("end" if reach > 100 - NEAR / 2 else "start")
    here = next((item["band"].word for item in drawn if item["is_here"]), "")
    return {
        "value": value if value_word is None else value_word,
        "top": top if top_word is None else top_word,
        "bands": drawn,
        "now": now,
        "reach": reach,
        "way": None if reach is None else round(reach - now, 1),
        "anchors": anchors,
        # When the words over the line would lie on each other, the one on what can be reached goes to its own line.
        "is_tight": reach is not None and reach - now < NEAR and (now < NEAR / 2 or reach > 100 - NEAR / 2),
        "here": here,
    }


@register.inclusion_tag("ui/parts/profile.html")
def profile(rows: Any, low: Number = 0, high: Number = 100, middle_word: Any = "") -> dict[str, Any]:
    """A unit against its own last year and the middle of its category, never against another unit.

    Args:
        rows: duban.ui.shapes.Pair, values in percent.
        low: the left end in percent.
        high: the right end in percent.
        middle_word: what the middle is of: "median of 24 units in economic management".
    """
    return {
        "rows": [_pair(row, low, high) for row in rows],
        "ticks": [f"{low}%", f"{(float(low) + float(high)) / 2:g}%", f"{high}%"],
        "middle_word": middle_word,
    }


def _pair(row: Pair, low: Number, high: Number) -> dict[str, Any]:
    places = {
        name: None if value is None else _share(value, low, high)
        for name, value in (("now", row.now), ("was", row.was), ("middle", row.middle))
    }
    said = [
        word % {"n": value}
        for word, value in (
            (_("this year %(n)s%%"), row.now),
            (_("last year %(n)s%%"), row.was),
            (_("median %(n)s%%"), row.middle),
        )
        if value is not None
    ]
    return {"row": row, "said": ", ".join(said) or _("not yet"), **places}


@register.simple_tag
def spark(values: Any, label: Any) -> SafeString:
    """A row of small columns, one for each month; None leaves its place empty."""
    values = list(values)
    most = max([float(value) for value in values if value is not None] or [0]) or 1
    step = 100 / max(len(values), 1)
    columns = "".join(
        f'<rect x="{number * step:.1f}%" y="{24 - height:.1f}" width="{step * 0.7:.1f}%" height="{height:.1f}"/>'
        for number, value in enumerate(values)
        if value is not None and (height := max(float(value) / most * 24, 1))
    )
    return format_html(
        '<svg class="spark" width="100%" height="24" role="img" aria-label="{}">{}</svg>', label, SafeString(columns)
    )
