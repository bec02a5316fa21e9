"""Workbooks as they really come: odd headings, formulas, files that are none, and what goes out."""

import datetime
import io
import shutil
import subprocess
import zipfile

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.base.workbook.sheet import NUMBER_HEADING
from duban.documents.exchange import comparing
from duban.documents.exchange.models import Batch
from duban.documents.exchange.tests.workbooks import (
    PERSON_HEAD,
    brought_in,
    downloaded,
    faults,
    sent,
    upload,
    verdicts,
    written,
)
from duban.orgs.models import Person
from duban.orgs.sheets import EXCHANGES
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

JOINED = datetime.date(2010, 6, 18)
ROW = ("秦书文", "北局第一党支部", "正式党员", JOINED)


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


@pytest.fixture
def cadre(tree, browser_files):
    client = Client()
    client.force_login(factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north)))
    return client


def made(draw) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    draw(book, book.add_worksheet("人员"))
    book.close()
    return file.getvalue()


def test_titles_merged_heads_other_order_further_columns_and_empty_rows(cadre, tree):
    def draw(book, page):
        page.merge_range(0, 0, 0, 5, "北局党员花名册", book.add_format())
        for at, heading in enumerate(("序号", "入党日期", "所在 组织", "姓名*", "政治面貌", "爱好")):
            page.merge_range(1, at, 2, at, heading, book.add_format())
        page.merge_range(3, 2, 4, 2, "北局第一党支部", book.add_format())
        for line, (name, day) in enumerate((("秦 书文", "2010.6.18"), ("陆明", "2011年7月1日")), start=3):
            page.write_row(line, 0, [line - 2, day])
            page.write_row(line, 3, [name, "正式党员", "书法"])
        page.write(8, 3, "邓小川")
        page.write(8, 2, "　北局第二党支部 ")
        page.write(8, 4, "预备党员")

    batch = brought_in(cadre, sent(cadre, made(draw)))

    assert verdicts(batch) == [(4, "created"), (5, "created"), (9, "created")]
    assert any("爱好" in remark for remark in batch.remarks)
    assert list(Person.objects.filter(unit__in=[tree.north_1, tree.north_2]).order_by("pk").values_list("name", "joined_on")) == [
        ("秦 书文", JOINED), ("陆明", datetime.date(2011, 7, 1)), ("邓小川", None),
    ]  # fmt: skip


def test_a_missing_column_is_named_and_nothing_is_read(cadre, tree):
    batch = sent(cadre, written(人员=[("姓名", "政治面貌"), ("秦书文", "正式党员")]))

    assert batch.state == Batch.State.UNREADABLE
    assert batch.faults == [["人员第1行", "缺少栏目所在组织", "与空白表相同的栏目"]]


def test_formulas_and_errors_are_named_at_their_cells(cadre, tree):
    def draw(_book, page):
        page.write_row(0, 0, PERSON_HEAD)
        page.write_row(1, 0, ("秦书文", "北局第一党支部"))
        page.write_formula(1, 2, '="正式"&"党员"', value="正式党员")

    batch = sent(cadre, made(draw))

    assert verdicts(batch) == [(2, "rejected")]
    assert faults(batch)[0][0] == "人员!C2"


def test_a_row_twice_in_a_workbook_is_told(cadre, tree):
    batch = sent(cadre, written(人员=[PERSON_HEAD, ROW, ROW]))

    assert verdicts(batch) == [(2, "created"), (3, "rejected")]
    assert faults(batch)[0][1] == "与第2行重复"


def test_numbers_of_people_are_not_kept_of_a_row_that_is_refused(cadre, tree):
    batch = sent(cadre, written(人员=[PERSON_HEAD, ("秦书文11010519491231002X", *ROW[1:])]))

    assert verdicts(batch) == [(2, "rejected")]
    line = batch.lines.get()
    assert "19491231" not in f"{line.said}{line.notes}{line.title}"


NUMBER_OF_SOMEBODY = "11010519491231002X"


TEXTS = [
    NUMBER_OF_SOMEBODY,
    "13812345678",
    f"从一九四九年起一直在本单位工作的同志，其居民身份证件号码为：{NUMBER_OF_SOMEBODY}",
    f"{NUMBER_OF_SOMEBODY} 13812345678",
]


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda each: each.code)
def test_whatever_column_a_number_of_somebody_is_typed_into_it_is_kept_nowhere(tree, browser_files, exchange):
    officer = Client()
    officer.force_login(
        factories.account(factories.person("顾守正", unit=tree.committee, committee_admin=tree.committee))
    )
    columns = exchange.sheet.columns
    heads, examples = [*(column.heading for column in columns), NUMBER_HEADING], [column.example for column in columns]
    rows = [[*examples[:at], text, *examples[at + 1 :]] for at in range(len(heads)) for text in TEXTS]

    batch = sent(officer, written(**{exchange.sheet.name: [heads, *rows]}), kind=exchange.code)

    assert len(batch.lines.all()) == len(rows)
    assert {verdict for _number, verdict in verdicts(batch)} == {"rejected"}
    kept = f"{list(batch.lines.values())}{list(Batch.objects.values())}"
    assert "1949123" not in kept
    assert "81234" not in kept


def test_a_number_in_a_formula_or_a_heading_is_kept_nowhere(cadre, tree):
    def draw(_book, page):
        page.write_row(0, 0, [*PERSON_HEAD, f"证件{NUMBER_OF_SOMEBODY}"])
        page.write_row(1, 0, [*ROW[:3]])
        page.write_formula(1, 3, f'=MID("{NUMBER_OF_SOMEBODY}",7,8)', value="19491231")
        page.write_row(2, 0, [*ROW[:3]])
        page.write_formula(2, 3, f'=MID("一二三四五六七八九十一二三四五{NUMBER_OF_SOMEBODY}",22,8)', value="19491231")

    batch = sent(cadre, made(draw))

    assert verdicts(batch) == [(2, "rejected"), (3, "rejected")]
    assert "1949123" not in f"{list(batch.lines.values())}{list(Batch.objects.values())}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台账.xlsx", b"not a workbook at all"),
        ("台账.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "Workbook".encode("utf-16-le")),
        ("台账.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")),
        ("台账.xlsx", b""),
        ("秦书文13812345678.xlsx", written(人员=[PERSON_HEAD, ROW])),
    ],
    ids=["text", "xls-1997", "encrypted", "empty", "number-in-its-name"],
)
def test_a_file_that_is_not_accepted_is_told_beside_the_field(cadre, tree, name, content):
    answer = cadre.post(reverse("hold_workbook"), {"workbook": upload(content, name), "kind": ""})

    assert answer.status_code == 422
    assert "13812345678" not in answer.content.decode()
    assert name in answer.content.decode() or not content or "1381" in name
    assert not Batch.objects.exists()


def test_an_archive_that_unpacks_to_far_more_is_refused(cadre, tree):
    file = io.BytesIO(written(人员=[PERSON_HEAD, ROW]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/bomb.bin", b"\0" * 90_000_000)

    answer = cadre.post(reverse("hold_workbook"), {"workbook": upload(file.getvalue()), "kind": ""})

    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_sheet_of_another_name_is_read_when_its_kind_is_said(cadre, tree):
    book = written(花名册=[PERSON_HEAD, ROW])

    unsaid, said = sent(cadre, book), sent(cadre, book, kind="people")

    assert unsaid.state == Batch.State.UNREADABLE
    assert verdicts(said) == [(2, "created")]


def test_a_large_workbook_is_compared_by_a_request_of_its_own(cadre, tree, monkeypatch):
    monkeypatch.setattr(comparing, "AT_ONCE_BYTES", 0)
    batch = sent(cadre, written(人员=[PERSON_HEAD, ROW]))
    page = cadre.get(reverse("batch", args=[batch.pk])).content.decode()
    progress = cadre.get(reverse("batch_progress", args=[batch.pk]), headers={"HX-Request": "true"})

    done = cadre.post(reverse("compare_batch", args=[batch.pk]), headers={"HX-Request": "true"})

    assert batch.state == Batch.State.HELD
    assert reverse("compare_batch", args=[batch.pk]) in page
    assert 'id="progress"' in progress.content.decode()
    assert done.headers["HX-Refresh"] == "true"
    assert verdicts(batch) == [(2, "created")]
    assert (
        cadre.get(reverse("batch_progress", args=[batch.pk]), headers={"HX-Request": "true"}).headers["HX-Refresh"]
        == "true"
    )


def test_what_begins_like_a_formula_goes_out_as_text(cadre, tree):
    Person.objects.create(name='=HYPERLINK("x")', unit=tree.north, membership="full")

    content = downloaded(cadre, "exchange_rows", "people")

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet for sheet in sheets)
    values = [row[0] for row in load_workbook(io.BytesIO(content))["人员"].iter_rows(min_row=2, values_only=True)]
    assert '=HYPERLINK("x")' in values


def test_sealed_fields_and_what_statistics_alone_need_never_go_out(cadre, tree):
    Person.objects.create(
        name="秦书文", unit=tree.north_1, sex="2", ethnic_group="示例族", mobile="密文", identity_number="密文"
    )

    content = downloaded(cadre, "exchange_pack", tree.north.pk)

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        everything = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    assert "秦书文" in everything
    assert "密文" not in everything
    assert "示例族" not in everything


def test_a_template_has_a_guide_drop_downs_and_text_cells(cadre, tree):
    book = load_workbook(io.BytesIO(downloaded(cadre, "exchange_template", "people")))

    assert book.sheetnames[:2] == ["人员", "填写说明"]
    assert book["人员"]["A1"].value == "姓名*"
    assert book["人员"].column_dimensions["A"].width > 0
    assert {str(rule.sqref)[0] for rule in book["人员"].data_validations.dataValidation} >= {"B", "C"}
    guide = [[cell.value for cell in row] for row in book["填写说明"].iter_rows()]
    assert any(row[0] == "姓名" and row[4] == "李某某" for row in guide)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_goes_out_opens_in_libreoffice_and_comes_back_unchanged(cadre, tree, tmp_path):
    Person.objects.create(name="秦书文", unit=tree.north_1, membership="full", joined_on=JOINED, born_in="1985-03")
    (tmp_path / "离线包.xlsx").write_bytes(downloaded(cadre, "exchange_pack", tree.north.pk))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"), str(tmp_path / "离线包.xlsx")]
    subprocess.run(command, check=True, timeout=240, capture_output=True)

    batch = sent(cadre, (tmp_path / "again" / "离线包.xlsx").read_bytes())

    assert batch.faults == []
    assert batch.remarks == []
    assert {verdict for _number, verdict in verdicts(batch)} == {"unchanged"}
