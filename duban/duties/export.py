"""Tasks as a workbook: exactly those that are filtered, in the order in which they are shown."""

import datetime
import io

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from duban.duties.badges import badge
from duban.duties.models import Task

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def task_workbook(tasks: QuerySet[Task], *, day: datetime.date) -> FileResponse:
    """The tasks as an .xlsx download."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(_("Tasks"))
    head, date = book.add_format({"bold": True, "bg_color": "#F1EEEA"}), book.add_format({"num_format": "yyyy-mm-dd"})
    columns = [
        (_("number"), 12), (_("unit"), 30), (_("task"), 44), (_("acceptance standard"), 44), (_("handled by"), 12),
        (_("due on"), 12), (_("state"), 14), (_("handed in on"), 12), (_("days late"), 10), (_("reason"), 40),
    ]  # fmt: skip
    page.freeze_panes(1, 2)
    for place, (word, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, word, head)
    for row, task in enumerate(tasks.iterator(chunk_size=2000), start=1):
        values = [
            task.number, task.unit.name, task.title, task.standard, task.owner.name if task.owner else None,
            task.due_on, badge(task, day)[1], task.submitted_on, task.late_days, task.reason or None,
        ]  # fmt: skip
        for place, value in enumerate(values):
            if isinstance(value, datetime.date):
                page.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), date)
            elif isinstance(value, int):
                page.write_number(row, place, value)
            elif value:
                page.write_string(row, place, str(value))
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_("Tasks") + f"-{day:%Y%m%d}.xlsx", content_type=XLSX)
