"""The rules read back in sentences: a sheet of the result, and the guide of the template."""

from typing import Any

from duban.scoring.evaluation.plan import indicators_of
from duban.scoring.result import show
from duban.scoring.scheme.model import Scheme
from duban.scoring.sentences import indicator_sentence, sentence


def write_rules(workbook: Any, look: Any, scheme: Scheme, name: str = "规则") -> None:
    """One row a line: what it is worth and its rule as a sentence."""
    sheet = workbook.add_worksheet(name)
    for i, (heading, width) in enumerate(
        [
            ("分组", 16),
            ("指标编码", 10),
            ("指标", 26),
            ("满分", 7),
            ("指标怎样计", 34),
            ("细则", 10),
            ("规则", 80),
            ("说明", 40),
        ]
    ):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, heading, look.head)
    sheet.freeze_panes(1, 0)
    row = 1
    for indicator, path in indicators_of(scheme.groups):
        for line in indicator.lines:
            full = "" if indicator.max is None else show(indicator.max)
            cells = [
                "／".join(g.name for g in path), indicator.code, indicator.name, full, indicator_sentence(indicator),
                line.code, sentence(line, scheme), line.note or indicator.note,
            ]  # fmt: skip
            for column, value in enumerate(cells):
                sheet.write_string(row, column, value, look.text)
            row += 1
