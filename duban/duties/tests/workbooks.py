"""Workbooks with lists, as people send them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.duties.export import XLSX
from duban.duties.list_workbook.columns import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]
DUTY = {
    "序号": 1,
    "指标编码": "d01",
    "事实标签": "专题研究",
    "类别": "责任落实",
    "责任事项": "专题研究机关党建",
    "验收标准": "形成任务分工并落实到人",
    "责任岗位": "党组书记",
    "依据": "附件第1项",
    "佐证提示": "决定事项一句话即可",
    "分解到支部": "否",
    "适用单位类别": "",
    "时限": "11月30日",
}


def duty(number: int = 1, **changes: Any) -> list[Any]:
    """The cells of one duty in the order of the template."""
    said = {**DUTY, "序号": number, "指标编码": f"d{number:02d}", **changes}
    return [said[heading] for heading in HEADINGS]


def written(
    path: Path, *rows: Sequence[Any], head: Sequence[Any] = HEADINGS, sheet: str = "清单", above: int = 0
) -> Path:
    """A workbook with these rows below the headings, which stand below so many titles."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    page, day = book.add_worksheet(sheet), book.add_format({"num_format": "yyyy-mm-dd"})
    for line in range(above):
        page.merge_range(line, 0, line, len(head) - 1, "示例县机关党建责任清单", book.add_format())
    for line, row in enumerate([head, *rows], start=above):
        for at, value in enumerate(row):
            if hasattr(value, "year"):
                page.write_datetime(line, at, value, day)
            elif isinstance(value, str):
                page.write_string(line, at, value)
            elif value is not None:
                page.write(line, at, value)
    book.close()
    return path


def uploaded(path: Path, name: str = "清单.xlsx") -> SimpleUploadedFile:
    """The workbook as a browser sends it."""
    return SimpleUploadedFile(name, path.read_bytes(), content_type=XLSX)
