"""Lists as workbooks: what is read, what is refused at which cell, and that what goes out comes in again."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import load_workbook

from duban.duties.drafts import DutyDraft
from duban.duties.list_workbook.read import read_list
from duban.duties.list_workbook.write import drafts_of, list_workbook, template
from duban.duties.tests import factories as made
from duban.duties.tests.workbooks import DUTY, HEADINGS, duty, written
from duban.orgs.tests import factories

CATEGORIES = ("党群综合类", "经济管理类")


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


def midnight(*day: int) -> datetime.datetime:
    """A day as a spreadsheet gives it."""
    return datetime.datetime(*day)  # noqa: DTZ001 - without a zone, as there


@pytest.fixture
def book(tmp_path):
    return tmp_path / "清单.xlsx"


def read(path, year: int = 2026):
    return read_list(path, name=path.name, year=year, categories=CATEGORIES)


def faults(path) -> list[tuple[str, str, str]]:
    return [tuple(fault) for fault in read(path).all_faults]


def test_a_row_of_the_template_is_a_duty(book):
    row = duty(3, 分解到支部="是", 适用单位类别="经济管理类、党群综合类", 时限="上半年=6月30日、12月10日")

    found = read(written(book, row))

    assert found.all_faults == []
    assert found.drafts == [
        DutyDraft(
            number=3, code="d03", tag="专题研究", group="责任落实", title="专题研究机关党建", standard="形成任务分工并落实到人",
            responsible="党组书记", basis="附件第1项", evidence_hint="决定事项一句话即可", is_split=True,
            days=(("上半年", day(6, 30)), ("", day(12, 10))), categories=CATEGORIES,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("number", [7, 7.0, "7", "７", " 7 ", "7、", "7."])
def test_a_number_may_be_typed_as_text_or_in_full_width(book, number):
    assert [draft.number for draft in read(written(book, duty(序号=number))).drafts] == [7]


@pytest.mark.parametrize(
    ("cell", "is_split"), [("是", True), ("否", False), ("", False), (True, True), ("√", True), ("N", False)]
)
def test_yes_and_no_are_read(book, cell, is_split):
    assert [draft.is_split for draft in read(written(book, duty(分解到支部=cell))).drafts] == [is_split]


@pytest.mark.parametrize(
    ("heading", "cell", "column", "found", "expected"),
    [
        ("序号", "", "A", "空", "从1起的整数，不重复"),
        ("序号", "一", "A", "“一”", "1到9999的整数"),
        ("序号", 0, "A", "“0”", "1到9999的整数"),
        ("序号", 1.5, "A", "“1.5”", "1到9999的整数"),
        ("序号", 10000, "A", "“10000”", "1到9999的整数"),
        ("指标编码", midnight(2026, 1, 2), "B", "日期2026-01-02", "文字；先把单元格设成文本再填"),
        ("事实标签", "签" * 21, "C", "21字", "不超过20字"),
        ("责任事项", "", "E", "空", "文字，不超过120字"),
        ("责任事项", "事" * 121, "E", "121字", "不超过120字"),
        ("责任岗位", " 　", "G", "空", "文字，不超过60字"),
        ("分解到支部", "也许", "J", "“也许”", "是 或 否"),
        ("适用单位类别", "经济类", "K", "“经济类”", "党群综合类、经济管理类"),
        ("时限", "", "L", "空", "至少一个日期，如3月31日；责任要分解到人、具体到事、明确到时"),
        ("时限", "2月30日", "L", "“2月30日”", "日历上有的日期"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_found_and_what_is_expected(book, heading, cell, column, found, expected):
    right, wrong = duty(1), duty(**{"number": 2, heading: cell})

    assert faults(written(book, right, wrong)) == [(f"清单!{column}3", found, expected)]
    assert read(book).drafts == []


def test_all_faults_are_told_at_once(book):
    written(book, duty(1, 责任岗位="", 时限=""), duty(1, 分解到支部="也许"))

    assert [where for where, _found, _expected in faults(book)] == [
        "清单!G2",
        "清单!L2",
        "清单!A3",
        "清单!B3",
        "清单!J3",
    ]


def test_a_number_or_a_code_that_comes_twice_is_refused_at_the_second(book):
    written(book, duty(1), duty(2), duty(3, 序号="２", 指标编码="d01"))

    assert faults(book) == [
        ("清单!A4", "“2”与清单!A3重复", "不重复"),
        ("清单!B4", "“d01”与清单!B2重复", "不重复"),
    ]


def test_a_title_that_gets_too_long_with_the_word_for_the_day_is_refused_before_it_is_issued(book):
    fits, long = (duty(n, 责任事项="事" * length, 时限="一季度=3月31日") for n, length in ((1, 115), (2, 116)))

    assert faults(written(book, fits, long)) == [("清单!E3", "连同时限名称121字", "不超过120字")]


def test_a_code_in_a_number_cell_is_read_and_remarked(book):
    found = read(written(book, duty(1, 指标编码=1.1), duty(2, 指标编码=12)))

    assert [draft.code for draft in found.drafts] == ["1.1", "12"]
    assert [row.remarks for row in found.rows] == [
        [("清单!B2", "这一格是数字，按“1.1”读；如果是“1.10”，请把单元格设成文本再填。")],
        [],
    ]


def test_titles_above_the_headings_and_blank_rows_are_passed_over(book):
    found = read(written(book, duty(1), [""] * 12, duty(2), above=2))

    assert [row.number for row in found.rows] == [4, 6]
    assert (len(found.drafts), found.remarks) == (2, ["栏目名称在第3行，上面的内容不导入。"])


def test_new_lines_blanks_and_a_star_in_a_heading_do_no_harm(book):
    head = [f" {heading[:2]}\n{heading[2:]}*" for heading in HEADINGS]

    assert len(read(written(book, duty(1, 责任岗位=" 党组\n书记 "), head=head)).drafts) == 1
    assert read(book).drafts[0].responsible == "党组 书记"


def merged(path, first: int, last: int, left: int, right: int, value: str):
    """Two duties, with these cells merged, counted from 0."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("清单")
    for line, row in enumerate([HEADINGS, duty(1, 类别=""), duty(2, 类别="")]):
        page.write_row(line, 0, row)
    page.merge_range(first, left, last, right, value, book.add_format())
    book.close()
    return path


def test_a_category_merged_downwards_stands_in_each_of_its_rows(book):
    assert [draft.group for draft in read(merged(book, 1, 2, 3, 3, "责任落实")).drafts] == ["责任落实", "责任落实"]


@pytest.mark.parametrize(
    ("span", "fault"),
    [
        ((0, 0, 6, 7), ("清单!G1:H1", "栏目名称是合并单元格", "每个栏目名称各占一格")),
        ((3, 3, 0, 11), ("清单!A4:L4", "横向合并的单元格", "每格各填各的；分组名称写在“类别”栏")),
    ],
)
def test_cells_merged_across_are_refused(book, span, fault):
    assert fault in faults(merged(book, *span, "责任岗位"))


def test_another_column_is_passed_over_when_all_of_ours_are_there(book):
    found = read(written(book, [*duty(1), "张三", "看一下"], head=[*HEADINGS, "联系人", "备注"]))

    assert (len(found.drafts), found.remarks) == (1, ["清单!M1：“联系人”不导入。"])


def test_another_column_is_refused_when_it_may_be_ours_misspelt(book):
    head = ["佐证提醒" if heading == "佐证提示" else heading for heading in HEADINGS]

    assert faults(written(book, duty(1), head=head)) == [("清单!I1", "“佐证提醒”", "其中一栏：佐证提示")]


def test_columns_that_are_not_needed_may_be_left_out_and_needed_ones_not(book):
    kept = [heading for heading in HEADINGS if heading not in {"佐证提示", "分解到支部", "适用单位类别"}]
    assert len(read(written(book, [DUTY[heading] for heading in kept], head=kept)).drafts) == 1

    kept.remove("责任岗位")
    assert faults(written(book, [DUTY[heading] for heading in kept], head=kept)) == [
        ("清单第1行", "缺少栏目责任岗位", "与空白表相同的栏目")
    ]


def test_a_heading_twice_is_refused(book):
    written(book, [*duty(1), "党委书记"], head=[*HEADINGS, "责任岗位"])

    assert faults(book) == [("清单!M1", "“责任岗位”有两栏", "每个栏目只有一栏")]


def test_the_only_sheet_is_read_whatever_its_name_and_of_two_none(book):
    assert read(written(book, duty(1), sheet="Sheet1")).remarks == ["没有名为“清单”的工作表，读的是“Sheet1”。"]

    two = xlsxwriter.Workbook(str(book))
    two.add_worksheet("一")
    two.add_worksheet("二")
    two.close()
    assert faults(book) == [("文件 清单.xlsx", "一、二", "名为“清单”的工作表")]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "空文件"),
        (b"not a workbook", "不是工作簿"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "是旧版 .xls，或加了打开密码"),
        (b"PK\x03\x04 torn", "不是工作簿"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(book, content, found):
    book.write_bytes(content)

    assert [fault[:2] for fault in faults(book)] == [("文件 清单.xlsx", found)]


def test_a_torn_sheet_is_refused(book):
    whole = zipfile.ZipFile(written(book, duty(1)))
    parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(book, "w") as torn:
        for name, content in parts.items():
            torn.writestr(name, content[:-30] if name == "xl/worksheets/sheet1.xml" else content)

    assert faults(book) == [("工作表“清单”", "内容已损坏", "能打开的工作表")]


@pytest.mark.parametrize("rows", [[], [[""] * 12]])
def test_a_list_without_duties_is_refused(book, rows):
    assert faults(written(book, *rows)) == [("清单!A2", "没有责任事项", "每项责任一行")]


def test_a_sheet_without_headings_is_refused(book):
    assert [fault[:2] for fault in faults(written(book, head=["姓名", "电话"]))] == [("清单!A1", "没有栏目名称")]


def test_formulas_and_error_cells_are_named_once(book):
    made_by_hand = xlsxwriter.Workbook(str(book))
    page = made_by_hand.add_worksheet("清单")
    page.write_row(0, 0, HEADINGS)
    page.write_row(1, 0, duty(1))
    page.write_formula("A2", "=ROW()-1", None, 1)
    page.write_formula("G2", "=#REF!", None, "#REF!")
    made_by_hand.close()

    assert [fault[:2] for fault in faults(book)] == [("清单!A2", "公式“=ROW()-1”"), ("清单!G2", "错误值#REF!")]


def test_a_forgotten_cell_in_the_last_row_does_not_fill_the_memory(book):
    written(book, *[duty(1)])
    far = xlsxwriter.Workbook(str(book))
    page = far.add_worksheet("清单")
    page.write_row(0, 0, HEADINGS)
    page.write_string("XFD1048576", " ")
    far.close()

    assert faults(book) == [("清单!XFD1048576", "有内容", "不超过5000行、60列")]


def test_three_thousand_rows_are_read(book):
    found = read(written(book, *(duty(number, 指标编码=f"c{number}") for number in range(1, 3001))))

    assert (len(found.drafts), found.all_faults) == (3000, [])


def test_the_template_explains_each_column_and_is_an_empty_list(book):
    book.write_bytes(b"".join(template(CATEGORIES).streaming_content))

    page = load_workbook(book)
    guide = {row[0]: row for row in page["填表说明"].iter_rows(values_only=True)}
    assert page.sheetnames == ["清单", "填表说明"]
    assert [cell.value.rstrip("*") for cell in page["清单"][1]] == HEADINGS
    assert all(all(guide[heading][1:5]) for heading in HEADINGS)
    assert guide["时限"][4] == "上半年=6月30日、下半年=12月10日"
    assert [(str(each.sqref), each.formula1) for each in page["清单"].data_validations.dataValidation] == [
        ("J2:J501", '"是,否"')
    ]
    assert page["清单"].column_dimensions["B"].width > 5
    assert faults(book) == [("清单!A2", "没有责任事项", "每项责任一行")]


def test_every_example_of_the_guide_is_right(book):
    guide = template(CATEGORIES)
    page = load_workbook(io.BytesIO(b"".join(guide.streaming_content)))["填表说明"]
    examples = {row[0]: row[4] for row in page.iter_rows(values_only=True)}

    assert faults(written(book, [examples[heading] for heading in HEADINGS])) == []


@pytest.mark.django_db
class TestExport:
    """A list that goes out comes in again as the same duties."""

    @pytest.fixture
    def listed(self):
        tree = factories.tree()
        listed = made.responsibility_list(tree.committee, issued=False)
        made.duty(listed, number=1, days=(day(6, 30), day(12, 10)), is_split=True)
        made.duty(
            listed, number=2, code="1.10", title='=HYPERLINK("x")', standard="+1", responsible="-党组书记", basis="@附件",
            evidence_hint="", days=(day(1, 10, 2027),),
        )  # fmt: skip
        listed.duties.get(number=1).due_days.filter(due_on=day(6, 30)).update(label="上半年")
        listed.duties.get(number=2).categories.set([tree.north.category])
        return listed

    def test_what_goes_out_comes_in_again(self, book, listed):
        book.write_bytes(b"".join(list_workbook(listed, ("党群综合类", "经济管理类")).streaming_content))

        found = read(book)

        assert found.all_faults == []
        assert found.drafts == drafts_of(listed)

    def test_no_cell_of_an_export_is_a_formula(self, book, listed):
        book.write_bytes(b"".join(list_workbook(listed, ()).streaming_content))

        page = load_workbook(book)["清单"]
        cells = [page[f"{column}3"] for column in "EFGH"]
        assert [(cell.value, cell.data_type) for cell in cells] == [
            ('=HYPERLINK("x")', "s"), ("+1", "s"), ("-党组书记", "s"), ("@附件", "s"),
        ]  # fmt: skip
        assert [bool(cell.quotePrefix) for cell in cells] == [True] * 4
        assert b"<f>" not in zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml")

    @pytest.mark.parametrize("more", [0, 2])
    def test_an_export_costs_three_queries(self, listed, more, django_assert_num_queries):
        for number in range(3, 3 + more):
            made.duty(listed, number=number)

        with django_assert_num_queries(3):
            list_workbook(listed, ())
