"""The rules read back in sentences: a sheet of the result, and the guide of the template."""

from typing import Any

from duban.scoring.evaluation.plan import indicators_of
from duban.scoring.result import show
from duban.scoring.scheme.model import Scheme
from duban.scoring.sentences import indicator_sentence, sentence
from duban.scoring.workbook.look import Look, height, page

HEADINGS = ("分组", "指标编码", "指标", "满分", "指标怎样计", "细则", "规则", "说明")
WIDTHS = (16, 10, 26, 7, 34, 10, 80, 40)


def write_rules(workbook: Any, look: Look, scheme: Scheme, name: str = "规则") -> None:
    """One row a line: what it is worth and its rule as a sentence."""
    sheet = workbook.add_worksheet(name)
    page(sheet, list(WIDTHS), 0)
    for i, heading in enumerate(HEADINGS):
        sheet.write_string(0, i, heading, look.head)
    row = 1
    for indicator, path in indicators_of(scheme.groups):
        for line in indicator.lines:
            full = "" if indicator.max is None else show(indicator.max)
            cells = [
                "／".join(g.name for g in path), indicator.code, indicator.name, full, indicator_sentence(indicator),
                line.code, sentence(line, scheme), line.note or indicator.note,
            ]  # fmt: skip
            sheet.set_row(row, height(list(zip(cells, WIDTHS, strict=True))))
            for column, value in enumerate(cells):
                sheet.write_string(row, column, value, look.text)
            row += 1
