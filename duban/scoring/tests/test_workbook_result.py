"""The result workbook: what stands in it adds up, and it is the same file for the same input."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from duban.scoring.score import score
from duban.scoring.tests.test_workbook_wrong import FACTS, SCHEME, UNITS, workbook
from duban.scoring.workbook.account import COUNTED, PASSED_OVER, TO_DECIDE, account
from duban.scoring.workbook.plain import to_json
from duban.scoring.workbook.read import read_workbook
from duban.scoring.workbook.template import write_template
from duban.scoring.workbook.write import write_result

ROWS = [
    *FACTS,
    ["甲局", "通报", date(2026, 5, 1), 2, "省"],
    ["甲局", "到课率", date(2026, 12, 1), 0.9, None],
    ["甲局", "到课率", date(2026, 6, 1), 0.5, None],
    ["甲局", "有计划", date(2026, 1, 20), "是", None],
    ["乙局", "有计划", date(2026, 1, 20), "否", None],
]
MARKS = [
    ["单位", "细则", "得分", "评分人", "理由"],
    ["甲局", "1.4-1", 8.5, "工委", "两项工作有成效"],
    ["乙局", "1.4-1", 11, "工委", "好"],
]


@pytest.fixture
def opened(tmp_path):
    return read_workbook(workbook(tmp_path / "事实.xlsx", facts=ROWS, 评分=MARKS), SCHEME)


@pytest.fixture
def written(tmp_path, opened):
    path = tmp_path / "结果.xlsx"
    write_result(path, SCHEME, opened, score(SCHEME, opened.book))
    return load_workbook(path)


def rows_of(sheet, head_row):
    head = [c.value for c in sheet[head_row]]
    return [dict(zip(head, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=head_row + 1)]


def test_totals_stand_in_establishment_order_without_a_rank(written):
    rows = rows_of(written["总表"], 4)

    assert [(r["单位"], r["总分"], r["缺报"], r["待决"]) for r in rows] == [("甲局", 13.5, 0, 0), ("乙局", 5, 1, 1)]
    assert not [name for name in rows[0] if "名次" in name or "排名" in name]


def test_the_lines_of_a_unit_add_up_to_its_total(written):
    rows = rows_of(written["明细"], 1)

    for unit, total in (("甲局", 13.5), ("乙局", 5)):
        assert sum(r["计入得分"] for r in rows if r["单位"] == unit) == total


def test_a_line_says_its_facts_and_its_reason(written):
    line = next(r for r in rows_of(written["明细"], 1) if r["单位"] == "甲局" and r["细则"] == "1.1-1 通报")

    assert (line["规则"], line["状态"], line["数量"], line["计入得分"]) == ("计数", "已计分", 3, -3)
    assert line["所据事实"] == "事实!2、事实!3"
    assert line["理由"] == "3次，每次扣1分，共扣3分"


def test_missing_is_another_word_than_zero(written):
    rows = {(r["单位"], r["指标"]): r for r in rows_of(written["明细"], 1) if r["规则"] not in ("起评", "限")}

    assert (rows["乙局", "到课"]["状态"], rows["乙局", "到课"]["计入得分"]) == ("缺报", 0)
    assert (rows["乙局", "计划"]["状态"], rows["乙局", "计划"]["计入得分"]) == ("已计分", 0)
    assert rows["乙局", "评议"]["状态"] == "待决"


def test_what_a_person_must_decide_is_listed_with_the_rows_it_comes_from(written):
    asks = rows_of(written["待决"], 1)

    assert [(a["单位"], a["细则或门槛"], a["要决定什么"], a["有关事实"]) for a in asks] == [
        ("乙局", "1.4-1", "评了11分，应在0至10分之间", "评分!3")
    ]


def test_rows_in_are_rows_out(written, opened):
    cells = [[c.value for c in row] for row in written["核对"].iter_rows()]
    counts = {row[0]: row[1:7] for row in cells if row[0] in ("事实", "评分", "测评", "引用", "不适用")}

    assert counts["事实"] == [6, 5, 1, 0, 0, "相符"]
    assert counts["评分"] == [2, 1, 0, 0, 1, "相符"]
    fates = account(SCHEME, opened.book, score(SCHEME, opened.book))
    assert [(f.key, f.fate, f.note) for f in fates if f.fate != COUNTED] == [
        ("事实!5", PASSED_OVER, "看过未计：已有更晚的事实!4"),
        ("评分!3", TO_DECIDE, ""),
    ]


def test_a_row_lost_on_the_way_is_told_in_the_result(tmp_path, opened):
    lost = replace(opened, book=replace(opened.book, facts=opened.book.facts[1:]))
    doubled = replace(opened, book=replace(opened.book, facts=[*opened.book.facts[1:], opened.book.facts[1]]))
    for name, wrong in (("少", lost), ("重", doubled)):
        write_result(tmp_path / f"{name}.xlsx", SCHEME, wrong, score(SCHEME, wrong.book))

        cells = [[c.value for c in row] for row in load_workbook(tmp_path / f"{name}.xlsx")["核对"].iter_rows()]
        verdicts = {row[0]: row[6] for row in cells if row[0] in ("事实", "评分")}
        assert verdicts == {"事实": "不相符，请停用本结果", "评分": "相符"}


def test_a_fact_told_twice_is_counted_and_pointed_out(tmp_path):
    rows = [*FACTS, FACTS[1], [*FACTS[1][:4], "省"]]
    opened = read_workbook(workbook(tmp_path / "事实.xlsx", facts=rows), SCHEME)

    notes = {f.key: f.note for f in account(SCHEME, opened.book, score(SCHEME, opened.book)) if f.note}

    assert notes == {"事实!3": "计入；与事实!2完全相同，请核对是否重复"}


def test_the_rules_read_back_as_sentences(written):
    rules = {r["细则"]: r["规则"] for r in rows_of(written["规则"], 1)}

    assert rules["1.1-1"] == "“通报”每次扣1分。"


def test_the_same_input_gives_the_same_bytes(tmp_path, opened):
    result = score(SCHEME, opened.book)
    for name in ("一.xlsx", "二.xlsx"):
        write_result(tmp_path / name, SCHEME, opened, result)

    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
    assert to_json(result) == to_json(score(SCHEME, opened.book))


def test_json_keeps_every_digit(opened):
    units = json.loads(to_json(score(SCHEME, opened.book)))["units"]

    assert [(u["unit"], u["total"]) for u in units] == [("甲局", "13.5"), ("乙局", "5")]


def test_words_that_look_like_formulas_stay_words(tmp_path):
    units = [UNITS[0], ["=1+1", "机关"], ["@甲", "机关"]]
    book = read_workbook(workbook_of_words(tmp_path / "a.xlsx", units), SCHEME)
    write_result(tmp_path / "b.xlsx", SCHEME, book, score(SCHEME, book.book))

    rows = rows_of(load_workbook(tmp_path / "b.xlsx")["总表"], 4)
    assert [r["单位"] for r in rows] == ["=1+1", "@甲"]
    assert load_workbook(tmp_path / "b.xlsx")["总表"]["B5"].data_type == "s"


def workbook_of_words(path, units):
    import xlsxwriter  # noqa: PLC0415 - only this test writes strings that look like formulas

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for name, rows in {"单位": units, "事实": [FACTS[0]]}.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, str(cell))
    book.close()
    return path


def test_the_template_filled_in_as_its_example_shows_is_accepted(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(path, SCHEME)
    book = load_workbook(path)
    assert book.sheetnames[:6] == ["单位", "事实", "评分", "测评", "引用", "不适用"]
    book["单位"].append(["甲局", "机关"])
    book["事实"].append(["甲局", "到课率", date(2026, 3, 1), 0.85])
    book["评分"].append(["甲局", "1.4-1", 9, None, "工委", "按时完成"])
    book.save(path)

    opened = read_workbook(path, SCHEME)

    assert opened.rows == {"单位": 1, "事实": 1, "评分": 1, "测评": 0, "引用": 0, "不适用": 0}
    assert score(SCHEME, opened.book).unit("甲局").indicator("1.2").points == Decimal(1)


def test_by_whom_a_point_can_still_be_had(written):
    chances = {r["单位"]: r["还能争取"] for r in rows_of(written["总表"], 4)}

    assert chances["乙局"] == "评议 +10（待裁定）\n到课 +1（补报）"


def test_the_template_offers_tags_and_units_to_choose_from(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(path, SCHEME)

    lists = {
        str(v.sqref).split(":")[0]: v.formula1 for v in load_workbook(path)["事实"].data_validations.dataValidation
    }

    assert lists == {"A2": "单位!$A$2:$A$5000", "B2": "选项!$B$2:$B$4", "E2": "选项!$C$2:$C$3"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_and_keeps_the_result(tmp_path, opened):
    path = tmp_path / "结果.xlsx"
    write_result(path, SCHEME, opened, score(SCHEME, opened.book))
    home = f"-env:UserInstallation=file://{tmp_path}/office"

    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", tmp_path, path], check=True, timeout=120
    )
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "again",
         tmp_path / "结果.ods"], check=True, timeout=120,
    )  # fmt: skip

    rows = rows_of(load_workbook(tmp_path / "again" / "结果.xlsx")["总表"], 4)
    assert [(r["单位"], r["总分"]) for r in rows[:2]] == [("甲局", 13.5), ("乙局", 5)]
