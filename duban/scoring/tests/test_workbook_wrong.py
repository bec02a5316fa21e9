"""Wrong workbooks: every fault at once, each with its sheet and cell, what was found and what is expected."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.workbook.read import read_workbook

SCHEME = load_text(
    """
scheme: county
title: 机关党建考核
historical: true
window: {from: 2026-01-01, to: 2026-12-31}
categories: [机关, 事业单位]
tags:
  通报: {kind: event, source_kind: circular, absent: none, levels: [省, 市]}
  到课率: {kind: number, source_kind: statistics, at_least: 0, at_most: 1}
  有计划: {kind: yes_no, source_kind: document}
groups:
- code: "1"
  name: 责任落实
  indicators:
  - code: "1.1"
    name: 通报
    max: 5
    limit: {base: max}
    lines: [{rule: TALLY, mode: per_event, source: 通报, points: -1}]
  - code: "1.2"
    name: 到课
    max: 1
    lines: [{rule: TABLE, key: number, source: 到课率, rows: [{to: 0.8, points: 0}, {from: 0.8, points: 1}]}]
  - code: "1.3"
    name: 计划
    max: 2
    lines: [{rule: TALLY, mode: if_true, source: 有计划, points: 2}]
  - code: "1.4"
    name: 评议
    max: 10
    lines: [{rule: JUDGE, min: 0, max: 10, who: 工委}]
"""
).scheme

UNITS = [["单位", "类别"], ["甲局", "机关"], ["乙局", "机关"]]
FACTS = [["单位", "标签", "日期", "数值", "级别"], ["甲局", "通报", date(2026, 3, 1), 1, "市"]]


def workbook(path: Path, units=UNITS, facts=FACTS, **more) -> Path:
    """A workbook with these rows; further sheets by name."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in {"单位": units, "事实": facts, **more}.items():
        if rows is None:
            continue
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(r, c, cell, day)
                elif cell is not None:
                    sheet.write(r, c, cell)
    book.close()
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_workbook(path, SCHEME)
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "事实.xlsx"


def test_the_right_workbook_is_read(path):
    book = read_workbook(workbook(path), SCHEME).book

    assert [u.name for u in book.units] == ["甲局", "乙局"]
    assert [(f.unit, f.tag, f.value, f.on, f.key) for f in book.facts] == [
        ("甲局", "通报", 1, date(2026, 3, 1), "事实!2")
    ]


def test_a_missing_sheet_is_named(path):
    assert faults_of(workbook(path, facts=None)) == ["工作表“事实”：没有这张表；应为至少有：单位、事实"]


def test_a_merged_head_is_named_with_its_span(path):
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("单位").write_row(0, 0, ["单位", "类别"])
    sheet = book.add_worksheet("事实")
    sheet.merge_range("A1:C1", "党建工作事实")
    sheet.write_row(1, 0, ["单位", "标签", "数值"])
    book.close()

    assert "事实!A1:C1：表头是合并单元格；应为第1行每列一个标题，不合并" in faults_of(path)


def test_text_in_a_number_is_named(path):
    facts = [
        FACTS[0],
        ["甲局", "通报", date(2026, 3, 1), "2次", "市"],
        ["甲局", "到课率", date(2026, 3, 1), "85%", None],
    ]

    assert faults_of(workbook(path, facts=facts)) == [
        "事实!D2：“2次”；应为数字，不带单位和文字",
        "事实!D3：“85%”；应为数字，不带单位和文字",
    ]


def test_a_unit_listed_twice_names_both_rows(path):
    assert faults_of(workbook(path, units=[*UNITS, ["甲局", "机关"]])) == [
        "单位!A4：“甲局”出现了两次（前一次在单位!2）；应为每个单位只占一行"
    ]


def test_an_unknown_tag_unit_and_category_are_named_with_what_is_allowed(path):
    units = [UNITS[0], ["甲局", "企业"]]
    facts = [FACTS[0], ["甲局", "同报", date(2026, 3, 1), 1, None], ["丙局", "通报", date(2026, 3, 1), 1, "市"]]

    assert faults_of(workbook(path, units=units, facts=facts)) == [
        "单位!B2：“企业”；应为机关、事业单位",
        "事实!B2：“同报”；应为方案里的标签：通报、到课率、有计划",
        "事实!A3：“丙局”不在“单位”表；应为与“单位”表完全一致的名称",
    ]


def test_a_negative_count_is_refused_because_the_scheme_says_the_sign(path):
    facts = [FACTS[0], ["甲局", "通报", date(2026, 3, 1), -1, "市"], ["甲局", "通报", date(2026, 3, 2), 1.5, "市"]]

    assert faults_of(workbook(path, facts=facts)) == [
        "事实!D2：“-1”；应为不小于 0 的数；加还是扣由方案规定",
        "事实!D3：“1.5”；应为整数",
    ]


def test_a_date_outside_the_window_or_no_date_is_named(path):
    facts = [
        FACTS[0],
        ["甲局", "通报", date(2025, 12, 31), 1, "市"],
        ["甲局", "通报", None, 1, "市"],
        ["甲局", "通报", "去年", 1, "市"],
    ]

    assert faults_of(workbook(path, facts=facts)) == [
        "事实!C2：2025-12-31不在计算期间内；应为2026-01-01至2026-12-31之间的日期",
        "事实!C3：空；应为事情发生的日期",
        "事实!C4：“去年”；应为日期，如 2026-03-15",
    ]


def test_formula_and_error_cells_are_named_with_their_formula(path):
    book = Workbook()
    book.active.title = "单位"
    for row in UNITS:
        book.active.append(row)
    sheet = book.create_sheet("事实")
    for row in [*FACTS, ["甲局", "通报", date(2026, 3, 2), "=1+1", "市"]]:
        sheet.append(row)
    book.save(path)

    assert faults_of(path) == ["事实!D3：公式“=1+1”；应为数值（复制后用“选择性粘贴—数值”）"]


def test_an_error_cell_is_no_fact(path):
    book = xlsxwriter.Workbook(str(path))
    for name, rows in {"单位": UNITS, "事实": FACTS}.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, [str(c) if isinstance(c, date) else c for c in row])
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    book.close()

    assert faults_of(path) == ["事实!D2：错误值#DIV/0!；应为数字或文字"]


def test_two_hundred_thousand_wrong_rows_are_told_in_a_few_lines(path):
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.add_worksheet("单位").write_row(0, 0, ["单位", "类别"])
    book.get_worksheet_by_name("单位").write_row(1, 0, ["甲局", "机关"])
    sheet = book.add_worksheet("事实")
    sheet.write_row(0, 0, ["单位", "标签", "日期", "数值"])
    for r in range(1, 200_001):
        sheet.write_row(r, 0, ["甲局", "到课率", "2026-03-01", "不详"])
    book.close()

    with pytest.raises(Refused) as refused:
        read_workbook(path, SCHEME)

    lines = str(refused.value).splitlines()
    assert len(refused.value.problems) == 200_000
    assert lines[0] == "工作簿 事实.xlsx 有 200000 处错误："
    assert lines[1] == "  事实!D2：“不详”；应为数字，不带单位和文字"
    assert lines[-1] == "  事实：另有 199980 处同类错误，最后一处在 事实!D200001；应为数字，不带单位和文字"
    assert len(lines) == 22


def test_two_hundred_thousand_formatted_but_empty_rows_are_no_rows(path):
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("单位")
    sheet.write_row(0, 0, ["单位", "类别"])
    sheet.write_row(1, 0, ["甲局", "机关"])
    sheet = book.add_worksheet("事实")
    sheet.write_row(0, 0, ["单位", "标签", "日期", "数值"])
    framed = book.add_format({"border": 1})
    for r in range(1, 200_001):
        sheet.write_blank(r, 0, None, framed)
    book.close()

    assert read_workbook(path, SCHEME).rows["事实"] == 0


def test_what_is_no_workbook_is_told_apart(tmp_path):
    text, old, empty, torn = (tmp_path / n for n in ("a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"))
    text.write_text("单位,标签\n甲局,通报\n", encoding="utf-8")
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    empty.write_bytes(b"")
    with zipfile.ZipFile(torn, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook")

    expected = ".xlsx 工作簿（Excel 2007 以后的格式）"
    assert faults_of(text) == [f"文件 a.xlsx：不是工作簿；应为{expected}"]
    assert faults_of(old) == [f"文件 b.xlsx：是旧版 .xls，或加了打开密码；应为{expected}，不加密码"]
    assert faults_of(empty) == [f"文件 c.xlsx：空文件；应为{expected}"]
    assert faults_of(torn) == [f"文件 d.xlsx：工作簿已损坏；应为能打开的{expected}"]
    assert faults_of(tmp_path / "e.xlsx") == ["文件 e.xlsx：没有这个文件；应为检查路径和文件名"]


def test_a_misspelt_or_doubled_heading_never_loses_a_column_silently(path):
    facts = [["单位", "标签", "日期", "数值", "级 别"], FACTS[1]]
    twice = [["单位", "类别", "单位"], ["甲局", "机关", "甲局"]]

    assert faults_of(workbook(path, units=twice, facts=facts)) == [
        "单位!C1：“单位”有两栏；应为每个标题只用一次",
        "事实!E1：没有“级 别”这一栏；应为单位、标签、日期、数值、级别、事项、对象、状态、应办日期、来源（备注、序号可自加）",
    ]


def test_a_number_too_long_to_be_exact_is_refused(path):
    facts = [FACTS[0], ["甲局", "到课率", date(2026, 3, 1), 123456789012345678.0, None]]

    assert faults_of(workbook(path, facts=facts))[0].startswith("事实!D2：“1.2345")


def test_a_number_is_what_the_sheet_shows_and_nothing_is_read_into_a_text(path):
    facts = [FACTS[0], ["甲局", "到课率", date(2026, 3, 1), 0.3 + 0.5 - 1e-16, None]]
    assert [str(f.value) for f in read_workbook(workbook(path, facts=facts), SCHEME).book.facts] == ["0.8"]

    for text in ("1,5", "1e3", "１", "0x1", "1_0", "∞"):
        found = faults_of(workbook(path, facts=[FACTS[0], ["甲局", "到课率", date(2026, 3, 1), text, None]]))
        assert found == [f"事实!D2：“{text}”；应为数字，不带单位和文字"], text


def test_a_day_that_is_not_in_the_calendar_is_named(path):
    facts = [FACTS[0], ["甲局", "通报", "2026-02-31", 1, "市"], ["甲局", "通报", "2026年3月1日", 1, "市"]]

    assert faults_of(workbook(path, facts=facts)) == ["事实!C2：“2026-02-31”没有这一天；应为日历上有的日期"]


def test_data_under_no_heading_is_never_left_out_silently(path):
    facts = [[*FACTS[0][:4], None], FACTS[1]]

    assert faults_of(workbook(path, facts=facts)) == ["事实!E1：没有标题，下面却有数据；应为模板里的标题"]


def test_a_code_typed_as_a_number_is_refused_where_it_could_be_two(path):
    lines = "lines: [{rule: JUDGE, min: 0, max: 1, who: 工委}], applies: {opt_out: true, otherwise: zero}"
    both = "\n".join(f'  - {{code: "{c}", name: 项{c}, max: 1, {lines}}}' for c in ("1.1", "1.10", "1.2"))
    scheme = load_text(
        "scheme: s\ntitle: s\nhistorical: true\nwindow: {from: 2026-01-01, to: 2026-12-31}\n"
        f'groups:\n- code: "1"\n  name: g\n  indicators:\n{both}\n'
    ).scheme
    units, facts = [["单位"], ["甲局"]], [["单位", "标签"]]
    rows = [
        ["单位", "指标", "理由"],
        ["甲局", 1.1, "没有"],
        ["甲局", 1.2, "没有"],
        ["甲局", "1.10", "没有"],
        ["甲局", 1.2, "又"],
    ]

    with pytest.raises(Refused) as refused:
        read_workbook(workbook(path, units=units, facts=facts, 不适用=rows), scheme)

    assert [str(p) for p in refused.value.problems] == [
        "不适用!B2：数字1.1，可能是1.1或1.10；应为文本格式的编码",
        "不适用!B5：“1.2”在不适用!3已经登记过；应为只留一行",
    ]


def test_a_torn_sheet_inside_a_whole_package_is_named(path):
    workbook(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content[: len(content) // 2] if name.endswith("sheet2.xml") else content)

    assert "工作表“事实”：内容已损坏；应为能打开的工作表" in faults_of(path)


def test_marks_must_name_a_line_a_person_and_a_number(path):
    marks = [
        ["单位", "细则", "得分", "评分人", "理由"],
        ["甲局", "1.9-1", 5, "工委", "好"],
        ["甲局", "1.4-1", None, None, "好"],
    ]

    assert faults_of(workbook(path, 评分=marks)) == [
        "评分!B2：“1.9-1”；应为可评分的细则或门槛：1.1-1、1.2-1、1.3-1、1.4-1",
        "评分!D3：空；应为必填",
        "评分!C3：空；应为分数；门槛写裁定。还没有评就不要写这一行",
    ]


def test_the_same_number_twice_is_refused_instead_of_one_being_chosen(path):
    row = ["甲局", "到课率", date(2026, 3, 1), 0.9, None]

    assert faults_of(workbook(path, facts=[FACTS[0], row, [*row[:3], 0.7, None]])) == [
        "事实!D3：同一单位、标签、日期在事实!2已经有一个数；应为只留一行"
    ]
