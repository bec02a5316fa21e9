"""Tags of this room's pages."""

from django import template
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.ledgers.life import Cell, Stand
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit
from duban.ui.navigation import addresses_of
from duban.ui.templatetags.ui.states import absence, heat, state

register = template.Library()


@register.simple_tag
def record_rows(page: Page) -> SafeString:
    """The lines of the list: fifty at a time, joined here and not in a template."""
    address = addresses_of("record")
    labels = (_("Day"), _("Kind"), _("Organisation"), _("Attendance"))
    day, kind, unit, attendance = (f' data-label="{label}"' for label in labels)
    return format_html_join(
        "",
        f'<tr><td class="nw"{day}>{{}}</td><td class="nw"{kind}>{{}}</td><th scope="row"><a href="{{}}">{{}}</a></th>'
        f'<td{unit}>{{}}</td><td class="num"{attendance}>{{}}</td></tr>',
        (
            (row.held_on.isoformat(), row.kind_name, address(row.pk), row.title, row.unit_name, attendance_of(row))  # type: ignore[attr-defined]
            for row in page
        ),
    )


def attendance_of(record: LedgerRecord) -> str:
    """Present of eligible; '' where nobody was counted."""
    if record.present_count is None:
        return ""
    if record.eligible_count is None or record.eligible_count == record.present_count:
        return str(record.present_count)
    return f"{record.present_count} / {record.eligible_count}"


KINDS = {
    Stand.DONE: "done",
    Stand.DUE: "soon",
    Stand.OVERDUE: "late",
    Stand.NOT_APPLICABLE: "na",
    Stand.NOT_YET: "wait",
    Stand.MISSING: "back",
}
STATES = {Stand.DONE: "ok", Stand.DUE: "soon", Stand.OVERDUE: "late"}
SPANS = {"month": "", "quarter": ' class="w3" colspan="3"', "year": ' class="w12" colspan="12"'}


@register.simple_tag
def year_cell(unit: Unit, cell: Cell) -> SafeString:
    """One cell of the year: done and owed in figures, and in words for whoever hears it."""
    words = {
        Stand.DONE: f"✓{cell.done}",
        Stand.DUE: f"{cell.done}/{cell.owed}",
        Stand.OVERDUE: _("late %(n)s") % {"n": cell.owed - cell.done},
        Stand.NOT_APPLICABLE: "—",
        Stand.NOT_YET: str(cell.owed),
        Stand.MISSING: _("missing"),
    }
    label = f"{cell.owing.definition.name} {cell.period.word}：{cell.word}{cell.why and '，'}{cell.why}"
    url = reverse("life_cell", args=[unit.pk, cell.owing.rule, cell.period.start])
    shown = heat(KINDS[cell.stand], words[cell.stand], url=url, label=label)
    return format_html("<td{}>{}</td>", SafeString(SPANS[cell.period.every]), shown)


@register.simple_tag
def now_cell(unit: Unit, cell: Cell) -> SafeString:
    """One cell of the table of many organisations: a word that opens its rule and its records."""
    shown = cell_state(cell)
    url = reverse("life_cell", args=[unit.pk, cell.owing.rule, cell.period.start])
    return format_html(
        '<td data-label="{}"><a href="{}" hx-get="{}" hx-target="#panel" hx-swap="innerHTML">{}</a></td>',
        cell.owing.definition.name,
        url,
        url,
        shown,
    )


@register.simple_tag
def cell_state(cell: Cell) -> SafeString:
    """How a cell stands, as a shape and a word; not applicable, missing and not yet are drawn as what they are."""
    if cell.stand in STATES:
        word = f"{cell.word} {cell.done}/{cell.owed}" if cell.owed > 1 else cell.word
        return state(STATES[cell.stand], word)
    return absence({Stand.NOT_APPLICABLE: "not-applicable", Stand.NOT_YET: "not-yet"}.get(cell.stand, "missing"))
