"""Lists as they go out: a table under headings."""

import datetime
import io

from openpyxl import load_workbook

from duban.base.workbook.write import Book


def test_what_begins_like_a_formula_is_quoted_and_days_are_words():
    file = io.BytesIO()
    book = Book(file)

    book.table(
        "人员",
        [("姓名", 12), ("党员数", 8), ("日期", 12)],
        [["=1+1", 3, datetime.date(2026, 3, 5)], ["秦书文", None, ""]],
    )
    book.close()

    rows = load_workbook(file)["人员"]
    assert [[cell.value for cell in row] for row in rows] == [
        ["姓名", "党员数", "日期"],
        ["=1+1", 3, "2026-03-05"],
        ["秦书文", None, None],
    ]
    assert (bool(rows["A2"].quotePrefix), bool(rows["A3"].quotePrefix)) == (True, False)
