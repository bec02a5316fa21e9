"""The command as a person runs it: in a process of its own, on files."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from openpyxl import load_workbook

SCHEME = """
scheme: county
title: 机关党建考核
historical: true
window: {from: 2026-01-01, to: 2026-12-31}
tags: {通报: {kind: event, source_kind: circular, absent: none}}
groups:
- code: "1"
  name: 责任落实
  indicators:
  - {code: "1.1", name: 通报, max: 5, limit: {base: max}, lines: [{rule: TALLY, mode: per_event, source: 通报, points: -1}]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "方案.yaml").write_text(SCHEME, encoding="utf-8")
    return tmp_path


def duban(folder, *words, **more):
    return subprocess.run(
        [sys.executable, "-m", "duban.cli", *words], cwd=folder, capture_output=True, text=True, timeout=120, **more
    )


def facts(folder, count=2, name="事实.xlsx"):
    """The template, filled in by hand."""
    assert duban(folder, "score", "--template", "方案.yaml", "--out", name).returncode == 0
    book = load_workbook(folder / name)
    book["单位"].append(["甲局"])
    book["事实"].append(["甲局", "通报", "2026-03-01", count])
    book.save(folder / name)


def test_a_scheme_and_a_workbook_become_explained_scores(folder):
    facts(folder)

    done = duban(folder, "score", "方案.yaml", "事实.xlsx", "--out", "结果.xlsx")

    assert (done.returncode, done.stderr) == (0, "")
    assert "  甲局  3 分；失分最多：通报 −2（2次，每次扣1分，共扣2分）" in done.stdout.splitlines()
    assert load_workbook(folder / "结果.xlsx").sheetnames == ["总表", "明细", "待决", "核对", "规则"]


def test_the_same_as_json_with_the_same_bytes_each_time(folder):
    facts(folder)
    outputs = []
    for name in ("一.json", "二.json"):
        assert duban(folder, "score", "方案.yaml", "事实.xlsx", "--out", name).returncode == 0
        outputs.append((folder / name).read_bytes())

    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["units"][0]["total"] == "3"


def test_a_wrong_workbook_ends_with_two_and_writes_nothing(folder):
    facts(folder, count=-2)
    (folder / "结果.xlsx").write_bytes(b"old")

    done = duban(folder, "score", "方案.yaml", "事实.xlsx", "--out", "结果.xlsx")

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "工作簿 事实.xlsx 有 1 处错误：",
        "  事实!D2：“-2”；应为不小于 0 的数；加还是扣由方案规定",
        "没有写出任何文件。",
    ]
    assert (folder / "结果.xlsx").read_bytes() == b"old"


def test_a_historical_scheme_is_refused_for_a_live_period(folder):
    facts(folder)

    done = duban(folder, "score", "方案.yaml", "事实.xlsx", "--out", "结果.xlsx", "--live")

    assert done.returncode == 2
    assert "是历史方案，只能试算和研究" in done.stderr
    assert not (folder / "结果.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("方案.yaml",), "命令：没有写事实工作簿；应为duban score 方案 事实.xlsx --out 结果.xlsx"),
        (("无.yaml", "事实.xlsx", "--out", "结果.xlsx"), "方案 无.yaml：没有这个文件"),
        (("方案.yaml", "事实.xlsx", "--out", "结果.doc"), "--out 结果.doc：“.doc”；应为.json 或 .xlsx 文件"),
        (("方案.yaml", "事实.xlsx", "--out", "无/结果.xlsx"), "--out 无/结果.xlsx：没有文件夹 无；应为已有的文件夹"),
        (("方案.yaml", "事实.xlsx", "--out", "事实.xlsx"), "--out 事实.xlsx：就是输入的工作簿；应为另一个文件名"),
        (("方案.yaml", "方案.yaml", "--out", "结果.xlsx"), "文件 方案.yaml：不是工作簿"),
        (("方案.yaml", "事实.xlsx", "--out", f"{'长' * 120}.xlsx"), "文件名太长；应为能写的文件夹和文件名"),
        (
            ("方案.yaml", "事实.xlsx", "--out", "结果.xlsx", "--as-of", "2027-01-01"),
            "--as-of：2027-01-01不在考核期间内；应为2026-01-01至2026-12-31之间的日期",
        ),
        (
            ("--template", "方案.yaml", "--out", "事实.xlsx"),
            "--out 事实.xlsx：这个文件已经有了，可能填了事实；应为一个新文件名",
        ),
    ],
)
def test_a_wrong_command_says_what_is_expected(folder, words, told):
    facts(folder)

    done = duban(folder, "score", *words)

    assert done.returncode == 2
    assert told in done.stderr


def test_a_scheme_goes_out_as_a_workbook_and_comes_back_and_nothing_is_overwritten(folder):
    for source, target in (("方案.yaml", "方案.xlsx"), ("方案.xlsx", "又.yaml")):
        assert duban(folder, "convert", source, "--out", target).returncode == 0
    facts(folder)
    for scheme in ("方案.yaml", "方案.xlsx", "又.yaml"):
        assert duban(folder, "score", scheme, "事实.xlsx", "--out", "结果.json").returncode == 0
        assert json.loads((folder / "结果.json").read_bytes())["units"][0]["total"] == "3"

    again = duban(folder, "convert", "方案.yaml", "--out", "方案.xlsx")

    assert (again.returncode, "这个文件已经有了" in again.stderr) == (2, True)


@pytest.mark.slow
def test_killed_in_the_middle_of_writing_the_old_result_is_whole(folder):
    assert duban(folder, "demo", "--folder", ".", "--units", "600").returncode == 0
    before = (folder / "示例结果.xlsx").read_bytes()
    killed_while_writing = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "duban.cli", "score", "15-shicheng-river-2018", "示例事实.xlsx", "--out", "示例结果.xlsx"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and not list(folder.glob(".示例结果.xlsx.*.part")):
            time.sleep(0.002)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed_while_writing += bool(list(folder.glob(".示例结果.xlsx.*.part")))
        for part in folder.glob(".示例结果.xlsx.*.part"):
            part.unlink()

        assert (folder / "示例结果.xlsx").read_bytes() == before

    assert killed_while_writing == 3


def test_the_demonstration_is_the_same_for_the_same_seed(folder):
    for name in ("一", "二"):
        assert duban(folder, "demo", "--folder", name, "--units", "12").returncode == 0

    assert (folder / "一" / "示例结果.xlsx").read_bytes() == (folder / "二" / "示例结果.xlsx").read_bytes()


def test_the_demonstration_of_110_units_shows_all_that_an_officer_must_tell_apart(folder):
    done = duban(folder, "demo", "--folder", "demo")

    assert done.returncode == 0
    assert "110 个单位" in done.stdout
    sheet = load_workbook(folder / "demo" / "示例结果.xlsx")["总表"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == 110
    assert {row[2] for row in rows} == {
        "农粮局", "水利局", "工业园区", "城建局", "林业局", "矿管局", "组织部", "其他单位"
    }  # fmt: skip
    assert any(row[8] for row in rows)
    assert any(row[11] for row in rows)


def test_every_published_scheme_holds_together_and_its_checks_come_out(folder):
    done = duban(folder, "schemes")

    assert done.returncode == 0, done.stdout
    assert "34 个方案文件：" in done.stdout
