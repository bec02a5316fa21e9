"""States of work and kinds of absence: a shape, a word, and colour last."""

import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from duban.ui.days import said_day
from duban.ui.templatetags.ui.library import one_of, optional, register

# State → the shape that stands before its word. The word always stands there; colour comes third.
STATES = {"todo", "fair", "sent", "doing", "ok", "back", "late", "soon", "na", "none"}
ABSENCES = {
    "zero": ("v-zero", "0"),
    "missing": ("v-miss", _("missing")),
    "not-applicable": ("v-na", _("not applicable")),
    "not-yet": ("v-yet", _("not yet")),
}
METERS = {"plain", "soon", "late", "done"}
HEAT = {
    "done": ("✓3", _("all done")),
    "doing": ("2/3", _("under way")),
    "soon": (_("soon 1"), _("due within 7 days")),
    "back": (_("back 1"), _("returned")),
    "late": (_("late 1"), _("overdue")),
    "wait": ("2", _("not due yet")),
    "na": ("—", _("not applicable")),
    "none": ("", _("nothing asked")),
}


@register.simple_tag
def state(kind: str, word: Any) -> SafeString:
    """A state: a shape for `kind` and the word itself."""
    return format_html('<span class="st st-{}">{}</span>', one_of(kind, STATES, "state"), word)


@register.simple_tag
def absence(kind: str, word: Any = "") -> SafeString:
    """Zero, missing, not applicable or not yet: four drawings and four words, never a bare dash.

    `word` says it more closely: "not filled in" for missing, "18 December" for not-yet.
    """
    name, usual = ABSENCES[one_of(kind, set(ABSENCES), "absence")]
    return format_html('<span class="{}">{}</span>', name, word or usual)


@register.simple_tag
def meter(value: Any, of: Any, label: Any, kind: str = "plain") -> SafeString:
    """How much of a whole, as a bar. The numbers themselves stand beside it as text."""
    return format_html(
        '<progress class="meter is-{}" value="{}" max="{}" aria-label="{}"></progress>',
        one_of(kind, METERS, "meter"),
        str(value),
        str(of or 1),
        label,
    )


@register.simple_tag
def points(value: Any, of: Any, label: Any) -> SafeString:
    """Points got of points possible: the number, the whole, and the bar. None is drawn by `absence` instead."""
    return format_html(
        '<span class="got"><b{}>{}</b><span class="of"> / {}</span>{}</span>',
        "" if value else SafeString(' class="v-zero"'),
        value,
        of,
        meter(value, of, label),
    )


@register.simple_tag
def heat(kind: str, word: Any = "", *, url: str = "", label: Any = "", is_on: bool = False) -> SafeString:
    """One cell of a heat table. The word stands in the cell (✓3, 2/3, 临1, 退1, 逾1, 2, —); `label` says it in full.

    With `url` it opens in the side panel and still works as a link.
    """
    one_of(kind, set(HEAT), "heat")
    if kind == "none":
        return format_html('<span class="vh">{}</span>', label or HEAT["none"][1])
    if not url:
        return format_html('<span class="h h-{}">{}{}</span>', kind, word or "—", optional("{}", _spoken(label)))
    return format_html(
        '<a class="h h-{}{}" href="{}" hx-get="{}" hx-target="#panel" hx-swap="innerHTML">{}{}</a>',
        kind,
        " is-open" if is_on else "",
        url,
        url,
        word,
        _spoken(label),
    )


def _spoken(label: Any) -> SafeString:
    return optional('<span class="vh"> {}</span>', label)


@register.inclusion_tag("ui/parts/heat_key.html")
def heat_key() -> dict[str, Any]:
    """What the cells of a heat table mean; stands above it."""
    return {"rows": [(kind, sample, word) for kind, (sample, word) in HEAT.items()]}


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A day in words: with its year when it is not this one."""
    return said_day(value)
