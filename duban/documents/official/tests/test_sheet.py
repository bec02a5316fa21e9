"""The page: lines of 28 characters, 22 lines, titles that do not tear words, the imprint on the back side."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.documents.official.sheet.blocks import blocks_of, letterhead_size, title_lines
from duban.documents.official.sheet.lines import NOT_FIRST, NOT_LAST, broken, width
from duban.documents.official.sheet.pages import filled_in, pages_of
from duban.documents.official.sheet.paper import DOCUMENT, INTERNAL, LETTER, MINUTES, Paper, day_words
from duban.documents.official.sheet.titles import balanced
from duban.documents.official.tests import factories as official

NAME = "中共示例县委直属机关工作委员会"
DAY = datetime.date(2026, 3, 5)


def paper(**more):
    said = {
        "form": DOCUMENT, "layout": official.layout(), "title": f"{NAME}关于2026年第三季度机关党建责任落实情况的通报",
        "letterhead": f"{NAME}文件", "symbol": "示直工委〔2026〕18号", "addressees": "县直各单位", "names": (NAME,),
        "body": official.BODY, "dated_on": DAY, "printed_by": f"{NAME}办公室",
    }  # fmt: skip
    return Paper(**{**said, **more})


def block(made, part):
    return next(each for each in blocks_of(made) if each.part == part)


def test_a_line_takes_28_characters_and_not_29():
    assert broken("中" * 28, [28]) == ["中" * 28]
    assert broken("中" * 29, [28]) == ["中" * 28, "中"]
    assert broken("中" * 27 + "12", [28]) == ["中" * 27 + "12"]
    assert broken("中" * 27 + "123", [28]) == ["中" * 27, "123"], "a figure is not torn apart"
    assert broken("中" * 28 + "，后", [28]) == ["中" * 27, "中，后"], "no line begins with a mark"
    assert broken("中" * 27 + "《后》", [28]) == ["中" * 27, "《后》"], "no line ends with an opening mark"


@given(st.text(alphabet="中文字，。：（《》）12年%“”、AB", max_size=200))
def test_breaking_loses_nothing_and_keeps_the_rules(text):
    lines = broken(text, [26, 28])
    assert "".join(lines) == text
    for place, line in enumerate(lines):
        assert width(line) <= (26 if place == 0 else 28)
    for before, line in pairwise(lines):
        # A run of marks wider than a line has to be torn somewhere.
        if width(before) < 27 and before:
            assert line[0] not in NOT_FIRST or before[-1] in NOT_FIRST | NOT_LAST or not before.strip("，。：）》”、%")


def test_titles_are_balanced_and_no_word_is_torn():
    assert title_lines(paper()) == [NAME, "关于2026年第三季度机关党建", "责任落实情况的通报"]
    assert balanced("关于换届选举的请示", 19) == ["关于换届选举的请示"]
    assert balanced("第一行\n第二行", 19) == ["第一行", "第二行"], "a typed break holds"
    for line in balanced("关于印发《示例县2026年机关党建工作要点》的通知", 19):
        assert width(line) <= 19
        assert line.count("《") == line.count("》")


@given(st.text(alphabet="中共示例县委关于的和第一二三季度2026年工作通知《》", min_size=1, max_size=60))
def test_every_title_fits_and_loses_nothing(title):
    lines = balanced(title, 19)
    assert "".join(lines) == title.strip()
    assert all(width(line) <= 19 or width(line) == width(title) for line in lines) or max(map(width, lines)) > 19


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("一、总体情况", ["first"]),
        ("（一）责任分解到人。各单位逐项分解。", ["second", "body"]),
        ("1.清单编制", ["body"]),
        ("（1）工委审核", ["body"]),
        ("1.5万元已经到位。", ["body"]),
        ("一是抓责任。", ["body"]),
    ],
)
def test_levels_have_their_faces(text, faces):
    shown = [each for each in blocks_of(paper(body=text)) if each.part in {"text", "first", "second"}]
    assert [run.face for run in shown[0].runs] == faces
    assert shown[0].first == 2


def test_a_sealed_date_stands_four_in_and_the_name_over_it():
    made = paper(names=("北局",))
    date, name = block(made, "date"), block(made, "name")
    assert (date.text, date.right) == ("2026年3月5日", 4)
    assert name.right + 1 == pytest.approx(date.right + width(date.text) / 2), "centred over the date"
    assert name.above == 2

    wide = paper()
    # A name wider than the date and its indent would leave the page: the date goes with it, still under its middle.
    assert block(wide, "name").right == pytest.approx(0)
    assert block(wide, "date").right + width("2026年3月5日") / 2 == pytest.approx(width(NAME) / 2)


def test_an_unsealed_date_begins_two_in_from_the_name():
    made = paper(is_sealed=False)
    name, date = block(made, "name"), block(made, "date")
    assert name.right == 2
    assert (name.right + width(NAME)) - (date.right + width(date.text)) == 2

    short = paper(is_sealed=False, names=("北局",))
    assert block(short, "date").right == 2, "a date longer than the name is two in itself"


def test_days_have_no_zeros():
    assert day_words(datetime.date(2026, 3, 5)) == "2026年3月5日"
    assert day_words(None) == "　　年　月　日"


def test_the_signer_stands_beside_the_number_of_upward_documents_only():
    up = block(paper(signers=("周敏", "许文静", "郑海")), "symbol")
    assert up.left == 1
    assert "".join(run.text for run in up.at_right) == "签发人：周敏　许文静"
    symbols = [each.text for each in blocks_of(paper(signers=("周敏", "许文静", "郑海"))) if each.part == "symbol"]
    assert symbols == ["　", "示直工委〔2026〕18号"], "the number stands on the line of the last signer"
    assert block(paper(), "symbol").align == "center"


def test_a_long_letterhead_is_set_narrower_before_smaller():
    assert letterhead_size(paper(letterhead="北局文件")) == (48, 100)
    size, scale = letterhead_size(paper())
    assert (size, scale) == (39.0, 66)
    assert width(paper().letterhead) * size * scale / 100 <= 442.3


@pytest.mark.parametrize(
    ("paragraphs", "pages", "own", "blank"),
    [(2, 2, True, False), (3, 2, False, False), (22, 2, False, False), (23, 4, True, True), (25, 4, True, False)],
)
def test_the_imprint_stands_at_the_foot_of_a_back_side(paragraphs, pages, own, blank):
    made = pages_of(paper(body="\n".join(["这是一行二十六个字左右的正文，用来填满一页看看。"] * paragraphs)))
    assert (len(made.pages), made.has_own_side, made.has_blank_side) == (pages, own, blank)
    last = made.pages[-1]
    assert last.side % 2 == 0
    assert max(rule.y for rule in last.rules) == pytest.approx(37 + 22 * 579 / 1440 * 25.4)
    assert [round(rule.thick, 2) for rule in last.rules] == [0.35, 0.35], "without copies there is no middle rule"
    assert all(page.number == page.side for page in made.pages) is not blank
    if blank:
        assert (made.pages[-2].marks, made.pages[-2].number, last.number) == ([], 0, 0)


def test_no_page_has_more_than_22_lines_and_the_signature_is_never_alone():
    for count in range(1, 40):
        made = pages_of(paper(form=INTERNAL, body="\n".join(["一行字。"] * count), copy_to="", printed_by=""))
        for page in made.pages:
            ys = sorted({round(mark.y, 1) for mark in page.marks})
            assert len(ys) <= 22
            assert ys[-1] < 37 + 225
        last = [mark.text for mark in made.pages[-1].marks]
        assert "一行字。" in last, f"{count} lines: text stands with the signature"


def test_a_letter_has_its_rules_and_no_number_on_its_first_page():
    made = pages_of(paper(form=LETTER, letterhead=NAME, copy_to=""))
    first = made.pages[0]
    assert first.number == 0
    assert len(first.rules) == 4
    assert {rule.width for rule in first.rules} == {170}
    assert {rule.x for rule in first.rules} == {20}
    thick = [round(rule.thick, 2) for rule in sorted(first.rules, key=lambda rule: rule.y)]
    assert thick == [0.9, 0.35, 0.35, 0.9], "thick over thin above, thin over thick below"
    assert max(rule.y for rule in first.rules) == pytest.approx(277, abs=0.5)


def test_minutes_list_who_was_there_after_the_text():
    made = paper(form=MINUTES, attendance=(("出席", "周敏　许文静"), ("请假", "郑海")), names=(), addressees="")
    shown = [each for each in blocks_of(made) if each.part == "attendance"]
    assert [each.text for each in shown] == ["出席：周敏　许文静", "请假：郑海"]
    assert [each.runs[0].face for each in shown] == ["first", "first"]
    assert (shown[0].left, shown[0].first) == (5, -3), "names hang after the colon"


def test_what_was_filled_in_is_marked_whole_and_across_lines():
    text = "任期至2026年12月10日届满，延期不超过12个月，共120件。"
    spans = filled_in(text, ["12", "2026年12月10日", ""])
    assert [text[first:last] for first, last in spans] == ["2026年12月10日", "12"]
    body = "中" * 24 + "2026年12月10日" + "后"
    boxed = [
        mark.text
        for page in pages_of(paper(body=body, filled=("2026年12月10日",))).pages
        for mark in page.marks
        if mark.box
    ]
    assert "".join(boxed) == "2026年12月10日"
    assert len(boxed) == 2
