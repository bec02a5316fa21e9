"""What a workbook hides is found before a reader holds it, by code that needs no Django."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from duban.base.workbook.package import Fault, Size, hidden_faults, what_is_wrong_with

MOST = Size(rows=100, columns=10)


def written(path: Path, *cells: tuple[str, object]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("清单")
    for cell, value in cells:
        sheet.write(cell, value)
    book.close()
    return path


def test_it_can_be_used_without_django():
    program = "import sys, duban.base.workbook.package; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("J100", None),
        ("A101", Fault("清单!A101", "有内容", "不超过100行、10列")),
        ("K1", Fault("清单!K1", "有内容", "不超过100行、10列")),
        ("XFD1048576", Fault("清单!XFD1048576", "有内容", "不超过100行、10列")),
    ],
)
def test_a_cell_far_out_is_named_before_anybody_holds_the_sheet(tmp_path, cell, fault):
    book = written(tmp_path / "远.xlsx", ("A1", "序号"), (cell, 1))

    assert list(hidden_faults(book, {"清单"}, MOST)) == ([fault] if fault else [])


def test_an_empty_cell_far_out_is_only_formatting(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "格式.xlsx"))
    sheet = book.add_worksheet("清单")
    sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    book.close()

    assert list(hidden_faults(tmp_path / "格式.xlsx", {"清单"}, MOST)) == []


def test_formulas_are_named_within_the_bounds_too(tmp_path):
    book = written(tmp_path / "公式.xlsx", ("A1", "序号"), ("B2", "=1+1"))

    assert list(hidden_faults(book, {"清单"}, MOST)) == [
        Fault("清单!B2", "公式“=1+1”", "数值（复制后用“选择性粘贴—数值”）")
    ]


def test_a_file_is_called_by_the_name_people_know(tmp_path):
    kept = tmp_path / ("0" * 64)
    kept.write_bytes(b"")

    assert what_is_wrong_with(kept, "清单.xlsx") == Fault(
        "文件 清单.xlsx", "空文件", ".xlsx 工作簿（Excel 2007 以后的格式）"
    )


def test_what_unpacks_to_more_than_is_allowed_is_refused(tmp_path):
    book = written(tmp_path / "大.xlsx", ("A1", "序号"))
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/空白.bin", b"0" * 3_000_000)

    wrong = what_is_wrong_with(book, most_bytes=2_000_000)

    assert wrong == Fault("文件 大.xlsx", "展开后有3兆字节", "不超过2兆字节")
