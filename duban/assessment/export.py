"""The matrix as a workbook: exactly the units that are filtered, in establishment order, without ranks (AF-2)."""

import io

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from duban.assessment.account import shown
from duban.assessment.matrix import Cell, Matrix

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def matrix_workbook(matrix: Matrix, *, name: str) -> FileResponse:
    """The table as an .xlsx download. Points are numbers; an absence is its word, never an empty cell or a zero."""
    words = {"missing": _("missing"), "not_yet": _("not yet"), "not_applicable": _("not applicable")}

    def value(cell: Cell) -> float | str:
        return words.get(cell.state) or float(shown(cell.points) or 0)

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "bg_color": "#F1EEEA", "text_wrap": True, "valign": "top"})
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 30)
    page.set_column(1, 3, 10)
    page.set_column(4, 3 + len(matrix.columns), 12)
    heads = [_("unit"), _("category"), _("points"), _("points that count already")]
    heads += [f"{column.code} {column.name}（{column.max}）" for column in matrix.columns]
    for place, word in enumerate(heads):
        page.write_string(0, place, word, head)
    for line, row in enumerate(matrix.rows, start=1):
        page.write_string(line, 0, row.name)
        page.write_string(line, 1, row.category)
        page.write_number(line, 2, float(row.total))
        page.write_number(line, 3, float(row.due))
        for place, cell in enumerate(row.cells, start=4):
            page.write(line, place, value(cell))
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{matrix.period.year}.xlsx", content_type=XLSX)
