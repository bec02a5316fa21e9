"""Tags of this room's pages."""

from django import template
from django.core.paginator import Page
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.ledgers.models import LedgerRecord
from duban.ui.navigation import addresses_of

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
