"""What cells hide, however the sheet's XML is written; and files that are whole or not there."""

import os
import re
import time
import zipfile
from datetime import date

import pytest

from duban.scoring.tests.test_workbook_wrong import FACTS, faults_of, workbook
from duban.scoring.workbook.whole import ABANDONED_SECONDS, written_whole

NUMBER = b'<c r="D2"><v>1</v></c>'
FORMULA_FAULT = "事实!D2：公式“=1+1”；应为数值（复制后用“选择性粘贴—数值”）"
ERROR_FAULT = "事实!D2：错误值#N/A；应为数字或文字"


def rewritten(path, change):
    """The workbook with the XML of its sheet 事实 changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    file = "xl/worksheets/sheet2.xml"
    assert NUMBER in parts[file]
    parts[file] = change(parts[file])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def prefixed(xml: bytes) -> bytes:
    """The same sheet with every element of the main namespace written as x:…"""
    named = re.sub(rb"<(/?)(?![?!])(\w+)", rb"<\1x:\2", xml)
    return named.replace(b'xmlns="', b'xmlns:x="', 1)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (b'<c r="D2"><f>1+1</f><v>2</v></c>', FORMULA_FAULT),
        (b'<c r="D2" t="str"><f t="shared" ref="D2" si="0">1+1</f><v>2</v></c>', FORMULA_FAULT),
        (b'<c t="e" r="D2"><v>#N/A</v></c>', ERROR_FAULT),
        (b"<c r='D2' t='e'><f>NA()</f><v>#N/A</v></c>", ERROR_FAULT),
        (b'<c r="D2"><f>A2&amp;"&lt;"</f><v>2</v></c>', FORMULA_FAULT.replace("1+1", 'A2&"<"')),
        (b"<c><f>1+1</f><v>2</v></c>", FORMULA_FAULT),
    ],
)
@pytest.mark.parametrize("form", [bytes, prefixed], ids=["plain", "prefixed"])
def test_a_formula_or_an_error_is_found_in_any_way_of_writing_it(tmp_path, cell, fault, form):
    path = rewritten(workbook(tmp_path / "事实.xlsx"), lambda xml: form(xml.replace(NUMBER, cell)))

    assert fault in faults_of(path)


def test_a_formula_across_two_pieces_of_the_stream_is_found(tmp_path):
    piece = 1 << 20

    def padded(xml):
        xml = xml.replace(NUMBER, b'<c r="D2"><f>1+1</f><v>2</v></c>')
        at = xml.index(b"<sheetData>")
        room = piece - xml.index(b"<f>") - 1 - len(b"<!---->")
        return xml[:at] + b"<!--" + b" " * room + b"-->" + xml[at:]

    path = rewritten(workbook(tmp_path / "事实.xlsx"), padded)
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/worksheets/sheet2.xml")[piece - 1 : piece + 2] == b"<f>"

    assert FORMULA_FAULT in faults_of(path)


def test_formulas_are_told_each_and_once(tmp_path):
    facts = [FACTS[0], *(["甲局", "通报", date(2026, 3, 1), 1, "市"] for _ in range(3))]
    path = rewritten(
        workbook(tmp_path / "事实.xlsx", facts=facts),
        lambda xml: re.sub(rb'(<c r="D[24]")><v>1</v>', rb"\1><f>1+1</f><v>1</v>", xml),
    )

    assert faults_of(path) == [FORMULA_FAULT, FORMULA_FAULT.replace("D2", "D4")]


def test_a_part_left_by_a_kill_goes_with_the_next_write_and_a_writer_at_work_keeps_his(tmp_path):
    target = tmp_path / "结果.xlsx"
    left, others = tmp_path / ".结果.xlsx.abcd1234.part", tmp_path / ".别的.xlsx.abcd1234.part"
    longer = tmp_path / ".结果.xlsx.旧.xlsx.abcd1234.part"
    old = time.time() - ABANDONED_SECONDS - 60
    for part in (left, others, longer):
        part.write_bytes(b"torn")
        os.utime(part, (old, old))

    with written_whole(target) as first:
        first.write_bytes(b"first")
        with written_whole(target) as second:
            second.write_bytes(b"second")
        assert target.read_bytes() == b"second"

    assert target.read_bytes() == b"first"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([target.name, others.name, longer.name])
