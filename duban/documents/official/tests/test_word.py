"""The .docx: its geometry as GB/T 9704-2012 gives it, its text as the data say it, and how LibreOffice sets it."""

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from duban.documents.official.sheet.blocks import blocks_of, lines_of
from duban.documents.official.sheet.pages import pages_of
from duban.documents.official.sheet.paper import DOCUMENT, INTERNAL, LETTER, MINUTES
from duban.documents.official.tests import factories as official
from duban.documents.official.tests.test_sheet import NAME, paper
from duban.documents.official.word import docx_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = [DOCUMENT, LETTER, MINUTES, INTERNAL]
LONG = "\n".join([official.BODY] * 6)


def has_writer():
    found = shutil.which("soffice")
    return bool(found) and (Path(found).resolve().parent / "libswlo.so").exists()


def parts(made):
    with zipfile.ZipFile(io.BytesIO(docx_of(made))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def tree(made):
    return etree.fromstring(parts(made)["word/document.xml"].encode())


def value(element, name):
    return element.get(W + name)


def paragraph(root, text):
    return next(each for each in root.iter(W + "p") if text in "".join(t.text or "" for t in each.iter(W + "t")))


def words(root):
    found = []
    for each in root.iter(W + "p"):
        pieces = (t.text if t.tag == W + "t" else "\n" for t in each.iter() if t.tag in (W + "t", W + "br"))
        found.append("".join(pieces))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_the_page_is_that_of_the_standard(form):
    section = tree(paper(form=form)).find(f".//{W}body/{W}sectPr")
    size, margin, grid = (section.find(W + name) for name in ("pgSz", "pgMar", "docGrid"))
    assert (value(size, "w"), value(size, "h")) == ("11906", "16838")
    assert [value(margin, side) for side in ("top", "left", "right", "bottom")] == ["2098", "1587", "1474", "1984"]
    assert [value(grid, name) for name in ("type", "linePitch", "charSpace")] == ["linesAndChars", "579", "-848"]
    # 28 characters of 16 pt less the share of the grid fill 156 mm and do not leave it; 22 lines fill 225 mm.
    assert 155 < 28 * (320 - 6) / 1440 * 25.4 < 156
    assert 224 < 22 * 579 / 1440 * 25.4 < 225.1


@pytest.mark.parametrize("form", FORMS)
def test_everything_that_is_said_stands_there_once(form):
    made = paper(form=form, body=official.BODY, attendance=(("出席", "周敏"),) if form == MINUTES else ())
    shown = words(tree(made))
    for block in blocks_of(made):
        if block.text.strip("　"):
            assert block.text in "".join(shown[: len(shown)]) or any(block.text in each for each in shown)
    assert sum("全县110个单位应办任务2204件" in each for each in shown) == 1


def test_faces_and_sizes_are_named_for_chinese():
    root = tree(paper(body="一、总体情况\n（一）分解到人。逐项分解。"))
    for text, face, size in [
        ("一、总体情况", "黑体", "32"), ("（一）分解到人。", "楷体_GB2312", "32"), ("县直各单位", "仿宋_GB2312", "32"),
        ("责任落实情况的通报", "方正小标宋简体", "44"),
    ]:  # fmt: skip
        run = next(paragraph(root, text).iter(W + "r"))
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert (value(fonts, "eastAsia"), value(fonts, "ascii")) == (face, face)
        assert value(run.find(f"{W}rPr/{W}sz"), "val") == size
    every = [run for run in root.iter(W + "r") if run.find(W + "t") is not None]
    assert every
    assert all(value(run.find(f"{W}rPr/{W}rFonts"), "eastAsia") for run in every)


def test_faces_have_what_stands_in_for_them_and_none_is_embedded():
    found = parts(paper())
    assert '<w:altName w:val="方正小标宋_GBK,华文中宋,宋体"/>' in found["word/fontTable.xml"]
    assert "embed" not in found["word/fontTable.xml"]


def test_red_stands_in_the_letterhead_and_its_rule_only():
    root = tree(paper(copy_to="县委办公室"))
    head = paragraph(root, f"{NAME}文件")
    assert value(head.find(f"{W}pPr/{W}spacing"), "before") == "1984", "35 mm below the top of the area"
    red = [p for p in root.iter(W + "p") if "FF0000" in etree.tostring(p, encoding="unicode")]
    assert len(red) == 2
    rule = red[1].find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert (value(rule, "color"), value(rule, "sz")) == ("FF0000", "16")
    assert red[1].find(f"{W}pPr/{W}ind") is None, "as wide as the area"
    assert "FF0000" not in parts(paper(form=INTERNAL))["word/document.xml"]


def test_lines_break_where_the_preview_breaks():
    style = parts(paper())["word/styles.xml"]
    normal = re.search(r'<w:style[^>]*w:styleId="Normal".*?</w:style>', style, re.DOTALL)[0]
    for rule in ('overflowPunct w:val="0"', 'autoSpaceDE w:val="0"', 'autoSpaceDN w:val="0"', 'snapToGrid w:val="0"'):
        assert rule in normal
    assert "doNotCompress" in parts(paper())["word/settings.xml"]
    body = paragraph(tree(paper()), "全县110个单位")
    assert [value(run.find(f"{W}rPr/{W}spacing"), "val") for run in body.iter(W + "r")] == ["-6"]
    assert (value(body.find(f"{W}pPr/{W}spacing"), "line"), value(body.find(f"{W}pPr/{W}spacing"), "lineRule")) == (
        "579",
        "exact",
    )


def test_indents_count_characters():
    root = tree(paper(attachments=("情况表", "名单")))
    body = paragraph(root, "全县110个单位").find(f"{W}pPr/{W}ind")
    assert (value(body, "firstLineChars"), value(body, "firstLine")) == ("200", "632")
    first = paragraph(root, "附件：1.情况表").find(f"{W}pPr/{W}ind")
    second = paragraph(root, "2.名单").find(f"{W}pPr/{W}ind")
    assert value(first, "leftChars") == value(second, "leftChars") == "600"
    date = paragraph(tree(paper(names=("北局",))), "2026年3月5日").find(f"{W}pPr/{W}ind")
    assert value(date, "rightChars") == "400"


def test_page_numbers_stand_outside_and_are_even_and_odd():
    found = parts(paper())
    assert "evenAndOddHeaders" in found["word/settings.xml"]
    kinds = dict(re.findall(r'<w:footerReference w:type="(\w+)" r:id="(\w+)"', found["word/document.xml"]))
    names = dict(re.findall(r'Id="(\w+)"[^>]*?Target="([^"]+)"|$', found["word/_rels/document.xml.rels"]))
    names |= {
        key: target
        for target, key in re.findall(r'Target="([^"]+)"[^>]*?Id="(\w+)"', found["word/_rels/document.xml.rels"])
    }
    assert set(kinds) == {"default", "even"}
    for kind, side in (("default", "right"), ("even", "left")):
        footer = found["word/" + names[kinds[kind]]]
        assert f'<w:jc w:val="{side}"/>' in footer
        assert f'w:{side}Chars="100"' in footer
        assert re.findall(r">([— ]+)<", footer) == ["— ", " —"]
        assert 'w:sz w:val="28"' in footer


def test_the_imprint_is_at_the_foot_with_its_three_rules():
    root = tree(paper(copy_to="县委办公室，县委组织部"))
    table = root.find(f".//{W}tbl")
    place = table.find(f"{W}tblPr/{W}tblpPr")
    assert (value(place, "vertAnchor"), value(place, "tblpYSpec")) == ("margin", "bottom")
    assert value(table.find(f"{W}tblPr/{W}tblW"), "w") == "8844", "156 mm"
    rules = {
        side: int(value(table.find(f"{W}tblPr/{W}tblBorders/{W}{side}"), "sz")) / 8 / 72 * 25.4
        for side in ("top", "bottom", "insideH")
    }
    assert rules == {
        "top": pytest.approx(0.35, abs=0.01),
        "bottom": pytest.approx(0.35, abs=0.01),
        "insideH": pytest.approx(0.25, abs=0.02),
    }
    assert words(table) == ["抄送：县委办公室，县委组织部。", f"{NAME}办公室2026年3月5日印发"]
    assert {value(size, "val") for size in table.iter(W + "sz")} == {"28"}


def test_a_letter_keeps_its_frame_on_the_first_page():
    found = parts(paper(form=LETTER, letterhead=NAME))
    assert "<w:titlePg" in found["word/document.xml"]
    heads = [text for name, text in found.items() if "header" in name and NAME in text]
    assert len(heads) == 1
    assert "thickThinSmallGap" in heads[0]
    assert 'w:left="-454" w:right="-340"' in heads[0], "170 mm in the middle of the paper"
    assert sum("thinThickSmallGap" in text for name, text in found.items() if "footer" in name) == 1
    margin = etree.fromstring(found["word/document.xml"].encode()).find(f".//{W}body/{W}sectPr/{W}pgMar")
    assert (value(margin, "header"), value(margin, "footer")) == ("1701", "1134"), (
        "30 mm from the top, 20 mm from the foot"
    )


def test_nothing_tells_what_wrote_it():
    core = parts(paper())["docProps/core.xml"]
    assert "python" not in core.lower()
    assert NAME in core


def test_text_with_signs_of_xml_is_kept():
    assert any("A<B & “C”" in each for each in words(tree(paper(body="A<B & “C”"))))


def as_pdf(folder, made):
    """Each paper as PDF, by LibreOffice, in one run."""
    for name, each in made.items():
        (folder / f"{name}.docx").write_bytes(docx_of(each))
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run(
        [*command, *(folder / f"{name}.docx" for name in made)], check=True, timeout=180, capture_output=True
    )


@pytest.mark.slow
@pytest.mark.skipif(
    not has_writer() or not shutil.which("pdftotext"), reason="LibreOffice Writer or pdftotext is not installed"
)
def test_libreoffice_breaks_lines_where_the_preview_breaks_them(tmp_path):
    body = "\n".join(["中" * 60, "（一）" + "文" * 20 + "。" + "字" * 40, "开头" + "正" * 27 + "，后面。"])
    made = paper(form=INTERNAL, body=body)
    as_pdf(tmp_path, {"lines": made})
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "lines.pdf", "-"], check=True, capture_output=True, text=True
    )
    shown = [line.strip() for line in text.stdout.splitlines() if set(line.strip()) & set("中文字正")]
    expected = [line for block in blocks_of(made) if block.part == "text" for line in lines_of(block, 28)]
    assert [line for line in shown if len(line) > 3 and "关于" not in line and NAME not in line] == expected


@pytest.mark.slow
@pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed")
def test_libreoffice_sets_as_many_pages_as_the_preview(tmp_path):
    day = datetime.date(2026, 10, 14)
    made = {
        f"{form}-{place}": paper(form=form, body=body, dated_on=day, copy_to="县委办公室" if form != INTERNAL else "")
        for form in FORMS
        for place, body in enumerate((official.BODY, LONG))
    }
    as_pdf(tmp_path, made)
    for name, each in made.items():
        content = (tmp_path / f"{name}.pdf").read_bytes()
        assert len(re.findall(rb"/Type\s*/Page[^s]", content)) == len(pages_of(each).pages), name
