"""A scheme as an Excel workbook: out and back without loss, and every fault of a sheet named by its cell."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from duban.scoring.fingerprint import scheme_fingerprint
from duban.scoring.problems import Refused
from duban.scoring.reading.form import to_scheme
from duban.scoring.reading.load import load_scheme, load_text
from duban.scoring.reading.sheet import read_scheme_sheets, write_scheme_sheets
from duban.scoring.scheme.model import Scheme

from .any_scheme import schemes

SCHEMES = sorted((Path(__file__).parents[3] / "packs" / "schemes").glob("*.yaml"))

TEXT = """
scheme: s1
title: 试表
historical: true
window: {from: 2026-01-01, to: 2026-12-31}
categories: [局, 开发区]
tags:
  专题研究会: {kind: event, unit: 次, source_kind: record, absent: none}
  办结率: {kind: number, unit: 比例, source_kind: statistics, at_least: 0, at_most: 1}
total: {max: 10}
groups:
- code: "1"
  name: 甲
  max: 10
  indicators:
  - {code: "1.10", name: 研究, max: 4, limit: {base: max}, lines: [
      {rule: TALLY, name: 研究会, mode: per_shortfall, source: 专题研究会, need: 4, points: -0.50,
       variants: [{when: {类别: 开发区}, set: {need: 2, points: -1.25}}]}]}
  - {code: "1.2", name: 办结, max: 6, lines: [
      {rule: TABLE, key: number, source: 办结率, rows: [{from: 0.9, points: 6}, {from: 0.6, to: 0.9, range: [2, 4]}, {to: 0.6, points: 0}]}]}
"""  # fmt: skip


def read(path: Path) -> Scheme:
    document, places, problems = read_scheme_sheets(path)
    assert problems == []
    scheme, problems = to_scheme(document, places)
    assert problems == []
    assert scheme is not None
    return scheme


def same(one: Scheme, other: Scheme) -> bool:
    return one == other and scheme_fingerprint(one) == scheme_fingerprint(other)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_a_published_scheme_comes_back_equal(path: Path, tmp_path: Path) -> None:
    scheme = load_scheme(path).scheme
    write_scheme_sheets(scheme, tmp_path / "s.xlsx")
    assert same(scheme, read(tmp_path / "s.xlsx"))
    again = load_scheme(tmp_path / "s.xlsx")
    assert same(scheme, again.scheme)
    assert [(w.found, w.expected) for w in again.warnings] == [
        (w.found, w.expected) for w in load_scheme(path).warnings
    ]


@pytest.mark.parametrize("path", SCHEMES[::6], ids=lambda p: p.stem)
def test_another_program_may_save_it(path: Path, tmp_path: Path) -> None:
    """openpyxl writes numbers, texts and days in its own way, as other office programs do."""
    scheme = load_scheme(path).scheme
    write_scheme_sheets(scheme, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    book.save(tmp_path / "t.xlsx")
    assert same(scheme, read(tmp_path / "t.xlsx"))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_and_saves_every_scheme_without_loss(tmp_path: Path) -> None:
    for path in SCHEMES:
        write_scheme_sheets(load_scheme(path).scheme, tmp_path / f"{path.stem}.xlsx")
    out = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, sorted(tmp_path.glob("*.xlsx")))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    lost = [p.stem for p in SCHEMES if not same(load_scheme(p).scheme, read(out / f"{p.stem}.xlsx"))]
    assert lost == []


@given(scheme=schemes())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_scheme_comes_back_equal(scheme: Scheme, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "s.xlsx"
    write_scheme_sheets(scheme, path)
    assert same(scheme, read(path))
    path.unlink()


def test_the_same_scheme_gives_the_same_bytes(tmp_path: Path) -> None:
    scheme = load_text(TEXT).scheme
    write_scheme_sheets(scheme, tmp_path / "a.xlsx")
    write_scheme_sheets(scheme, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_an_officer_sees(tmp_path: Path) -> None:
    write_scheme_sheets(load_text(TEXT).scheme, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    row = _row(book, "细则", 2)
    assert row["指标"] == "1.10"
    assert row["规则"] == "计数"
    assert row["方式"] == "按缺数"
    assert row["应有"] == 4
    assert row["分值"] == "-0.50"
    assert row["读回"] == "“专题研究会”每年应4次，每少1次扣0.5分；类别为开发区的改为应有2、分值-1.25。"
    assert _row(book, "分类参数", 2) == {"细则": "1.10-1", "适用单位": "类别: 开发区", "改为": "应有: 2, 分值: -1.25"}
    assert _row(book, "分档", 3)["裁量幅度"] == "2、4"
    assert book["细则"].column_dimensions["A"].hidden is False
    choices = {d.formula1 for d in book["标签"].data_validations.dataValidation}
    assert '"次数,数字,是否,档次,时限"' in choices


def _row(book: Any, sheet: str, number: int) -> dict[str, Any]:
    heads = [cell.value for cell in book[sheet][1]]
    return {h: c.value for h, c in zip(heads, book[sheet][number], strict=False) if c.value is not None}


def _cell(book: Any, sheet: str, heading: str, row: int) -> Any:
    page = book[sheet]
    return page.cell(row, [c.value for c in page[1]].index(heading) + 1)


def _set(sheet: str, heading: str, row: int, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        _cell(book, sheet, heading, row).value = value

    return change


def _edited(tmp_path: Path, *changes: Callable[[Any], None]) -> Path:
    write_scheme_sheets(load_text(TEXT).scheme, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    for change in changes:
        change(book)
    book.save(tmp_path / "s.xlsx")
    return tmp_path / "s.xlsx"


def test_an_officer_may_type_as_people_type(tmp_path: Path) -> None:
    """Numbers as numbers or text, words or labels, Chinese colons: all the same scheme."""
    path = _edited(
        tmp_path,
        _set("细则", "应有", 2, "4"),
        _set("细则", "方式", 2, "per_shortfall"),
        _set("细则", "规则", 2, "TALLY"),
        _set("分类参数", "适用单位", 2, "类别：开发区"),
        _set("分类参数", "改为", 2, "need: 2\npoints: -1.25"),
        _set("分档", "裁量幅度", 3, "[2, 4]"),
        _set("分组", "编码", 2, 1),
        _set("指标", "分组", 2, 1),
    )
    assert same(read(path), load_text(TEXT).scheme)


def _without(sheet: str) -> Callable[[Any], None]:
    return lambda book: book.remove(book[sheet])


WRONG: dict[str, tuple[list[Callable[[Any], None]], list[str]]] = {
    "word for a number": ([_set("细则", "应有", 2, "四次")], ["细则!{应有}2：“四次”；应为数字"]),
    "unknown word in a drop-down": (
        [_set("细则", "方式", 2, "按月")],
        ["细则!{方式}2：“按月”；应为按次、按缺数、是否、分步"],
    ),
    "unknown rule": (
        [_set("细则", "规则", 2, "公式")],
        ["细则!B2：“公式”；应为计数、查表、时限、评定、测评、引用、逐档、同类比较、汇总、抽查"],
    ),
    "parameter of another rule": (
        [_set("细则", "应有", 3, 4)],
        ["细则!{应有}3：规则“查表”没有“应有”；应为空着，或换一种规则"],
    ),
    "required cell left empty": ([_set("指标", "名称", 2, None)], ["指标!C2：没有填写；应为名称，必填"]),
    "formula": ([_set("指标", "满分", 2, "=1+3")], ["指标!{满分}2：公式“=1+3”；应为值；把公式粘贴为数值"]),
    "unknown heading": ([_set("标签", "单位", 1, "计量")], ["标签!{计量}1：“计量”；应为本表的列名（见重新导出的空白表）"]),
    "unknown indicator": ([_set("细则", "指标", 2, "1.1")], ["细则!A2：“1.1”；应为“指标”表里的编码"]),
    "row of no line": ([_set("分档", "细则", 2, "9-1")], ["分档!A2：“9-1”；应为“细则”表里的编码"]),
    "sheet missing": ([_without("细则")], ["细则：没有这张表；应为方案、分组、指标、细则四张表齐全"]),
    "tag twice": ([_set("标签", "标签", 3, "专题研究会")], ["标签!A3：“专题研究会”写了两次；应为每个标签一行，名称不重复"]),
    "condition not understood": ([_set("分类参数", "适用单位", 2, "类别: [开发区")], ["分类参数!B2：看不懂“{{类别: [开发区}}”；应为如 类别: 开发区, 规模: 5"]),
    "merged cells": ([lambda book: book["指标"].merge_cells("B2:C2")], ["指标!B2:C2：合并单元格；应为每格各填各的，不合并"]),
    "column without a name": (
        [lambda book: setattr(book["就高"].cell(3, 20), "value", "注")],
        ["就高!T1：没有列名，下面却有内容；应为本表的列名"],
    ),
    "head missing": ([_set("分组", "上级分组", 1, None)], ["分组!A1：没有“上级分组”列；应为第一行是列名"]),
    "error value": ([_set("指标", "满分", 2, "#REF!")], ["指标!{满分}2：“#REF!”；应为没有错误的值"]),
    "value that lists two": ([_set("指标", "满分", 2, "3、4")], ["指标!{满分}2：“3、4”；应为数字"]),
    "meaning: unknown tag": ([_set("细则", "标签", 2, "专题会")], ["细则!{标签}2：没有标签“专题会”；应为tags 里的标签：专题研究会、办结率"]),
    "meaning: attribute value": ([_set("分类参数", "适用单位", 2, "类别: 镇")], ["分类参数!B2：类别“镇”没有登记的可能；应为局、开发区"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_sheet_is_told_by_its_cell(name: str, tmp_path: Path) -> None:
    changes, expected = WRONG[name]
    path = _edited(tmp_path, *changes)
    book = openpyxl.load_workbook(path)
    with pytest.raises(Refused) as refused:
        load_scheme(path)
    letters = {
        cell.value: cell.column_letter
        for sheet in ("分档", "标签", "指标", "细则")
        if sheet in book.sheetnames
        for cell in book[sheet][1]
    }
    sheet = expected[0].partition("!")[0]
    if sheet in book.sheetnames:
        letters |= {cell.value: cell.column_letter for cell in book[sheet][1]}
    assert [str(p) for p in refused.value.problems] == [e.format(**letters) for e in expected]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("s.xlsx", b"scheme: s1", "文件 s.xlsx：不是工作簿；应为.xlsx 工作簿（Excel 2007 以后的格式）"),
        ("s.xlsx", b"", "文件 s.xlsx：空文件；应为.xlsx 工作簿（Excel 2007 以后的格式）"),
        (
            "s.xls",
            bytes.fromhex("d0cf11e0a1b11ae1"),
            "文件 s.xls：是旧版 .xls，或加了打开密码；应为.xlsx 工作簿（Excel 2007 以后的格式），不加密码",
        ),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refused:
        load_scheme(tmp_path / name)
    assert [str(p) for p in refused.value.problems] == [message]


def test_half_a_workbook_is_told_as_broken(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    write_scheme_sheets(load_text(TEXT).scheme, path)
    with zipfile.ZipFile(path) as whole:
        kept = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as broken:
        for name, content in kept.items():
            broken.writestr(name, content[: len(content) // 2] if "sheet5" in name else content)
    with pytest.raises(Refused) as refused:
        load_scheme(path)
    assert [str(p) for p in refused.value.problems] == ["文件 s.xlsx：工作簿已损坏；应为能打开的 .xlsx 工作簿"]


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path, scheme = tmp_path / "s.xlsx", load_text(TEXT).scheme
    write_scheme_sheets(scheme, path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="一格最多32767个字"):
        write_scheme_sheets(scheme.model_copy(update={"basis": "长" * 40_000}), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["s.xlsx"]
