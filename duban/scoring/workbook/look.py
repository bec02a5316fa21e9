"""How the workbooks look: a few cell formats, rows as high as their words, pages that print on A4."""

from decimal import Decimal
from typing import Any


class Look:
    """The cell formats of one workbook."""

    def __init__(self, workbook: Any):
        base = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        line = {**base, "bottom": 1, "bottom_color": "#D4CEC5", "valign": "top"}
        words = {**line, "align": "left", "indent": 1}
        number = {**line, "align": "right"}
        head = {**base, "bold": True, "bg_color": "#F1EEEA", "bottom": 2, "bottom_color": "#8F877D", "text_wrap": True}
        self.title = workbook.add_format({**base, "bold": True, "font_size": 14})
        self.note = workbook.add_format({**base, "font_color": "#6E675F"})
        self.head = workbook.add_format({**head, "align": "left", "indent": 1})
        self.head_number = workbook.add_format({**head, "align": "right"})
        self.text = workbook.add_format({**words, "text_wrap": True})
        self.plain = workbook.add_format(words)
        self.late = workbook.add_format({**words, "font_color": "#B0241C"})
        self.quiet = workbook.add_format({**words, "font_color": "#6E675F"})
        self.number = workbook.add_format(number)
        self.late_number = workbook.add_format({**number, "font_color": "#B0241C"})
        self.strong = workbook.add_format({**number, "bold": True})
        self.cut = {
            self.number: workbook.add_format({**number, "num_format": "0.00"}),
            self.strong: workbook.add_format({**number, "bold": True, "num_format": "0.00"}),
        }

    def put(self, sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
        """One cell: numbers as numbers, words as words that never turn into formulas."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            form = form or self.number
            if isinstance(value, Decimal) and value != round(value, 4):
                form = self.cut.get(form, form)  # shown with two places; the JSON keeps every digit
            sheet.write_number(row, column, float(value), form)
        elif value in (None, ""):
            sheet.write_blank(row, column, None, form or self.plain)
        else:
            sheet.write_string(row, column, str(value), form or self.plain)


def height(cells: list[tuple[str, int]]) -> int:
    """Points of height that wrapped texts need in columns so many characters wide (a Chinese one counts two)."""
    lines = 1
    for text, width in cells:
        wide = [sum(2 if ord(c) > 255 else 1 for c in part) for part in text.split("\n")]
        lines = max(lines, sum(max(1, -(-w // max(width - 2, 1))) for w in wide))
    return min(15 * lines + 3, 400)


def page(sheet: Any, widths: list[int], head_row: int, freeze: int = 0) -> None:
    """A4 across, the head on every page, page numbers below."""
    for i, width in enumerate(widths):
        sheet.set_column(i, i, width)
    sheet.freeze_panes(head_row + 1, freeze)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")
