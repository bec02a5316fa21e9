"""Candidates as a workbook: exactly those that are filtered, in the order in which they are shown."""

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.ledgers.admission.pages import ways_asked_for
from duban.orgs.export import workbook


def admissions_workbook(request: HttpRequest) -> FileResponse:
    """The list as an .xlsx download."""
    heads = [
        (pgettext("admission", "who"), 14), (_("organisation"), 40), (_("stage"), 14), (_("due next"), 26),
        (pgettext("day", "by"), 12), (_("days left"), 10), (_("state"), 14), (_("basis"), 40),
    ]  # fmt: skip
    rows = (
        [
            way.person.name,
            way.unit.name,
            way.get_stage_display(),
            stand.due.step.name if stand.due else None,
            str(stand.limit.day) if stand.limit else None,
            stand.left,
            stand.word,
            stand.limit.cited if stand.limit else None,
        ]
        for way, stand in ways_asked_for(request).shown
    )
    return workbook(_("Admission"), heads, rows)
